"""The choices of a party with two options, in eight games side by side, at less cost.

power_kernels : exponentials and logarithms of eight numbers that stay in registers.
pair_kernels : what such a party's choices change, and where they let mass flow.
whole_kernels : the same of games in which all parties are such, told from others by their space.
singles : where all parties are such and numbers of 32 bits will do.
"""
