"""Many runs as arrays → where in their inputs an answer comes about.

prim : peeling and pasting: a row of boxes, each smaller and denser than the one before.
boxes : which box of such a row to take, what of it could be chance, and further boxes.
held_out : how good a box is on runs that it was not found on, and how often it is found again.
"""
