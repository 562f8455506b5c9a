"""Which states hold, for whom, and what holds them: the graph model's stability concepts.

sanctions : a conflict → the states each party would not leave, under five concepts.
witness : a state, a party and a concept → the sanction of each improvement, as a sentence.
paths : a conflict and its status quo → how far each state is, and by which moves.
coalition : a conflict → the states that parties acting together would not leave.
strength : a conflict and bands → which stability rests on sanctions that hurt greatly.
unknown : a conflict and pairs that a party cannot compare → who would stay all the same.
limited : a conflict of two → who would stay when both look some moves ahead, or without end.
simultaneous : a conflict → who would stay for fear of moves made at the same moment.
conduct : what was done in which state → under which concepts that makes sense.
agreement : ranks and payoffs → on how many moves they disagree.
opposed : ranks and payoff lines → on which moves near a state, and at what worth they would agree.
result : who is stable where, and how that was found.
beliefs : concepts that differ by party: how far it looks, whom it wishes what, what it sees.
orders : orders of which something is not known, and the share of them under which a state holds.
blocks : the same for cubes too large to keep, whose ranks come from statements.
engine : reachability, classes, cubes and walks under all of these.
"""
