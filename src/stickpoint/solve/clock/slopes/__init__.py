"""How an answer of the clock moves with each number of the game.

gradient : the slope of an answer in every number of the game.
sums : where its integrals gather, by kind of number.
"""
