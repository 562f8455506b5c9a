"""Explicit graphs of a few parties: the searches of all of them in one pass over the arcs.

search : a conflict of arcs → the five concepts; what the one pass leaves open is searched alone.
word_kernels : loops over arcs that serve all searches at once, the marks of a state in a word.
"""
