"""Cases with more states than can be stored: what can be said of them all the same.

by_blocks : why it is stuck, in the shape of the answer about stored states.
standing : how each party stands to a state, and what holds it back.
survey : what of the settled states holds, and which of them are nearest.
ends : who has to move for it to be settled.
reordered : which nearest order of one party's wants would turn what holds.
levers : the same in the shape of all levers.
spoken : the states that are spoken of, as a small conflict without moves.
timed : whether stored states are few enough for `stickpoint why` to ask the clock.
unstored : a cube whose parties are ranked by wants → who would stay where, judged by blocks.
"""
