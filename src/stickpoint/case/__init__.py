"""A case file → a `Case`, or every finding in it: knows files and lines, no mathematics.

check : a path, a casebook name or a text → the case, and every finding in it at once.
library : names of the built-in cases → their files; a short commented case, to be written over.

In the order of the way from text to case:

yaml : text → a tree in which every node knows its line and column.
schema : the tree → fields of known kinds; the same layout → a JSON Schema.
resolve : fields → a case with every name and statement looked up.
model : what a case is: frozen objects, plain data.
checks : a whole case → what in it cannot be, and what is missing.
dates : dates as people write them → the days they may mean.
documents : source texts → their words, and quoted passages found again in them.
reading : a text → proposals for the record of a case, by rules.
"""
