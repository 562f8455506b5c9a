"""A small case with numbers, for tests of what one screen says."""

STRIKE = """\
format: 1
title: A strike
clock: {start: 2001-01-01, unit: day, horizon: 30}
parties: {ann: Ann, bob: {name: Bob, pace: [0.5, 2]}}
options:
  ann.yield: {text: yield, one_way: yes}
  bob.yield: {text: yield, one_way: yes}
impossible: [ann.yield & bob.yield]
issues:
  pay: {name: pay, terms: {low: ann.yield, high: bob.yield}}
wants: {ann: [pay, "!ann.yield"], bob: [pay, "!bob.yield"]}
payoffs:
  ann: [{when: "!pay", worth: [-3, -1]}]
  bob: [{when: "!pay", worth: -1}]
tolls:
  lost days: {when: "!pay", per: day, amount: [1, 2], unit: days, falls_on: ann}
  rent: {when: "!pay", per: day, amount: 1, unit: coins, falls_on: the shops}
  noise: {when: "!pay", per: day, amount: 1}
  smoke: {when: "!pay", per: day, amount: 1}
"""
