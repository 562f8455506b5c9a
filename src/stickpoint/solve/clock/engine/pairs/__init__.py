"""One party's choices in eight games side by side, in registers: at less cost than by a table.

power_kernels : exponentials and logarithms of eight numbers that stay in registers.
pair_kernels : what two options change where each has its price, and where they let mass flow.
whole_kernels : the same of games in which all parties are such, told from others by their space.
singles : where shorter polynomials will do, and where numbers of 32 bits in games of such parties.
block_kernels : what moves change that cost nothing, so that a block of states chooses alike.
few_kernels : what moves change that are arcs, a few from each state.
register_kernels : which of these a party's choices go by, if any.
"""
