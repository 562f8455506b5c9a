"""Conflict → results: pure functions on arrays, one lens a folder."""
