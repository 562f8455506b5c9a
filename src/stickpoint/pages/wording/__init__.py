"""Names, numbers, dates and statements → words."""
