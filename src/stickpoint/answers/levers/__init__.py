"""Case → what smallest change would end it, in numbers and indices.

both : a case → changes of orders and options, and of numbers, asked together.
parameters : a case → the numbers that its levers take hold of, how far and at what cost.
pulled : levers moved by hand → what they cost together, and the wait with them moved.
at_once : moves and levers that save as much as the best.
tried : draws of a forecast → their course as it is, after each move, with each lever pulled.
payoffs : a case → what its levers, moves made now and transfers would do to the wait.
ranks : a case → the least change of ranks, wants or options that makes each settlement hold.
prices : what a swap of ranks or wants costs.
believed : a case → the least change of a view, of attitudes, of a weight, for a settlement.
"""
