"""Draws and what each came to, as plain arrays → what the answers hang on.

surface : the polynomial of few terms that says as much of an answer as the draws can tell.
indices : that polynomial → which part of the spread each input has, alone and with others.
flips : one input → beyond which value of it the answer over the draws is another.
"""
