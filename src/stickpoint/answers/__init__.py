"""Case → answers in numbers and indices, one question a module; no sentence, no layout.

answer : what every answer can do: be read, be shown, become plain data.
why : why it is stuck: who would stay or move and by what, and all that one screen says.
orders : what hangs on the order in which parties want things: what is open, how firm it is.
forecast : when and which way, as the case stands or with something changed.
forecasting : all that goes into that one answer.
clock : every range at its middle, over a horizon.
endless : without a horizon.
outcomes : which ways to end deserve a word of their own; which numbers hang on the horizon.
waits : what a wait is for, where no party's hurry would shorten it.
parameters : every number of a case that has a range, by name.
progress : how far a long answer is, for whoever waits: its steps, and how much of each is done.
sampling : draws from those ranges, and what they do to the answers.
ensemble : what answers hang on, and what must be true for them, over many draws.
exploring : millions of draws into a folder, here or on a cluster, stopped and gone on with.
motives : rival explanations side by side.
levers : what smallest change would end it.
record : what happened when, who told whom, the path of states, and what hangs loose.
knowledge : who had been told what by which day, and what presumes that a party knew more.
scale : where an item on a line may be settled, by five rules side by side.
ended : how the deadlock ended, as the case tells or its record holds: when, on which terms.
warm_up : tiny cases → every compiled loop that the verbs use, in pieces.
large : cases with more states than can be stored: who would stay where, judged by blocks.
citation : a document and some words → where they stand, and what finds them again.
reading : a text → what the rules propose for its record, and whom its names mean.
"""
