"""Pieces → workers of a Dask cluster, and their rows back.

A worker is sent the text of the case and a range of draws, lays the case out once, and sends rows
back: it needs this program, no folder of ours and no state. Whoever asked writes them. A worker
that dies is no loss but of time: the scheduler gives what it had to another.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from stickpoint.answers.exploring.atoms import Rows, rows
from stickpoint.answers.exploring.pieces import Pieces, Watch
from stickpoint.answers.exploring.spec import Spec, code
from stickpoint.errors import ModelError, SolveError
from stickpoint.solve.clock.batch import at_most

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 2
"""Pieces that each thread of a worker has been given, so that none waits for the next."""
JOIN = 10.0
"""Seconds to reach a scheduler."""


class Solved(NamedTuple):
    """What comes back: rows, and the seconds that they took."""

    rows: Rows
    seconds: float


def solve(spec: Spec, first: int, last: int, its_code: str) -> Solved:
    """Solve a piece on a worker, with one thread, for there is a worker for every core.

    Raises
    ------
    ModelError
        The worker has another version of the program, whose rows may be others.
    """
    if code() != its_code:
        raise ModelError(
            f"a worker has another version of the program ({code()}) than the one that asks "
            f"({its_code}); install the same on all"
        )
    watch = Watch()
    with at_most(1):
        found = rows(spec, first, last)
    return Solved(found, watch())


def on_cluster(client: Client, spec: Spec, pieces: Pieces) -> Iterator[Rows]:
    """Have pieces solved by the workers of a cluster; yield their rows as they come.

    Raises
    ------
    SolveError
        Its scheduler is gone, or several workers died of one piece.
    ModelError
        A worker that does not have this version of the program, or a case as for `forecast`.
    """
    from distributed import as_completed

    waiting = as_completed(with_results=False)
    ahead, its_code = iter(pieces), code()
    given: set[Any] = set()

    def give() -> None:
        """Keep every thread busy, with as few pieces under way as that takes."""
        threads = sum(client.nthreads().values()) or 1
        while len(given) < AHEAD * threads and (piece := next(ahead, None)) is not None:
            future = client.submit(solve, spec, *piece, its_code, pure=False)
            given.add(future)
            waiting.add(future)

    try:
        give()
        for future in waiting:
            given.discard(future)
            found: Solved = future.result()
            future.release()
            pieces.took(len(found.rows.values), found.seconds)
            give()
            yield found.rows
    except (ModelError, SolveError):
        raise
    except ModuleNotFoundError as error:
        raise ModelError(
            f"a worker lacks {error.name}; every worker needs stickpoint {its_code} installed"
        ) from error
    except Exception as error:
        if type(error).__name__ == "KilledWorker":
            raise SolveError(
                "several workers died of the same draws, perhaps for want of memory; give each "
                "worker more, or ask for smaller pieces by --chunk"
            ) from error
        if type(error).__module__.partition(".")[0] in ("distributed", "asyncio", "concurrent"):
            raise SolveError(f"the cluster is gone ({type(error).__name__})") from error
        raise
    finally:
        if given and client.status == "running":
            client.cancel(list(given))


@contextmanager
def cluster(scheduler: str | None, workers: int | None) -> Iterator[Client]:
    """Join a scheduler, or start so many workers here, each a process of one thread.

    Raises
    ------
    SolveError
        dask is not installed, or the scheduler cannot be reached.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise SolveError(
            'workers are those of Dask, which is not installed: pip install "stickpoint[cluster]"'
        ) from error
    if scheduler is not None:
        try:
            found = Client(scheduler, timeout=JOIN)
        except (OSError, ValueError, TimeoutError) as error:
            raise SolveError(
                f"no scheduler answers at {scheduler}; expected one such as tcp://10.0.0.1:8786"
            ) from error
        with found:
            yield found
        return
    # Where Ctrl-C leaves no time to end in order, Python's own tracker clears away after us: it
    # need not say so.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
            dashboard_address=None, silence_logs=logging.CRITICAL,
        ) as own,
        Client(own) as found,
    ):  # fmt: skip
        yield found
