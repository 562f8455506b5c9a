"""What is kept: the file, the journal of its edits, scenarios, where boxes stand."""
