"""A case → all its draws, here or on a cluster, in a folder or in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from stickpoint.answers.exploring.atoms import Rows, rows
from stickpoint.answers.exploring.cluster import cluster, on_cluster
from stickpoint.answers.exploring.files import needs_pyarrow, write
from stickpoint.answers.exploring.folder import begin, clear, locked
from stickpoint.answers.exploring.pieces import Pieces, Watch, missing
from stickpoint.answers.exploring.runs import Runs
from stickpoint.answers.exploring.spec import Spec
from stickpoint.answers.progress import EXPLORED, progress
from stickpoint.errors import ModelError

if TYPE_CHECKING:
    from distributed import Client


def run(
    spec: Spec, draws: int, to: Path, *, chunk: int | None = None, client: Client | None = None,
    scheduler: str | None = None, workers: int | None = None,
) -> Runs:  # fmt: skip
    """Make the first so many draws in a folder, or those that it lacks of them.

    Parameters
    ----------
    spec : Spec
    draws : int
    to : Path
        The folder: new, empty, or one in which the same was begun.
    chunk : int, optional
        Draws in a file; about as many as take eight seconds if left out.
    client : distributed.Client, optional
        Of a cluster that solves them.
    scheduler : str, optional
        The address of one.
    workers : int, optional
        So many processes on this machine solve them, beside this one, which writes.

    Raises
    ------
    ModelError
        As `folder.begin` and `forecast` do; a chunk of none; more than one way to run.
    SolveError
        What is needed is not installed, or a cluster is gone.
    OSError
        The folder cannot be written: what is in it counts, and the same call goes on.
    """
    if chunk is not None and chunk < 1:
        raise ModelError(f"a chunk of {chunk} draws; expected at least 1")
    if sum(one is not None for one in (client, scheduler, workers)) > 1:
        raise ModelError("a client, a scheduler and workers of one's own exclude one another")
    needs_pyarrow()
    with locked(to), _going_on():
        begin(to, spec, draws)
        done, _ = clear(to)
        gaps = list(missing(done, draws))
        left = sum(last - first for first, last in gaps)
        tick = progress.count(EXPLORED, draws, draws - left)
        pieces = Pieces(gaps, chunk)
        if left and (client or scheduler is not None or workers is not None):
            with nullcontext(client) if client else cluster(scheduler, workers) as joined:
                for found in on_cluster(joined, spec, pieces):
                    write(to, found)
                    tick(len(found.values))
        else:
            for found in here(spec, pieces, tick):
                write(to, found)
    return Runs(to)


@contextmanager
def _going_on() -> Iterator[None]:
    """Say of a disk that cannot be written that nothing is lost by it."""
    try:
        yield
    except OSError as error:
        said = f"{error.strerror}; what is there counts, and the same command goes on from it"
        raise OSError(error.errno, said, error.filename) from error


def here(spec: Spec, pieces: Pieces, tick: Callable[[int], object]) -> Iterator[Rows]:
    """Solve pieces in this process, on its threads."""
    for first, last in pieces:
        watch = Watch()
        found = rows(spec, first, last, tick)
        pieces.took(last - first, watch())
        yield found
