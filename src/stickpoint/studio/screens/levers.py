"""The Levers screen: levers moved by hand with what that costs, and all that would end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import Any

from stickpoint.answers.levers.both import Levers
from stickpoint.answers.levers.both import levers as asked_of
from stickpoint.answers.levers.payoffs import LeverParameter, PayoffLevers
from stickpoint.answers.levers.pulled import Pulled, pulled
from stickpoint.case.model.case import Case, Lever
from stickpoint.errors import StickpointError
from stickpoint.pages.figures.whiles import Whiles
from stickpoint.pages.levers import nearer, one_at_a_time, payoffs, ranks, waiting
from stickpoint.pages.levers.page import silence, wanting
from stickpoint.pages.levers.words import deed, wish
from stickpoint.pages.model import Figure, Legend, Section, Table, Text, Words
from stickpoint.pages.why.reach import waiting as waiting_for_nature
from stickpoint.pages.wording.names import party_names, plain, upper
from stickpoint.pages.wording.numbers import amount, duration, half, percent, rounded
from stickpoint.pages.wording.shifts import shorter
from stickpoint.studio.answering.kept import Shelf
from stickpoint.studio.screens.fragments import sections, told
from stickpoint.studio.screens.graphs import waits
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import block
from stickpoint.studio.screens.writing import lever_forms

TITLE = "Levers"
STEPS = 50
"""How finely a lever is moved, from one limit to the other."""
KEYS = tuple(f"pull-{k}" for k in range(60))
"""Under which keys it is asked how far each lever is moved, in the order of the case."""
Build = Callable[[Case, Asked], str]


def _spoken(build: Build) -> Build:
    """Say why there is no answer where there is none, in place of failing."""

    @wraps(build)
    def tried(case: Case, asked: Asked) -> str:
        try:
            return build(case, asked)
        except StickpointError as error:
            return block("levers.html", "none", why=str(error))

    return tried


def page(case: Case) -> str:
    """Return the screen with an empty element for each of its parts."""
    timed = [lever for lever in case.levers if lever.is_timed]
    return block("levers.html", "page", any=bool(timed), settled=case.settled is not None)


_ANSWERS, _PULLED = Shelf(2), Shelf(2)
"""Answers that several parts of the screen ask for."""


def _answer(case: Case, asked: Asked) -> Levers:
    day = told(asked, "as_of") or None
    kept = _ANSWERS.get((id(case), day), lambda: (case, asked_of(case, day)))
    return kept[1]


def _timed(case: Case, asked: Asked) -> PayoffLevers:
    """Return what is known of time; `NoAnswer` says what the case lacks for that."""
    answer = _answer(case, asked)
    if answer.payoffs is None:
        raise NoAnswer(silence(answer).rstrip("."))
    return answer.payoffs


class NoAnswer(StickpointError):
    """What a case lacks for an answer, in a sentence."""


@_spoken
def sliders(case: Case, asked: Asked) -> str:
    """Offer a slider for each lever that changes a number, and name the others."""
    other = [plain(lever.what) for lever in case.levers if not lever.is_timed]
    if len(other) == len(case.levers):
        return block("levers.html", "unlevered", other=other)
    made = _pulled(case, asked)
    timed = [lever for lever in case.levers if lever.is_timed]
    # Of more levers than there are keys the rest stay where they are.
    rows = [_slider(case, lever, made, k) for k, lever in enumerate(timed[: len(KEYS)])]
    return block("levers.html", "sliders", rows=rows, other=other)


def _slider(case: Case, lever: Lever, made: Pulled, number: int) -> dict[str, Any]:
    one = made.levers[number]
    price = "no price is given, so a unit costs 1"
    if lever.cost is not None:
        price = f"a unit costs {amount(lever.cost)}"
    who = party_names(case).get(lever.by, plain(lever.by))
    return {
        "key": KEYS[number],
        "what": upper(plain(lever.what)),
        "who": f"by {who}" if who else "",
        "price": price,
        "note": " ".join(lever.note.split()),
        "sign": "\N{MINUS SIGN}" if _falls(one) else "",
        "low": "0" if _falls(one) else f"{one.low:g}",
        "high": f"{-one.low if _falls(one) else one.high:g}",
        "step": f"{(one.high - one.low) / STEPS or 1:.6g}",
        "by": f"{abs(made.moved[number]) if _falls(one) else made.moved[number]:.6g}",
    }


def _falls(lever: LeverParameter) -> bool:
    """Tell whether a lever can only lower its number: its slider says by how much."""
    return lever.high == 0


def _pulled(case: Case, asked: Asked) -> Pulled:
    levers = _timed(case, asked).parameters  # refuses a case of which nothing can be timed
    signs = [-1 if _falls(one) else 1 for one in levers]
    given = [_number(told(asked, key)) for key in KEYS]
    by = tuple(sign * by for sign, by in zip(signs, given, strict=False))
    # The case is kept with its answer, so that no other can have its number meanwhile.
    kept = _PULLED.get((id(case), by), lambda: (case, pulled(case, by)))
    return kept[1]


def _number(text: str) -> float:
    try:
        found = float(text or 0)
    except ValueError:
        return 0.0
    return found if abs(found) < float("inf") else 0.0


@_spoken
def running(case: Case, asked: Asked) -> str:
    """Say what the levers as they are moved cost together, and what the wait would be."""
    if not any(lever.is_timed for lever in case.levers):
        return ""
    made = _pulled(case, asked)
    paid = [
        (upper(plain(one.name)), f"{by:+.2g}".replace("-", "\N{MINUS SIGN}"), rounded(cost))
        for one, by, cost in zip(made.levers, made.moved, made.costs, strict=True)
        if by
    ]
    return block(
        "levers.html",
        "running",
        cost=rounded(sum(made.costs)),
        paid=paid,
        rows=list(_compared(made)),
    )


@_spoken
def curve(case: Case, asked: Asked) -> str:
    """Draw what the levers as they are moved do to the chance of being open still."""
    if not any(lever.is_timed for lever in case.levers):
        return ""
    return sections([Section("pulled", "", (waits.curve(_pulled(case, asked)),))])


@_spoken
def keep(case: Case, asked: Asked) -> str:
    """Offer to keep the levers as they are moved as a scenario."""
    if not any(lever.is_timed for lever in case.levers):
        return ""
    return lever_forms.keeping(_pulled(case, asked), asked)


def _compared(made: Pulled) -> Iterator[tuple[str, ...]]:
    """Return what is compared, as things stand and with the levers moved."""
    before, after, unit = made.before, made.after, made.game.unit
    yield "expected wait", duration(before.mean, unit), duration(after.mean, unit)
    yield (
        "as likely as not settled",
        *(
            half(run.median, unit, "settled").removeprefix("as likely as not settled ")
            for run in (before, after)
        ),
    )
    year = min(12.0, made.horizon) if unit == "month" else made.horizon / 2
    yield (
        f"settled within {duration(year, unit)}",
        *(percent(1 - float(run.survival(year))) for run in (before, after)),
    )


@_spoken
def moves(case: Case, asked: Asked) -> str:
    """Set single moves made now side by side, those that shorten the wait most first."""
    answer = _timed(case, asked)
    wait, unit = answer.run.mean, answer.game.unit
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (upper(deed(answer, move)), shorter(move.saved, unit, wait), wish(move.gain))
        for move in answer.moves
        if move.saved > 0
    )
    head = ("who does what", "the expected wait", "its mover would")
    lead = f"Every range at its middle; the expected wait is {duration(wait, unit)}."
    parts = (Text(lead, "note"), Table("Moves that could be made now", head, rows))
    none = (Text("No move that a party could make now would shorten it."),)
    title = "Which single move, by whom, would shorten it most?"
    return sections([Section("single-moves", title, parts if rows else none)])


@_spoken
def ripeness(case: Case, asked: Asked) -> str:
    """Draw when waiting hurts whom, and say when some terms suit all who have to move."""
    answer = _timed(case, asked)
    said = waiting.ripeness(answer)
    if not answer.ripeness.offers:
        return sections([said])
    day = waits.day_of(case)
    drawn = Whiles(tuple(waits.ripe(answer)), answer.horizon, answer.game.unit, day)
    about = " ".join(answer.ripeness.summary().split())
    keys = (
        Legend("swatch c7", "the party would rather have these terms than go on"),
        Legend("swatch ripe", "so would all whose moves they need"),
    )
    figure = Figure("ripe", "When these terms are worth more than going on", about, drawn, keys)
    return sections([Section(said.name, said.title, (figure, *said.parts))])


@_spoken
def alone(case: Case, asked: Asked) -> str:
    """Say what each lever does alone, and each move, over draws from the ranges."""
    answer = _timed(case, asked)
    title = "The same moves over the ranges"
    found = replace(payoffs.moves(answer), name="moves-drawn", title=title)
    return sections([found, one_at_a_time.levers(answer), payoffs.basis(answer)])


@_spoken
def transfers(case: Case, asked: Asked) -> str:
    """Say who could pay whom to settle."""
    return sections([waiting.transfers(_timed(case, asked))])


@_spoken
def frontier(case: Case, asked: Asked) -> str:
    """Say what is the least that would do, and what several outlays buy."""
    answer = _timed(case, asked)
    found = (payoffs.least(answer), payoffs.frontier(answer))
    none = "The case names no lever that changes a number; write some under 'levers:'."
    shown = [section for section in found if section is not None]
    return sections(shown or [Section("outlays", "", (Text(none),))])


@_spoken
def orders(case: Case, asked: Asked) -> str:
    """Say what least change of ranks, wants or options would make each settlement hold."""
    answer = _answer(case, asked)
    if lacks := wanting(answer):
        raise NoAnswer(lacks.rstrip("."))
    later = tuple(map(Text, waiting_for_nature(answer.ends))) if case.settled else ()
    if not answer.ranks:
        none = Text("No settlement can be asked about while nature stands as it does.")
        return sections([Section(ranks.NAME, ranks.TITLE, later or (none,))])
    found = ranks.section(answer.ranks)
    return sections([Section(found.name, found.title, (*found.parts, *later))])


@_spoken
def sooner(case: Case, asked: Asked) -> str:
    """Say what would bring the end nearer by the forecast, over its draws."""
    answer = _answer(case, asked)
    if answer.nearer is None:
        raise NoAnswer(silence(answer).rstrip("."))
    return sections([nearer.section(answer.forecast, answer.nearer)])


PARTS = (
    Part("levers-sliders", "drag", sliders),
    Part("levers-running", "drag", running, needs=KEYS),
    Part("levers-curve", "drag", curve, needs=KEYS),
    Part("levers-keep", "rest", keep, needs=(*KEYS, "scenarios")),
    Part("levers-new", "saved", lever_forms.adding),
    Part("levers-moves", "drag", moves),
    Part("levers-ripeness", "drag", ripeness),
    Part("levers-transfers", "rest", transfers),
    Part("levers-alone", "late", alone),
    Part("levers-frontier", "button", frontier),
    Part("levers-orders", "button", orders),
    Part("levers-sooner", "button", sooner),
)
