"""Command line → the verbs, from why to schema; see `stickpoint --help`.

A verb reads its case, asks one function below and prints what that gives back. Exit status: 0
well, 1 faults in the case, 2 misuse. Heavy imports wait inside the verbs.

frame : what every verb is hung on: the group, exit statuses, loading, printing.
lenses : verbs that ask a lens about a case.
files : verbs about files and what they hold.
settings : what is typed for nature, prices and the horizon.
patience : what somebody is told who has to wait.
"""

from stickpoint.cli import files, lenses
from stickpoint.cli.frame import main

__all__ = ["files", "lenses", "main"]
