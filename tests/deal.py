"""A small case in which nobody gets anywhere alone, for tests of who would sign what."""

DEAL = """\
format: 1
title: A boat for two
clock: {start: 2001-01-01, unit: week, horizon: 30}
parties: {ann: Ann, bob: Bob, cat: {name: Cat, pace: 1}}
options:
  ann.sign: sign
  ann.pay: pay
  bob.sign: sign
  cat.look: look on
impossible: ["ann.sign & !bob.sign", "bob.sign & !ann.sign", "ann.pay & !ann.sign"]
issues: {boat: {name: the boat, terms: {free: bob.sign & !ann.pay, paid: bob.sign & ann.pay}}}
wants: {ann: [boat], bob: ['!(boat = "free")', boat], cat: [cat.look]}
payoffs:
  ann: [{when: "!boat", worth: -1}, {when: ann.pay, worth: -0.3}]
  bob: [{when: 'boat = "free"', worth: -0.4}, {when: ann.pay, worth: 0.2}]
  cat: [{when: cat.look, worth: 0.1}]
"""
"""Nobody gets anywhere alone, so that going on is worth what today pays."""
