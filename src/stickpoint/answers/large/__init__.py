"""Cases with more states than can be stored: what can be said of them all the same.

unstored : a cube whose parties are ranked by wants → who would stay where, judged by blocks.
"""
