"""Which explanation the record favours: by rated evidence, and by the dated moves.

tracing             : rated evidence and ranges of priors → exact ranges of posteriors
weights             : what each item weighs, what would flip the order, what to look for
agreement           : ratings by several coders → how far they agree beyond chance
likelihood          : a game and a dated record → the log-likelihood of its moves
stages              : dated moves → the orders in which they may have come
spans               : dates and the end of a record → whose values are asked for, and when
forward_filter      : stages and rates of leaving a state → the chance of a record
rates_kernels       : the same, compiled
evidence            : a likelihood over ranges → its mean, with the error
importance_sampling : a likelihood over a cube → weighted draws where it is high
copula_density      : weighted points of a cube → a density that fits them, draws, what these count
emulator            : points whose log-likelihood is known → what it may be elsewhere
sampling_kernels    : the loops of both, compiled
"""
