"""A case, and many draws from its ranges → what must be true for a statement, or runs on disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stickpoint.answers.ensemble.must_be_true import MustBeTrue
from stickpoint.answers.ensemble.must_be_true import explore as must_be_true
from stickpoint.answers.exploring.engine import run
from stickpoint.answers.exploring.runs import Runs
from stickpoint.answers.exploring.spec import spec_of
from stickpoint.answers.forecasting.known import day_of
from stickpoint.answers.forecasting.rules import USUAL, Rules
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError
from stickpoint.graph.build_game import Changes

if TYPE_CHECKING:
    from distributed import Client


def explore(  # noqa: PLR0913 – where to run it has many ways, all by name
    case: Case,
    as_of: date | str | None = None,
    *,
    where: str | None = None,
    draws: int | None = None,
    seed: int = 0,
    to: str | Path | None = None,
    changes: Changes | None = None,
    rules: Rules = USUAL,
    chunk: int | None = None,
    client: Client | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
) -> MustBeTrue | Runs:
    """Ask many draws from the ranges of a case what must be true, or run them into a folder.

    Parameters
    ----------
    case : Case
        With payoffs, and terms on which an issue can close.
    as_of : date or str, optional
        The day on which it is asked; that of the start if left out.
    where : str, optional
        A statement, such as ``"still open after 12 months"``, ``"settled by 1953-07-27"``,
        ``"median above 400 days"`` or ``"likeliest end is nobody forced"``, joined by ``and``,
        ``or`` and ``not``. Without one the draws are run into a folder.
    draws, seed : int
        How many draws from the ranges of the case, 400 if left out, and where they begin.
    to : path, optional
        A folder that is new, empty or holds a part of these runs, which is gone on with. What
        follows is for it alone.
    changes : Changes, optional
        What to take otherwise than the case has it.
    rules : Rules, optional
        The numbers of the forecast itself.
    chunk : int, optional
        Draws in a file, a multiple of 64; about as many as take eight seconds if left out.
    client : distributed.Client, optional
        Of a Dask cluster that solves them.
    scheduler : str, optional
        The address of one, such as ``"tcp://10.0.0.1:8786"``.
    workers : int, optional
        So many processes on this machine solve them.

    Returns
    -------
    MustBeTrue
        Where a statement is asked about: prints as a page; ``share`` is the weight of the draws
        in which it holds, ``regions`` where in the numbers of the case it holds mostly, tested on
        draws that had no say in them.
    Runs
        Else: ``frame()`` is one row per draw; the same bit for bit however it was run.

    Raises
    ------
    ModelError
        A statement that cannot be read, a case that cannot be forecast, neither a statement nor a
        folder or both of them, a folder of other runs.
    SolveError
        What is needed is not installed, or a cluster is gone; what is there counts.
    OSError
        The folder cannot be written, likewise.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = sp.explore(sp.load("korea-1952"), where="settled within a day", draws=8)
    >>> found.share
    0.0
    """
    if (where is None) == (to is None):
        raise ModelError(
            "give a statement to ask about ('where') or a folder to run draws into ('to'), one of "
            "the two"
        )
    if to is not None:
        spec = spec_of(case, day_of(as_of), seed, changes, rules)
        return run(
            spec, draws or rules.draws, Path(to), chunk=chunk, client=client, scheduler=scheduler,
            workers=workers,
        )  # fmt: skip
    assert where is not None
    if rules != USUAL or any(x is not None for x in (changes, chunk, client, scheduler, workers)):
        raise ModelError("a statement is asked of the draws of a forecast, here and as the case is")
    return must_be_true(case, as_of, where=where, draws=draws, seed=seed)
