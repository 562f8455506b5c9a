"""Case → answers in numbers and indices, one question a module; no sentence, no layout.

why : why it is stuck: who would stay or move and by what, and all that one screen says.
forecast : a case → how long and which way, as it stands or with something changed.
clock : how long over a horizon, which way, who pays, whose doing; `Timed`, what both clocks tell.
endless : the same without a horizon.
horizon : two runs of the clock → which answers depend on how far one looks.
levers : what smallest change would end it.
motives : rival explanations side by side.
record : what happened when, who told whom, the path of states, and what hangs loose.
citation : a document and some words → where they stand, and what finds them again.
reading : a text → what the rules propose for its record, and whom its names mean.
what_if : what-ifs as they are typed → changes to a case's game.
parameters : a case → its numbers that may be a range, as one vector with names.
sampling : draws from those ranges → what they do to the answers.
answer : what every answer can do: be read, be shown, become plain data.
"""
