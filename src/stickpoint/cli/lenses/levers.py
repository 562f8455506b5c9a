"""The verb that says what smallest change would end it, and whose move would help most."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.expected import say_how_long
from stickpoint.cli.frame import (
    CONCEPT,
    COUNT,
    answer_text,
    as_json_too,
    as_of_too,
    load_case,
    main,
    read_prices,
    seed_too,
    waiting,
)
from stickpoint.cli.streams import say
from stickpoint.cli.verbs import misuse
from stickpoint.cli.warm import first_use

if TYPE_CHECKING:
    from stickpoint.answers.ensemble.robust import Robust
    from stickpoint.answers.levers.both import Levers


@main.command()
@click.argument("case")
@click.option("--terms", multiple=True, help="A settlement to make hold; all if left out.")
@click.option("--concept", type=CONCEPT, default="seq", show_default=True,
              help="Under which concept it should hold.")  # fmt: skip
@click.option("--price", "prices", multiple=True, metavar="PARTY=COST",
              help="What a swap of its ranks or wants costs. Repeatable.")  # fmt: skip
@as_of_too
@click.option("--within", type=float, help="By when it should be settled, in the case's unit.")
@click.option("--probability", default=0.5, show_default=True, help="How surely by then.")
@click.option("--horizon", type=float, help="How far to look ahead, in the case's unit of time.")
@click.option("--draws", type=COUNT, default=20, show_default=True, help="Draws from the ranges.")
@seed_too
@click.option("--robust", is_flag=True,
              help="Say instead what helps in most draws and hurts in none.")  # fmt: skip
@click.option("--all", "whole", is_flag=True,
              help="Leave nothing out, however many states there are.")  # fmt: skip
@as_json_too
def levers(case: str, as_json: bool, robust: bool, **given: Any) -> None:
    """Say what smallest change would end it, and whose move would help most."""
    with waiting() as step:
        loaded = load_case(case, step, large=not robust)
        if not robust:
            tell = partial(say, err=True)
            say_how_long(loaded, given["terms"], step, tell, whole=given["whole"])
        from stickpoint.answers.levers.both import levers as ask
        from stickpoint.answers.progress import LEVERS, ROBUST, progress

        given["whole"] |= robust
        day, prices = given.pop("as_of"), read_prices(given.pop("prices"))
        answer = ask(loaded, day, prices=prices, **given)
        if not answer.lacks:
            first_use(loaded, step, "slopes", "draws")
        step.plan(*(ROBUST if robust else LEVERS))
        with progress.heard_by(step.count):
            shown = answer_text(_robust(answer) if robust else answer, as_json=as_json)
    say(shown, nl=False)


def _robust(answer: Levers) -> Robust:
    """Return what helps whatever is true; end with the reason where nothing can be timed."""
    from stickpoint.pages.levers.page import silence

    if answer.robust is None:
        misuse(f"--robust: {silence(answer)}")
    return answer.robust
