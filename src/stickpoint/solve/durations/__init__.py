"""How long deadlocks of a kind last, and how good a forecast of one was.

laws : laws of duration over days: survival, density, quantiles, and the time still to wait.
mixture : several laws, each with its weight, as one.
incomplete_gamma : logarithms of the incomplete gamma functions, far out.
curves : a survival curve given at points, as a law.
until : a law, and days on which a part of what is open still ends for certain, as one.
uncertain : a law whose place and spread are known with an error.
kinds : kinds of deadlock, with the figures fitted to their lengths.
own : earlier cases of one's own → how long the next may last.
scores : a forecast and what came → log score, CRPS, place and coverage; spreads over cases.
"""
