"""What screens have in common: sections of pages as HTML, what was asked, the pinned case."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from stickpoint.case.check import loads
from stickpoint.case.model.case import Case
from stickpoint.errors import StickpointError
from stickpoint.pages.model import Page, Section
from stickpoint.pages.render.html import fragment
from stickpoint.studio.screens.part import Asked

if TYPE_CHECKING:
    from markupsafe import Markup


def markup(html: str) -> Markup:
    """Mark HTML as such that a page or a picture made, which escape what they are given."""
    from markupsafe import Markup

    return Markup(html)


def sections(shown: Iterable[Section]) -> str:
    """Set sections of a page, with the sentences and pictures that the command line has.

    What comes back is a bare text, which a template takes by `markup`: a `Markup` would escape
    whatever it is joined with.
    """
    return fragment(Page("", tuple(shown)))


def told(asked: Asked, key: str) -> str:
    """Return what an element of the screen asked under a key, as text; empty for nothing."""
    value = asked.get(key)
    return value if isinstance(value, str) else ""


def pinned(asked: Asked) -> Case | None:
    """Return the case that answers are compared with; None without one, or where it has faults."""
    return _read(told(asked, "pinned"))


@lru_cache(maxsize=2)
def _read(text: str) -> Case | None:
    try:
        return loads(text) if text else None
    except StickpointError:
        return None
