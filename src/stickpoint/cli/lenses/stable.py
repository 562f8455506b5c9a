"""The verb that lists the states which hold, of large cases by blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.expected import IN_BLOCKS, WRITTEN, judging
from stickpoint.cli.frame import (
    CONCEPT,
    TOO_MANY,
    as_json_too,
    load_case,
    main,
    nature_too,
    setting_of,
    waiting,
)
from stickpoint.cli.streams import say, width
from stickpoint.errors import CaseError

if TYPE_CHECKING:
    from stickpoint.case.model.case import Case
    from stickpoint.solve.stability.result import Stability


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
    _listed(loaded, concepts, nature, full=full, as_json=as_json)


def _listed(
    loaded: Case, asked: tuple[str, ...], nature: tuple[str, ...], *, full: bool, as_json: bool
) -> None:
    """List the states of a case that can be stored, with what is declared and left open of them."""
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

        number, concepts = conflict.n_states, asked or CONCEPTS
        step.expect(f"judging {number:,} states", judging(conflict))
        result = stability(conflict, concepts)
        found = Declared(loaded, conflict, concepts)
        views = Believed(loaded, conflict, concepts)
        unsure = Uncertain(loaded, conflict, concepts)
        firm = Firm(loaded, conflict, concepts) if full else None
        if as_json:
            more = data.declared(found) | seen.stable(views) | ordered.stable(unsure)
            more |= ordered.margins(firm) if firm else {}
        else:
            shown = [*states.declared(found, width()), *states.believed(views, width())]
            shown += table.uncertain(unsure, width())
            shown += table.margins(firm, result, width()) if firm else ()
    if as_json:
        _written(result, more)
    else:
        say(states.as_text(result, width=width()), nl=False)
        say("".join(f"{line}\n" for line in shown), nl=False)


def _written(result: Stability, more: dict[str, Any]) -> None:
    """Write what is found of every state as one object, piece by piece."""
    from stickpoint.pages.data import stable as data

    number = result.conflict.n_states
    with waiting() as step:
        step.expect(f"writing {number:,} states", number * WRITTEN)
        for done, piece in enumerate(data.stable(result, more)):
            say(piece, nl=False)
            step(f"writing {number:,} states", min(1.0, done * data.AT_ONCE / number))
    say()


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
    from stickpoint.case.check import load
    from stickpoint.pages.stable import left_out
    from stickpoint.pages.stable import unstored as shown
    from stickpoint.solve.stability.sanctions import CONCEPTS

    loaded = load(case, large=True)
    if as_json or why_not(loaded):
        raise error
    number = 1 << len(loaded.options)
    missing = left_out(loaded, full=full)
    say(f"{number:,} states are judged by blocks and not listed one by one; {missing}", err=True)
    with waiting() as step:
        asked = concepts or CONCEPTS
        step.expect(f"judging {number:,} states", number * len(loaded.parties) * IN_BLOCKS)
        answer = unstored(loaded, asked, setting_of(nature))
        text = shown(answer, width=width())
    say(text, nl=False)
