"""Cases, conflicts and records → other programs' files, and back."""
