"""Orders as 0-1 programmes: the least change of them, with proof.

labels    : one party and one state → its nearest order, under Nash, GMR or SMR
below     : the same as a search, where ranks have no ties
orders    : several parties and one state → their nearest orders, under SEQ or SSEQ
programme : the programme of `orders`: a variable for each pair of ranks in question
solver    : the constraint solver at arm's length, its work limited; literals
"""
