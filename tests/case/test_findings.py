"""Every kind of fault, in the smallest file that has it → one finding, at its line and column."""

from __future__ import annotations

import pytest
import yaml
from casefiles import CODES, unmarked, whole

from stickpoint.case.check import check_text

# Each text lacks only what `whole` adds; each mark is the finding that is expected there.
FAULTY: dict[str, str] = {
    "two colons": "title: Ferries⟨C002⟩: a strike\n",
    "a quote that is not closed": 'title: ⟨C002⟩"Ferries\n',
    "a bracket that is not closed": "notes: ⟨C002⟩[one, two\n",
    "a key twice": "title: one\n⟨C003⟩title: two\n",
    "an alias of nothing": "notes: [⟨C004⟩*one]\n",
    "an alias of itself": "notes: &n [⟨C004⟩*n]\n",
    "terms that can never hold": "impossible: [a.x & b.y]\n"
    "issues: {i: {terms: {t: ⟨C408⟩a.x & b.y}}}\n",
    "a no-break space after a colon": "title:⟨C006⟩\u00a0Ferries\n",
    "a no-break space in an indentation": "clock:\n⟨C006⟩\u00a0 unit: week\n",
    "options in the place of lists": "at_most_one: [⟨C102⟩a.x, ⟨C102⟩b.y]\n",
    "a character that no text holds": "title: a⟨C006⟩\x07b\n",
    "a tab": "clock:\n⟨C007⟩\tunit: week\n",
    "two documents": "title: one\n⟨C008⟩---\ntitle: two\n",
    "a statement that looks like a tag": "settled: ⟨C010⟩!a.x\n",
    "a tag": "notes: ⟨C010⟩!!python/object/apply:os.system [ls]\n",
    "levels without end": f"notes: [⟨C102⟩{'[' * 22}⟨C011⟩[[1]]{']' * 22}]\n",
    "an unknown key at the top": "⟨C101⟩tilte: t\n",
    "an unknown key inside": "clock: {⟨C101⟩units: week}\n",
    "a comma in a text in braces": "clock: {unit: week, ⟨C101⟩ten of them}\n",
    "an unknown kind": "kind: ⟨C107⟩strikes\n",
    "a kind without a name": "kind: ⟨C103⟩{gravity: other}\n",
    "what is not known of a kind": "kind: {name: strike, gravity: ⟨C101⟩other}\n",
    "a gravity that is none": "kind: {name: crisis, gravity: ⟨C107⟩grave}\n",
    "a share above one": "kind: {name: government formation, largest_share: ⟨C104⟩35}\n",
    "a length of nothing": "lengths: [3, ⟨C104⟩0 days]\n",
    "a length in no unit": "lengths: [⟨C106⟩3 fortnights]\n",
    "a length in words": "lengths: [⟨C106⟩long]\n",
    "too many lengths": f"lengths: ⟨C104⟩[{', '.join(['1'] * 1001)}]\n",
    "an end without a date": "happened: ⟨C103⟩{terms: other}\n",
    "an end before the start": "clock: {start: 2024-03}\nhappened: {date: ⟨C607⟩2024-02-12}\n",
    "an end on no terms of the case": (
        "issues: {i: {terms: {t: a.x}}}\nhappened: {date: 2024, terms: ⟨C203⟩u}\n"
    ),
    "an end on two terms of an issue": (
        "issues: {i: {terms: {t: a.x, u: b.y}}}\nhappened: {date: 2024, terms: [t, ⟨C206⟩u]}\n"
    ),
    "other terms beside some": (
        "issues: {i: {terms: {t: a.x}}}\nhappened: {date: 2024, terms: [t, ⟨C206⟩other]}\n"
    ),
    "a list for a text": "title: ⟨C102⟩[one]\n",
    "a text for a list": "wants: {a: [a.x], b: [b.y]}\npayoffs: {a: ⟨C102⟩much}\n",
    "a text for a mapping": "issues: ⟨C102⟩line\n",
    "a mapping for a name": "notes: t\n⟨C102⟩{one: two}: three\n",
    "a party without a name": "parties: {a: ⟨C103⟩{text: one of two}, b: B}\n",
    "no when": "payoffs: {a: [⟨C103⟩{worth: 1}]}\n",
    "no options": "options: ⟨C103⟩{}\nwants: {a: [yes], b: [yes]}\n",
    "no parties": "parties: ⟨C103⟩{}\nwants: {}\n",
    "parties without one": "wants: {a: [a.x], b: [b.y]}\nparties:⟨C103⟩\n",
    "no source in a source": (
        "record: {messages: [{id: m, date: 1952, from: a, act: offer, text: t,\n"
        "  source: ⟨C103⟩{page: 3}}]}\n"
    ),
    "a number out of range": "clock: {horizon: ⟨C104⟩0}\n",
    "a range in the wrong order": "payoffs: {a: [{when: a.x, worth: ⟨C104⟩[2, 1]}]}\n",
    "a prior above one": "hypotheses: {h: {claim: c, prior: ⟨C104⟩1.5}}\n",
    "a ratio of nothing": 'rating_scale: {⟨C104⟩"--": [0, 0.5]}\n',
    "ratings out of order": 'rating_scale: {"++": 2, ⟨C104⟩"+": 3}\n',
    "no rating of that name": "rating_scale: {⟨C105⟩good: 2}\n",
    "a coder without a rating": (
        "record: {evidence: {E1: e}}\n"
        "hypotheses: {h: {claim: c, evidence: {E1: {rating: {ann: ⟨C107⟩much}}}}}\n"
    ),
    "no coder": (
        "record: {evidence: {E1: e}}\n"
        "hypotheses: {h: {claim: c, evidence: {E1: {rating: ⟨C110⟩{}}}}}\n"
    ),
    "one option alone": "at_most_one: [⟨C104⟩[a.x]]\n",
    "a party in capitals": (
        "parties: {a: A, b: B, ⟨C105⟩NO: Norway}\nwants: {a: [a.x], b: [b.y], NO: [a.x]}\n"
    ),
    "a party named like a word of statements": (
        "parties: {a: A, b: B, ⟨C105⟩if: I}\nwants: {a: [a.x], b: [b.y], if: [a.x]}\n"
    ),
    "an option without a party": "options: {⟨C105⟩x: do x, a.x: do x, b.y: do y}\n",
    "a number in words": "payoffs: {a: [{when: a.x, worth: ⟨C106⟩a lot}]}\n",
    "an unknown unit": "parties: {a: {name: A, discount: ⟨C106⟩0.1/fortnight}, b: B}\n",
    "a unit mixed with another": "payoffs: {a: [{when: a.x, worth: ⟨C106⟩[1/day, 2/week]}]}\n",
    "an unknown act": (
        "record: {messages: [{id: m, date: 1952, from: a, act: ⟨C107⟩ofer, text: t}]}\n"
    ),
    "neither yes nor no": "options: {a.x: {text: do x, now: ⟨C107⟩maybe}, b.y: do y}\n",
    "an unknown way": "options: {a.x: {text: do x, one_way: ⟨C107⟩up}, b.y: do y}\n",
    "an unknown rating": (
        "record: {evidence: {E: seen}}\nhypotheses: {h: {claim: c, evidence: {E: ⟨C107⟩+++}}}\n"
    ),
    "another format": "format: ⟨C108⟩2\n",
    "an id of the record twice": "record: {documents: {d: D}, evidence: {⟨C109⟩d: seen}}\n",
    "a position named like an option": (
        "issues: {i: {positions: {a: {⟨C109⟩x: insist, z: yield}}}}\n"
    ),
    "an option twice in a list": "at_most_one: [[a.x, b.y, ⟨C109⟩a.x]]\n",
    "evidence in two groups": (
        "record: {evidence: {E: seen, F: seen, G: seen}}\ngroups: [[E, F], [⟨C109⟩E, G]]\n"
    ),
    "a key without a value": "about:⟨C110⟩\n",
    "positions without one": "issues: {i: {positions: {⟨C110⟩a: {}}}}\n",
    "no explanation with a prior": (
        "hypotheses: {h: {claim: c, prior: ⟨C112⟩0}, i: {claim: d, prior: [0, 0]}}\n"
    ),
    "an address that runs": (
        'record: {documents: {d: {title: D, url: ⟨C615⟩" JavaScript:alert(1)"}}}\n'
    ),
    "an address of a drive": "record: {documents: {d: {title: D, url: ⟨C615⟩C:/talks.pdf}}}\n",
    "a size in another word": ("payoffs: {a: [{when: a.x, worth: 1, size: ⟨C107⟩large}]}\n"),
    "a size of another number": "parties: {a: {name: A, size: {⟨C107⟩effort: guess}}, b: B}\n",
    "a list in a range": (
        "record: {documents: {d: D}, passages: {p: {document: d, chars: ⟨C602⟩[0, [1]]}}}\n"
    ),
    "a bracket open above the last line": "⟨C101⟩s: t\nnotes: ⟨C002⟩[\n\n",
    "a line break of another kind": "title: a⟨C006⟩\u2028b\n",
    "a decimal comma in braces": "clock: {horizon: 0, ⟨C101⟩5}\n".replace("0,", "10,"),
    "a minus nothing in a range": "payoffs: {a: [{when: a.x, worth: ⟨C106⟩[-0,5]}]}\n",
    "a decimal comma in a range": "payoffs: {a: [{when: a.x, worth: ⟨C106⟩[-1,5, -0,5]}]}\n",
    "two years with a dash": "clock: {start: ⟨C601⟩1939-40}\n",
    "a date foreseen and not": "nature: {n: {by: ⟨C111⟩1953-03-05, on: 1953-03-05}}\n",
    "a date foreseen of several days": "nature: {n: {by: ⟨C104⟩1953-03}}\n",
    "a date foreseen without an end": (
        "clock: {start: 1953-01-01, horizon: none}\nnature: {⟨C111⟩n: {by: 1953-03-05}}\n"
    ),
    "a chance of more than one": "nature: {n: {now: ⟨C104⟩[0.2, 1.6]}}\n",
    "a chance with a unit": "nature: {n: {now: ⟨C104⟩0.2/day}}\n",
    "a chance and a date": "nature: {n: {now: ⟨C111⟩0.2, by: 1953-03-05}}\n",
    "a word for a chance": "nature: {n: {now: ⟨C107⟩perhaps}}\n",
    "a rate below that for the rest": (
        "nature: {n: {rate: [⟨C111⟩{rate: 1}, {when: a.x, rate: 2}]}}\n"
    ),
    "a share that is no whole number": "settled: ⟨C106⟩{at_least: {of: {a.x: 1.5}, is: 2}}\n",
    "shares without a least": "settled: ⟨C102⟩{at_least: {of: {a.x: 1}}}\n",
    "shares of what is unknown": "settled: at_least(2, 1 a.x, 2 ⟨C201⟩b.z)\n",
    "a share of nothing": "settled: 'at_least(2, 1 a.x, ⟨C301⟩b.y)'\n",
    "paid once and by the month": "payoffs: {a: [{when: yes, once: ⟨C104⟩2/month}]}\n",
    "paid once at the end": "terminal: {a: [{when: a.x, worth: 1, once: ⟨C111⟩2}]}\n",
    "a payoff of nothing": "payoffs: {a: [⟨C103⟩{when: a.x}]}\n",
    "a patron of itself": "parties: {a: {name: A, patron: {⟨C514⟩a: {a.x: no}}}, b: B}\n",
    "an option of another than the client": (
        "parties: {a: {name: A, patron: {b: {⟨C514⟩b.y: no}}}, b: B}\n"
    ),
    "an option of nobody": (
        "parties: {a: {name: A, patron: {b: {⟨C514⟩nature.n: yes}}}, b: B}\nnature: {n: it rains}\n"
    ),
    "a way that an option does not go": (
        "parties: {a: {name: A, patron: {b: {a.x: ⟨C514⟩no}}}, b: B}\n"
        "options: {a.x: {text: do x, one_way: yes}, b.y: do y}\n"
    ),
    "a text for both ways": (
        "parties: {a: {name: A, patron: {b: {a.x: {to: either, text: ⟨C514⟩do so}}}}, b: B}\n"
    ),
    "no patron named": "parties: {a: {name: A, patron: ⟨C514⟩{}}, b: B}\n",
    "nothing written where a patron stands": "parties: {a: {name: A, patron: ⟨C514⟩}, b: B}\n",
    "nothing imposed": "parties: {a: {name: A, patron: {⟨C514⟩b: {}}}, b: B}\n",
    "nothing written under a patron": "parties: {a: {name: A, patron: {⟨C514⟩b: }}, b: B}\n",
    "an order left open of one line": "wants: {a: [{either: ⟨C515⟩[a.x]}], b: [b.y]}\n",
    "an order left open of nothing": "wants: {a: [{either: [⟨C515⟩[], a.x]}], b: [b.y]}\n",
    "an order left open of no line": (
        "wants:\n  a:\n    - either:\n        - a.x\n        -⟨C515⟩\n  b: b.y\n"
    ),
    "an order left open of one line twice": (
        "wants: {a: [{either: [a.x, [b.y, ⟨C515⟩(a.x)]]}], b: [b.y]}\n"
    ),
    "an order left open in a view": (
        "views: {a: {wants: {b: [{⟨C101⟩either: [a.x, b.y]}]}}}\nwants: {a: a.x, b: b.y}\n"
    ),
    "coders in a view": (
        "views: {a: {wants: {b: {⟨C101⟩coders: {ann: [a.x]}}}}}\nwants: {a: a.x, b: b.y}\n"
    ),
    "an order left open of a text": "wants: {a: {either: ⟨C515⟩a.x}, b: [b.y]}\n",
    "an order left open in another": (
        "wants: {a: [{either: [a.x, ⟨C515⟩{either: [b.y, a.x]}]}], b: [b.y]}\n"
    ),
    "either, misspelt": "wants: {a: [{⟨C101⟩eiter: [a.x, b.y]}], b: [b.y]}\n",
    "a coder who says nothing": "wants: {a: {coders: {ann: [a.x], ⟨C516⟩bob: []}}, b: [b.y]}\n",
    "wants by no coder": "wants: {a: ⟨C110⟩{coders: {}}, b: [b.y]}\n",
    "a worth by a coder": (
        "wants: {a: {coders: {ann: [{that: a.x, ⟨C101⟩worth: 1}]}}, b: [b.y]}\n"
    ),
    "a coder beside a line": "wants: {a: {coders: {ann: [a.x]}, ⟨C101⟩that: a.x}, b: [b.y]}\n",
    "a coder on what is not there": "wants: {a: {coders: {ann: [⟨C201⟩a.z]}}, b: [b.y]}\n",
    "a view of its own wants": "views: {a: {wants: {⟨C513⟩a: [b.y]}}}\n",
    "an option of its own that it does not know": "views: {a: {options: {⟨C513⟩a.x: unknown}}}\n",
    "paid once for what comes and goes": "payoffs: {a: [{when: ⟨C512⟩a.x, once: 2}]}\n",
    "terms that hold less than never": (
        "issues: {i: {terms: {t: {when: a.x, holds: ⟨C104⟩-1/month}}}}\n"
    ),
    "terms that lapse and hold": (
        "issues: {i: {terms: {s: a.x & b.y, t: {when: a.x, holds: 1, lapses: ⟨C111⟩1/month}}}}\n"
    ),
    "terms that lapse never": (
        "issues: {i: {terms: {s: a.x & b.y, t: {when: a.x, lapses: ⟨C104⟩0}}}}\n"
    ),
    "terms that lapse and hold at the start": (
        "issues: {i: {terms: {s: a.x & b.y, t: {when: ⟨C411⟩'!a.x', lapses: 1/month}}}}\n"
    ),
    "terms that lapse and cannot be undone": (
        "options: {a.x: {text: do x, one_way: yes}, b.y: do y}\n"
        "issues: {i: {terms: {s: a.x & b.y, t: {when: ⟨C411⟩a.x, lapses: 1/month}}}}\n"
    ),
    "a pause for an end": (
        "clock: {start: 2001-01-01}\nhappened: {date: 2001-03, terms: ⟨C111⟩t}\n"
        "issues: {i: {terms: {s: b.y, t: {when: a.x, lapses: 1/month}}}}\n"
    ),
    "states that count as one and lapse into two": (
        "wants: {a: [a.x], b: [a.x]}\npayoffs: {a: [{when: a.x, worth: 1}]}\n"
        "options: {a.x: do x, a.z: do z, b.y: {text: do y, now: yes}}\n"
        "issues: {i: {terms: {s: a.z & !a.x, t: {when: a.x, lapses: 1/month}}}}\n"
        "same: [⟨C511⟩a.x & !a.z]\n"
    ),
    "terms that lapse and are signed": (
        "issues: {i: {terms: {s: b.y, t: {when: a.x & b.y, signed: yes, lapses: ⟨C111⟩1}}}}\n"
    ),
    "who is nobody consenting": ("issues: {i: {terms: {t: {when: a.x, needs: [b, ⟨C202⟩c]}}}}\n"),
    "one who consents twice": "issues: {i: {terms: {t: {when: a.x, needs: [b, ⟨C109⟩b]}}}}\n",
    "signed by one": "issues: {i: {terms: {t: {when: a.x, signed: ⟨C104⟩yes}}}}\n",
    "signed and to stand": (
        "issues: {i: {terms: {t: {when: a.x & b.y, signed: yes, holds: ⟨C111⟩1/month}}}}\n"
    ),
    "two positions now": (
        "issues: {i: {positions: {a: {p: {text: p, now: yes}, q: {text: q, now: ⟨C111⟩yes}}}}}\n"
    ),
    "an unknown option": "settled: a.x & ⟨C201⟩b.z\n",
    "an unknown option in a list": "at_most_one: [[a.x, ⟨C201⟩b.z]]\n",
    "an unknown party of an option": "options: {a.x: do x, b.y: do y, ⟨C202⟩c.z: do z}\n",
    "an unknown party with wants": "wants: {a: [a.x], b: [b.y], ⟨C202⟩c: [a.x]}\n",
    "an unknown issue": "settled: ⟨C203⟩prisoners\n",
    "unknown terms": (
        'issues: {i: {terms: {this way: a.x}}}\nsettled: ⟨C203⟩i = "that way" & a.x\n'
    ),
    "terms of an option": 'settled: ⟨C203⟩a.x = "that way"\n',
    "an unknown reason": (
        "record: {evidence: {E1: seen}}\nwants: {a: [{that: a.x, because: ⟨C204⟩E2}], b: [b.y]}\n"
    ),
    "an unknown document": "record: {passages: {p: {document: ⟨C204⟩d, chars: [0, 9]}}}\n",
    "evidence where a document is meant": (
        "record: {evidence: {E: seen}, passages: {p: {document: ⟨C204⟩E, chars: [0, 9]}}}\n"
    ),
    "the option of another": (
        "record: {moves: [{id: v, date: 1952, party: a, sets: {⟨C205⟩b.y: yes}}]}\n"
    ),
    "half a statement": "settled: a.x &⟨C301⟩\n",
    "a bracket in a statement": "settled: a.x & ⟨C301⟩(b.y\n",
    "no operator": "settled: a.x ⟨C301⟩b.y\n",
    "a chain of ifs": "settled: a.x if b.y ⟨C301⟩if a.x\n",
    "a deep statement": f"settled: {'⟨C302⟩' + '(' * 50 + 'a.x' + ')' * 50}\n",
    "a long statement": f"settled: ⟨C302⟩a.x{' & a.x' * 500}\n",
    "settled by itself": "settled: a.x | ⟨C303⟩settled\n",
    "an issue by itself": "issues: {i: {terms: {one way: a.x & ⟨C303⟩i}}}\n",
    "an open issue without terms": "issues: {i: {name: I}}\nsettled: ⟨C304⟩i\n",
    "settled without issues": "wants: {a: [⟨C304⟩settled], b: [b.y]}\n",
    "a status quo that breaks a constraint": "impossible: [⟨C401⟩b.y & !a.x]\n",
    "no state": "impossible: [a.x, b.y, ⟨C402⟩'!a.x & !b.y']\n",
    "an option that is impossible now": (
        "options:\n  a.x: do x\n  ⟨C405⟩b.y: {text: do y, now: yes}\nimpossible: [b.y]\n"
    ),
    "an option that can never change": (
        "options: {a.x: {text: do x, one_way: ⟨C407⟩to no}, b.y: do y}\n"
    ),
    "a ranking with a gap": "wants: {b: [b.y]}\nranking: {⟨C501⟩a: [YY, [YN, NY]]}\n",
    "a party without preferences": ("parties:\n  a: A\n  ⟨C502⟩b: B\nwants: {a: [a.x]}\n"),
    "nobody with preferences": "parties: ⟨C502⟩{a: A, b: B}\nwants: {}\n",
    "wants without a line": "wants: {a: [a.x], ⟨C502⟩b: []}\n",
    "two kinds of preferences": "weights: {⟨C503⟩a: {a.x: 1}}\n",
    "great and strength": (
        "wants: {a: [{that: a.x, great: yes}], b: [b.y]}\nstrength: {⟨C503⟩a: [a.x]}\n"
    ),
    "a pair of one": "unknown: {a: [⟨C504⟩[a.x]]}\n",
    "a pair with itself": "unknown: {a: [[⟨C504⟩a.x, a.x & (b.y | !b.y)]]}\n",
    "a pair with the impossible": "unknown: {a: [[a.x, ⟨C504⟩b.y & !b.y]]}\n",
    "strength against the order": (
        "wants: {a: [a.x, b.y], b: [b.y]}\nstrength: {a: [⟨C505⟩b.y]}\n"
    ),
    "strength within a tie": "wants: {a: [a.x], b: [b.y]}\nstrength: {a: [⟨C505⟩b.y]}\n",
    "a pattern too short": "wants: {b: [b.y]}\nranking: {a: [YY, ⟨C507⟩Y, yes]}\n",
    "an entry ranked already": "wants: {b: [b.y]}\nranking: {a: [Y-, ⟨C508⟩YN, yes]}\n",
    "an entry for no state": (
        "wants: {b: [b.y]}\nranking: {a: [⟨C508⟩a.x & b.y, yes]}\nimpossible: [a.x & b.y]\n"
    ),
    "one state settled and not": (
        "wants: {a: [a.x], b: [a.x]}\n"
        "issues: {i: {terms: {agreed: a.x & b.y}}}\nsame: [⟨C410⟩a.x]\n"
    ),
    "one state with two ranks": "same: [⟨C509⟩a.x]\n",
    "one state with two worths": (
        "wants: {a: [a.x], b: [a.x]}\npayoffs: {a: [{when: b.y, worth: 1}]}\nsame: [⟨C510⟩a.x]\n"
    ),
    "one state that becomes two": (
        "wants: {a: [a.x], b: [a.x]}\npayoffs: {a: [{when: a.x, worth: 1}]}\n"
        "nature: {n: {text: n comes, rate: 1}}\nsame: [⟨C511⟩a.x & !nature.n]\n"
    ),
    "a set of dates without quotes": (
        "record: {evidence: {E: {text: t, date: ⟨C102⟩[1951,1952]}}}\n"
    ),
    "no date": "clock: {start: ⟨C601⟩the other day}\n",
    "a day that does not exist": "clock: {start: ⟨C601⟩1952-02-30}\n",
    "no range": "record: {documents: {d: D}, passages: {p: {document: d, chars: ⟨C602⟩[9]}}}\n",
    "a range of nothing": (
        "record: {documents: {d: D}, passages: {p: {document: d, chars: ⟨C602⟩[9, 9]}}}\n"
    ),
    "closed before opened": "issues: {i: {opened: 1952-02, closed: ⟨C607⟩1951-12}}\n",
    "a number beyond all bounds": "payoffs: {a: [{when: a.x, worth: ⟨C104⟩1e20}]}\n",
    "an amount in other words": "payoffs: {a: [{when: a.x, worth: ⟨C106⟩{min: 1, max: 2}}]}\n",
    "an amount of lists": "payoffs: {a: [{when: a.x, worth: ⟨C106⟩{low: [1], high: 2}}]}\n",
    "an amount of three": "payoffs: {a: [{when: a.x, worth: ⟨C106⟩[1, 2, 3]}]}\n",
    "no amount": "payoffs:\n  a:\n    - when: a.x\n      worth:⟨C110⟩\n",
    "half an amount": "payoffs: {a: [{when: a.x, worth: [1, ⟨C010⟩!two 2]}]}\n",
    "a reason in a mapping": "wants: {a: [{that: a.x, because: ⟨C102⟩{E1: yes}}], b: [b.y]}\n",
    "a text for a ranking": "wants: {b: [b.y]}\nranking: {a: ⟨C102⟩best}\n",
    "a text for weights": "wants: {b: [b.y]}\nweights: {a: ⟨C102⟩much}\n",
    "no weight": "wants: {b: [b.y]}\nweights: {a: [⟨C103⟩{when: a.x}]}\n",
    "no weights": "wants: {b: [b.y]}\nweights: {⟨C502⟩a: {}}\n",
    "no ranking": "wants: {b: [b.y]}\nranking: {⟨C502⟩a: []}\n",
    "no wants": "parties: ⟨C502⟩{a: A, b: B}\nwants:\n",
    "a name of nothing": 'issues: {i: {terms: {⟨C105⟩"": a.x}}}\n',
    "documents in a list": (
        "wants: {a: [{that: a.x, because: d}], b: [b.y]}\nrecord: {documents: ⟨C102⟩[d]}\n"
    ),
    "a passage in words": "record: {passages: {p: ⟨C102⟩the second page}}\n",
    "evidence rated in a list": (
        "record: {evidence: {E: seen}}\nhypotheses: {h: {claim: c, evidence: {E: ⟨C102⟩[+]}}}\n"
    ),
    "an issue in a list": "issues: {i: ⟨C102⟩[x]}\nsettled: i\n",
    "terms of an unknown issue": "settled: ⟨C203⟩j = x\n",
    "an option that is a tag": "at_most_one: [[a.x, ⟨C010⟩!no b.y, b.y]]\n",
    "no space after a dash": "notes: [n]\npayoffs:\n  a:\n    ⟨C102⟩-one\n",
    "no space after a colon": "clock: ⟨C102⟩unit:week\n",
    "a sentence with a colon": "about:\n  ⟨C102⟩the yard: idle\n",
    "a bracket open at the end": "format: 1\nnotes: ⟨C002⟩[one,\n\n",
    "a backslash": 'about: "a⟨C002⟩\\qb"\n',
    "an unquoted statement in a list": "wants: {a: [a.x, !b.y ⟨C002⟩& !a.x], b: [b.y]}\n",
    "a quote that was hashed otherwise": (
        "record: {documents: {d: D}, passages: {p: {document: d, chars: [0, 5], "
        "hash: 000000000000, quote: ⟨C610⟩words}}}\n"
    ),
    "a reply before its message": (
        "record:\n  messages:\n"
        "    - {id: m, date: 1952-07-15, from: a, act: plea, text: t}\n"
        "    - ⟨C611⟩{id: n, date: 1952-07-14, from: b, act: refusal, text: t, reply_to: m}\n"
    ),
    "a message that arrived before it was sent": (
        "record:\n  messages:\n"
        "    - ⟨C616⟩{id: m, date: 1952-07-15, arrived: 1952-07-14, from: a, act: plea, text: t}\n"
        "    - {id: n, date: 1952-07, arrived: 1952-07-04, from: b, act: plea, text: t}\n"
    ),
    "a message that says what is no fact of the record": (
        "record:\n  documents: {d: D}\n  facts: {f: A is tired, g: B is not}\n  messages:\n"
        "    - {id: ⟨C109⟩g, date: 1952-07, from: b, act: plea, text: t,\n"
        "       says: {f: yes, ⟨C204⟩xy: no, ⟨C204⟩d: yes, g: ⟨C107⟩perhaps}}\n"
    ),
    "a move that cannot be undone": (
        "options: {a.x: {text: do x, one_way: yes}, b.y: {text: do y, now: yes}}\n"
        "record:\n  moves:\n"
        "    - {id: v, date: 1951, party: a, sets: {a.x: yes}}\n"
        "    - ⟨C612⟩{id: w, date: 1952, party: a, sets: {a.x: no}}\n"
    ),
    "a move into an impossible state": (
        "at_most_one: [[a.x, b.y]]\n"
        "record: {moves: [⟨C613⟩{id: v, date: 1952, party: a, sets: {a.x: yes}}]}\n"
    ),
    "done for good and not done": (
        "clock: {start: 1952-01-02}\n"
        "options: {a.x: {text: do x, one_way: yes}, b.y: {text: do y, now: yes}}\n"
        "record: {moves: [⟨C614⟩{id: v, date: 1951, party: a, sets: {a.x: yes}}]}\n"
    ),
    "a change of nature before the clock starts": (
        "clock: {start: 1952-01-02}\nnature: {⟨C614⟩n: {on: 1951-06-01}}\n"
    ),
    "a change of nature on the day on which the clock starts": (
        "clock: {start: 1952-01-02}\nnature: {⟨C614⟩n: {on: 1952-01-02}}\n"
    ),
    "no hash": "record: {documents: {d: {title: D, sha256: ⟨C608⟩abc}}}\n",
}
ELSEWHERE = {
    "C001": "the file itself; in test_read",
    "C005": "two million bytes; in test_read",
    "C009": "nothing to mark; in test_read",
    "C403": "64 options; in test_sizes",
    "C404": "many options; in test_sizes",
    "C406": "many constraints; in test_sizes",
    "C603": "needs a document; in test_documents",
    "C604": "needs a document; in test_documents",
    "C605": "needs a document; in test_documents",
    "C606": "needs a document; in test_documents",
    "C609": "needs a document; in test_documents",
    **dict.fromkeys((code for code in CODES if code.startswith("C7")), "files of GMCR+"),
    **dict.fromkeys((code for code in CODES if code.startswith("C8")), "tables of actors"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_found_alone_and_where_it_is(name: str) -> None:
    text, expected = unmarked(FAULTY[name])
    case, findings = check_text(whole(text))
    found = [(finding.line, finding.column, finding.code) for finding in findings]
    assert found == expected, [str(finding) for finding in findings]
    assert case is None


@pytest.mark.parametrize("name", FAULTY)
def test_without_libyaml_the_same_faults_are_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stickpoint.case.yaml.compose._Parser", yaml.Loader)
    text, expected = unmarked(FAULTY[name])
    found = [(finding.line, finding.code) for finding in check_text(whole(text))[1]]
    assert found == [(line, code) for line, _, code in expected]


def test_every_code_is_provoked() -> None:
    marked = {code for text in FAULTY.values() for _, _, code in unmarked(text)[1]}
    assert set(CODES) - marked == set(ELSEWHERE)


def test_the_rest_that_the_faulty_parts_stand_in_is_sound() -> None:
    case, findings = check_text(whole(""))
    assert findings == ()
    assert case is not None


@pytest.mark.parametrize(
    "order",
    [
        "ranking: {a: [YY, YN, NY, NN]}",
        "weights: {a: {a.x: 2, b.y: 0.5}}",
        "weights: {a: [{when: a.x, weight: 2}]}",
        "payoffs: {a: [{when: a.x, worth: 2/day}, {when: b.y, worth: 1/week}]}",
        "wants: {b: [b.y], a: [a.x, b.y]}",
    ],
)
def test_strength_must_agree_with_preferences_however_they_are_written(order: str) -> None:
    rest = "" if "wants" in order else "wants: {b: [b.y]}\n"
    for statement, codes in (("a.x", []), ("b.y", ["C505"])):
        _, findings = check_text(whole(f"strength: {{a: [{statement}]}}\n{rest}{order}\n"))
        assert [finding.code for finding in findings] == codes


ALL_AT_ONCE = """\
format: ⟨C108⟩2
title: ⟨C102⟩[Wages]
parties:
  union: {name: The union, ⟨C101⟩pase: 1}
  firm: {name: The firm, pace: ⟨C106⟩often}
options:
  union.strike: {text: strike, now: ⟨C107⟩perhaps}
  ⟨C202⟩frim.pay: pay
  firm.offer: offer half
notes: a⟨C002⟩: b
issues:
  wage: {opened: ⟨C601⟩lately, terms: {half: firm.offer & ⟨C201⟩union.strke}}
settled: wage & ⟨C203⟩wages
wants:
  union: [⟨C301⟩if settled, {that: settled, because: ⟨C204⟩m-one}]
  ⟨C202⟩company: [settled]
  firm: [firm.offer]
payoffs:
  firm: [⟨C103⟩{when: settled}]
"""


def test_faults_of_every_stage_are_reported_together() -> None:
    text, expected = unmarked(ALL_AT_ONCE)
    _, findings = check_text(text)
    found = [(finding.line, finding.column, finding.code) for finding in findings]
    assert found == expected, "\n".join(str(finding) for finding in findings)


def test_contradictions_are_reported_together_with_faults_elsewhere() -> None:
    text, expected = unmarked(
        "title: ⟨C102⟩[t]\n"
        "impossible: [⟨C401⟩b.y & !a.x]\n"
        "tolls: {lost: {⟨C101⟩wehn: a.x, per: day, amount: 1}}\n"
        "wants: {b: [b.y]}\n"
        "ranking: {⟨C501⟩a: [YY]}\n"
        "groups: [[⟨C204⟩E1]]\n"
    )
    found = [(f.line, f.column, f.code) for f in check_text(whole(text))[1]]
    assert found == expected


def test_a_ranking_is_not_called_incomplete_when_a_line_of_it_is_faulty() -> None:
    text, expected = unmarked("wants: {b: [b.y]}\nranking: {a: [YY, a.x & ⟨C201⟩b.z]}\n")
    found = [(f.line, f.column, f.code) for f in check_text(whole(text))[1]]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("clock: {units: week}\n", ["'units'", "clock", "did you mean 'unit'?"]),
        ("settled: a.x & b.yy\n", ["'b.yy'", "did you mean 'b.y'?"]),
        ("settled: x\n", ["'x'", "did you mean the option 'a.x'?"]),
        ("settled: !a.x\n", ["begins with '!'", '"!a.x"']),
        ("settled: !a.x & b.y\n", ["begins with '!'", '"!a.x & b.y"']),
        ('settled: "!a.x" & b.y\n', ["closing quote", "'\"!a.x\" & b.y'"]),
        ("settled: a.x && b.y\n", ["write & once"]),
        ("settled: a.x -> b.y\n", ["B if A"]),
        ("payoffs: {a: [{when: a.x, worth: '1,500'}]}\n", ["write 1500"]),
        ("payoffs: {a: [{when: a.x, worth: −0.5}]}\n", ["write -0.5", "U+2212 (minus sign)"]),
        ("payoffs: {a: [{when: a.x, worth: [-0,5]}]}\n", ["write -0.5 or [0, 5]"]),
        ("payoffs: {a: [{when: a.x, worth: [-1,5, -0,5]}]}\n", ["it is [-1.5, -0.5]"]),
        ("parties: {a: {name: A, pace: 0,5}, b: B}\n", ["'5' is no key", "write 0.5"]),
        ("parties: {a: {name: A, pace: 1,234/week}, b: B}\n", ["write 1234 if", "1.234 if"]),
        ("payoffs: {a: [{when: a.x, worth: {low: 0,5, high: 1}}]}\n", ["with a point"]),
        ("clock: {start: 1914-18}\n", ["no month 18", "write 1914/1918"]),
        ("payoffs: {a: [{when: a.x, worth: 5%}]}\n", ["write 0.05"]),
        ("payoffs: {a: [{when: a.x, worth: 1-2}]}\n", ["[1, 2]"]),
        ("options:\n  a.x: do x\n  b.y: do y\n  nature.z: z\n", ["under 'nature:'"]),
        ("impossible: [b.y & !a.x]\n", ["b.y", "breaks 'impossible: b.y & !a.x'"]),
        ("wants: {b: [b.y]}\nranking: {a: [YY]}\n", ["3 of 4 states", "NN, YN, NY"]),
        ("record: {messages: [{id: m, act: offer}]}\n", ["'from', 'text' are missing"]),
        (
            "wants: {a: [{when: a.x, worth: 1}], b: [b.y]}\n",
            ["'when' is no key of a want"],
        ),
        ("parties: {a: A, b: B, a.x: do x}\noptions: {}\n", ["is the line 'options:' missing"]),
        ("at_most_one: [a.x, b.y]\n", ["a list of options is expected", "[[a.x, a.y]]"]),
        ("title:\u00a0Ferries\n", ["a special space, U+00A0,", "press the space bar"]),
        (
            "record: {moves: [{id: m, date: 1952, party: a, sets: {a.x: yes}}]}\ngroups: [[m]]\n",
            ["'m' is a move, the id of an item of evidence is expected"],
        ),
        (
            "issues: {i: {terms: {t: a.x}}}\nsettled: setled\n",
            ["'setled' is neither an issue nor an option; known are 'i'"],
        ),
    ],
)
def test_a_finding_says_what_to_do(text: str, words: list[str]) -> None:
    _, findings = check_text(whole(text))
    messages = " / ".join(finding.message for finding in findings)
    assert [word for word in words if word not in messages] == [], messages


NOW_YES = "options: {⟨C405⟩a.x: {text: do x, now: yes}, b.y: do y}\n"


@pytest.mark.parametrize(
    "text",
    [
        NOW_YES + "impossible: [a.x]\nissues: {i: {terms: {t: b.y}}}\nsettled: ⟨C201⟩b.z\n",
        NOW_YES + "impossible: [a.x, ⟨C201⟩b.z]\n",
        NOW_YES + "impossible: [a.x]\nissues: {i: {terms: {t: ⟨C203⟩j}}}\n",
        "impossible: [⟨C401⟩b.y & !a.x, ⟨C203⟩j]\n",
        "impossible: [a.x, ⟨C402⟩not a.x, a.x ⟨C301⟩b.y]\n",
    ],
)
def test_a_fault_beside_it_does_not_hide_what_no_further_constraint_could_mend(text: str) -> None:
    text, places = unmarked(whole(text))
    _, findings = check_text(text)
    assert [(found.line, found.column, found.code) for found in findings] == places


@pytest.mark.parametrize(
    "text",
    [
        "options: {a.x: {text: do x, now: yes, ⟨C101⟩nwo: no}, b.y: do y}\nimpossible: [a.x]\n",
        "ranking: {a: [YY, YN]}\nwants: {b: [b.y]}\nimpossible: [⟨C201⟩a.z]\n",
        "parties: {a: A, b: B}\noptions:\n"
        + "".join(f"  a.x{k}: do {k}\n" for k in range(30))
        + "impossible: [⟨C203⟩j]\nwants: {a: [yes], b: [yes]}\n",
    ],
)
def test_what_the_mending_of_a_fault_could_change_is_not_judged_before(text: str) -> None:
    text, places = unmarked(whole(text))
    _, findings = check_text(text)
    assert [(found.line, found.column, found.code) for found in findings] == places


@pytest.mark.parametrize(
    "text",
    [
        "about: |\n  One:\u00a0two\n  \u00a0three: four\n",
        "title: 'Une guerre\u00a0: la trêve'\n",
        "notes: ['12\u00a0000 hommes']\n",
        "issues: {i: {closed: 1952-01-01, terms: {t: a.x, u: a.x | b.y}}}\n",
        "issues: {i: {terms: {t: a.x}}, j: {terms: {t: a.x}}}\n",
    ],
)
def test_what_only_resembles_such_a_fault_is_none(text: str) -> None:
    assert check_text(whole(text))[1] == ()
