"""The least change of numbers, moves and transfers that ends it sooner.

parameters    : the numbers of a game that a lever moves: how far, at what cost
lever_space   : levers as variables from 0 to 1, with the clock's values and slopes
global_search : a lever space → many places where the clock was asked, spread over all of it
cheapest      : a search → the least costly change that has it settled in time
frontier      : a search → the shortest wait that each outlay buys
lever_change  : a change of levers, with what the clock says after it
one_at_a_time : what each lever does alone, over its whole range
best_move     : which single move, made now, shortens the wait most
offers        : the ways to settle that moves can reach, and what each party expects of them
ripeness      : when waiting hurts whom, and when it hurts all who have to move
transfers     : payments for settling that both sides would rather have than go on
"""
