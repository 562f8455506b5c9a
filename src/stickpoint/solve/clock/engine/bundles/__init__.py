"""How many arrays at once reach a compiled loop.

bundle_kernels : named tuples of arrays → one address, from which a loop reads what it uses.
inner_kernels : loops that only other loops call, without a wrapper for Python.
"""
