"""What a part of a screen is: an element, when it is built anew, and what builds it.

A screen is a module with three names::

    TITLE: str                        # what the frame calls it
    PARTS: tuple[Part, ...]           # what fills its elements
    def page(case: Case) -> str       # HTML with one empty element for each part: id = its name

It is named in `stickpoint.studio.screens.every`, and may have a script and a style sheet of its own
in the folder ``static``, called as the screen.

Builders run in a worker process. They take the case with the slider's numbers already in it, and
what was asked beside it, under the keys below; they return HTML in which every word of a case is
escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from stickpoint.case.model.case import Case

Tier: TypeAlias = Literal["drag", "saved", "rest", "late", "button"]
"""``drag``: anew at each step of a slider, in 0.15 s at most; ``saved``: as quickly, but not while
a slider moves (forms, which must not vanish under the hand); ``rest``: once the slider is let go,
the old one greyed meanwhile; ``late``: as at
rest, behind all else of the page; ``button``: only when a button asks, with progress and Stop."""

Asked: TypeAlias = Mapping[str, object]
"""What is asked beside the case; a key without a value is left out.

``as_of``: the day as text, such as ``1952-07-14``. ``pinned``: the text of the case that answers
are compared with. ``scenarios``: name, changes and command line of each. ``layout``: for each
state, as text, where it was placed: [x, y]. ``path``: the name of the file,
``file``: where it lies. ``args``: for a button, what it
was pressed with. ``text``: the case as it is written now, and ``findings`` what is wrong with that,
a tuple of `Finding`. Everything else is what the screen's own elements asked by
``data-do="show"``, under their ``data-key``, as text.
"""


@dataclass(frozen=True)
class Part:
    """One element of a screen that is filled by itself.

    Parameters
    ----------
    name : str
        The id of the element that it fills, such as ``motives-grid``: the screen's name first.
    tier : {"drag", "saved", "rest", "late", "button"}
        When it is built anew.
    build : callable
        From the case and what was asked to HTML; a function of a module, so that a worker process
        can be told of it by name.
    needs : tuple of str
        Keys of what was asked on which it depends beside the case: it is built anew when one of
        them changes. Empty: none but ``as_of`` and ``pinned``.
    is_of_text : bool
        Whether it is about the text, faults or not; else it is built from the last text that had
        none, and is greyed while there are some.
    """

    name: str
    tier: Tier
    build: Callable[[Case, Asked], str]
    needs: tuple[str, ...] = ()
    is_of_text: bool = False
