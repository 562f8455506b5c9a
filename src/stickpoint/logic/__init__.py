"""Boolean formulas over option vectors: evaluate, count and enumerate what they allow.

formula : formulas as nested tuples, their value on many states, and which option vectors they
    leave.
"""

from stickpoint.logic.formula import (
    Diagram,
    DiagramTooLarge,
    Formula,
    at_least,
    evaluate,
    literal,
    options_in,
    shift,
)

__all__ = [
    "Diagram",
    "DiagramTooLarge",
    "Formula",
    "at_least",
    "evaluate",
    "literal",
    "options_in",
    "shift",
]
