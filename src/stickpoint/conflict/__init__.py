"""Case → Conflict: states, moves and ranks as arrays."""

from stickpoint.conflict.graph import Conflict

__all__ = ["Conflict"]
