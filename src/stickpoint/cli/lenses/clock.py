"""The verb that says when it ends and how; by wants alone for a case without payoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.expected import expect
from stickpoint.cli.frame import (
    COUNT,
    Horizon,
    answer_text,
    as_json_too,
    as_of_too,
    load_case,
    main,
    seed_too,
    waiting,
)
from stickpoint.cli.patience import Waiting
from stickpoint.cli.streams import say
from stickpoint.cli.warm import first_use

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.chances import Chances
    from stickpoint.case.model.case import Case


@main.command()
@click.argument("case")
@as_of_too
@click.option("--horizon", type=Horizon(),
              help="How far to look for shares of the delay, in the case's unit.")  # fmt: skip
@click.option("--draws", type=COUNT, help="Draws from the ranges; 400, fewer for the shares.")
@seed_too
@click.option("--set", "dates", multiple=True, metavar="NAME@DATE|NAME=RATE",
              help="When an event comes: on a date, never, or at a rate.")  # fmt: skip
@click.option("--without-issue", "without", multiple=True, metavar="ISSUE",
              help="As if that item were closed already.")  # fmt: skip
@click.option("--fix", "fixed", multiple=True, metavar="OPTION=yes|no",
              help="Hold an option so from the start.")  # fmt: skip
@click.option("--payoff", "worths", multiple=True, metavar="PARTY[LINE]=X",
              help="Set a line of a party's payoffs, counted from 1.")  # fmt: skip
@click.option("--hypothesis", metavar="NAME", help="Take the payoffs of an explanation.")
@click.option("--simulate", "paths", type=COUNT, metavar="N",
              help="Play N courses out: quantiles of the tolls.")  # fmt: skip
@click.option("--shocks", type=click.Choice(["centred", "mistakes", "taste"]), default="centred",
              show_default=True, help="How to read the chance in choices.")  # fmt: skip
@as_json_too
def clock(case: str, as_json: bool, **given: Any) -> None:
    """Say when it ends and how, who pays, and whose delay it is."""
    with waiting() as step:
        loaded = load_case(case, step)
        by_wants = None if loaded.payoffs else _by_wants(loaded, given, step)
        shown = "" if by_wants is None else answer_text(by_wants, as_json=as_json)
    if by_wants is not None:
        say(shown, nl=False)
        return
    with waiting() as step:
        far = given["horizon"] or loaded.clock.horizon
        first_use(loaded, step, *(("endless",) if far in (None, "none") else ("course", "draws")))
        from stickpoint.answers.forecast import changes_from, predicted
        from stickpoint.answers.progress import CLOCK, ITEMS, progress

        made = changes_from(
            loaded, given["dates"], given["without"], given["fixed"], given["worths"],
            given["hypothesis"],
        )  # fmt: skip
        if given["paths"] and far in (None, "none"):
            raise click.UsageError("--simulate needs a horizon; give one with --horizon")
        answer = predicted(
            loaded, given["as_of"], changes=made, horizon=given["horizon"], draws=given["draws"],
            seed=given["seed"], shocks=given["shocks"], paths=given["paths"] or 0,
        )  # fmt: skip
        opened = sum(bool(issue.terms) for issue in loaded.issues)
        step.plan(*(x for x in CLOCK if x != ITEMS or opened > 1))
        expect(answer, step)
        with progress.heard_by(step.count):
            shown = answer_text(answer, as_json=as_json)
    say(shown, nl=False)


def _by_wants(case: Case, given: dict[str, Any], step: Waiting) -> Chances | None:
    """Return what wants alone imply, for a case without payoffs of which nothing else is asked."""
    from stickpoint.answers.forecasting.chances import DRAWS, Chances, unasked

    asked = ("dates", "without", "fixed", "worths", "hypothesis", "paths", "horizon", "as_of")
    if unasked(case) or any(given[key] for key in asked):
        return None
    answer = Chances(case, draws=given["draws"] or DRAWS, seed=given["seed"])
    first_use(answer.paid, step, "course", "draws")
    step("solving the clock over draws, by wants alone")
    return answer
