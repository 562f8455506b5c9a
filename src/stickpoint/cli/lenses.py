"""Verbs that ask a lens about a case: why, stable, clock, motives, levers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.expected import expect, promise, say_how_long
from stickpoint.cli.frame import (
    CONCEPT,
    COUNT,
    Horizon,
    answer_text,
    as_json_too,
    as_of_too,
    load_case,
    main,
    nature_too,
    page_text,
    read_prices,
    seed_too,
    setting_of,
    waiting,
    write,
)
from stickpoint.cli.patience import (
    BY_BLOCKS,
    JUDGED,
    WEIGHED,
    WRITTEN,
    Waiting,
)
from stickpoint.cli.streams import say, width
from stickpoint.cli.verbs import misuse
from stickpoint.cli.warm import cold, first_use
from stickpoint.errors import CaseError

if TYPE_CHECKING:
    from stickpoint.answers.ensemble.robust import Robust
    from stickpoint.answers.forecasting.chances import Chances
    from stickpoint.answers.levers.both import Levers
    from stickpoint.case.model.case import Case

TOO_MANY = "C404"
"""The fault of having more states than can be stored."""


@main.command()
@click.argument("case")
@click.option("--full", is_flag=True,
              help="Every party, settlement and way, after the short answer.")  # fmt: skip
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the answers of every lens as one page, .html or .docx.")  # fmt: skip
@as_of_too
@nature_too
@as_json_too
def why(case: str, report: Path | None, as_json: bool, **given: Any) -> None:
    """Explain what holds a deadlock, what it costs and what would end it."""
    from stickpoint.pages.render import file

    if report is not None:
        file.check(report)
    with waiting() as step:
        loaded = load_case(case, step)
        first_use(loaded, step, *_loops(loaded, in_full=report is not None))
        from stickpoint.answers.progress import REPORT, WHY, progress
        from stickpoint.answers.why.brief import why as ask
        from stickpoint.pages.why.asks import section
        from stickpoint.pages.why.full import page

        step("building the states and judging who would stay")
        found = ask(loaded, given["as_of"], nature=setting_of(given["nature"]))
        step("writing the answer, the clock and the levers with it")
        step.plan(*(REPORT if report is not None else WHY))
        promise(found, step, report=report is not None)
        with progress.heard_by(step.count):
            if report is not None:
                found.save(report)
            shown = ""
            if as_json:
                shown = answer_text(found, as_json=True)
            elif report is None:
                answer = found.page()
                more = () if not given["full"] else (*page(found.why).sections, *section(found))
                shown = page_text(replace(answer, sections=answer.sections + more))
    if report is not None:
        say(f"wrote {report}", err=as_json)
    say(shown, nl=False)


def _loops(case: Case, *, in_full: bool) -> tuple[str, ...]:
    """Name what ``why`` may have to compile: for one game alone only where draws take that too."""
    if in_full:
        return ("course", "draws", "slopes")
    if not cold(("course",)):
        return ("draws",)
    from stickpoint.answers.warm_up import is_beside

    return ("draws",) if is_beside(case) else ("course", "draws")


@main.command()
@click.argument("case")
@click.option("--concept", "concepts", multiple=True, type=CONCEPT,
              help="Only these concepts. Repeatable.")  # fmt: skip
@click.option("--full", is_flag=True, help="Also how firm each verdict is.")
@nature_too
@as_json_too
def stable(
    case: str, concepts: tuple[str, ...], full: bool, nature: tuple[str, ...], as_json: bool
) -> None:
    """List the states that hold, under which concept and for whom."""
    try:
        with waiting() as step:
            loaded = load_case(case, step)
    except CaseError as error:
        if {finding.code for finding in error.findings} != {TOO_MANY}:
            raise
        _unstored(case, concepts, nature, error, full=full, as_json=as_json)
        return
    with waiting() as step:
        step("building the states, moves and ranks")
        conflict = loaded.conflict(nature=setting_of(nature))
        from stickpoint.answers.orders.firm import Firm
        from stickpoint.answers.orders.uncertain import Uncertain
        from stickpoint.answers.why.believed import Believed
        from stickpoint.answers.why.declared import Declared
        from stickpoint.pages import stable as states
        from stickpoint.pages.data import believed as seen
        from stickpoint.pages.data import stable as data
        from stickpoint.pages.orders import data as ordered
        from stickpoint.pages.orders import table
        from stickpoint.solve.stability.sanctions import CONCEPTS, stability

        number = conflict.n_states
        step.expect(f"judging {number:,} states", number * conflict.n_parties * JUDGED)
        result = stability(conflict, concepts or CONCEPTS)
        found = Declared(loaded, conflict, concepts or CONCEPTS)
        views = Believed(loaded, conflict, concepts or CONCEPTS)
        unsure = Uncertain(loaded, conflict, concepts or CONCEPTS)
        firm = Firm(loaded, conflict, concepts or CONCEPTS) if full else None
        if as_json:
            more = data.declared(found) | seen.stable(views) | ordered.stable(unsure)
            more |= ordered.margins(firm) if firm else {}
        else:
            shown = [*states.declared(found, width()), *states.believed(views, width())]
            shown += table.uncertain(unsure, width())
            shown += table.margins(firm, result, width()) if firm else ()
    if as_json:
        with waiting() as step:
            step.expect(f"writing {number:,} states", number * WRITTEN)
            for done, piece in enumerate(data.stable(result, more)):
                say(piece, nl=False)
                step(f"writing {number:,} states", min(1.0, done * data.AT_ONCE / number))
        say()
    else:
        say(states.as_text(result, width=width()), nl=False)
        say("".join(f"{line}\n" for line in shown), nl=False)


def _unstored(
    case: str,
    concepts: tuple[str, ...],
    nature: tuple[str, ...],
    error: CaseError,
    *,
    full: bool,
    as_json: bool,
) -> None:
    """List what holds in a case that has more states than can be stored, where that can be said."""
    from stickpoint.answers.large.unstored import unstored, why_not
    from stickpoint.case.check import load_however_large
    from stickpoint.pages.stable import left_out
    from stickpoint.pages.stable import unstored as shown
    from stickpoint.solve.stability.sanctions import CONCEPTS

    loaded = load_however_large(case)
    if as_json or why_not(loaded):
        raise error
    number = 1 << len(loaded.options)
    missing = left_out(loaded, full=full)
    say(f"{number:,} states are judged by blocks and not listed one by one; {missing}", err=True)
    with waiting() as step:
        asked = concepts or CONCEPTS
        step.expect(f"judging {number:,} states", number * len(loaded.parties) * BY_BLOCKS)
        answer = unstored(loaded, asked, setting_of(nature))
        text = shown(answer, width=width())
    say(text, nl=False)


@main.command()
@click.argument("case")
@as_of_too
@click.option("--horizon", type=Horizon(),
              help="How far to look for shares of the delay, in the case's unit.")  # fmt: skip
@click.option("--draws", type=COUNT, help="Draws from the ranges; 400, fewer for the shares.")
@seed_too
@click.option("--set", "dates", multiple=True, metavar="NAME@DATE|NAME=RATE",
              help="Date of a change, never, or its rate.")  # fmt: skip
@click.option("--without-issue", "without", multiple=True, metavar="ISSUE",
              help="Assume it closed.")  # fmt: skip
@click.option("--fix", "fixed", multiple=True, metavar="OPTION=yes|no", help="Hold an option.")
@click.option("--payoff", "worths", multiple=True, metavar="PARTY[LINE]=X", help="Set a payoff.")
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


@main.command()
@click.argument("case")
@click.option("--structural/--no-structural", default=True, show_default=True,
              help="Score the dated moves, which takes a minute or two.")  # fmt: skip
@click.option("--all-ranges", is_flag=True, help="Score them over every range of the case.")
@click.option("--each", default=250, show_default=True, type=click.IntRange(20, 100_000),
              help="Draws in each round: more take longer and err less.")  # fmt: skip
@click.option("--method", default="importance", show_default=True, help="How they are averaged.",
              type=click.Choice(["importance", "nested"]))  # fmt: skip
@seed_too
@click.option("--draws", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write what the moves leave of the ranges, as .csv.")  # fmt: skip
@as_json_too
def motives(case: str, draws: Path | None, as_json: bool, **given: Any) -> None:
    """Set rival explanations side by side; name no winner."""
    if draws is not None and not given["structural"]:
        raise click.UsageError("--draws needs the dated moves to be scored")
    with waiting() as step:
        loaded = load_case(case, step)
        from stickpoint.answers.motives.rivals import motives as ask
        from stickpoint.cli.patience import Counter
        from stickpoint.pages.data import motives as data

        if given["structural"]:
            first_use(loaded, step, "dated")
        pairs = len(loaded.hypotheses) ** 2 * len(loaded.record.evidence)
        step.expect("weighing the explanations", pairs * WEIGHED)
        answer = ask(loaded, progress=Counter(step), **given)
        shown = answer_text(answer, as_json=as_json)
    if draws is not None:
        write(draws, data.draws(answer))
        say(f"wrote {draws}", err=as_json)
    say(shown, nl=False)


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
        loaded = load_case(case, step)
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
