"""A small case of which wants and payoffs pull different ways, for tests of what is asked."""

APART = """\
format: 1
title: A border
clock: {start: 2001-01-01, unit: week, horizon: 30}
parties: {north: the north, south: South}
options:
  north.open: open the gate
  north.guard: {text: guard it, now: yes}
  south.call: call for talks
issues:
  gate: {name: the gate, terms: {opened: north.open & !north.guard}}
wants:
  north: [north.open, south.call, "!north.guard"]
  south: [gate]
payoffs:
  north:
    - {when: "!north.open", worth: [0.2, 0.6], label: order}
    - {when: south.call, worth: 0.3}
    - {when: north.guard, worth: -0.1}
  south: [{when: gate, worth: [0.5, 1.5]}]
"""
