"""Draws from the ranges of a case → what they do to its answers."""
