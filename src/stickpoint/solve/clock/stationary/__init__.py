"""The game without a horizon: its equations, the ways to a solution, and the course that follows.

equilibrium  : game → a stationary equilibrium, and what is known of how it was found
condensation : game → its strongly connected components, to be solved last first
equations    : a component → its equations F(x, t) = 0
continuation : from uniform play to the precisions asked for, along the solution path
newton       : many unknowns → a solution at once, by sweeps and Newton's steps
linear       : the linear equations on the way: by LU factors or by GMRES
krylov       : GMRES, with a guess at the sign of the determinant
kernels      : choices, and products with the Jacobian, compiled
jacobian_kernels : the Jacobian in full
regret       : values → what a party could gain by a best reply
absorbing    : constant rates → when it is settled, how, and what was paid by then
gth          : absorbing chains solved without a subtraction, and followed for any time by
    doubling it
"""
