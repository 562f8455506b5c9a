"""Routes, the socket, and who is let in."""
