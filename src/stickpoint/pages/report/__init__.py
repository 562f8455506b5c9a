"""The answers of every lens → one page to send around.

document : the order of the sections; the answer, the parties, the agenda, what is judged.
near : the conflict near the status quo: the picture of a few states, and its tables.
timing : how long it lasts and which way it ends.
burden : whose delay it is, beside who pays for it.
evidence : the record and the rival explanations.
extra : sections of lenses that not every case can feed: what would make a settlement hold, sooner.
judged : everything that a case asserts, row by row.
methods : how it was worked out, with the papers, and what anybody needs to do so again.
"""
