"""A case file → the same with every list that has no order of its own turned round.

`QUARREL` is a small case in which every number that may be a range is one.
"""

from __future__ import annotations

import re

import yaml

FREE = ("parties", "options", "nature", "payoffs", "terminal", "tolls", "hypotheses", "levers")
"""Tables of a case whose entries could stand in any order."""
INNER = ("payoffs", "evidence")
"""Those within an explanation."""
PATTERN = re.compile(r"[YN\- ]+")
QUARREL = """\
format: 1
title: A quarrel over two items
clock: {start: 2001-01-01, unit: month, horizon: 24}
parties:
  ann: {name: Ann, pace: [0.5, 2], discount: "0.05/year", precision: [1, 3]}
  bob: {name: Bob, pace: {low: 0.2, mid: 0.5, high: 1.5}, precision: 2}
  eve: {name: Eve, discount: {low: 0.01/year, mid: 0.1/year, high: 0.3/year}}
options:
  ann.yield: {text: yield on pay, one_way: yes, effort: [0.1, 0.4]}
  ann.strike: {text: strike, now: yes}
  bob.yield: {text: yield on hours, one_way: yes}
  bob.threat: {text: threaten, effort: 0.2}
  eve.plead: {text: plead with both, effort: [0, 0.3]}
nature:
  rain: {text: it rains, rate: [0.1/year, 2/year]}
  market: {text: prices fall, rate: {low: 0.01, mid: 0.05, high: 0.2}}
  fair: {text: the fair opens, on: 2001-06-01}
impossible: [ann.yield & ann.strike]
issues:
  pay: {name: pay, terms: {paid: ann.yield}}
  hours: {name: hours, terms: {shorter: bob.yield}}
wants: {ann: [bob.yield, "!ann.yield"], bob: [ann.yield, "!bob.yield"], eve: [settled]}
payoffs:
  ann:
    - {when: "!settled", worth: [-3, -1], label: the quarrel}
    - {when: bob.threat, worth: [-0.5, -0.1]}
    - {when: ann.yield, worth: [-1.5, -0.2], label: giving in}
    - {when: nature.market & !settled, worth: [-1, 0]}
  bob:
    - {when: "!settled & ann.strike", worth: [-24/year, -6/year], label: the quarrel}
    - {when: bob.yield, worth: {low: -2, mid: -0.5, high: -0.1}}
    - {when: bob.threat, worth: [-0.2, 0.1]}
  eve:
    - {when: "!settled", worth: [-2, -0.5]}
    - {when: nature.fair & settled, worth: [0, 1]}
terminal:
  bob: [{when: settled, worth: [0, 3]}]
  ann: [{when: "!settled", worth: [-2, 0]}]
tolls:
  lost days:
    {when: ann.strike & !settled, per: month, amount: [3.7, 15.4], unit: days, falls_on: ann}
  bad blood: {when: "!settled", per: year, amount: [1, 9], falls_on: the town}
record:
  documents: {paper: {title: The paper}}
  moves:
    - {id: v1, date: 2001-02-10, party: bob, sets: {bob.threat: yes}}
    - {id: v2, date: 2001-03-20, party: ann, sets: {ann.strike: no}}
  evidence:
    e1: {text: she laughed, date: 2001-01-02}
    e2: {text: he wept, date: 2001-01-03}
    e3: {text: a letter, observed: no}
rating_scale: {"++": [5, 20], "+": [1.5, 5]}
groups: [[e1, e2]]
hypotheses:
  pride:
    claim: It is pride
    about: ann
    prior: [0.2, 0.6]
    evidence: {e1: "+", e2: "-", e3: "+"}
    payoffs:
      ann: [{when: "!settled", worth: [-1, -0.2]}, {when: ann.yield, worth: [-4, -1]}]
  money:
    claim: It is money
    about: bob
    evidence: {e1: "-", e2: "++"}
    payoffs: {bob: [{when: "!settled", worth: [-1, -0.2]}]}
levers:
  - {what: pay for lost days, payoff: ann, line: the quarrel, by: bob, direction: up,
     cost: [0.5, 2], limit: [0.5, 1]}
  - {what: a mediator, pace: bob, direction: up, cost: 1, limit: 2}
  - {what: a ban on threats, effort: bob.threat, direction: up, limit: [0.1, 1]}
  - {what: rain, rate: nature.rain, direction: up, cost: [1, 3], limit: 0.2}
"""


def turned_round(text: str) -> str:
    """Reverse parties, options, nature, payoffs, tolls, explanations and levers of a case."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    for key, value in root.value:
        if key.value in FREE:
            _reverse(value)
        if key.value in ("payoffs", "terminal"):
            _each(value)
        if key.value == "hypotheses":
            for _, hypothesis in value.value:
                for inner, table in hypothesis.value:
                    if inner.value in INNER:
                        _reverse(table)
                    if inner.value == "payoffs":
                        _each(table)
        if key.value == "ranking":
            _spell_backwards(value)
    turned: str = yaml.serialize(root, allow_unicode=True, width=1000)
    return turned


def _reverse(node: yaml.Node) -> None:
    node.value = node.value[::-1]


def _each(table: yaml.Node) -> None:
    for _, lines in table.value:
        _reverse(lines)


def _spell_backwards(node: yaml.Node) -> None:
    """Turn patterns such as YN-Y, which name options by their order, with the options."""
    if isinstance(node, yaml.ScalarNode):
        if PATTERN.fullmatch(node.value):
            node.value = node.value[::-1]
    else:
        for item in node.value:
            for part in item if isinstance(item, tuple) else (item,):
                _spell_backwards(part)
