"""Case → its rival explanations side by side, in numbers and indices.

rivals : a case → what its ratings and its dated moves say of each explanation, and between them.
ratings : a case → its ratings, priors and groups, ready to be weighed; how far coders agree.
moves : a case → which of its dated moves are scored and when each may have been made.
evidence : a case → the log evidence of those moves under the payoffs of one explanation.
"""
