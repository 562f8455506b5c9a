"""A whole case → what in it cannot be, and what is missing.

feasibility : a case → how many states it has, and whether the status quo is among them.
orders : its states → whether open issues can settle, and preferences order all of them soundly.
equivalent_states : states that count as the same → whether the rest of the case agrees.
lumps : payoffs that are paid once → whether what they are paid for stays so.
pauses : terms that lapse → the states they fall back to, and what is wrong with them.
hindsight : what the status quo rests on that came after the start of the clock.
consistency : the record → what in it cannot have been, whatever its dates leave open.
remarks : a sound case → notes on what in it may not say what was meant.
unheeded : what in a sound case no answer can heed.
simpler : a statement as written → the shortest one of its parts that means the same.
path : the moves of a record → the states they lead through, and where one does not follow.
"""
