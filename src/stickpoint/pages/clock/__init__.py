"""How long and which way, as a page."""
