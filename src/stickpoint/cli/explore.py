"""The verb that asks many draws: explore."""

from __future__ import annotations

from typing import Any

import click

from stickpoint.cli.frame import (
    COUNT,
    answer_text,
    as_json_too,
    as_of_too,
    load_case,
    main,
    seed_too,
    waiting,
)
from stickpoint.cli.streams import say
from stickpoint.cli.warm import first_use


@main.command()
@click.argument("case")
@click.option("--where", required=True, metavar="STATEMENT",
              help="Such as 'still open after 12 months'.")  # fmt: skip
@as_of_too
@click.option("--draws", type=COUNT, help="Draws from the ranges; 400 if left out.")
@seed_too
@as_json_too
def explore(case: str, as_json: bool, **given: Any) -> None:
    """Say what must be true of a case's numbers for a statement about its end to hold."""
    with waiting() as step:
        loaded = load_case(case, step)
        first_use(loaded, step, "course", "draws")
        from stickpoint.answers.ensemble.must_be_true import explore as ask
        from stickpoint.answers.progress import FORECAST, progress

        answer = ask(loaded, given.pop("as_of"), **given)
        step.plan(FORECAST)
        with progress.heard_by(step.count):
            shown = answer_text(answer, as_json=as_json)
    say(shown, nl=False)
