"""Case → its rival explanations side by side, in numbers and indices.

rivals : a case → what its ratings and its dated moves say of each explanation, and between them.
ratings : a case → its ratings, priors and groups, ready to be weighed; how far coders agree.
evidence : a case → its dated moves that are scored, and their evidence under each explanation.
"""
