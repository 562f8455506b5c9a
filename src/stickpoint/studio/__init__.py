"""The studio: a local page over the same answers and pages as the command line.

The case file stays the truth: every edit is a small change of its text. One rule holds everywhere:
the latest value wins.

edits : one small change of a case's text: text in, text out.
desk : what is kept: the file, the journal of its edits, scenarios, where boxes stand.
answering : worker processes that answer, of which the newest question wins.
screens : what each screen shows, as parts that are built apart.
server : routes, the socket, and who is let in.
"""
