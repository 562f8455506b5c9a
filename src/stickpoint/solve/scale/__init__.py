"""Positions on a line and weights → where the matter may be settled, by five rules.

means : the weighted mean and median, and what each party pulls.
bargaining : the points of Nash and of Kalai and Smorodinsky, for distance as loss.
challenge : the model in which parties challenge one another and give way, round by round.

Axes everywhere: (draw, party). A *weight* is capability times salience.
"""
