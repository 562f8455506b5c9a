"""From the states of least value backward: the least that others can force, state by state.

reach_kernels : loops that search backward, for any conflict graph.
pull_kernels : loops that ask states whether they lead to what is settled.
bitsets : the same for few states, without loops over arrays: sets of states are whole numbers.
"""
