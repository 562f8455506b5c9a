"""What hangs on the order in which parties want things, in words, as a table and as data.

words : the status quo → in what share of the orders it holds, and how few swaps would turn that.
table : every state → the same as columns.
data : the same for JSON.
"""
