"""YAML text → a tree in which every node knows its line and column, and faults of syntax."""
