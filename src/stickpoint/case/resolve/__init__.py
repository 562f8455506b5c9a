"""Names and statements as written → what they stand for, or findings."""
