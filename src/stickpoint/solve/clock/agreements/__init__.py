"""Agreements in the clock: how fast several parties settle together, and what that does to values.

layout : the agreements of games, laid out flat for the compiled loops, and what cannot have any.
agreement_kernels : values → the rate of every agreement, and what those rates do to the clock.
agreement_adjoint_kernels : what an answer makes of a nudge to what those rates hang on.
agreement_change_kernels : how what agreements bring answers a change of the values.
agreement_play_kernels : which agreement a course makes that is played out.
agreement_rates : the same rates for values at one time, without a compiled loop.
"""
