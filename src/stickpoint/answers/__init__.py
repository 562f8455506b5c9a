"""Case → answers in numbers and indices, one question a module; no sentence, no layout.

answer : what every answer can do: be read as a page, be shown in a notebook, become plain data.
parameters : the numbers of a case that may be a range, as one vector of named parameters.
sampling : draws from those ranges → what they do to an answer.
what_if : what-ifs as they are typed → changes to a case's game.
why : why it is stuck: who would move, what holds each party back, which settlements would hold.
declared : what great differences and unknown orders, where a case declares them, do to stability.
nearby : the few states and moves near the status quo that a picture can hold.
forecast : how long it lasts and which way it ends, as the case stands or with something changed.
clock : that over a horizon, who pays and whose doing it is; `Timed`, what both clocks tell.
endless : the same without a horizon.
horizon : two runs of the clock → which answers depend on how far one looks.
motives : rival explanations, side by side.
levers : what smallest change would end it.
brief : what each lens says in short, with few draws.
basis : how many judgements of a case have what behind them.
record : what happened when, who told whom, the path of states, and what hangs loose.
citation : a document and some words → where they stand, and what finds them again.
reading : a text → what the rules propose for its record, and whom its names mean.
"""
