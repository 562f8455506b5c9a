"""The verb that asks many draws, or runs them into a folder: explore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.frame import (
    COUNT,
    answer_text,
    as_json_too,
    as_of_too,
    load_case,
    main,
    print_json,
    seed_too,
    waiting,
)
from stickpoint.cli.streams import say
from stickpoint.cli.warm import first_use

if TYPE_CHECKING:
    from stickpoint.answers.exploring.runs import Runs


@main.command()
@click.argument("case")
@click.option("--where", metavar="STATEMENT", help="Such as 'still open after 12 months'.")
@as_of_too
@click.option("--draws", type=COUNT, help="Draws from the ranges; 400 if left out.")
@seed_too
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Run the draws into a folder; the same command goes on.")  # fmt: skip
@click.option("--workers", type=COUNT, metavar="N", help="Solve them in N processes.")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Solve them on a Dask cluster: tcp://HOST:PORT."
)
@click.option("--chunk", type=COUNT, metavar="N", help="Draws in a file, a multiple of 64.")
@as_json_too
def explore(case: str, to: Path | None, as_json: bool, **given: Any) -> None:
    """Say what must be true of a case's numbers for a statement about its end to hold.

    With --to, run many draws into a folder of Parquet files instead; such a folder may then stand
    in place of CASE.
    """
    if (to is None) == (given["where"] is None):
        raise click.UsageError("give --where, or --to and a folder; one of the two")
    only_to = [name for name in ("workers", "scheduler", "chunk") if given[name] is not None]
    if to is None and only_to:
        raise click.UsageError(f"--{only_to[0]} goes with --to")
    if to is None and (Path(case) / "manifest.json").is_file():
        _ask_runs(Path(case), as_json=as_json, **given)
        return
    with waiting() as step:
        loaded = load_case(case, step)
        first_use(loaded, step, "course", "draws")
        from stickpoint.answers.exploring.explore import explore as ask
        from stickpoint.answers.exploring.runs import Runs
        from stickpoint.answers.progress import FORECAST, progress

        step.plan(*() if to else (FORECAST,))
        with progress.heard_by(step.count):
            answer = ask(loaded, given.pop("as_of"), to=to, **given)
            if not isinstance(answer, Runs):
                shown = answer_text(answer, as_json=as_json)
    if not isinstance(answer, Runs):
        say(shown, nl=False)
    elif as_json:
        print_json(plain(answer))
    else:
        _say(answer)


def _ask_runs(folder: Path, *, where: str, draws: int | None, as_json: bool, **given: Any) -> None:
    """Ask a statement of the draws in a folder."""
    if given["as_of"] or given["seed"]:
        raise click.UsageError("runs have their day and their seed; leave both out")
    with waiting() as step:
        step("reading the runs")
        from stickpoint.answers.exploring.asked import asked

        shown = answer_text(asked(folder, where, draws), as_json=as_json)
    say(shown, nl=False)


def _say(found: Runs) -> None:
    """Say where runs are, what they are worth, and how to read them."""
    told, place = plain(found), found.folder
    say(f"{found.done:,} draws of {found.case.title!r} are in {place}")
    if told["unsolved"]:
        say(f"{told['unsolved']:,} of them could not be solved, and weigh nothing")
    say(f"given the wait so far they are worth {told['effective']:,.0f} that weigh the same")
    say(f"read them: pandas.read_parquet('{place}/draws')")
    say(f"""or: duckdb -c "from '{place}/draws/*'" """.rstrip())


def plain(found: Runs) -> dict[str, Any]:
    """Return what is said of runs, as plain data."""
    return {
        "folder": str(found.folder),
        "draws": found.done,
        "unsolved": found.unsolved,
        "effective": found.effective,
        "seed": found.seed,
        "columns": list(found.columns),
        "files": [path.name for path in found.files],
    }
