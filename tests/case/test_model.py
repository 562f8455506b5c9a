"""The parts of the format → the parts of the case, each with its meaning."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from casefiles import whole

import stickpoint as sp
from stickpoint.case import library
from stickpoint.case.model.case import Case, Ranking, Statement, Wants
from stickpoint.logic import evaluate


def yes_codes(case: Case, statement: Statement | None) -> list[int]:
    """List the option vectors in which a statement holds."""
    assert statement is not None
    codes = np.arange(1 << len(case.option_ids), dtype=np.uint64)
    return codes[evaluate(statement.formula, codes)].tolist()


def test_every_built_in_case_loads() -> None:
    assert "korea-1952" in library.names()
    for name in library.names():
        case = sp.load(name)
        assert case.title
        assert case.parties


def test_an_unknown_built_in_case_has_no_path() -> None:
    with pytest.raises(KeyError):
        library.path_of("korea-1951")


def test_the_template_is_sound_and_shows_the_main_parts() -> None:
    case = sp.loads(library.TEMPLATE)
    assert 2 <= len(case.parties) <= 3
    assert case.options
    assert any(issue.terms for issue in case.issues)
    assert any(payoff.worth.shape == "range" for payoff in case.payoffs)
    assert len(case.tolls) == 1
    assert any(message.source for message in case.record.messages)
    assert "#" in library.TEMPLATE


def test_a_party_is_called_by_its_short_name_where_it_has_one() -> None:
    case = sp.loads(whole("parties:\n  a: {name: The long name, short: Ann}\n  b: Ben\n"))
    assert [party.called for party in case.parties] == ["Ann", "Ben"]


def test_options_take_bits_in_file_order_then_positions_then_nature() -> None:
    case = sp.loads(
        whole(
            "nature: {n: {text: it rains, now: yes, one_way: yes}}\n"
            "issues: {i: {positions: {b: {p: p, q: {text: q, now: yes}}, a: {r: r, s: s}}}}\n"
            "options:\n  a.x: {text: do x, one_way: yes}\n"
            "  b.y: {text: do y, now: yes, one_way: yes}\n"
        )
    )
    assert case.option_ids == ("a.x", "b.y", "b.p", "b.q", "a.r", "a.s", "nature.n")
    assert case.option_index["nature.n"] == 6
    assert [option.now for option in case.options] == [False, True, False, True, True, False]
    assert [option.one_way for option in case.options] == [1, -1, 0, 0, 0, 0]
    assert case.nature[0].one_way == -1
    kinds = [(limit.kind, limit.formula) for limit in case.constraints]
    assert kinds == [
        ("positions", ("exactly_one", (2, 3))),
        ("positions", ("exactly_one", (4, 5))),
    ]


def test_one_way_can_name_the_direction() -> None:
    case = sp.loads(
        whole(
            "options:\n  a.x: {text: x, one_way: to yes}\n  a.z: {text: z, one_way: no}\n"
            "  b.y: {text: y, now: Y, one_way: to no}\n"
        )
    )
    assert [option.one_way for option in case.options] == [1, 0, -1]


def test_an_issue_holds_when_any_of_its_terms_does() -> None:
    case = sp.loads(
        whole(
            "issues:\n  i: {terms: {one: a.x & !b.y, other: {when: '!a.x & b.y', text: t}}}\n"
            "  old: {closed: 1951}\nsettled: i & old\nwants: {a: [i = one], b: ['i = \"other\"']}\n"
        )
    )
    assert yes_codes(case, case.settled) == [1, 2]
    wants = case.preferences["a"]
    assert isinstance(wants, Wants)
    assert yes_codes(case, wants.items[0].statement) == [1]
    assert [terms.text for terms in case.issues[0].terms] == ["", "t"]


def test_without_a_line_of_its_own_settled_means_that_every_open_issue_closes() -> None:
    case = sp.loads(
        whole(
            "issues:\n  i: {terms: {one: a.x}}\n  j: {terms: {one: b.y}}\n"
            "  k: {closed: 1951, terms: {one: '!a.x'}}\n  l: {name: noted only}\n"
        )
    )
    assert case.settled is not None
    assert case.settled.text == "i & j"
    assert yes_codes(case, case.settled) == [3]
    assert sp.loads(whole("")).settled is None


def test_what_is_impossible_must_not_hold() -> None:
    case = sp.loads(whole("impossible: [{that: a.x & b.y, because: it is so}]\nexactly_one: []\n"))
    (limit,) = case.constraints
    assert (limit.kind, limit.text, limit.because) == ("impossible", "a.x & b.y", ("it is so",))
    assert limit.formula == ("not", ("and", (("option", 0), ("option", 1))))


def test_a_ranking_takes_patterns_statements_and_equals() -> None:
    case = sp.loads(
        whole("wants: {b: [b.y]}\nranking: {a: {order: [Y N, [N-, a.x & b.y]], note: n}}\n")
    )
    ranking = case.preferences["a"]
    assert isinstance(ranking, Ranking)
    assert [[yes_codes(case, entry) for entry in group] for group in ranking.groups] == [
        [[1]],
        [[0, 2], [3]],
    ]
    assert [[entry.text for entry in group] for group in ranking.groups] == [
        ["Y N"],
        ["N-", "a.x & b.y"],
    ]


def test_a_pattern_may_leave_nature_out() -> None:
    text = "nature: {n: it rains}\nwants: {b: [b.y]}\nranking: {a: [YNY, YN, yes]}\n"
    ranking: Any = sp.loads(whole(text)).preferences["a"]
    assert [len(group[0].formula[1]) for group in ranking.groups[:2]] == [3, 2]


def test_great_lines_and_strength_come_to_the_same() -> None:
    great = sp.loads(whole("wants: {a: [{that: a.x, great: yes}, b.y], b: [b.y]}\n"))
    strength = sp.loads(whole("strength: {a: [a.x]}\nwants: {a: [a.x, b.y], b: [b.y]}\n"))
    assert [s.formula for s in great.strength["a"]] == [s.formula for s in strength.strength["a"]]


def test_a_party_may_be_ranked_by_its_payoffs() -> None:
    case = sp.loads(whole("wants: {a: [a.x]}\npayoffs: {b: [{when: b.y, worth: 1}]}\n"))
    assert set(case.preferences) == {"a"}
    assert case.payoffs[0].party == "b"


def test_the_record_keeps_who_and_what() -> None:
    case = sp.loads(
        whole(
            "record:\n"
            "  documents: {d: D}\n"
            "  passages: {p: {document: d, chars: [3, 9], note: n}}\n"
            "  messages:\n"
            "    - {id: m, date: early 1952, from: a, to: UN, act: plea, text: t, source: p}\n"
            "  moves: [{id: v, date: 1952, party: a, sets: {a.x: yes}, source: {passage: p}}]\n"
            "  evidence: {E: {text: t, source: {document: d, chars: [1, 2], page: '7'}}}\n"
        )
    )
    record = case.record
    (message,) = record.messages
    assert (message.sender, message.receiver, message.act) == ("a", "UN", "plea")
    assert message.source is not None
    assert (message.source.passage, message.source.document) == ("p", "")
    assert record.moves[0].sets == (("a.x", True),)
    source = record.evidence[0].source
    assert source is not None
    assert (source.document, source.chars, source.page) == ("d", (1, 2), "7")
    assert record.ids == {"d", "p", "m", "v", "E"}
    assert (record.passages[0].start, record.passages[0].end) == (3, 9)


def test_hypotheses_groups_and_levers_are_kept() -> None:
    case = sp.loads(
        whole(
            "record: {evidence: {E: t, F: t}}\n"
            "hypotheses:\n  aid lever: {claim: c, by: Mao, about: a, prior: [0.1, 0.5],\n"
            "    payoffs: {a: [{when: a.x, worth: 2}]}, evidence: {E: '--', F: {rating: 0}}}\n"
            "groups: [[E, F]]\nlevers: [{what: a.x, cost: [1, 2]}, pressure]\nsame: a.x & b.y\n"
        )
    )
    (hypothesis,) = case.hypotheses
    assert (hypothesis.name, hypothesis.by, hypothesis.about) == ("aid lever", ("Mao",), "a")
    assert [(r.evidence, r.rating) for r in hypothesis.ratings] == [("E", "--"), ("F", "0")]
    assert hypothesis.payoffs[0].worth.mid == 2
    assert case.groups == (("E", "F"),)
    assert [lever.what for lever in case.levers] == ["a.x", "pressure"]
    assert yes_codes(case, case.same[0]) == [3]


def test_the_horizon_can_be_none_and_is_sixty_months_if_left_out() -> None:
    assert sp.loads(whole("clock: {horizon: none}\n")).clock.horizon is None
    assert sp.loads(whole("")).clock.horizon == 60
    assert sp.loads(whole("clock: {unit: week}\n")).clock.horizon == 60


def test_a_case_cannot_be_changed_and_can_be_sent_elsewhere() -> None:
    case = sp.load("korea-1952")
    with pytest.raises(FrozenInstanceError):
        case.title = "another"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(case)) == case


def test_a_case_is_printed_in_one_short_line() -> None:
    assert repr(sp.loads(whole(""))) == "<Case 't': 2 parties, 2 options>"
    for name in library.names():
        assert len(repr(sp.load(name))) < 120


def test_issues_that_refer_to_one_another_are_followed_only_so_far() -> None:
    chain = [f"  i{k}: {{terms: {{t: i{k + 1}}}}}" for k in range(80)]
    text = whole("issues:\n" + "\n".join(chain) + "\n  i80: {terms: {t: a.x}}\n")
    with pytest.raises(sp.CaseError) as caught:
        sp.loads(text)
    assert {finding.code for finding in caught.value.findings} == {"C302"}


def test_issues_that_all_refer_to_all_are_answered_at_once() -> None:
    names = [f"i{k}" for k in range(12)]
    every = " & ".join(names)
    text = whole("issues:\n" + "".join(f"  {n}: {{terms: {{t: {every}}}}}\n" for n in names))
    with pytest.raises(sp.CaseError) as caught:
        sp.loads(text)
    assert {finding.code for finding in caught.value.findings} == {"C303"}


NOTED = """\
parties: {a: {name: A, note: n01}, b: B}
options: {a.x: {text: do x, note: n02}, b.y: {text: do y, now: yes}}
nature: {n: {text: it comes, note: n03}}
impossible: [{that: a.x & b.y & nature.n, note: n04}]
at_most_one: [{of: [a.x, b.y], note: n05}]
issues: {i: {terms: {t: a.x}, positions: {a: {p: {text: p, note: n06}, q: q}}, note: n07}}
wants: {a: [{that: a.x, note: n08}]}
ranking: {b: {order: [a.x, yes], note: n09}}
payoffs: {a: [{when: a.x, worth: 1, note: n10}]}
terminal: {a: [{when: a.x, worth: 1, note: n11}]}
tolls: {t: {when: a.x, per: day, amount: 1, note: n12}}
hypotheses:
  h: {claim: c, payoffs: {a: [{when: a.x, worth: 1, note: n13}]},
      evidence: {E: {rating: +, note: n14}}, note: n15}
levers: [{what: w, note: n16}]
record:
  documents: {d: {title: D, note: n17}}
  passages: {p: {document: d, chars: [0, 5], note: n18}}
  messages: [{id: m, date: 1952, from: a, act: plea, text: t, note: n19}]
  moves: [{id: v, date: 1952, party: a, sets: {a.x: no}, note: n20}]
  evidence: {E: {text: seen, note: n21}}
notes: n22
"""


def test_every_note_of_a_case_is_in_the_model() -> None:
    held = repr(vars(sp.loads(whole(NOTED))))
    held += repr(
        vars(
            sp.loads(
                whole("wants: {b: [b.y]}\nweights: {a: [{when: a.x, weight: 1, note: n23}]}\n")
            )
        )
    )
    assert [n for n in range(1, 24) if f"'n{n:02}'" not in held] == []
