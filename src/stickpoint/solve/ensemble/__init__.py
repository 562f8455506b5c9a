"""Many draws as plain arrays → what an answer hangs on, and where in them it comes about.

surface : the polynomial of few terms that says as much of an answer as the draws can tell.
indices : that polynomial → which part of the spread each input has, alone and with others.
flips : one input → beyond which value of it the answer over the draws is another.
runs : runs, and the boxes in their inputs, as shares of weight.
prim : peeling and pasting: a row of boxes, each smaller and denser than the one before.
boxes : which box of such a row to take, what of it could be chance, and further boxes.
held_out : how good a box is on runs that it was not found on, and how often it is found again.
regret : what several acts come to in each draw → which help whatever is true.
"""
