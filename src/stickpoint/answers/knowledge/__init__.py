"""Who had been told what by which day, as far as the record tells.

told : the record's messages → what each party said and was told of each fact, and since when.
presumed : a case → what in it rests on a message that had not reached the party it speaks of.
knew : both for one party as of a day, as an answer.
"""
