"""Orders of which something is not known: in what share of them a verdict holds, and how firmly.

shares : a conflict and the readings of its parties' orders → the share of them under each verdict.
result : those shares, with what they count and how far off they may be.
reading : lines of wants, and which is known to come before which → every order of the states.
partial_order : what is known of an order → how many orders agree with it; one of them at random.
chain : the same where they are too many to count → a random walk through them.
"""
