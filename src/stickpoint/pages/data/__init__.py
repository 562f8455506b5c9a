"""Answers → plain data for JSON, in the spellings that outsiders rely on.

why : why it is stuck, with what the other lenses say in short.
signing : who would sign which way to settle today.
stable : states, who is stable where, and the equilibria, piece by piece.
believed : what foresight, attitudes and views do.
forecast : when and which way, by the one predictive answer; the rest beside it.
clock : every range at its middle, over a horizon: how long, which way, who pays, whose delay.
endless : the same without a horizon, and how it was found.
score : how good forecasts were.
hangs_on : which numbers of the case each answer hangs on.
levers : what would end it.
motives : rival explanations by both methods.
kinds : kinds of deadlock with the figures of their lengths.
record : the record with its dates, sources and gaps; how much was checked; what rules found.
"""
