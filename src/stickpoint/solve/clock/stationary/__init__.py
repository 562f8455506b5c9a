"""The game without a horizon: equations, and the ways to a solution."""
