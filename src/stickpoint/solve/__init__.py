"""Arrays → results: four lenses on a conflict, pure, without files or words.

stability : the ranks → which states hold, under which concept, and what holds them
clock     : the game → how long, which way it ends, who pays, whose delay it is
motives   : evidence and dated moves → which rival explanation they favour
levers    : conflict or game → what smallest change would end it
durations : how long deadlocks of a kind last, and how good a forecast of one was
ensemble  : many draws as arrays → what an answer hangs on, and where in them it comes about
scale     : positions on a line and weights → where an item may be settled, by five rules
result    : what every answer can do besides: tell, tabulate, turn into data, say where it is from
"""
