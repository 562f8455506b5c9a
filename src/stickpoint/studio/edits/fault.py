"""The sentence that says why an edit cannot be made."""

from __future__ import annotations

from stickpoint.errors import StickpointError


class EditError(StickpointError, ValueError):
    """An edit that cannot be made as it was asked for; the text is left as it was.

    Parameters
    ----------
    said : str
        Why, in a sentence.
    field : str
        Which field of what was added stands in the way, by the key of the format; empty where it is
        the whole of it.
    """

    def __init__(self, said: str, field: str = "") -> None:
        super().__init__(said)
        self.field = field
