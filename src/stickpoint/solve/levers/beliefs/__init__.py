"""The least change of what parties weigh, wish or believe after which an outcome holds.

weights     : sums of weighted statements → the one weight whose least change does it, exactly
several     : such sums → by how little all weights at once would have to be off
shares      : such sums → linear programmes in the shares by which weights are off
turns       : a state that a party would leave → the comparisons that would have to turn round
signs       : who wishes whom well or ill → the fewest attitudes that would have to be others
corrections : how each would choose with each part of its view put right → the fewest that do it
"""
