"""Worker processes that answer, of which the newest question wins."""
