"""Verbs about how good forecasts are: score, seal, grade."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.frame import (
    COUNT,
    as_json_too,
    as_of_too,
    load_case,
    main,
    page_text,
    print_json,
    seed_too,
    waiting,
    write,
)
from stickpoint.cli.streams import say
from stickpoint.cli.verbs import misuse
from stickpoint.cli.warm import first_use

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast
    from stickpoint.case.model.case import Case

draws_too = click.option("--draws", type=COUNT, help="Draws from the ranges; 400 if left out.")


@main.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@draws_too
@seed_too
@as_json_too
def score(cases: tuple[str, ...], draws: int | None, seed: int, as_json: bool) -> None:
    """Score forecasts of deadlocks that are over, at their start and on the way.

    Each CASE must say under 'happened' on which day it ended, and how.
    """
    from stickpoint.answers.forecasting.score import over_time
    from stickpoint.pages import score as page
    from stickpoint.pages.data import score as data

    found = []
    with waiting() as step:
        for number, name in enumerate(cases):
            loaded = load_case(name, step)
            first_use(loaded, step, "course", "draws")
            step(f"forecasting {loaded.title}", number / len(cases))
            found += over_time(loaded, lambda case, day: _asked(case, day, draws, seed))
    if as_json:
        print_json(data.scores(found, seed=seed))
    else:
        say(page_text(page.page(found, seed=seed)), nl=False)


def _asked(case: Case, as_of: str | None, draws: int | None, seed: int) -> Forecast:
    from stickpoint.answers.forecast import predicted

    return predicted(case, as_of, draws=draws, seed=seed)


@main.command()
@click.argument("case")
@as_of_too
@draws_too
@seed_too
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the seal there instead of to the screen.")  # fmt: skip
def seal(case: str, as_of: str | None, file: Path | None, **given: Any) -> None:
    """Seal a forecast, so that it can be graded when the deadlock is over.

    The seal is JSON: the curve, the ways to end, and a hash by which a change would show.
    """
    from stickpoint.answers.forecasting.sealed import seal as sealed

    with waiting() as step:
        loaded = load_case(case, step)
        first_use(loaded, step, "course", "draws")
        step("forecasting over the draws")
        made = sealed(_asked(loaded, as_of, given["draws"], given["seed"]), date.today())
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if file is None:
        say(text, nl=False)
    else:
        write(file, text)
        say(f"wrote {file}; keep it, or at least its hash, {made['sha256']}")


@main.command()
@click.argument("sealed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("case")
@as_json_too
def grade(sealed: Path, case: str, as_json: bool) -> None:
    """Grade a sealed forecast by what the case now says happened.

    SEALED is what seal wrote; CASE has the end of the deadlock under 'happened'.
    """
    from stickpoint.answers.forecasting.sealed import grade as graded
    from stickpoint.pages import score as page

    try:
        read = json.loads(sealed.read_text(encoding="utf-8"))
    except ValueError:
        read = None
    if not isinstance(read, dict):
        misuse(f"{sealed} is no seal: expected the JSON object that stickpoint seal wrote")
    found = graded(read, load_case(case))
    if as_json:
        print_json(found)
    else:
        say(page_text(page.graded(found)), nl=False)
