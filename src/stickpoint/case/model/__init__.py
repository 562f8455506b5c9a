"""A checked case as frozen objects: plain data.

case : the whole case, and the names of all that it is made of.
situation : who takes part, what each can do, what cannot hold, what is on the table, the clock.
stakes : wants, rankings, weights, payoffs, tolls, explanations and levers.
record : documents, passages in them, messages, moves and evidence.
basis : what all of these are made of: places, statements, reasons and judgements.
amounts : a number as somebody wrote it → what it may be: a point, a range or a triangle.
parameters : a case → each of its numbers that may be a range, under a name of its own.
judgements : a case → everything it asserts, each with what it rests on.
outcomes : a case and option vectors → the terms on which each is settled.
"""
