"""One open item as a line: who stands where on it, with what weight, and where it may be settled.

positions : who stands where, with what capability and salience, each a number or a range.
scale : the five rules over draws from these ranges, side by side.
"""
