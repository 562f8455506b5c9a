"""Answers about built-in cases that several tests read: each is asked once in a process."""

from __future__ import annotations

from functools import cache

import stickpoint as sp
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Why, why


@cache
def why_of(name: str) -> Why:
    """Say why a built-in case is stuck."""
    return why(sp.load(name))


@cache
def brief_of(name: str) -> Brief:
    """Ask all lenses about a built-in case, as the one screen does."""
    return Brief(why_of(name))
