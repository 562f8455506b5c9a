"""What must be true of the numbers of a case for an answer → pages.

must_be_true : in how many draws a statement about the end holds, and where.
claims : such statements in words.
"""
