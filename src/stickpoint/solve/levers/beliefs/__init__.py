"""The least change of what parties weigh, wish or believe after which an outcome holds.

weights     : sums of weighted statements → the one weight whose least change does it, exactly
signs       : who wishes whom well or ill → the fewest attitudes that would have to be others
corrections : how each would choose with each part of its view put right → the fewest that do it
"""
