"""One predictive answer: when and how a deadlock ends, given all that is known on a day.

predict : a case and a day → the answer: all that follows, pooled.
rules : the numbers of the program itself, with their origin.
known : the case as it stood on a day, and what came only later.
model : the clock over draws from the ranges, each at a tempo of its own, with hold and look-ahead.
holding : which terms would hold, as shares.
from_wants : a case → the same with the payoffs of some parties put together from their wants.
shifts : what each move made now, and each lever at its limit, would do to it.
score : forecasts and what came → scores, beside rules that know less.
sealed : a forecast kept for later, and graded when it is over.
waits : the plain rule that a forecast has to beat.
"""
