"""Many draws from the ranges of a case → what its answers hang on, and what must be true for them.

table : a forecast → one row per draw: its numbers, and what each answer comes to in it.
sampling_error : a forecast → how far its numbers may be off for want of more draws.
"""
