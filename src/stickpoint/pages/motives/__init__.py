"""Rival explanations → pages.

page : the whole answer, as the verb prints it.
rated : where each stands on the rated evidence, what weighs between them, what would change it.
tables : how each item is rated, and by which coder.
dated : what the dated moves say, on which of them that rests, and where the two ways disagree.
line : what the record has to say on the motive, in one line.
"""
