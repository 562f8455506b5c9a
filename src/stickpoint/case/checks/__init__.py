"""A whole case → what in it cannot be, and what is missing."""
