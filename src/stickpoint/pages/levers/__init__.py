"""What would end it, as a page."""
