"""In how many draws a statement about the end holds, and where → a page, and plain data."""

from __future__ import annotations

from typing import Any

from stickpoint.answers.ensemble.must_be_true import MustBeTrue
from stickpoint.pages.ensemble.claims import clause
from stickpoint.pages.model import Page, Section, Text
from stickpoint.pages.wording.names import count, plain, upper
from stickpoint.pages.wording.numbers import percent

COUNTED = (
    "A draw takes one number from every range of the case. It counts where what is said is more "
    "likely than not in it, or as likely as was asked for."
)


def page(answer: MustBeTrue) -> Page:
    """Lay the answer out as a page of its own."""
    parts = (Text(_how_often(answer)), Text(COUNTED, "note"))
    return Page(plain(answer.case.title), (Section("where", "What must be true?", parts),))


def _how_often(answer: MustBeTrue) -> str:
    draws = count(len(answer.holds), "draw")
    return f"{upper(clause(answer.statement))}: in {percent(answer.share)} of {draws}."


def plain_data(answer: MustBeTrue) -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "where": answer.said,
        "read_as": clause(answer.statement),
        "share": answer.share,
        "draws": len(answer.holds),
        "seed": answer.forecast.seed,
    }
