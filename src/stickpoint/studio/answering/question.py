"""What a worker is asked: which part of which screen, about which text, with what beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Numbers = Mapping[str, tuple[float, float, float]]


@dataclass(frozen=True)
class Question:
    """One part of one screen, to be built.

    Parameters
    ----------
    screen, part : str
        As the screens' modules name them; the part ``page`` is the screen's skeleton.
    text : str
        The case as it is written.
    path : str
        What findings call the file.
    sound : str or None
        The last text without faults, of which the answers are while ``text`` has some.
    numbers : mapping of str to (low, mid, high)
        Numbers of the case that a slider holds elsewhere for now, by name.
    asked : mapping
        What is asked beside the case; see `stickpoint.studio.screens.part`.
    """

    screen: str
    part: str
    text: str
    path: str = "case.yaml"
    sound: str | None = None
    numbers: Numbers = field(default_factory=dict)
    asked: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_of_text_alone(self) -> bool:
        """Whether the answer hangs on nothing that can change while the question stays the same.

        The record reads documents, and what is shared packs what the desk holds.
        """
        return self.screen not in ("record", "share")

    @cached_property
    def identity(self) -> str:
        """The same for questions that have the same answer."""
        said = [self.screen, self.part, self.text, self.path, self.sound]
        rest = json.dumps([said, dict(self.numbers), dict(self.asked)], sort_keys=True)
        return hashlib.sha256(rest.encode()).hexdigest()


@dataclass(frozen=True)
class Reply:
    """What a worker built.

    Parameters
    ----------
    html : str
    faults : int
        How many findings the text has.
    is_old : bool
        Whether the answer is of the last sound text, since this one has faults.
    error : str
        Why there is no answer; empty where there is one.
    """

    html: str = ""
    faults: int = 0
    is_old: bool = False
    error: str = ""
