"""The answers of every lens → one page to send around, as HTML or DOCX."""
