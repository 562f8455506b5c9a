"""Answers → plain data for JSON, in the spellings that outsiders rely on."""
