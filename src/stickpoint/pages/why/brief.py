"""Case → the answer on one screen: stuck on, held by, why, how long, who pays, what it rests on.

Each line says one thing and gives its range or its reason; the pages of the lenses say the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from stickpoint.answers.clock import Course, course
from stickpoint.answers.levers.best import Best, best_at_once
from stickpoint.answers.levers.payoffs import PayoffLevers, payoff_levers
from stickpoint.answers.why import Why
from stickpoint.conflict.changes import Changes
from stickpoint.errors import ModelError, SolveError
from stickpoint.pages.clock import horizon as ahead
from stickpoint.pages.clock import page as clock_page
from stickpoint.pages.clock import shares as clock_shares
from stickpoint.pages.clock.times import early_and_late
from stickpoint.pages.data import clock as clock_plain
from stickpoint.pages.data import motives as motives_plain
from stickpoint.pages.data import why as plain_data
from stickpoint.pages.levers.payoffs import in_a_line
from stickpoint.pages.motives.line import line
from stickpoint.pages.why import full as page
from stickpoint.pages.why.ending import best_data, ways
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import half, percent, ranged, rounded, span
from stickpoint.solve.stability.agreement import agreement

DRAWS = 24
SOLVES = 128
"""Eight draws for four parties: this page should come at once."""
MOST_STATES, MOST_COMPARED = 20_000, 4_096
"""States beyond which this page leaves the clock to its own verb, and compares no moves."""
MOST_TOLLS = 3


@dataclass(frozen=True, eq=False)
class Brief:
    """The answers of the lenses that a case has numbers for.

    Parameters
    ----------
    why : Why
    draws, seed : int
        How many draws from the ranges the clock takes, and where they begin.
    """

    why: Why
    draws: int = DRAWS
    seed: int = 0

    @cached_property
    def silent(self) -> str:
        """Why the clock has no answer; empty when it has one."""
        case = self.why.case
        if not case.payoffs:
            return "the case gives no payoffs, so there is nothing to time."
        if case.settled is None:
            return "no issue of the case has terms, so nothing says when it is over."
        if case.clock.horizon is None:
            return "the case looks ahead without end; ask stickpoint clock."
        if self.why.conflict.n_states > MOST_STATES:
            return "the case is large; ask stickpoint clock, which takes its time."
        return "" if self.course is not None else "the status quo does not fit the clock's game."

    @cached_property
    def course(self) -> Course | None:
        """The clock's answer, from the status quo that the ordinal answer speaks of."""
        made = Changes(fix=dict(self.why.setting))
        draws = max(8, min(self.draws, self.draws * 1024 // self.why.conflict.n_states))
        try:
            found = course(self.why.case, changes=made, draws=draws, seed=self.seed, solves=SOLVES)
            return found if found.game.start_state is not None else None
        except (ModelError, SolveError):
            return None

    @cached_property
    def agreements(self) -> dict[str, dict[str, int]]:
        """For each party, how many of its moves wants and payoffs order, and how many apart.

        Empty where the clock is silent, or the states are not those of its game.
        """
        run, conflict = self.course, self.why.conflict
        if self.silent or run is None or run.game.conflict is None or conflict.merged:
            return {}
        known, codes = run.game.conflict.codes, conflict.codes
        if known is None or codes is None or conflict.n_states > MOST_COMPARED:
            return {}
        place = np.searchsorted(known, codes).clip(max=known.size - 1)
        if not np.array_equal(known[place], codes):
            return {}
        payoffs = run.game.payoffs[:, place]
        return {
            id_: agreement(conflict, payoffs, i)._asdict() for i, id_ in enumerate(conflict.parties)
        }

    @cached_property
    def levers(self) -> PayoffLevers:
        """The lens that knows moves and levers by the clock."""
        assert self.course is not None
        return payoff_levers(self.why.case, changes=self.course.changes, seed=self.seed)

    @cached_property
    def best(self) -> Best | None:
        """The move and the lever that shorten the wait most; None where the clock is silent."""
        return None if self.silent or self.course is None else best_at_once(self.levers)


def brief(answer: Why, found: Brief | None = None, *, full: bool = False) -> list[Block]:
    """Lay the answer out on one screen; ``found`` saves working it out again.

    ``full`` tells every way out step by step, however long it is.
    """
    found = found or Brief(answer)
    return [
        Block("title", plain(answer.case.title)),
        *_labelled("stuck on", _stuck_on(answer)),
        *_labelled("held by", _held_by(found)),
        *_labelled("why", _why(answer)),
        *_labelled("how long", _how_long(found)),
        *_labelled("who pays", _who_pays(found)),
        *_labelled("motive", _motive(answer)),
        *_labelled("would end it", _would_end_it(found, full)),
        *_labelled("rests on", _rests_on(found)),
    ]


def as_data(answer: Why, found: Brief | None = None) -> dict[str, Any]:
    """Return the answer as plain data: the ordinal part, and under ``clock`` the clock's."""
    found = found or Brief(answer)
    run = found.course
    timed = {"silent": found.silent} if found.silent or run is None else clock_plain.plain(run)
    return {
        **plain_data.why(answer),
        "clock": timed,
        "motive": motives_plain.in_brief(answer.case),
        "would_end_it": {} if found.best is None else best_data(found.levers, found.best),
        "wants_against_payoffs": found.agreements,
    }


def _labelled(label: str, sentences: Iterator[str]) -> Iterator[Block]:
    """Put the label before the first paragraph and none before the rest."""
    for text in sentences:
        yield Block("line", f"{label}\t{text}")
        label = ""


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
    if answer.out_of_reach:
        yield page.NO_WAY
    if answer.keepers:
        names = [answer.words.party(j) for j in answer.keepers]
        every = f"{'both ' * (len(names) == 2)}{joined(names)} move"
        yield f"Nothing can be settled unless {every if len(names) > 1 else names[0] + ' moves'}."
    run = found.course
    if run is None or found.silent or not run.delay or run.blame is None:
        if not answer.keepers:
            yield from _holders(answer)
        return
    names_of = {party.id: party.short or party.name for party in answer.case.parties}
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
    content = [answer.words.party(h.party) for h in answer.parties if h.kind == "content"]
    if content:
        verb = "has" if len(content) == 1 else "have"
        yield f"{upper(joined(content))}, who {verb} no move to gain by."
    else:
        yield "Nobody by choice."


def _why(answer: Why) -> Iterator[str]:
    yield page.verdict(answer)
    for hold in answer.parties:
        if hold.kind != "content":
            yield page.hold_sentence(hold, answer.words)


def _how_long(found: Brief) -> Iterator[str]:
    run = found.course
    if found.silent or run is None:
        yield f"No answer: {found.silent}"
        return
    unit = run.game.unit
    first, last = run.ranges.band(run.ranges.median)
    yield (
        f"{upper(half(run.run.median, unit))} ({span(first, last, unit)} over the ranges of the "
        f"case); {early_and_late(run)}."
    )
    moved = run.horizon_dependence
    if moved["median"]:
        yield (
            f"That depends on looking {run.horizon:g} {unit}s ahead: with twice as far, "
            f"{half(run.longer.median, unit)}."
        )
    others = [what for what in ahead.subjects(moved) if what != "the even chance"]
    if others:
        verb = "depends" if len(others) == 1 else "depend"
        yield (
            f"{upper(joined(others))} {verb} on looking {run.horizon:g} {unit}s ahead; stickpoint "
            "clock says how."
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
    parties = {party.id: party.short or party.name for party in case.parties}
    for toll in case.tolls[:MOST_TOLLS]:
        low, high = run.ranges.band(run.ranges.tolls[toll.name])
        text = f"{upper(toll.name)}: {rounded(run.run.tolls[toll.name])} {toll.unit}".rstrip()
        text += f" ({rounded(low)} to {rounded(high)})"
        if toll.falls_on in parties:
            part = run.delay.get(toll.falls_on)
            text += f", falling on {parties[toll.falls_on]}"
            if part is not None and not math.isnan(part):
                text += f", which holds {percent(part)} of the delay"
        elif toll.falls_on:
            text += f", falling on {toll.falls_on}, who have no say here"
        yield f"{text}."
    rest = [toll.name for toll in case.tolls[MOST_TOLLS:]]
    if rest:
        yield f"Also counted: {joined(rest)}."


def _motive(answer: Why) -> Iterator[str]:
    yield line(answer.case) or "The case weighs no rival explanations."


def _would_end_it(found: Brief, full: bool) -> Iterator[str]:
    yield from ways(found.why, full=full)
    if found.best is not None:
        yield in_a_line(found.levers, found.best)


def _rests_on(found: Brief) -> Iterator[str]:
    basis = found.why.basis
    text = (
        f"{count(basis.total, 'judgement')} about options, limits and wants, {basis.sourced} with "
        f"a source"
    )
    run = found.course
    if run is None or found.silent:
        yield f"{text}."
        return
    names = {party.id: party.short or party.name for party in found.why.case.parties}
    apart = [
        f"{names[id_]} ({one['opposed']} of {one['compared']} moves)"
        for id_, one in found.agreements.items()
        if one["opposed"]
    ]
    if apart:
        yield (
            f"Wants and payoffs pull different ways for {joined(apart)}: there the stability lens "
            "(why) and the clock (how long) may disagree."
        )
    used = clock_page.numbers_used(found.why.case)
    sourced = sum(line.sourced for line in used)
    yield (
        f"{text}; {count(len(used), 'number')}, {sourced} with a source, read over "
        f"{run.ranges.draws} draws from their ranges (seed {found.seed}), looking "
        f"{run.horizon:g} {run.game.unit}s ahead."
    )
