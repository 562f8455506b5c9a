"""Routes, the socket, and who is let in.

guard : who is let in: host, origin, token, and what a browser may load.
door : a file that only its owner can read, and that leads a browser here.
room : one case, its desk and its lanes, and whoever has it open.
client : one open page: what it asked, what it is told.
edits : what a page may ask of the desk → the change of it.
refused : what a form gave → why it cannot be, and at which field.
opened : what a user names → the file that is opened.
app : the routes.
uploads : a file from a page → a document beside the case.
socket : the socket of a page, message by message.
serve : the server on a port of this machine.
"""
