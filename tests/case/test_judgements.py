"""A case → everything it asserts, counted once, with what it rests on."""

from __future__ import annotations

from collections import Counter

from casefiles import whole

import stickpoint as sp
from stickpoint.case import library
from stickpoint.case.check import check_text
from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.judgements import Basis, judgements

FULL = """\
parties: {a: {name: A, pace: 1, precision: 2, because: E1}, b: B}
options: {a.x: {text: do x, effort: 0.1}, b.y: {text: do y, now: yes, because: so they say}}
nature: {n: {text: it rains, rate: 0.1, because: [E1, because it does]}}
impossible: [a.x & b.y & nature.n]
issues: {i: {positions: {a: {p: p, q: q}}}}
wants: {a: [a.x, {that: b.y, because: E1}]}
ranking: {b: {order: [a.x, yes], because: E1}}
payoffs: {a: [{when: a.x, worth: 1, because: E1}]}
terminal: {a: [{when: a.x, worth: 1}]}
tolls: {lost: {when: a.x, per: day, amount: 2, unit: people}}
record: {evidence: {E1: seen}}
hypotheses: {h: {claim: c, prior: 0.5, payoffs: {b: [{when: a.x, worth: 1}]}, evidence: {E1: +}}}
"""


def test_every_kind_of_judgement_is_listed_once() -> None:
    kinds = Counter(judgement.kind for judgement in judgements(sp.loads(whole(FULL))))
    assert kinds == {
        **dict.fromkeys(("pace", "precision", "effort", "nature", "constraint", "ranking"), 1),
        **dict.fromkeys(("terminal", "toll", "prior", "rating"), 1),
        "option": 4,
        "want": 2,
        "payoff": 2,
    }


def test_a_reason_is_a_source_when_it_names_the_record() -> None:
    found = {(j.kind, j.where, j.sourced) for j in judgements(sp.loads(whole(FULL)))}
    assert ("pace", "a", True) in found
    assert ("nature", "nature.n", True) in found
    assert ("option", "b.y", False) in found
    assert ("ranking", "b", True) in found
    assert ("terminal", "a", False) in found


def test_judgements_say_what_and_where() -> None:
    by_kind = {j.kind: j for j in judgements(sp.loads(whole(FULL)))}
    toll = by_kind["toll"]
    assert (toll.where, toll.text, toll.place.line) == ("lost", "2 people per day", 10)
    assert by_kind["payoff"].where == "h: b"
    assert by_kind["rating"].text == "E1 +"
    assert by_kind["option"].because == ()


def test_each_weight_is_a_judgement() -> None:
    part = "wants: {b: [b.y]}\nweights: {a: [{when: a.x, weight: 0.50, because: a guess}]}\n"
    (weight,) = (j for j in judgements(sp.loads(whole(part))) if j.kind == "weight")
    assert (weight.where, weight.text, weight.because) == ("a", "a.x: 0.50", ("a guess",))


def test_the_template_shows_judgements_of_both_kinds() -> None:
    sourced = {judgement.sourced for judgement in judgements(sp.loads(library.TEMPLATE))}
    assert sourced == {True, False}


def test_the_korean_case_rests_on_sources_but_for_a_few_lines() -> None:
    case = sp.load("korea-1952")
    found = judgements(case)
    guessed = [judgement for judgement in found if judgement.size == "guess"]
    assert len(guessed) > 50
    assert not any(judgement.sourced for judgement in guessed)
    assert all(set(judgement.because) & set(case.record.ids) for judgement in guessed)
    unsourced = [judgement for judgement in found if not (judgement.sourced or judgement.size)]
    assert len(found) > 100
    assert Counter(judgement.kind for judgement in unsourced)["rating"] == sum(
        judgement.kind == "rating" for judgement in found
    )
    assert len(unsourced) < len(found) / 2


SIZED = """\
parties: {a: {name: A, pace: 1, discount: 0.1, because: E, size: {discount: guess}}, b: B}
options: {a.x: {text: do x, effort: 1, because: E, size: guess}, b.y: do y}
nature: {n: {rate: 0.1, because: E, size: source}}
payoffs: {a: [{when: a.x, worth: 1, because: E, size: guess}, {when: b.y, worth: 1, because: E}]}
weights: {b: [{when: b.y, weight: 2, because: E, size: guess}]}
wants: {a: [{that: a.x, because: E}]}
tolls: {t: {when: a.x, per: day, amount: 1, size: guess}}
hypotheses: {h: {claim: c, prior: 0.5, because: [E], size: guess, evidence: {E: +}}}
record: {evidence: {E: seen}}
"""


def test_a_number_is_sourced_when_its_size_is() -> None:
    lines = judgements(sp.loads(whole(SIZED)))
    said = {(line.kind, line.where, line.sourced) for line in lines if line.because}
    assert said == {
        *(("pace", "a", True), ("discount", "a", False)),
        *(("option", "a.x", True), ("effort", "a.x", False), ("nature", "nature.n", True)),
        *(("payoff", "a", False), ("payoff", "a", True), ("weight", "b", False)),
        *(("want", "a", True), ("prior", "h", False)),
    }
    basis = Basis.of(lines)
    assert (basis.sourced, basis.guessed) == (5, 6)
    assert basis.sourced + basis.guessed <= basis.total


def test_numbers_that_are_called_the_same_are_told_apart_in_their_order() -> None:
    labels = ["it", "it", "it", "'it, 2'", "it"]
    lines = ", ".join(f"{{when: a.x, worth: 1, label: {label}}}" for label in labels)
    case, findings = check_text(whole(f"payoffs: {{a: [{lines}]}}\n"))
    assert findings == ()
    assert case is not None
    assert list(amounts(case)) == [
        f"payoffs.a[{name}]" for name in ("it", "it, 2", "it, 3", "it, 2, 2", "it, 4")
    ]
