"""The numbers of a case as one reading has them, for games that differ in nothing else.

asked : what a game needs to know → all of its numbers at once, each in its place.
sums : which numbers count where → what they add up to in each place, laid out once.
worths : what is paid while statements hold → payoffs, lumps and tolls of each state.
"""
