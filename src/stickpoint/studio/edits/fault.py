"""The sentence that says why an edit cannot be made."""

from __future__ import annotations

from stickpoint.errors import StickpointError


class EditError(StickpointError, ValueError):
    """An edit that cannot be made as it was asked for; the text is left as it was."""
