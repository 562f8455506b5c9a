"""The clock's equations as loops: moves, choice, steps in time, and their adjoint."""
