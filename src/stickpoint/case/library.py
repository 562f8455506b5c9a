"""The built-in cases, and the text of a short commented one, to be written over."""

from __future__ import annotations

from pathlib import Path

CASEBOOK = Path(__file__).resolve().parent.parent / "casebook"
SUFFIX = ".case.yaml"


def names() -> tuple[str, ...]:
    """List the built-in cases, in alphabetical order."""
    files = CASEBOOK.glob(f"*/*{SUFFIX}")
    return tuple(sorted(file.parent.name for file in files if file == _file(file.parent.name)))


def path_of(name: str) -> Path:
    """Return the file of a built-in case; KeyError when there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return _file(name)


def _file(name: str) -> Path:
    return CASEBOOK / name / f"{name}{SUFFIX}"


TEMPLATE = """\
# A case is one file. Lines that begin with # are comments; delete or change anything.
# Indent with spaces. Put a text in quotes when it begins with ! or holds ': ' or ' #'.
format: 1
title: Wage dispute at the ferry yard
about: >
  The workers of a shipyard strike for a rise. The company has offered less than they ask, the town
  council wants the yard open before the summer, and for six weeks nobody has moved.

clock: {start: 2024-03-04, unit: week, horizon: 52}   # how time is counted, how far to look
kind: strike                # how long such things last: see stickpoint kinds

# Who decides. An amount is a number, or a range [low, high] where you are not sure.
parties:
  union:
    name: Shipyard workers' union
    short: the union
    pace: [1, 3]            # chances to change course, per week
    precision: [1, 4]       # how sharply it chooses the better course; 0 would be by chance
  company:
    name: Ferry yard company
    short: the company
    pace: [0.5, 2]
    precision: [1, 4]
  council:
    name: Town council
    short: the council
    pace: 0.5
    precision: [1, 4]

# What each party can do or leave: party.option. "now" is how things stand today.
options:
  union.strike: {text: strike, undo: go back to work, now: yes}
  union.full: {text: insist on the full rise, undo: give up the full rise, now: yes}
  company.offer: {text: offer half of the rise, undo: withdraw the offer, now: no}
  company.accept:
    text: pay the full rise
    one_way: yes            # once agreed it cannot be undone
    needs: union.strike     # it would only do so under a strike
    because: The company has never raised wages without one.
  council.bridge: {text: pay the difference from the town's own funds, effort: 0.3, now: no}

at_most_one:
  - [company.offer, company.accept]

impossible:
  - that: council.bridge & company.accept
    because: With the full rise paid there is no difference left.

# What is on the table, and the ways in which it can close.
issues:
  hours:
    name: working hours
    closed: 2024-02-12
  wage:
    name: the rise in wages
    opened: 2024-01~        # the sign ~ means: about
    terms:
      full rise: company.accept
      half rise: company.offer & !union.full & !council.bridge
      bridged rise: company.offer & council.bridge

settled: wage & !union.strike

# What each wants, most important first. & is and, | is or, ! is not; also: A if B, A iff B.
# A line may have a worth too, {that: settled, worth: [0.3, 0.5]}: then it is a payoff as well.
wants:
  union:
    - that: wage
      because: m-offer-refused
    - company.accept | council.bridge
    - "!union.strike if wage"
    - union.full
  company:
    - "!company.accept"
    - "!union.strike"
    - "!company.offer"
  council:
    - settled
    - "!council.bridge"

# What it is worth to each, per week, while the statement holds; only the proportions count.
payoffs:
  union:
    - {when: union.strike, worth: [-1, -0.4], label: lost wages, because: m-strike-fund}
    - {when: company.accept, worth: [0.8, 1], label: full rise}
    - {when: company.offer & council.bridge, worth: [0.6, 0.9], label: bridged rise}
    - {when: company.offer & !council.bridge, worth: [0.3, 0.6], label: half rise}
  company:
    - {when: union.strike, worth: [-1.5, -0.5], label: idle yard}
    - {when: company.accept, worth: [-1.2, -0.8], label: cost of the full rise}
    - {when: company.offer, worth: [-0.5, -0.2], label: cost of half the rise}
  council:
    - {when: "!settled", worth: [-0.6, -0.3], label: no ferries}
    - {when: council.bridge, worth: [-0.4, -0.1], label: town funds}

# What the waiting costs, in its own units, whoever bears it.
tolls:
  lost crossings:
    {when: union.strike, per: day, amount: [6, 8], unit: crossings, falls_on: the islanders}

# Who said what, when, and where that is written down. "because" above points to these ids.
record:
  documents:
    minutes: {title: Minutes of the works council, cite: "Works council, minutes, spring 2024"}
  messages:
    - id: m-strike-fund
      date: 2024-02-26
      from: union
      to: members
      act: report
      text: The strike fund can pay two thirds of a wage.
      source: {document: minutes, page: "4"}
    - id: m-offer-refused
      date: late February 2024
      from: union
      to: company
      act: refusal
      text: Half a rise is turned down; the rest must come from somewhere.
      source: {document: minutes, page: "6"}
  moves:
    - {id: v-strike, date: 2024-03-04, party: union, sets: {union.strike: yes}, source: minutes}
"""
