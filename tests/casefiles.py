"""Parts of case files → whole ones, with the findings expected where the parts are marked.

A mark such as ``⟨C101⟩`` stands where the finding is to point to, and is taken out.
"""

from __future__ import annotations

import re
from pathlib import Path

FINDINGS = (Path(__file__).parents[1] / "docs" / "reference" / "findings.md").read_text("utf-8")
CODES = re.findall(r"^### (C\d{3}): ", FINDINGS, re.MULTILINE)
"""The codes of findings, each with a section of the reference, in its order."""
REST = {
    "format": "format: 1\n",
    "title": "title: t\n",
    "parties": "parties: {a: A, b: B}\n",
    "options": "options: {a.x: do x, b.y: {text: do y, now: yes}}\n",
    "wants": "wants: {a: [a.x], b: [b.y]}\n",
}
MARK = re.compile(r"⟨(C\d{3})⟩")


def whole(part: str) -> str:
    """Put a part of a case first and add what it lacks to be sound."""
    keys = set(re.findall(r"^(\w+):", part, re.MULTILINE))
    return part + "".join(text for key, text in REST.items() if key not in keys)


def unmarked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Take the marks out; give the clean text and (line, column, code) of every mark."""
    places = []
    clean = ""
    end = 0
    for found in MARK.finditer(text):
        clean += text[end : found.start()]
        end = found.end()
        line = clean.count("\n") + 1
        places.append((line, len(clean) - clean.rfind("\n"), found[1]))
    return clean + text[end:], places


# Every key that a record or a hypothesis may hold, each at least once.
TALKS = whole(
    """\
clock: {start: 1952-01-02, unit: month, horizon: 12}
at_most_one: [[a.x, b.y]]
options: {a.x: {text: do x, one_way: yes, needs: "!b.y"}, b.y: {text: do y, now: yes}}
record:
  documents:
    d: {title: Talks, file: talks.txt, sha256: SHA, cite: "B, 1952", url: "https://b.org", note: n}
    e: Another
  passages:
    p: {document: d, chars: [0, 5], hash: 0a1b2c3d4e5f, fingerprint: FINGERPRINT, note: n}
    q: {document: d, chars: [6, 9], quote: the words, prefix: before, suffix: after}
  facts:
    f: {text: A is tired, because: p, note: n}
    g: B is not
  messages:
    - {id: m, date: 1952-07~, from: a, to: b, act: plea, text: asks, source: p, note: n}
    - id: r
      date: mid July 1952
      from: b
      to: somebody
      act: refusal
      text: refuses
      reply_to: m
      says: {f: yes, g: no}
      arrived: 1952-07-20
      source: {document: d, chars: [4, 8], hash: 0a1b2c3d4e5f, page: "3", locator: foot}
  moves:
    - {id: v, date: 1952-08/.., party: a, sets: {a.x: yes}, source: {passage: q}, note: n}
    - {id: w, date: 1952-07-15/1952-07-17, party: b, sets: {b.y: no}, source: e}
  evidence:
    E1: {text: seen, date: 1952-21, source: {document: d, quote: w, prefix: x, suffix: y}, note: n}
    E2: {text: heard, observed: no}
    E3: heard
  silent: [b.y]
payoffs: {a: [{when: a.x, worth: -1}], b: [{when: b.y, worth: 0.5}]}
hypotheses:
  weary:
    claim: A tired of it.
    by: [Adler, Brandt]
    about: a
    prior: [0.3, 0.6]
    payoffs:
      a: [{when: a.x, worth: [1, 2], once: 1, label: relief, because: E1, size: guess, note: n}]
    evidence:
      E1: {rating: {anna: "+", ben: "--"}, because: p, note: n}
      E2: "++"
    because: m
    note: n
  forced: {claim: A was made to., prior: 0.4, evidence: {E1: "-", E3: 0}}
rating_scale: {"+": [1.5, 4], "--": [0.05, 0.3]}
groups: [[E1, E3]]
""".replace("SHA", "0a" * 32).replace("FINGERPRINT", "0b" * 32)
)
