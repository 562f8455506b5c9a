"""The answers of every lens → one page to send around.

document : the order of the sections; the answer in full, the parties, the agenda.
front : the first page: the answer, one picture, the curve, the tolls, what to do next.
way : the way out that the answer names, drawn step by step.
noted : the author's notes, beside what they are about; the levers.
near : the conflict near the status quo: the picture of a few states, and its tables.
forecast : the curve of the forecast, and how long it lasts.
timing : all that is said of time, in order; which way it ends, who pays for it.
sketch : whose delay it is and by which moves, by the clock with a horizon.
recorded : what happened when.
evidence : the rival explanations, the evidence and the documents.
extra : sections of lenses that not every case can feed: what would make a settlement hold, sooner.
judged : everything that a case asserts, row by row.
methods : how it was worked out, with the papers, and what anybody needs to do so again.
"""
