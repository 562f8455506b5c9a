"""What would end it → pages.

page : the whole answer, as the verb prints it.
ranks : the least changes of ranks, wants and options that make each settlement hold.
turning : of states judged by blocks, which order of wants would turn today's.
changes : one such change in words.
believed : the least change of a view, of attitudes, of a weight.
payoffs : what would shorten the wait: moves made now, what outlays buy, then all that follows.
nearer : what would bring the end nearer, by the forecast.
one_at_a_time : what each lever does alone.
waiting : who could pay whom to settle, and when waiting hurts whom.
words : what these say alike: who, how much sooner, how surely.
"""
