"""Number and agreement: how many of what, which verb goes with whom, how a sentence begins."""

from __future__ import annotations

from collections.abc import Sequence

from stickpoint.graph.words import is_plural, joined, plain

__all__ = ["count", "is_plural", "joined", "plain", "upper", "verb"]

_PLURALS = {"has": "have", "is": "are", "does": "do"}


def verb(names: Sequence[str], one: str) -> str:
    """Return a verb as it goes with whoever is named, from its form for one.

    >>> verb(["Korea"], "moves"), verb(["the studios"], "moves"), verb(["the studios"], "has")
    ('moves', 'move', 'have')
    >>> verb(["Peking", "Taipei"], "moves")
    'move'
    """
    several = len(names) > 1 or any(map(is_plural, names))
    return _PLURALS.get(one, one.removesuffix("s")) if several else one


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "state"), count(1200, "state")
    ('1 state', '1,200 states')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def upper(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]
