"""One predictive answer: when and how a deadlock ends, given all that is known on a day.

predict : a case and a day → the answer: all that follows, pooled.
rules : the numbers of the program itself, with their origin.
known : the case as it stood on a day, and what came only later.
family : the games of the draws, each at a tempo of its own, with hold and look-ahead.
draws : what each of them comes to, and a day that settles it for certain.
model : the clock over them, weighted by how well each agrees with the wait so far.
groups : the two groups into which draws fall, where they do.
holding : which terms would hold, as shares.
from_wants : a case → the same with the payoffs of some parties put together from their wants.
chances : a case without payoffs → how it would go by its wants alone, in chances to move.
shifts : what each move made now, and each lever at its limit, would do to it.
score : forecasts and what came → scores, beside rules that know less.
sealed : a forecast kept for later, and graded when it is over.
base_rate : how long it lasts by rules that look at no move: its kind, its own past, mean waits.
"""
