"""A whole case → what in it cannot be, and what is missing.

feasibility : a case → how many states it has, and whether the status quo is among them.
orders : its states → whether open issues can settle, and preferences order all of them soundly.
equivalent_states : states that count as the same → whether the rest of the case agrees.
hindsight : what the status quo rests on that came after the start of the clock.
consistency : the record → what in it cannot have been, whatever its dates leave open.
path : the moves of a record → the states they lead through, and where one does not follow.
"""
