"""The Forecast screen: when and how it ends, who pays, what that hangs on; against what is pinned.

While a slider moves the middle of all ranges is shown, which is one draw among many and named so;
once it rests, the forecast itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from stickpoint.case.model.case import Case
from stickpoint.pages.model import Figure, Legend, Numbers, Page, Section, Text
from stickpoint.studio.answering.kept import brief, pinned, shared
from stickpoint.studio.screens.case import numbers
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import filled
from stickpoint.studio.screens.writing.scenarios import refused, scenarios

if TYPE_CHECKING:
    from stickpoint.answers.clock import Course
    from stickpoint.answers.forecasting.predict import Forecast
    from stickpoint.answers.why.brief import Brief

TITLE = "Forecast"
POINTS = 121
NOT_THE_FORECAST = (
    "Terms end it here as soon as they are met. That is not the forecast, which stands below; it "
    "shows at once which way a number pulls."
)
MIDDLE = "As a slider moves: every range at its middle, by the parties' moves alone"
PINNED = "The pinned case is over as things stand, or has no forecast."


def page(case: Case) -> str:
    """Return the skeleton, with the day on which it is asked."""
    start = case.clock.start
    return filled("forecast.html", start="" if start is None else start.written)


def middle(case: Case, asked: Asked) -> str:
    """Draw the clock with every range at its middle, and beside it the same of what was pinned."""
    found, base = _middle(brief(case, asked)), pinned(case, asked)
    if isinstance(found, str):
        return filled("sentence.html", words=found)
    against = None if base is None else _middle(base)
    return _set(_drawn(found, against if not isinstance(against, str) else None))


def _middle(found: Brief) -> Course | str:
    """Return the clock of the middle over its horizon, or why there is none."""
    from stickpoint.answers.clock import Course
    from stickpoint.errors import ModelError
    from stickpoint.pages.clock.times import OVER

    try:
        answer = found.forecast.middle
    except ModelError as error:
        return f"No forecast: {error}."
    if answer.is_over:
        return OVER
    if isinstance(answer, Course):
        return answer
    return "The case looks ahead without end, so nothing is drawn until the slider rests."


def _drawn(found: Course, against: Course | None) -> Section:
    import numpy as np

    from stickpoint.pages.figures.charts import Survival
    from stickpoint.pages.wording.numbers import half

    run, unit = found.run, found.game.unit
    times = np.linspace(0.0, found.horizon, POINTS)
    day = found.case.clock.start
    picture = Survival(
        times.tolist(), run.survival(times).tolist(), [], unit, run.median,
        start=None if day is None else day.first,
        beside=()
        if against is None
        else (("line pinned", against.run.survival(times).tolist()),),
    )  # fmt: skip
    legend = [Legend("line", "with every range at its middle")]
    legend += [Legend("line pinned", "the same of the pinned case")] * (against is not None)
    said = f"With every range at its middle it is {half(run.median, unit)}."
    drawn = Figure("middle", MIDDLE, said, picture, tuple(legend))
    return Section("middle-now", "", (Text(f"{said} {NOT_THE_FORECAST}"), drawn))


def _set(*sections: Section) -> str:
    from stickpoint.pages.render.html import fragment

    return fragment(Page("", sections))


def _answered(case: Case, asked: Asked) -> Forecast | str:
    """Return the forecast, or why there is none."""
    from stickpoint.pages.clock.times import OVER

    found = brief(case, asked)
    if found.silent:
        return f"No forecast: {found.silent}"
    return OVER if found.is_over else found.forecast


def _numbers(answer: Forecast) -> Numbers:
    from stickpoint.pages.data.forecast import predictive

    return Numbers({"forecast": predictive(answer)})


def curve(case: Case, asked: Asked) -> str:
    """Draw the forecast with a thin line for each draw, and tell when it ends in figures."""
    answer = _answered(case, asked)
    if isinstance(answer, str):
        return filled("sentence.html", words=answer)
    from stickpoint.answers.ended import ended
    from stickpoint.pages.report.forecast import curve, how_long

    numbers, base = _numbers(answer), pinned(case, asked)
    held = None if base is None or base.silent or base.is_over else base.forecast
    drawn = curve(answer, ended(case), numbers, held)
    told = how_long(answer, numbers)
    return _set(Section("how-long", told.title, (told.parts[0], drawn, *told.parts[1:])))


def change(case: Case, asked: Asked) -> str:
    """Set the forecast beside the one that was pinned; nothing where none was."""
    answer, base = _answered(case, asked), pinned(case, asked)
    if base is None or isinstance(answer, str):
        return ""
    if base.silent or base.is_over:
        return filled("sentence.html", words=PINNED)
    from stickpoint.pages.clock.page import changed

    table = changed(base.forecast, answer, ("pinned", "now"))
    return _set(Section("change", "What changed since it was pinned", (table,)))


def _part(name: str, case: Case, asked: Asked) -> str:
    """Set one section of the report on a forecast."""
    answer = _answered(case, asked)
    if isinstance(answer, str):
        return ""
    from stickpoint.pages.hangs_on.section import section as hanging
    from stickpoint.pages.report.timing import which_way, who_pays

    if name == "hangs":
        return _set(hanging(answer.hangs_on(), drawn=True))
    return _set((which_way if name == "ends" else who_pays)(answer, _numbers(answer)))


def shares(case: Case, asked: Asked) -> str:
    """Tell whose doing the delay is, by the clock over the case's horizon."""
    found = shared(case, asked)
    if found.unshared or found.is_over or found.course is None:
        said = f"Shares of the delay are not told here: {found.unshared}" if found.unshared else ""
        return filled("sentence.html", words=said) if said else ""
    from stickpoint.pages.clock.shares import whose_delay

    return _set(*whose_delay(found.course))


PARTS = (
    Part("forecast-numbers", "saved", numbers),
    Part("forecast-middle", "drag", middle),
    Part("forecast-curve", "rest", curve),
    Part("forecast-change", "rest", change),
    Part("forecast-ends", "rest", partial(_part, "ends")),
    Part("forecast-tolls", "rest", partial(_part, "tolls")),
    Part("forecast-hangs", "rest", partial(_part, "hangs")),
    Part("forecast-shares", "late", shares),
    Part("forecast-scenarios", "late", scenarios, needs=("scenarios",)),
    Part("forecast-check", "button", refused, needs=("changes",), is_of_text=True),
)
