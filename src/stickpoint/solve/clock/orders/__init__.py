"""Whose doing the wait is, over many games: the waits side by side, in every set or in one order.

waits : games → how long each stays unsettled, eight at a time.
every_set : the wait with each set of parties in a hurry, or of issues closed, for many draws.
in_order : one order of the parties for each draw, and what each saves when its turn comes.
"""
