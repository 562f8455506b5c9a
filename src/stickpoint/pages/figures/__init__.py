"""Numbers → pictures: SVG for pages, matplotlib for single results.

svg : lines, paths and words as SVG elements, and how wide words are.
bars : shares and amounts with their ranges.
charts : chances over time as curves.
graph : states and moves in layers, no word on another.
routes : how its arcs run past boxes.
whiles : in which spans of time something holds, row by row.
tornado : an answer where each of some numbers is low, and where it is high.
strip : steps that lead from one to the next.
timeline : what happened when, a lane for each party.
labels : what the rows of such a picture are called.
pictures : a result → its matplotlib figure, chosen by its kind: outlays, transfers, ripeness, the
    rest.
drawn : what such a picture shows over draws: bands, the words and the units of the case.
clock_plot : bars, grids and curves; how long, how pressing, which way and at what cost, of one
    clock.
"""
