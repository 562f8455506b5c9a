"""Source texts: read, compared, and quoted passages found again in them."""
