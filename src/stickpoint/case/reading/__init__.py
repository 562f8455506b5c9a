"""A text → proposals for the record of a case, by rules; nothing enters a case by itself."""
