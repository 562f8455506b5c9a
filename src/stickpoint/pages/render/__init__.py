"""A page → text, HTML, DOCX."""
