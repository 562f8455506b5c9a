"""Where the stability lens does its work: reachability, classes, cubes, walks."""
