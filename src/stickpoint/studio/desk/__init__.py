"""What is kept: the file, the journal of its edits, scenarios, where boxes stand.

desk : one case being worked on: every edit kept before it is acknowledged, and undone at will.
journal : the database beside the case: what was done, in which order, and the newest text.
splices : two texts → the one place where they differ, and back.
case_file : the file itself: its bytes, whether they are those last written, a new one in one step.
furniture : scenarios, pins and places of boxes, kept in the journal.
archive : a case with all that it takes to repeat its answers, as one ZIP file.
nameless : a case without names and passages, in words of no one.
nameless_record : its record, explanations and levers likewise, and what all parts share.
aliases : the names in a case → names that tell nothing, in statements too.
faults : why something could not be kept, in a sentence.
"""

from stickpoint.studio.desk.desk import Desk
from stickpoint.studio.desk.faults import Conflict, DeskError

__all__ = ["Conflict", "Desk", "DeskError"]
