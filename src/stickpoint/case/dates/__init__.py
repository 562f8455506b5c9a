"""Dates that admit doubt, and times from the start of the clock."""
