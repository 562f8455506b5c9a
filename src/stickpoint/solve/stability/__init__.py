"""Which states hold, for whom, and what holds them: the graph model's stability concepts."""
