"""A checked case as frozen objects: plain data."""
