"""What the record holds: what happened when, who told whom, and what hangs loose.

page : the record laid out, in the order in which a historian would ask, or one row an entry.
path : its moves → the states that they lead through, and where one does not follow.
knew : who had been told what, and when, with its picture and its matrix.
told : what one party had been told by a day, and what presumes that it knew more.
conduct : under which foresight each party's choices make sense.
loose : what was looked up, and what nothing refers to → what hangs loose.
citation : words found in a document → the entry that points to them, to be copied into a case.
"""
