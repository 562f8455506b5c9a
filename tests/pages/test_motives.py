"""Motives as data: the contract, what is scored and what is not, and no verdict where none is."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from asked import ratings_of
from rivals import TEXT

import stickpoint as sp
from stickpoint.answers.motives.rivals import Motives
from stickpoint.cli.patience import Counter
from stickpoint.errors import ModelError
from stickpoint.pages.data.motives import draws, motives
from stickpoint.pages.motives.page import cut, page, unscored
from stickpoint.pages.motives.rated import line
from stickpoint.pages.render.html import html
from stickpoint.pages.render.text import text
from stickpoint.pages.report.document import report
from stickpoint.solve.motives.evidence import LogEvidence


def test_the_data_keep_the_contract() -> None:
    pytest.importorskip("dynesty")
    answer = motives(Motives(sp.loads(TEXT), each=40))
    json.dumps(answer)
    low, mid, high = answer["process_tracing"]["eager"]["posterior"]
    assert low < mid < high
    assert set(answer["structural"]) == {"eager"}
    assert set(answer["not_scored"]) == {"forced"}
    assert answer["structural"]["eager"]["error"] > 0
    assert answer["undecided"] == [["eager", "forced"]]


LEFT_OUT = """\
    - {id: v0, date: 2000-12-31, party: bob, sets: {bob.wait: yes}}
    - {id: v3, date: 2001-01-05, party: ann, sets: {ann.yield: yes}}
    - {id: v4, date: 2001-01-15/2001-01-30, party: bob, sets: {bob.wait: no}}
    - {id: v5, date: 2001-02-03, party: bob, sets: {bob.wait: yes}}
  evidence:"""


def test_every_move_that_is_not_scored_is_named_with_the_reason() -> None:
    case = sp.loads(TEXT.replace("  evidence:", LEFT_OUT, 1))
    answer = Motives(case)
    answer.__dict__["evidences"] = {}
    said = " ".join(text(page(answer)).split())
    assert "Scored, 2 moves: v2 and v4." in said
    assert "Left out as restating what holds already, 2 moves: v1 and v3." in said
    assert (
        "Left out as before the start of the clock, so part of the status quo, 1 move: v0." in said
    )
    assert "Left out as beyond the horizon of 20 days, 1 move: v5." in said
    assert "The dates of v4 count only up to the horizon of 20 days." in said
    told = motives(answer)["moves"]
    assert set(told["scored"]) | set(told["left_out"]) == {move.id for move in case.record.moves}
    assert set(told["cut"]) == {"v4"}
    early = TEXT.replace("date: 2001-01-04", "date: 2000-12-30/2001-01-04")
    assert cut(Motives(sp.loads(early))) == {"v2": "only from the start of the clock on"}
    # Nothing is said of moves where they were left aside on request.
    assert "Scored," not in text(page(Motives(case, structural=False)))


def test_the_line_on_the_motive_does_not_decide_what_the_record_leaves_open() -> None:
    # By hand: at the middle 0.45 * 2.12 against 0.55, at the ends 0.3 * 1.5 against 0.7.
    assert line(sp.loads(TEXT)) == (
        "The record does not decide. 'eager' stands highest, 63 % (39 % to 82 %), before 'forced', "
        "37 % (18 % to 61 %)."
    )
    decided = TEXT.replace("[0.3, 0.6]", "0.9").replace("[0.4, 0.7]", "0.1")
    assert line(sp.loads(decided)).startswith("The record favours 'eager'")
    with pytest.raises(ModelError, match="hypotheses"):
        _ = Motives(sp.loads(TEXT.partition("hypotheses:")[0])).tracing


def test_korea_is_not_decided_by_its_ratings() -> None:
    answer = ratings_of("korea-1952")
    assert len(answer.undecided) >= 10
    assert answer.tracing.sums_to_one
    assert line(answer.case).startswith("The record does not decide.")
    assert set(answer.unscored) == set(answer.tracing.hypotheses)


def test_the_page_names_no_winner() -> None:
    answer = ratings_of("korea-1952")
    said = " ".join(text(page(answer)).split())
    assert "The record does not decide between any two of the 6." in said
    assert "E3, The Joint Chiefs keep" in said
    flip = "E10 on 'two-sided bargaining', rated -- in place of + (3 steps): then 'prestige' stands"
    assert f"{flip} first." in said
    assert "Escalation threat: not scored" in said


def test_draws_are_a_table_of_what_was_averaged_over() -> None:
    pytest.importorskip("dynesty")
    answer = Motives(sp.loads(TEXT), each=40)
    head, *rows = draws(answer, 50).splitlines()
    assert head == "hypothesis,draw,unknown,value"
    assert len(rows) == 50
    name, _, *unknown, value = rows[0].split(",")
    assert (name, float(value) >= 1) == ("eager", True)
    assert "ann" in ",".join(unknown)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("start: 2001-01-01, ", ""), "a start of the clock"),
        (("horizon: 20", "horizon: none"), "a finite horizon"),
        (("sets: {ann.yield: yes}", "sets: {ann.yield: no}"), "dated moves"),
    ],
)
def test_a_case_that_cannot_be_scored_says_what_it_lacks(change: tuple[str, str], why: str) -> None:
    answer = Motives(sp.loads(TEXT.replace(*change)))
    assert set(answer.unscored) == {"eager", "forced"}
    assert all(why in reason for reason in unscored(answer).values())
    assert answer.evidences == {}


def test_the_two_methods_may_disagree_and_the_page_says_so() -> None:
    def scored(value: float) -> LogEvidence:
        return LogEvidence(value, 0.1, "by hand", 0, 1, 10, np.zeros((1, 0)), np.ones(1), ())

    answer = Motives(sp.loads(TEXT))
    answer.__dict__["evidences"] = {"eager": scored(-9), "forced": scored(-2)}
    assert answer.disagreements == [("forced", "eager")]
    # At random each moves at half a pace of one: both may until 3.5, then Bob alone until 5.5.
    assert answer.at_random == pytest.approx(np.log(0.5) - 3.5 * (0.5 + 0.5) - 2 * 0.5, abs=1e-6)
    assert not answer.worse_than_random
    said = " ".join(text(page(answer)).split())
    assert "The moves favour 'forced' over 'eager', the rated evidence the reverse." in said
    answer = Motives(sp.loads(TEXT))
    answer.__dict__["evidences"] = {"eager": scored(-2), "forced": scored(-9)}
    assert answer.disagreements == []
    answer.__dict__["evidences"] = {"eager": scored(-7), "forced": scored(-9)}
    assert answer.worse_than_random
    assert "less likely than play at random" in " ".join(text(page(answer)).split())
    assert "Nowhere" in text(page(answer))


CODED = TEXT.replace(
    "evidence: {E1: {text: a letter, date: 2001-01-06}}",
    "evidence: {E1: a letter, E2: {text: a diary, observed: no}, E3: a note}",
).replace(
    'evidence: {E1: "+"}',
    'evidence: {E1: {rating: {anna: "+", ben: "-"}}, E2: "++",\n'
    '      E3: {rating: {anna: "+", ben: "+"}}}',
)


def test_coders_who_differ_widen_a_rating_and_their_agreement_is_told() -> None:
    answer = Motives(sp.loads(CODED), structural=False)
    assert answer.tracing.ratings == (("+ to -", "0"), ("+", "0"))
    assert answer.tracing.scale["+ to -"] == (1 / 3, 3)
    agreement = answer.agreement
    assert agreement is not None
    assert (agreement.coders, agreement.ratings, agreement.share) == (("anna", "ben"), 2, 0.5)
    # By hand: values + - + +, one unequal pair in two; 1 - 3 * 2 / 6 = 0.
    assert agreement.alpha == pytest.approx(0)
    assert motives(answer)["coders"]["E1"] == {"eager": {"anna": "+", "ben": "-"}}
    said = " ".join(text(page(answer)).split())
    assert "anna ben E1 on 'eager' + - differ E3 on 'eager' + + Coders" in said
    assert "agree on 50 % of pairs; Krippendorff's alpha is 0.00" in said
    assert Motives(sp.loads(TEXT), structural=False).agreement is None


def test_what_is_not_in_hand_is_no_evidence_but_has_its_worth() -> None:
    answer = Motives(sp.loads(CODED), structural=False)
    assert answer.tracing.items == ("E1", "E3")
    (low, high) = answer.missing["E2"]
    assert 0 < low < high < motives(answer)["most_telling"]
    said = " ".join(text(page(answer)).split())
    assert f"E2, a diary: expected to weigh {low:.1f} to {high:.1f} decibans" in said
    assert "with a chance of 90 % of finding it where it is expected most" in said


GROUPED = CODED.replace("hypotheses:", "groups: [[E3, E2]]\nhypotheses:")


def test_what_is_not_in_hand_is_worth_less_beside_an_item_on_which_it_depends() -> None:
    apart, joined = (Motives(sp.loads(text), structural=False) for text in (CODED, GROUPED))
    assert joined.missing["E2"][1] < apart.missing["E2"][1]
    assert joined.posterior == pytest.approx(apart.posterior)
    said = " ".join(text(page(joined)).split())
    assert "found or not (beside E3, on which it depends)." in said


def test_the_page_shows_how_each_item_is_rated_and_in_which_group() -> None:
    said = text(page(Motives(sp.loads(GROUPED), structural=False)))
    rows = [line.split() for line in said.splitlines() if line.startswith("  E")]
    assert rows[0] == ["E1", "+", "to", "-", "0"]
    assert rows[1] == ["E2", "++", "0", "group", "1,", "not", "in", "hand"]
    assert rows[2] == ["E3", "+", "0", "group", "1"]
    assert motives(Motives(sp.loads(GROUPED), structural=False))["ratings"]["E2"] == {
        "eager": "++",
        "forced": "0",
    }


def test_the_weights_on_the_page_add_up_with_groups_counted_once() -> None:
    answer = ratings_of("korea-1952")
    said = " ".join(text(page(answer)).split())
    found = motives(answer)["decibans"]
    total = sum(unit["weight"][1] for unit in found["units"])
    assert total == pytest.approx(found["record"][1])
    assert f"In all {total:+.1f} (" in said
    assert "E12 and E13 together, as one group: +4.1" in said
    # Alone the middles of the two add up to more.
    assert found["items"]["E12"][1] + found["items"]["E13"][1] > 6


def test_what_takes_long_says_how_far_it_is() -> None:
    said: list[str] = []
    told = Counter(said.append, every=0.0)
    told("eager", 1200)
    assert said == ["eager: 1,200 likelihoods computed"]
    Counter(said.append, every=1e9)("eager", 1)
    assert len(said) == 1


UNRATED = """\
format: 1
title: Two readings
parties: {a: A, b: B}
options: {a.x: do x, b.y: do y}
wants: {a: [a.x], b: [b.y]}
groups: [[e1, e2], [e3, e4]]
hypotheses:
  pride: {claim: He was proud, about: a, evidence: {e1: ++, e4: +}}
  greed: {claim: He was greedy, about: a, evidence: {e1: -}}
record:
  evidence:
    e1: a letter
    e2: {text: the weather was bad, date: 2001-05}
    e3: {text: a bill, observed: no}
    e4: {text: a diary, observed: no}
    e5: a rumour
"""


def test_evidence_that_no_explanation_is_rated_on_stays_out_of_the_tables() -> None:
    case = sp.loads(UNRATED)
    found = sp.motives(case, structural=False)
    said = " ".join(text(page(found)).split())
    assert found.tracing.items == ("e1",)
    assert list(found.missing) == ["e4"]
    assert set(found.to_dict()["ratings"]) == {"e1", "e4"}
    assert "Rated on no explanation, so not among these: e2, e3 and e5." in said
    assert not re.search(r"\b(weather|bill|rumour)\b", said)
    shown = html(report(sp.why(case)))
    table = shown.partition("and how it is rated on each")[2].partition("</table>")[0]
    assert "letter" in table
    assert not re.search(r"\b(weather|bill|rumour)\b", table)
    for item in ("e1", "e2", "e4"):
        assert len(re.findall(rf'id="[^"]*{item}"', shown)) == 1, item


def test_a_case_that_rates_nothing_still_has_an_answer() -> None:
    bare = re.sub(r", evidence: \{e[^}]*\}", "", UNRATED)
    found = sp.motives(sp.loads(bare), structural=False)
    assert found.tracing.items == ()
    assert "does not decide" in text(page(found))
