"""Many conflicts → one table: what the ranges in a case do to its answers."""
