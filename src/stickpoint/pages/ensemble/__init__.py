"""What answers hang on, and what must be true for them → pages.

must_be_true : in how many draws a statement about the end holds, and where.
claims : such statements in words.
"""
