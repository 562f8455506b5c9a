"""Results → words, tables and files: what a person or another program reads."""
