"""Case → Conflict, Game: states, moves, ranks and payoffs as frozen arrays.

The folder is not called conflict, for `stickpoint.conflict` is the public function.

conflict : the conflict graph: states, each party's moves and its order of the states.
game : the same with payoffs, paces, efforts, chance and tolls, for the clock.
build : a case → its conflict.
build_game : a case, and what to take otherwise → its game.
build_rates : what moves and agreements cost, how fast chance and ends come, by any reading.
build_time : where a game starts, and what happens in it on dates.
switching : options that are yes or no → the states that can be, and who can switch what.
moves : one party's moves, as classes of free choice or as arcs, with efforts for a game.
ranks : rankings, statements, weights or payoffs → orders as whole numbers.
agreements : ways to settle that several parties take together.
readings : all numbers of a case by one reading, and what they add up to in each state.
variants : a game → another: held, counted in mean waits, without copies.
coalesce : states that count as one → a smaller conflict or game.
words : what parties and options are called → phrases about moves.
game_arrays : what a caller gives for a game → arrays of the right shape, or a refusal.
kernels : compiled loops that write a party's arcs.
"""

from stickpoint.graph.conflict import Conflict

__all__ = ["Conflict"]
