"""Case → answers in numbers and indices, one question a module; no sentence, no layout.

clock : how long over a horizon, which way, who pays, whose doing; `Timed`, what both clocks tell.
endless : the same without a horizon.
horizon : two runs of the clock → which answers depend on how far one looks.
record : what happened when, who told whom, the path of states, and what hangs loose.
citation : a document and some words → where they stand, and what finds them again.
reading : a text → what the rules propose for its record, and whom its names mean.
what_if : what-ifs as they are typed → changes to a case's game.
"""
