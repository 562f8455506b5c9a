"""One small change of a case's text, pure: text in, text out.

patch : an edit as it travels on the socket → the text with it, held to what was meant.
fault : the sentence that says why an edit cannot be made.
written : a text → a tree in which every part knows from which to which character it stands.
known : where in a case an edit is, by the keys of the format.
values : what is meant → data as the format reads it.
words : a text → how YAML writes it, in the style of what is there.
layout : data → YAML in one line or in several.
place : one value in the place of another, or where there was none.
entries : an entry put in, taken out, or moved among its neighbours.
additions : a new party, option, want and so on → where it goes and what is written.
mentions : a text → every place in which a party, an option, an item or terms are named.
renaming : one of these under another name, wherever the case names it.
questions : what the guided start asks, and its answers → a sound case, or what is missing.
line_ends : line ends and the mark at the beginning of a file, kept as they were.
"""

from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.patch import patched

__all__ = ["EditError", "patched"]
