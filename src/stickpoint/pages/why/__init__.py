"""Why it is stuck, as a page: in short, and in full."""
