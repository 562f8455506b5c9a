"""What each screen shows, as parts that are built apart, each in a worker process.

every : every screen by name, and how a worker builds a part of it.
frame : what stands beside every screen.
case : the form, the text and the numbers.
start : the guided start, by questions.
forecast : when and how it ends, and what that hangs on.
writing : what of a case can be written without its YAML.
template : values → HTML by a template that escapes them.
part : what a part of a screen is, and what a screen module holds.
"""
