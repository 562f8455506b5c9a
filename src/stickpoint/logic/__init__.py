"""Boolean formulas over option vectors: evaluate, count and enumerate what they allow.

formula : formulas as nested tuples over option indices, and their value on many states at once.
diagram : formulas that must all hold → how many option vectors remain, and which.
"""

from stickpoint.logic.diagram import Diagram, DiagramTooLarge
from stickpoint.logic.formula import Formula, evaluate, literal, options_in, shift

__all__ = ["Diagram", "DiagramTooLarge", "Formula", "evaluate", "literal", "options_in", "shift"]
