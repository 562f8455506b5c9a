"""As many draws from the ranges of a case as one likes → a table of them on disk.

Whatever solves them, and however often it is stopped, the rows are the same bit for bit.

spec : what is run: case, day, seed, changes and rules, and the code that runs them.
atoms : a spec and a range of draws → their rows, in atoms that are solved alike everywhere.
pieces : what is missing of a run → pieces of about as many seconds, to solve one by one.
cluster : pieces → workers of a Dask cluster, and their rows back.
files : rows ↔ Parquet files that tell by their names whether they are whole.
folder : a folder of runs: its manifest, what of it is done, and its lock.
runs : a folder of runs, read back.
engine : a spec → all its draws, here or on a cluster, into a folder.
asked : a folder of runs and a statement → what must be true for it, over those draws.
explore : what anybody asks: a statement of the draws of a case, or its draws in a folder.
"""
