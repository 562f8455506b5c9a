"""Rival explanations → pages.

page : the whole answer; what the dated moves say, and where the two ways disagree.
rated : where each stands on the rated evidence, in a line, in tables, and what would change it.
"""
