"""What must be true of the numbers of a case for an answer → pages.

must_be_true : in how many draws a statement about the end holds, and where.
robust : which levers and moves help in most draws and hurt in none.
claims : such statements in words.
"""
