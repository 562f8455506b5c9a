"""Where the record holds the end of the deadlock: when it came, and how the clock compares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stickpoint.answers.clock import Course
from stickpoint.answers.record import RecordView
from stickpoint.case.checks.path import holds
from stickpoint.case.dates.fuzzy import FuzzyDate, since_start
from stickpoint.case.model.case import Case
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import joined, plain
from stickpoint.pages.wording.numbers import duration, percent, ranged


@dataclass(frozen=True)
class Ended:
    """The end that a record comes to: the date after which it stays settled, and the terms."""

    when: FuzzyDate
    terms: tuple[str, ...]

    @classmethod
    def of(cls, view: RecordView) -> Ended | None:
        """Find the last step of the record that settles it; None where the record ends open."""
        settled, terms = view.case.settled, view.settled_on
        if settled is None or terms is None:
            return None
        codes = [
            (step, [holds(settled.formula, c) for c in (step.before, step.after)])
            for step in view.path.steps
        ]
        return next(
            (cls(s.when, terms) for s, both in reversed(codes) if both == [False, True]), None
        )

    @property
    def label(self) -> str:
        """Say it beside a line of a picture."""
        return f"over: {self._terms}" if self.terms else "over"

    @property
    def _terms(self) -> str:
        return joined([plain(name) for name in self.terms])

    def at(self, case: Case) -> float | None:
        """Return its time from the start of the clock; None where the case does not say that."""
        return since_start(case, self.when) if case.clock.start is not None else None

    def words(self, case: Case) -> str:
        """Say when it was over, and on which terms."""
        on = f", settled as {self._terms}" if self.terms else ""
        time = self.at(case)
        later = f" {duration(time, case.clock.unit)} after the start of the clock" if time else ""
        return f"In the record it was over{later} ({in_words(self.when)}){on}."

    def compared(self, course: Course) -> str:
        """Say how likely the clock holds an end by then, and on those terms."""
        case, ranges, time = course.case, course.ranges, self.at(course.case)
        said = self.words(case)
        if time is None or time <= 0:
            return said
        if time > course.horizon:
            return f"{said} That is farther than the clock looks."
        open_ = np.array([np.interp(time, ranges.times, row) for row in ranges.open])
        text = f"{said} The clock's chance of an end by then is {_over(1 - open_, course)}"
        shares = [ranges.outcomes[name] for name in self.terms if name in ranges.outcomes]
        if shares:
            text += f", and of an end on those terms, at any time, {_over(shares[0], course)}"
        return f"{text}."


def _over(values: np.ndarray, course: Course) -> str:
    """Say the middle one of some chances, and the band about it."""
    low, high = course.ranges.band(values)
    return ranged(percent(float(np.median(values))), percent(low), percent(high))
