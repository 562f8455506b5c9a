"""What each draw of a forecast comes to.

one_draw : the course of one draw → its chance of being open by each day, and how it ends.
latest : a game with dates → the first after which it is settled for certain, and how it then ends.
ends : the draws, pooled with the rest → shares of the ways to end.
"""
