"""What would end it → pages.

page : the whole answer, as the verb prints it.
ranks : the least changes of ranks, wants and options that make each settlement hold.
changes : one such change in words.
payoffs : what would shorten the wait: moves made now, then all that follows; the best in one line.
one_at_a_time : what each lever does alone.
outlays : the least costly change of several levers, and what each outlay buys.
waiting : who could pay whom to settle, and when waiting hurts whom.
words : what these say alike: who, how much sooner, how surely.
"""
