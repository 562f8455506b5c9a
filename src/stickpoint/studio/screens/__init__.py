"""What each screen shows, as parts that are built apart, each in a worker process.

part : what a part of a screen is, and what a screen module holds.
fragments : templates, pages and pinned cases → HTML in which every word of a case is escaped.
written : how a part of a case is written, and where edits of it have to go.
levers : levers moved by hand with what that costs, and all that would end it.
motives : evidence by rival explanations as a grid, and what the ratings come to.
"""
