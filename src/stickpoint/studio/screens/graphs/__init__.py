"""Pictures that the screens draw themselves: the conflict to walk in, and waits.

scene : a case → the states and moves that are shown, at most so many that a picture can hold.
layers : states and moves → where each box stands, in layers from today on.
drawn : that → SVG whose boxes and arrows can be chosen, by hand and by key.
waits : a wait with levers moved, and when terms suit whom, as pictures.
"""
