"""Draws from the ranges of a case → what they do to its answers.

draws : seed and the name of a number → where each draw has it; draws shared out; bands of results.
spread : case → how long, which way, who pays and whose doing the wait is, over draws.
endless : case without a horizon → the same over draws, each along a path of its own.
levers : case → what its levers, and moves made now, save over draws.
"""
