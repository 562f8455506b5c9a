"""The chance of being open still, from every state at once, where rates do not change.

every_start : games and values → that chance at any time, from as many states as are asked about.
survival_kernels : the same, compiled.
"""
