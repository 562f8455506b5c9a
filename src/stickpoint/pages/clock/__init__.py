"""How long it lasts, which way it ends, who pays and whose doing the wait is, as pages.

page : `Forecast` → a page; what it rests on.
when : when it ends, beside what others of its kind took, and what the wait has taught.
which : how it ends, what pauses it and what each toll comes to, by a forecast.
digits : a forecast's numbers in words, with no digit that is chance.
latest : the day on which it is settled for certain, and what is open until then.
chances : a case without payoffs, by its wants alone, in chances to move.
course : `Course`, every range at its middle, over a horizon → a page; what it rests on.
endless : `Endless`, the answer without a horizon → a page; how it was found.
times : how long: times in the middle and over the draws, and what is open by when.
ends : which way it ends and by which moves, who pays, and what a change does to both.
ended : what happened by the record, and how much of it the answers gave.
shares : whose doing the delay is, and which item is the sticking point.
horizon : what depends on how far one looks, what has happened and what nobody foresees.
"""
