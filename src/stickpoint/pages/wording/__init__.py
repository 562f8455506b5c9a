"""Names, numbers, dates and statements → words, the same on every page.

names : what parties, moves and concepts are called; how many of what, which verb goes with whom.
numbers : lengths of time, parts of a whole and amounts, no more exact than they are.
spans : numbers of days, in the unit that a reader would use.
shifts : how much shorter or longer something makes a wait.
dates : a date, and what is in a record → words, no more precise than it was written.
nature : what nature is held at, and what of it would have to change.
statements : a formula of the case → the texts of its options.
"""
