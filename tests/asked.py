"""Answers about built-in cases that several tests read: each is asked once in a process."""

from __future__ import annotations

from functools import cache

import stickpoint as sp
from stickpoint.answers.motives.rivals import Motives
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Why, why
from stickpoint.pages.model import Page
from stickpoint.pages.report.document import report


@cache
def why_of(name: str) -> Why:
    """Say why a built-in case is stuck."""
    return why(sp.load(name))


@cache
def brief_of(name: str) -> Brief:
    """Ask all lenses about a built-in case, as the one screen does."""
    return Brief(why_of(name))


@cache
def report_of(name: str) -> Page:
    """Report on a built-in case."""
    return report(brief_of(name))


@cache
def ratings_of(name: str) -> Motives:
    """Weigh the explanations of a built-in case by what was rated, and no dated moves."""
    return Motives(sp.load(name), structural=False)
