"""What of a case can be written without its YAML: its form, and its numbers under sliders.

scenarios : named sets of changes, each beside the case as it stands.
share : reports and an archive, to be passed on.
start : the guided start, by questions.
lever_forms : levers that are moved → a scenario; a form for a new lever.
places : where each value of a case stands in its text → the path by which an edit names it.
form : parties, options, items, wants as fields; what can be added.
numbers : every number of a case under a slider, with its note and source.
scale : how far the slider of a number goes.
"""
