"""Answers → pages: words, tables and figures as data, and how each medium sets them.

model : what every page is made of: sections of words, lists, tables and figures.
wording : names, numbers, dates and statements → words.
why : why it is stuck, on one screen and in full.
clock : how long it lasts, which way it ends, who pays, whose delay it is.
levers : what would end it.
hangs_on : which numbers of the case the answers hang on.
ensemble : what must be true of the numbers for an answer.
motives : rival explanations side by side.
record : what happened when, and where it is written.
check : what is in a case without faults, and what was held against documents.
kinds : how long each kind of deadlock lasts, and what such figures do not say.
reading : what rules found in a text.
score : how good forecasts were.
stable : which states hold, under which concept and for whom.
orders : in what share of the orders states hold, and how few swaps would turn that round.
scale : where an item on a line may be settled, and what such rules have been worth.
report : the answers of every lens as one page.
data : the same answers as plain data, for JSON.
figures : the pictures of a page, and those of single results.
render : a page → text, HTML, DOCX or a notebook.
"""
