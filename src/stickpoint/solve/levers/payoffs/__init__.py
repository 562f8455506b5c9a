"""The least change of numbers, moves and transfers that ends it sooner."""
