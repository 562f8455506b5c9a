"""A checked case as frozen objects: plain data.

case : the whole case, the names of all in it, and the terms on which each state is settled.
situation : who takes part, what each can do, what cannot hold, what is on the table, the clock.
pauses : terms that lapse, and where a deadlock is over for good.
stakes : wants, rankings, weights, payoffs, tolls, explanations and levers.
beliefs : how far each party looks, whom it wishes what, how it sees the others.
length : of which kind it is, how long earlier ones lasted, how it ended.
record : documents, passages in them, messages, moves and evidence.
basis : what all of these are made of: places, statements, reasons, judgements, numbers with
    ranges.
amounts : a case → each of its numbers under a name; the same case with other numbers.
judgements : a case → everything it asserts, with what it rests on.
"""
