"""A strike that never was, its minutes, and a case with everything that a record can hold."""

from __future__ import annotations

import hashlib
from pathlib import Path

from stickpoint.case.documents.passages import words_hash

TEXT = (
    "Minutes. The union asked for a rise on 5 March. The company turned it down flat.\n"
    "The mayor begged both sides to settle before the summer guests arrived.\n"
    "On the last day both chairmen signed the paper in silence.\n"
)
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
ASKED = "The union asked for a rise"
SIGNED = "both chairmen signed the paper"
BEGGED = "The mayor begged both sides to settle before the spring guests came"


def at(words: str) -> str:
    return f"[{TEXT.index(words)}, {TEXT.index(words) + len(words)}]"


CASE = f"""\
format: 1
title: The ferry & the union
clock: {{start: 2024-03-01, unit: week}}
parties:
  union: {{name: The ferry workers' union, short: the union}}
  firm: The company
options:
  union.strike: {{text: strike, undo: call the strike off}}
  firm.offer: {{text: offer half of the rise, needs: union.strike}}
nature:
  storm: {{text: a storm sinks a ferry, now: no, on: 2024-03-25}}
issues:
  wage: {{name: the wage, opened: 2024-02, terms: {{half rise: firm.offer & !union.strike}}}}
settled: wage
wants:
  union: [{{that: settled, because: m-plea}}]
  firm: [settled]
record:
  documents:
    minutes:
      title: Minutes & papers_1
      file: minutes.txt
      sha256: {SHA256}
      cite: "Works council, 2024"
      note: kept in the yard
    letter: {{title: A letter, url: "https://example.org/letter"}}
    unused: {{title: Never cited}}
  passages:
    p-asked: {{document: minutes, chars: {at(ASKED)}, hash: {words_hash(ASKED)}, note: a plea}}
    p-signed: {{document: minutes, chars: [0, {len(SIGNED)}], hash: {words_hash(SIGNED)}}}
    p-begged: {{document: minutes, chars: [80, 140], quote: {BEGGED}}}
    p-gone: {{document: minutes, chars: [0, 20], hash: "000000000000"}}
  messages:
    - {{id: m-plea, date: 2024-03-05~, from: union, to: firm, act: plea, text: asks for a rise,
       source: p-asked}}
    - {{id: m-refusal, date: mid March 2024, from: firm, to: union, act: refusal, reply_to: m-plea,
       text: turns it down, source: {{document: minutes, page: "2", chars: [0, 7]}}}}
    - {{id: m-mayor, date: 2024-05/.., from: the mayor, to: firm, act: plea, text: begs <both>}}
    - {{id: m-note, date: 2024, from: union, to: union, act: report, text: "a note, \\"x\\""}}
  moves:
    - {{id: v-past, date: 2024-01-15, party: union, sets: {{union.strike: yes}}}}
    - {{id: v-strike, date: 2024-03-04, party: union, sets: {{union.strike: yes}},
       source: {{document: letter, quote: we are out, prefix: Today, locator: top}}}}
    - {{id: v-hold, date: 2024-03-20, party: union, sets: {{union.strike: yes}}}}
    - {{id: v-offer, date: 2024-04-01/2024-04-03, party: firm, sets: {{firm.offer: yes}}}}
    - {{id: v-end, date: 2024-04-03, party: union, sets: {{union.strike: no}}}}
  evidence:
    E1: {{text: the fund paid, date: before 2024-03}}
    E2: nobody asked the members
    E3: {{text: a ledger that nobody found, date: 2024-03-02, observed: no}}
"""


def case_file(folder: Path, *, text: str | None = TEXT) -> Path:
    path = folder / "ferry.case.yaml"
    path.write_text(CASE, encoding="utf-8")
    if text is not None:
        (folder / "minutes.txt").write_text(text, encoding="utf-8", newline="")
    return path
