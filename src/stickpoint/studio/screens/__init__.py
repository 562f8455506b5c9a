"""What each screen shows, as parts that are built apart, each in a worker process.

part : what a part of a screen is, and what a screen module holds.
"""
