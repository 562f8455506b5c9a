"""Dates that admit doubt, and times from the start of the clock.

fuzzy : a date as people write it → the days it may mean, first and last, with the words kept.
periods : the words for one period, such as a month or a season → its first and its last day.
timing : dates of a case → times from the start of its clock, in its unit of time.
"""
