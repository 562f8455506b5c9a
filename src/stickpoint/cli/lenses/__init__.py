"""Verbs that ask a lens about a case, one a module.

why : what keeps it stuck, with the clock and the levers in short; the report of every lens.
stable : which states hold, under which concept and for whom.
clock : when it ends and how, who pays, whose delay it is.
motives : rival explanations side by side.
levers : what would end it.
"""

from stickpoint.cli.lenses import clock, levers, motives, stable, why

__all__ = ["clock", "levers", "motives", "stable", "why"]
