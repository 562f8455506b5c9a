"""Names and statements as written → what they stand for, or findings.

assemble : the read fields of a case → the case, every name in it looked up.
register : the same fields → the ids that the parts of the case may name.
names : an id or a name → what it stands for, or a finding with the nearest known one.
statements : a statement as written → a formula over option bits.
parties : the read tables → the parties, options, nature, constraints and issues.
preferences : wants, rankings and weights as written → what each party prefers.
payoffs : payoffs, tolls, explanations and their scale as written → frozen objects.
levers : levers as written → objects that name the number they change.
record : the record as written → documents, passages, messages, moves and evidence.
close_issues : a case and issues assumed closed → the case with its statements read as if they were.
"""
