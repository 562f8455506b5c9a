"""Names, numbers, dates and statements → words, the same on every page.

grammar : number and agreement: how many of what, which verb goes with whom.
names : a case and its conflict → what parties, moves and concepts of stability are called.
numbers : lengths of time, parts of a whole and amounts, no more exact than they are.
dates : a date as the record has it, no more precise than it was written.
record : what is in a record → who, what was done, where it is written, how it ends.
statements : a formula of the case → the texts of its options.
"""
