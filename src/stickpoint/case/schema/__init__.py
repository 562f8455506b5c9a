"""Which keys a case file may hold and of which kind, for the reader and for editors.

layout : every key of a case, its kind and what it means; the same as a JSON Schema.
stakes_layout : the keys of wants, payoffs, tolls, explanations and levers.
orders_layout : how a list of wants says that its order is not known.
beliefs_layout : the keys of foresight, attitudes and views.
length_layout : the keys that say how long such things last, and how this one ended.
record_layout : the keys of the record.
fields : what was read of a table or a record, with the places of all that was written.
shape : lists, tables and records: each reads a node and describes itself to editors.
ids : words, such as a name → an id that is free and may stand in a case.
phrases : statements, pairs and rankings of them.
kinds : single values: each reads a node and describes itself to editors.
values : single values as written → Python values, or a sentence about what is wrong with them.
"""
