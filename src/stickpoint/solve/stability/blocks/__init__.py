"""Cubes too large to keep: the five concepts, ranks worked out from statements block by block.

by_blocks : owners of options and wants → who would stay where, as bits.
cube : ranks and moves of as many states as are asked about.
followed : an improvement → a shortest sanction of it, with no state but those met.
distances : how many improvements lead from a state to each.
room : what that takes of memory, refused in time where there is too little.
stated : statements with weights → a party's ranks over any tile of a cube.
tiles : which states lie in each tile, and where.
block_kernels : loops that let one party improve, in some of its classes side by side.
"""
