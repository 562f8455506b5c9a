"""A page → what a medium shows of it.

text : lines for a terminal.
html : one HTML file that needs nothing else.
docx : a Word file, its pictures drawn by raster.
raster : the pictures of a page → PNG, by matplotlib.
notebook : conflicts and games → small tables in a notebook.
file : a report → a file, HTML or DOCX by its ending.
"""
