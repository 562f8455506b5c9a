"""What hangs on the order in which parties want things: what is not known of it, how firm it is.

uncertain : accounts of what parties want → in what share of the orders each verdict holds.
firm : a verdict → how many swaps of neighbours in a party's order would turn it round.
"""
