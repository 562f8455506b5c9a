"""What is equal because a game is so made, and what then hangs on digits that nobody can know.

leaders : game → which values are equal because it is so made.
sensitivity : whether an answer hangs on digits that nobody can know.
"""
