"""What each screen shows, as parts that are built apart, each in a worker process.

every : every screen by name, and how a worker builds a part of it.
frame : what stands beside every screen.
case : the form, the text and the numbers.
forecast : when and how it ends, and what that hangs on.
writing : what of a case can be written without its YAML.
template : values → HTML by a template that escapes them.
part : what a part of a screen is, and what a screen module holds.
fragments : what screens have in common: sections as HTML, what was asked, the pinned case.
levers : levers moved by hand with what that costs, and all that would end it.
conflict : states and moves as a picture to walk in, and why each holds.
graphs : which states are shown, where their boxes stand, and how they are drawn.
record : the text with its passages, what happened when, and what is left to do.
passages : a document → its text in pieces, each with what is cited from it.
entries : words chosen in a document → a proposal for an entry.
motives : evidence by rival explanations as a grid, and what the ratings come to.
"""
