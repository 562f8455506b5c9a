"""Draws from the ranges of a case → what they do to its answers.

numbers : the numbers that the clock reads, as judgements; whether any is a range.
points : seed and the name of a number → where each draw has it, any draws without the others.
draws : a draw as what reads the amounts of a case; draws shared out; bands of results.
layouts : case → its games, whose states and moves are found once for all draws.
spread : case → how long, which way and who pays, over draws.
delays : case → whose doing the wait is, over draws: shares, and times where these are no shares.
shared_out : the same, solved side by side: in every set for some draws, in one order for more.
endless : case without a horizon → the same over draws, each along a path of its own.
levers : case → what its levers, and moves made now, save over draws.
"""
