"""States that count as the same → findings where the rest of the case tells them apart."""

from __future__ import annotations

import numpy as np
import pytest
from casefiles import whole

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.graph.coalesce import coalesce

TWO_SETTLED = (
    "wants: {a: [a.x], b: [a.x]}\nissues: {i: {terms: {agreed: a.x & b.y & nature.n}}}\n"
    "nature: {n: {text: n comes}}\n"
)


def found(part: str) -> list[str]:
    """List code and message of every finding in a case."""
    return [f"{fault.code} {fault.message}" for fault in check_text(whole(part))[1]]


def test_states_that_nature_keeps_apart_need_not_be_settled_alike() -> None:
    sound = TWO_SETTLED.replace("a.x & b.y & nature.n", "a.x & nature.n")
    assert found(sound + "same: [a.x]\n") == []
    assert [text[:4] for text in found(TWO_SETTLED + "same: [a.x]\n")] == ["C410"]


def test_each_party_that_tells_them_apart_is_named() -> None:
    texts = found("wants: {a: [b.y], b: [b.y, a.x]}\nsame: [a.x]\n")
    for party, text in zip("ab", texts, strict=True):
        assert f"'{party}' ranks YY above YN" in text


def test_statements_that_join_groups_are_blamed_only_for_what_they_join() -> None:
    # NN with YN is one state and YN with YY another: joined they hold NN and YY, ranked apart.
    wants = (
        "options: {a.x: do x, b.y: do y}\nranking: {a: [[NN, YN], [YY, NY]], b: [yes]}\nwants: {}\n"
    )
    (text,) = found(wants + 'same: ["!b.y", "a.x"]\n')
    assert text.startswith("C509 'a.x' makes")
    assert found(wants + 'same: ["!b.y", "b.y"]\n') == []


def test_a_ranking_with_a_gap_is_not_blamed_twice() -> None:
    texts = found("wants: {b: [yes]}\nranking: {a: [YY, [NN, NY]]}\nsame: [a.x]\n")
    assert [text[:4] for text in texts] == ["C501"]


def test_merging_states_that_are_settled_differently_is_refused() -> None:
    conflict = sp.loads(whole(TWO_SETTLED)).conflict(nature={"n": True})
    group = conflict.codes & np.uint64(1) > 0
    with pytest.raises(sp.ModelError, match=r"not settled; yes to .*: settled as 'agreed'"):
        coalesce(conflict, [group])


PAID = "wants: {a: [a.x], b: [a.x]}\n"
ANY = "payoffs: {a: [{when: a.x, worth: 1}]}\n"


@pytest.mark.parametrize(
    ("part", "who"),
    [
        ("payoffs: {a: [{when: a.x & b.y, worth: 1}]}\n", "the payoffs of 'a'"),
        ("payoffs: {b: [{when: b.y, worth: [1, 2]}]}\n", "the payoffs of 'b'"),
        (ANY + "terminal: {a: [{when: b.y, worth: 1}]}\n", "the terminal worths of 'a'"),
        (ANY + "tolls: {dead: {when: b.y, per: day, amount: 1}}\n", "the tolls 'dead'"),
        (
            ANY + "hypotheses: {h: {claim: c, payoffs: {b: [{when: b.y, worth: 1}]}}}\n",
            "the payoffs of 'b' under 'h'",
        ),
    ],
)
def test_what_they_are_worth_or_cost_must_be_the_same(part: str, who: str) -> None:
    (text,) = found(PAID + part + "same: [a.x]\n")
    said = f"C510 'a.x' makes states count as the same, yet {who} differ between YN and YY"
    assert text.startswith(said)


def test_lines_that_come_to_the_same_sum_are_the_same_unless_they_are_ranges() -> None:
    def lines(worth: str) -> str:
        return (
            f"payoffs: {{a: [{{when: a.x & b.y, worth: {worth}}}, "
            f"{{when: 'a.x & !b.y', worth: {worth}}}]}}\nsame: [a.x]\n"
        )

    assert found(PAID + lines("0.1")) == []
    assert [text[:4] for text in found(PAID + lines("[0.1, 0.2]"))] == ["C510"]
    # A case without payoffs has no clock that could tell them apart.
    assert found(PAID + "tolls: {dead: {when: b.y, per: day, amount: 1}}\nsame: [a.x]\n") == []


def test_what_chance_makes_of_them_must_count_as_the_same_too() -> None:
    nature = PAID + ANY + "nature: {n: {text: n comes, rate: 0.1, one_way: yes}}\n"
    (text,) = found(nature + 'same: ["a.x & !nature.n"]\n')
    assert text.startswith("C511 'a.x & !nature.n' makes states count as the same, yet 'nature.n'")
    assert found(nature + "same: [a.x]\n") == []
    assert found(nature.replace("rate: 0.1, ", "") + 'same: ["a.x & !nature.n"]\n') == []
    barred = nature + 'same: [a.x]\nimpossible: ["nature.n & a.x & b.y"]\n'
    assert [text[:4] for text in found(barred)] == ["C511"]
