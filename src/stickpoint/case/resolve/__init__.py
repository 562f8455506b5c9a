"""Names and statements as written → what they stand for, or findings.

assemble : the read fields of a case → its ids, then the case, every name in it looked up.
names : an id or a name → what it stands for, or a finding with the nearest known one.
record_names : ids of the record → what they stand for; reasons as written.
strangers : names that stand for nothing → findings, at the declaration that was meant if it can be.
statements : a statement as written → a formula over option bits.
parties : the read tables → the parties, options, nature, constraints and issues.
patrons : what each patron can impose on its clients as written → whose option, which way, when.
preferences : wants, rankings and weights as written → what each party prefers.
beliefs : foresight, attitudes and views as written → what each party looks at.
payoffs : payoffs, tolls, explanations, their scale and levers as written → frozen objects.
length : the kind, the lengths and the end as written → checked values.
record : the record as written → documents, passages, messages, moves and evidence.
close_issues : a case and issues assumed closed → the case with its statements read as if they were.
"""
