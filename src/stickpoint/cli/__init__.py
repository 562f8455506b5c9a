"""Command line → the verbs, from why to schema; see `stickpoint --help`.

A verb reads its case, asks one function below and prints what that gives back. Exit status: 0
well, 1 faults in the case, 2 misuse. Heavy imports wait inside the verbs.
"""

from stickpoint.cli import files, lenses
from stickpoint.cli.frame import main

__all__ = ["files", "lenses", "main"]
