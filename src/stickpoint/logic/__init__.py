"""Boolean formulas over option vectors: evaluate, count and enumerate what they allow."""

from stickpoint.logic.diagram import Diagram, DiagramTooLarge
from stickpoint.logic.formula import Formula, evaluate, options_in, shift

__all__ = ["Diagram", "DiagramTooLarge", "Formula", "evaluate", "options_in", "shift"]
