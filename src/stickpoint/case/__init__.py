"""A case file → a `Case`, or every finding in it: knows files and lines, no mathematics."""
