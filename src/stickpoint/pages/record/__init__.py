"""What the record holds: what happened when, who told whom, and what hangs loose.

page : the record laid out → a page in the order in which a historian would ask.
path : its moves → the states that they lead through, and where one does not follow.
loose : what was looked up, and what nothing refers to → what hangs loose.
table : the same entries → one row each, cut to the width of a screen.
citation : words found in a document → the entry that points to them, to be copied into a case.
"""
