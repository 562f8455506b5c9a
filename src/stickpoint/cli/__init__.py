"""Command line → the verbs, from why to schema; see `stickpoint --help`.

A verb reads its case, asks one function below and prints what that gives back. Exit status: 0
well, 1 faults in the case, 2 misuse. Heavy imports wait inside the verbs.

frame : what every verb is hung on: the group, options, loading, waiting, printing.
verbs : how every verb ends: words and an exit status for what goes wrong on purpose.
interrupt : Ctrl-C ends the program, also while a long computation does not look up.
streams : standard output and error: their width, what they can carry, what becomes of the rest.
substitutes : what can be read in place of a character that an output cannot carry.
lenses : why, stable, clock, motives, levers: verbs that ask a lens, one a module.
explore : the verb that asks many draws, and runs them into a folder.
files : check, record, read, cases, kinds, new, convert, scale, schema: verbs about files.
studio : the verb that opens the studio.
scores : score, seal, grade: verbs about how good forecasts are.
warm : the verb that compiles ahead; what is compiled before a verb is first used.
expected : how long a verb will take, said before it begins.
patience : what to tell somebody who has to wait.
"""

from stickpoint.cli import explore, files, lenses, scores, studio, warm
from stickpoint.cli.frame import main

__all__ = ["explore", "files", "lenses", "main", "scores", "studio", "warm"]
