"""Joint acts: ways to settle that several parties take together, as data of a game.

table : the agreements of a game, and what becomes of them where states are merged or copied.
find : a case and its states → which agreements there are, and what they cost whom.
"""
