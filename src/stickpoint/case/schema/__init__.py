"""Which keys a case file may hold and of which kind, for the reader and for editors."""
