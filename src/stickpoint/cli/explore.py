"""The verb that asks many draws, and runs them into a folder: explore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.frame import (
    COUNT,
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
    from stickpoint.cli.patience import Waiting


@main.command()
@click.argument("case")
@click.option("--draws", type=COUNT, help="Draws from the ranges.")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              required=True, help="Run them into a folder; the same command goes on.")  # fmt: skip
@click.option("--workers", type=COUNT, metavar="N", help="Run them on N processes.")
@click.option("--scheduler", metavar="ADDRESS", help="Run them on a Dask cluster, tcp://….")
@click.option("--chunk", type=COUNT, metavar="N", help="Draws in a file, a multiple of 64.")
@as_of_too
@seed_too
@as_json_too
def explore(case: str, to: Path, as_json: bool, **given: Any) -> None:
    """Run draws from the ranges of a case into a folder."""
    with waiting() as step:
        found = run_into(case, to, step, **given)
        shown = plain(found)
    if as_json:
        print_json(shown)
        return
    say(f"{found.done:,} draws of {found.case.title!r} are in {to}")
    if shown["unsolved"]:
        say(f"{shown['unsolved']:,} of them could not be solved, and weigh nothing")
    say(f"given the wait so far they are worth {shown['effective']:,.0f} that weigh the same")
    say(f"""read them: duckdb -c "from '{to}/draws/*'", or pandas.read_parquet('{to}/draws')""")


def run_into(case: str, to: Path, step: Waiting, **given: Any) -> Runs:
    """Run draws into a folder."""
    loaded = load_case(case, step)
    first_use(loaded, step, "course", "draws")
    from stickpoint.answers.exploring.engine import run
    from stickpoint.answers.exploring.spec import spec_of
    from stickpoint.answers.forecasting.known import day_of
    from stickpoint.answers.forecasting.rules import USUAL
    from stickpoint.answers.progress import progress

    spec = spec_of(loaded, day_of(given.pop("as_of")), given.pop("seed"), None, USUAL)
    with progress.heard_by(step.count):
        return run(spec, given.pop("draws") or USUAL.draws, to, **given)


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
