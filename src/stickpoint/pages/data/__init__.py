"""Answers → plain data for JSON, in the spellings that outsiders rely on.

clock : how long over a horizon, which way, who pays, whose delay.
endless : the same without a horizon, and how it was found.
"""
