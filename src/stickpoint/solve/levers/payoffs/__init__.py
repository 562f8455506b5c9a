"""The least change of numbers, moves and transfers that ends it sooner.

parameters    : the numbers of a game that a lever moves: how far, at what cost
lever_space   : levers as variables from 0 to 1, with the clock's values and slopes; a change of
    them
global_search : a lever space → many places where the clock was asked, spread over all of it
differences   : places of a search → how its answers move with each lever there
descents      : places of a search → better ones near them
cheapest      : a search → the least costly change that has it settled in time
frontier      : a search → the shortest wait that each outlay buys
one_at_a_time : what each lever does alone, over its whole range; which single move shortens the
    wait most
ripeness      : the ways to settle in reach; when waiting hurts whom, and all who have to move
transfers     : payments for settling that both sides would rather have than go on
"""
