"""Dates that admit doubt, and times from the start of the clock.

fuzzy : a date as people write it → the days it may mean; dates → times from the start of the
    clock.
periods : the words for one period, such as a month or a season → its first and its last day.
"""
