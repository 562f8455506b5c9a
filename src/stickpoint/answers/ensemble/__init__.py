"""Many draws from the ranges of a case → what its answers hang on, and what must be true for them.

table : a forecast → one row per draw: its numbers, and what each answer comes to in it.
pooled : a forecast → its own answers were its draws weighted otherwise.
asked : a forecast's draws → the answers of which it is asked what they hang on.
hangs_on : a forecast → for each answer the numbers that it hangs on most, and where it turns.
claims : what can be said of the end, and in which draws of a forecast that is so.
where : words such as ``still open after 12 months`` → such a claim.
words : the words of such a statement, one after the other.
must_be_true : a case and a claim → in how many draws it holds, and where in its numbers.
robust : a forecast → which levers and moves help in most draws and hurt in none.
sampling_error : a forecast → how far its numbers may be off for want of more draws.
"""
