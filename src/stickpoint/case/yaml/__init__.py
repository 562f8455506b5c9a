"""YAML text → a tree in which every node knows its line and column, and faults of syntax.

read : a path, or the text itself → a tree of nodes, and findings about how it is written.
syntax : text with YAML faults → one finding for each, and text without them to read on in.
compose : text without such faults → a tree of nodes, every value kept as the text it was.
signs : signs that nobody sees, or that look like others → their names.
nodes : what the tree is made of, and the list that gathers what is wrong in it.
"""
