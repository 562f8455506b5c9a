"""Small case files that hold every key there is, and what readers stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casefiles import TALKS, whole
from rivals import TEXT as RIVALS
from strike import STRIKE

from stickpoint.case import library
from stickpoint.case.schema.layout import CASE
from stickpoint.case.schema.shape import Kind, ListOf, Struct, Table

PARTS = {
    "nature": """\
clock: {start: 2001-01-01, unit: week, horizon: 9}
nature:
  flood: {text: it rises, rate: [0.1, 0.2], one_way: no, because: as told, size: source, note: n}
  frost: {text: it freezes, now: no, on: 2001-02}
options:
  a.x: {text: ford, undo: turn back, now: no, one_way: to yes, needs: "!nature.flood", effort: 0.3}
  b.y: {text: do y, now: yes}
wants: {a: ["!nature.frost", a.x], b: b.y}
""",
    "numbers": """\
about: Two banks.
parties:
  a: {name: Ann, text: who, short: A, pace: [1, 2], discount: 0.1/year, precision: 2, size: guess}
  b: {name: Bob, pace: {low: 1, mid: 2, high: 4}, because: told so, note: n, size: {pace: source}}
payoffs:
  a: [{when: a.x, worth: [-1, 1], label: wet, size: {worth: guess}}, {when: b.y, worth: 2}]
terminal: {b: [{when: "!a.x", worth: 1, because: told so}]}
""",
    "tolls": """\
clock: {horizon: none}
settled: b.y | a.x
tolls: {days: {when: "!b.y", per: day, amount: [1, 2], unit: days, falls_on: a, note: n}}
payoffs: {a: [{when: b.y, worth: 1, label: wet}]}
nature: {flood: it rises}
levers:
  - {what: less rain, rate: nature.flood, by: a, direction: down,
     cost: [1, 2], limit: 3, because: m}
  - {what: a fee, payoff: a, line: wet}
  - {what: a fine, payoff: a, when: b.y, note: n}
  - {what: wings, effort: a.x}
  - {what: speed, pace: a}
  - {what: swap, ranks: b, cost: 2}
""".replace("because: m", "because: a pump"),
    "orders": """\
options: {a.x: do x, a.z: do z, b.y: {text: do y, now: yes, because: as told}}
at_most_one: [[a.x, a.z]]
exactly_one: [{of: [b.y, a.z], because: as told, note: n}]
impossible: [{that: a.x & b.y & a.z, because: as told}]
wants: {a: [{that: a.z, great: yes, because: as told, note: n}, "!b.y if a.x"]}
ranking: {b: {order: [YNY, [NNY, a.z]], because: as told, note: n}}
strength: {b: a.x}
""",
    "issues": """\
issues:
  line: {name: the line, opened: 2001, terms: {near: {when: a.x, text: t}, far: b.y}, because: m}
  price: {positions: {a: {high: {text: ask much, now: yes, note: n}, low: ask little}},
    terms: {fair: a.low}}
  old: {name: past, closed: 2000-05, note: n}
packages: {all: {when: 'line = "near" & price', text: t}, some: line | price}
wants: {a: [line, settled]}
weights: {b: [{when: a.x, weight: 2, size: guess, because: m},
    {when: price iff line, weight: -1.5}]}
unknown: {a: [[a.x & b.y, b.y & !a.x]]}
""".replace("because: m", "because: a map"),
    "length": """\
clock: {start: 2001-01-01}
kind: {name: crisis, gravity: existence, note: n}
lengths: [12, 40]
happened: {date: 2001-03, terms: other, note: n}
issues: {line: {terms: {near: {when: a.x, holds: 3/month}, off: {when: "!b.y & !a.x", lapses: 1},
  far: {when: a.x & b.y, signed: yes, needs: [a, b]}}}}
payoffs: {a: [{when: settled & a.x, once: [1, 2]}]}
""",
    "seats": """\
kind: {name: government formation, largest_share: 0.3}
""",
    "words": """\
options: {a.x: {text: do x, one_way: yes}, b.y: do y}
same: a.x
wants: {a: [a.x, {that: not a.x and b.y, because: [d, m]}]}
weights: {b: {a.x: 3, b.y & !a.x: -1}}
record:
  documents: {d: {title: D, url: "https://b.org", cite: c, file: d.txt}}
  passages: {p: {document: d, chars: [0, 5], hash: 0a1b2c3d4e5f}}
  messages: [{id: m, date: early 1952, from: a, to: b, act: offer,
    text: "it's \\"all\\"", source: p}]
notes: >
  Some words,
  and more.
""",
    "record": """\
record:
  documents: {d: D}
  messages:
    - {id: m, date: 1952-07~, from: a, to: b, act: plea, text: asks}
    - {id: r, date: mid July 1952, from: b, to: all, act: refusal, text: no, reply_to: m,
       source: {document: d, chars: [4, 8], hash: 0a1b2c3d4e5f, page: "3", locator: foot}}
  moves:
    - {id: v, date: 1952-08/.., party: a, sets: {a.x: yes}, source: d, note: n}
    - {id: w, date: 1952-07-15/1952-07-17, party: b, sets: {b.y: no}}
  silent: [b.y]
""",
    "rivals": """\
record: {evidence: {E1: {text: seen, observed: no, date: 1952-21}, E2: heard}}
hypotheses:
  weary: {claim: A tired., by: [C, D], about: a, prior: [0.3, 0.6],
    evidence: {E1: {rating: {e: "+"}}}, payoffs: {a: [{when: a.x, worth: 1}]}}
  forced: {claim: A had to., prior: 0.4, evidence: {E1: "-", E2: 0}}
rating_scale: {"+": [1.5, 4], "--": [0.05, 0.3]}
groups: [[E1, E2]]
""",
    "patrons": """\
parties:
  a: A
  b: {name: B, patron: {a: {b.y: either, b.z: {to: yes, text: have it do z, needs: a.x,
    because: [m, it pays], note: n}}}}
options: {a.x: do x, b.y: {text: do y, now: yes}, b.z: {text: do z, one_way: no}}
record: {moves: [{id: m, date: 2001-03, party: a, sets: {b.y: no}}]}
""",
    "open orders": """\
options: {a.x: do x, a.z: do z, b.y: {text: do y, now: yes}}
wants:
  a: [a.x, {either: [{that: b.y, because: as told, note: n}, [a.z, "!b.y"]]}]
  b: {coders: {ann: [b.y, {that: a.x, because: as told, note: n}],
    bob: [{either: [a.x, "!b.y if a.z"]}], eve: b.y}}
""",
    "beliefs": """\
foresight: {a: seq, b: {concept: nash, because: it is poor}}
attitudes: {a: {b: "-"}, b: {a: {sign: "+", because: they are kin}}}
views:
  a: {wants: {b: ["!b.y"]}, options: {b.y: unknown}, views: {b: {wants: {a: [a.x]}}}}
""",
}
"""Parts of cases that `casefiles.whole` makes whole."""


def _cut(text: str) -> str:
    """Cut a built-in case down: no comments, nothing about it, no notes."""
    text = re.sub(r"(?m)^\s*#.*\n|\s+# .*$|^\s*\n", "", text)
    return re.sub(r"(?m)^(about|notes):.*\n(?:[ -].*\n)*", "", text)


SMALL = {name: whole(part) for name, part in PARTS.items()}
LARGE = {
    "talks": TALKS,
    "strike": STRIKE,
    "moves": RIVALS,
    "template": _cut(library.TEMPLATE),
    **{
        name: _cut(library.path_of(name).read_text(encoding="utf-8"))
        for name in ("prisoners-dilemma", "cuba-1962", "elmira-coalesced", "syria-iraq-1975")
    },
}
SEEDS = SMALL | LARGE


def keys_of(kind: Kind) -> Iterator[str]:
    """List every key that a kind of the layout knows, and those inside it."""
    if isinstance(kind, Struct):
        for name, key in kind.keys.items():
            yield name
            yield from keys_of(key.kind)
    elif isinstance(kind, ListOf | Table):
        yield from keys_of(kind.kind)


KEYS = sorted(set(keys_of(CASE)))
ODD = [
    *("", "0", "-1", "1e9", "1e99", "-0,5", "1,234", "9" * 40, "0x1F", "1_000", "nan", ".inf"),
    *("1/0", "[]", "{}", "[[]]", "[{}]", "{a: }", "[1, 2, 3]", "[2, 1]"),
    *("[0, 99999999999999999999]", "~", "{low: 1, high: 2}", "{low: [1], high: {}}", "[" * 30),
    *("[" * 300, "{a: " * 30 + "}" * 30, "yes", "no", "NO", "null", "none", "settled"),
    *("nature", "if", "not", "true", "all", "1 / day", "1952-07-14", "1952-13", "0000"),
    *("9999-12-31", "-0001", "1952-02-29/..", "../1950", "[1950..]", "1952~", "before 9999"),
    *("after 0001-01-01", "mid July 1952", "1952-21", "late 0002", "12/5/52", "&a [*a]", "*a"),
    *("&a b", "&a [1, *b]", "!x", "!!int 3", "!!python/name:os.system", "<<: *a", "|", ">-"),
    *("|2\n  x", "? a", "- - -", "a: b: c", "---", "...", "%YAML 1.1", "# no", "@", "`", "a.x"),
    *("a.x & b.y", "!(a.x", "a.x iff b.y iff a.x", "(" * 60 + "a.x" + ")" * 60, "a" * 2100),
    *("!" * 50 + "a.x", " | ".join(["a.x & b.y"] * 60), "a.x = 'b'", "line = near", "price"),
    *("a.*", "Y-N", "YYYYYYYYYYYYYYYYYY", "--", "++", "'", '"', "''", '"\\ud83d"', '"\\x00"'),
    *('"\\N"', "\u2019", "https://b.org", "javascript:x", "file:///etc", "../../d.txt"),
    *("0a1b2c3d4e5f", "0b" * 32, "C:/d", "\ufeff", "\u200b", "\u202e", "\u2028", "\x85"),
    *("\x0b", "\x00", "\ud800", "\ue000", "\uffff", "\t", "\xa0", "\r", "\r\n", "e\u0301"),
    *("\ufdfa", "\U0001f610", "\u0430.\u0445", "\u2011", "\u0661\u0662", "\uff11", "\xb2"),
    *("\u01c6", "\xdf", "\u0130", "\u017f"),
]  # fmt: skip
"""Values and signs at which readers stumble."""
