"""The answers of the lenses → one screen: stuck on, held by, why, how long, who pays, rests on.

Each line says one thing and gives its range or its reason; the pages of the lenses say the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from stickpoint.answers.clock import Course
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Why
from stickpoint.case.model.case import Toll
from stickpoint.pages.clock import horizon as ahead
from stickpoint.pages.clock import page as clock_page
from stickpoint.pages.clock import shares as clock_shares
from stickpoint.pages.clock.times import early_and_late
from stickpoint.pages.levers.payoffs import in_a_line
from stickpoint.pages.model import Labelled, Page, Section
from stickpoint.pages.motives.line import line
from stickpoint.pages.why.ending import ways
from stickpoint.pages.why.full import NO_WAY, doubt, hold_sentence, verdict
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.grammar import count, joined, plain, upper, verb
from stickpoint.pages.wording.names import CaseWords, party_names
from stickpoint.pages.wording.numbers import exactly, half, percent, ranged, rounded, sourced, span

MOST_TOLLS = 3


def brief(found: Brief, *, full: bool = False) -> Page:
    """Lay the answer out on one screen; ``full`` tells every way out, however long it is."""
    section = Section("answer", "", (labelled(found, full=full),))
    return Page(plain(found.why.case.title), (section,))


def labelled(found: Brief, *, full: bool = False) -> Labelled:
    """Set what each lens says beside the question that it answers."""
    answer = found.why
    rows = {
        "stuck on": _stuck_on(answer),
        "held by": _held_by(found),
        "why": _why(answer, full),
        "how long": _how_long(found),
        "who pays": _who_pays(found),
        "motive": _motive(answer),
        "would end it": _would_end_it(found, full),
        "rests on": _rests_on(found),
    }
    return Labelled(tuple((label, tuple(said)) for label, said in rows.items()))


def _stuck_on(answer: Why) -> Iterator[str]:
    if not answer.case.issues:
        yield "The case names no agenda; what is asked is whether the status quo holds."
        return
    for issue in answer.open:
        since = f", open since {in_words(issue.opened)}" if issue.opened else ", open"
        yield f"{upper(plain(issue.name))}{since}."
    if not answer.open:
        yield "Nothing: every item of the agenda is settled."
    if answer.closed:
        names = joined([plain(issue.name) for issue in answer.closed])
        yield f"Settled before: {names}."


def _held_by(found: Brief) -> Iterator[str]:
    answer = found.why
    words = CaseWords.of(answer)
    if answer.out_of_reach:
        yield NO_WAY
    if answer.keepers:
        names = [words.party(j) for j in answer.keepers]
        both = "both " * (len(names) == 2)
        yield f"Nothing can be settled unless {both}{joined(names)} {verb(names, 'moves')}."
    run = found.course
    if run is None or found.silent or not run.delay or run.blame is None:
        if not answer.keepers:
            yield from _holders(answer)
        return
    names_of = party_names(answer.case)
    if any(math.isnan(share) for share in run.delay.values()):
        yield "No party's hurry would save time."
        return
    said = []
    for key, share in sorted(run.delay.items(), key=lambda pair: -pair[1]):
        low, high = run.blame.band(key)
        told = ranged(percent(share), percent(low), percent(high))
        said.append(f"{names_of[key]} {told}")
    yield f"Shares of the delay: {joined(said)}. {clock_shares.leader(run.blame, names_of)}"
    if clock_shares.below_nothing(run.delay, run.blame):
        yield clock_shares.BELOW


def _holders(answer: Why) -> Iterator[str]:
    words = CaseWords.of(answer)
    content = [words.party(h.party) for h in answer.parties if h.kind == "content"]
    if content:
        yield f"{upper(joined(content))}, who would not gain by any move."
    else:
        yield "Nobody by choice."


def _why(answer: Why, full: bool) -> Iterator[str]:
    yield verdict(answer)
    if unknown := doubt(answer, short=not full):
        yield unknown
    for hold in answer.parties:
        if hold.kind != "content":
            yield hold_sentence(hold, CaseWords.of(answer))


def _how_long(found: Brief) -> Iterator[str]:
    run = found.course
    if found.silent or run is None:
        yield f"No answer: {found.silent}"
        return
    unit, far = run.game.unit, exactly(run.horizon, run.game.unit)
    first, last = run.ranges.band(run.ranges.median)
    yield (
        f"{upper(half(run.run.median, unit))} ({span(first, last, unit)} over the ranges of the "
        f"case); {early_and_late(run)}."
    )
    moved = run.horizon_dependence
    if moved["median"]:
        yield (
            f"That depends on looking {far} ahead: with twice as far, "
            f"{half(run.longer.median, unit)}."
        )
    others = [what for what in ahead.subjects(moved) if what != "the even chance"]
    if others:
        depends = "depends" if len(others) == 1 else "depend"
        yield (
            f"{upper(joined(others))} {depends} on looking {far} ahead; stickpoint clock says how."
        )
    if caution := clock_page.caution(run):
        yield caution


def _who_pays(found: Brief) -> Iterator[str]:
    run, case = found.course, found.why.case
    if not case.tolls:
        yield "The case counts no tolls."
        return
    if found.silent or run is None:
        names = joined([toll.name for toll in case.tolls])
        yield f"The case counts {names}; without the clock there is no sum."
        return
    for toll in case.tolls[:MOST_TOLLS]:
        low, high = run.ranges.band(run.ranges.tolls[toll.name])
        text = f"{upper(toll.name)}: {rounded(run.run.tolls[toll.name])} {toll.unit}".rstrip()
        yield f"{text} ({rounded(low)} to {rounded(high)}){_borne(toll, run)}."
    rest = [toll.name for toll in case.tolls[MOST_TOLLS:]]
    if rest:
        yield f"Also counted: {joined(rest)}."


def _borne(toll: Toll, run: Course) -> str:
    """Say on whom a toll falls, and what say that one has."""
    bearer = toll.falls_on
    parties = party_names(run.case)
    if bearer not in parties:
        say = "" if bearer.startswith("nobody") else ", with no say here"
        return f", falling on {bearer}{say}" if bearer else ""
    share = run.delay.get(bearer)
    held = "" if share is None or math.isnan(share) else percent(share)
    return f", falling on {parties[bearer]}" + f", whose share of the delay is {held}" * bool(held)


def _motive(answer: Why) -> Iterator[str]:
    yield line(answer.case) or "The case weighs no rival explanations."


def _would_end_it(found: Brief, full: bool) -> Iterator[str]:
    yield from ways(found.why, full=full)
    if found.best is not None:
        yield in_a_line(found.levers, found.best)


def _rests_on(found: Brief) -> Iterator[str]:
    run, basis = found.course, found.why.basis
    judged = f"{count(basis.total, 'judgement')} about options, limits and wants"
    text = f"{judged}, {sourced(basis.sourced, basis.total)}"
    if run is None or found.silent:
        yield f"{text}."
        return
    names = party_names(found.why.case)
    apart = [
        f"{names[id_]} ({one['opposed']} of {one['compared']} moves)"
        for id_, one in found.agreements.items()
        if one["opposed"]
    ]
    if apart:
        yield (
            f"Wants and payoffs pull different ways for {joined(apart)}: why goes by wants and how "
            "long by payoffs, so there the two may disagree."
        )
    used = clock_page.numbers_used(found.why.case)
    told = sourced(sum(line.sourced for line in used), len(used))
    yield (
        f"{text}; {count(len(used), 'number')}, {told}, read over {run.ranges.draws} draws from "
        f"their ranges (seed {found.seed}), looking {exactly(run.horizon, run.game.unit)} ahead."
    )
