"""How long it lasts, which way it ends, who pays: a continuous-time game on the conflict.

blocks : the states that one party's moves connect, in lots, and the rows of their tables.
clock : game and start → its course, over a horizon or without one.
horizon_clock : the course over a horizon: how long, which way, what it costs, at any time.
stationary_clock : the same without a horizon; a horizon so long that looking further changes
    nothing.
batch : many games of one structure → their clocks, side by side.
traces : many games of one structure → values at every step, side by side.
grouping : which of many games can be solved side by side.
rolling : the same where parties look so far ahead from every moment.
slopes : the slope of an answer in every number of the game.
rates : values → the rate of every move.
delay : whose doing the wait is, party by party or issue by issue.
simulate : courses played out one by one.
simulate_kernels : the same, compiled.
ways : courses → the most probable ways in which it ends.
symmetry : which values are equal because the game is so made; what hangs on unknowable digits.
survival : the chance of being open still, from every state at once.
orders : whose doing it is over many games, in every set of parties or in one order.
agreements : what several parties do together, in the same equations.
engine : the equations as loops: moves, choice, steps in time, adjoint.
stationary : the game without a horizon: equations, and the ways to a solution.
"""
