"""A small case with two rival explanations, one dated move that counts and one item of evidence."""

TEXT = """\
format: 1
title: Two doors
clock: {start: 2001-01-01, unit: day, horizon: 20}
parties: {ann: {name: Ann, precision: 1}, bob: Bob}
options:
  ann.yield: {text: yield, one_way: yes}
  bob.wait: {text: wait, now: yes}
wants: {ann: [ann.yield], bob: [bob.wait]}
payoffs:
  ann: [{when: ann.yield, worth: -1}]
record:
  moves:
    - {id: v1, date: 2001-01-02, party: bob, sets: {bob.wait: yes}}
    - {id: v2, date: 2001-01-04, party: ann, sets: {ann.yield: yes}}
  evidence: {E1: {text: a letter, date: 2001-01-06}}
hypotheses:
  eager:
    claim: Ann wanted to yield.
    prior: [0.3, 0.6]
    evidence: {E1: "+"}
    payoffs: {ann: [{when: ann.yield, worth: [1, 3]}]}
  forced:
    claim: Ann was made to yield.
    prior: [0.4, 0.7]
"""
