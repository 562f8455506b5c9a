"""Which moves are scored and when, and what the ratings and the moves say of each explanation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rivals import TEXT

import stickpoint as sp
from stickpoint.answers.motives.evidence import (
    _Ranges,
    record_end,
    scored,
    scored_moves,
    sorted_moves,
    structural,
)
from stickpoint.answers.motives.rivals import Motives
from stickpoint.errors import CaseError
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.variants.alike import lumped
from stickpoint.graph.variants.fewer import fewer
from stickpoint.pages.motives.page import moves as moves_page
from stickpoint.solve.motives.evidence import LogEvidence
from stickpoint.solve.motives.likelihood import log_likelihood


def test_only_moves_that_change_something_are_scored() -> None:
    case = sp.loads(TEXT)
    (move,) = scored_moves(case)
    assert (move.name, move.first, move.last) == ("v2", 3.5, 3.5)
    assert move.options == {0: True}
    assert record_end(case) == 5.5


def test_evidences_within_their_error_are_not_told_apart() -> None:
    def scored(value: float, error: float) -> LogEvidence:
        return LogEvidence(value, error, "", 0, 1, 1, np.zeros((1, 0)), np.ones(1), ())

    answer = Motives(sp.loads(TEXT))
    answer.__dict__["evidences"] = {"a": scored(0, 0.1), "b": scored(-2, 0.1), "c": scored(-9, 3)}
    # 2 nats are under 10 decibans, 7 and 9 over them and over twice an error of 3.
    assert answer.untold == [("a", "b")]


def test_only_what_an_explanation_is_about_is_averaged_over() -> None:
    wide = TEXT.replace("bob: Bob", "bob: {name: Bob, pace: [1, 2]}")
    few = structural(sp.loads(wide), "eager", each=40)
    every = structural(sp.loads(wide), "eager", each=40, all_ranges=True)
    assert few.names == ("1: ann, ann.yield [1, 3]",)
    assert set(every.names) == {"1: ann, ann.yield [1, 3]", "2: pace of bob [1, 2]"}
    about = wide.replace("claim: Ann wanted", "about: bob\n    claim: Ann wanted")
    assert len(structural(sp.loads(about), "eager", each=40).names) == 2


def test_a_scale_of_its_own_takes_the_place_of_the_usual_one() -> None:
    own = TEXT.replace("record:", 'rating_scale: {"+": [4, 5]}\nrecord:')
    scale = Motives(sp.loads(own)).tracing.scale
    assert (scale["+"], scale["++"]) == ((4, 5), (3, 10))


def test_both_ways_of_averaging_agree_with_the_integral() -> None:
    pytest.importorskip("dynesty")
    pytest.importorskip("arviz")
    case = sp.loads(TEXT)
    moves, end = scored_moves(case), record_end(case)

    def likelihood(worth: float) -> float:
        made = Changes(hypothesis="eager", worth={("ann", 1): worth})
        return float(np.exp(log_likelihood(build_game(case, made), moves, end=end)))

    points, weights = np.polynomial.legendre.leggauss(8)
    exact = np.log(sum(w / 2 * likelihood(2 + x) for x, w in zip(points, weights, strict=True)))
    parts = [(w * likelihood(2 + x), 2 + x) for x, w in zip(points, weights, strict=True)]
    middle = sum(part * worth for part, worth in parts) / sum(part for part, _ in parts)
    for method in ("nested", "importance"):
        found = structural(case, "eager", each=40, method=method)
        assert abs(found.value - exact) < max(4 * found.error, 1e-3)
        assert found.error < 0.5
        # By either way the posterior is ArviZ data, its mean that of the integral as far as so
        # few draws can tell: ten live points say it to 0.12.
        held = found.to_arviz(2000).posterior["1: ann, ann.yield [1, 3]"]
        assert held.shape == (1, 2000)
        assert float(held.mean()) == pytest.approx(middle, abs=0.3)


ORDER = """\
format: 1
title: Order
clock: {start: 2001-01-01, unit: day, horizon: 60}
parties: {ann: {name: Ann, pace: 0.6}, bob: {name: Bob, pace: 0.4}}
options:
  ann.sign: {text: sign, needs: bob.offer}
  bob.offer: {text: offer}
  bob.boast: {text: boast}
settled: ann.sign & bob.offer
wants: {ann: [ann.sign], bob: [bob.offer]}
payoffs:
  ann: [{when: "!settled", worth: -0.5}]
record:
  moves:
    - {id: v-sign, date: SIGNED, party: ann, sets: {ann.sign: yes}}
    - {id: v-offer, date: OFFERED, party: bob, sets: {bob.offer: yes}}
  SILENT
hypotheses:
  weary: {claim: Ann tires, about: ann, payoffs: {ann: [{when: "!settled", worth: -1}]}}
"""


def record_of(signed: str, offered: str, silent: str = "") -> sp.Case:
    text = ORDER.replace("SIGNED", signed).replace("OFFERED", offered)
    return sp.loads(text.replace("SILENT", silent))


@pytest.mark.parametrize(
    ("signed", "offered", "windows"),
    [
        ("2001-01-10", "2001-01-10", [(9, 10), (9, 10)]),
        ("2001-01", "2001-01-10", [(0, 31), (9.5, 9.5)]),
        ("2001-01-20", "after 2001-01-05", [(19.5, 19.5), (5, 19.5)]),
        ("2001-01-10/2001-03-31", "2001-01-08", [(9, 60), (7.5, 7.5)]),
    ],
    ids=["one day", "a month", "an open end", "beyond the horizon"],
)
def test_dates_that_leave_the_order_open_are_scored(signed, offered, windows) -> None:
    case = record_of(signed, offered)
    found = {move.name: (move.first, move.last) for move in scored_moves(case)}
    assert [found["v-sign"], found["v-offer"]] == [pytest.approx(ends) for ends in windows]
    assert structural(case, "weary").value > -30


OVERLAP = ORDER.replace(
    "- {id: v-sign, date: SIGNED, party: ann, sets: {ann.sign: yes}}",
    "- {id: v-early, date: 2001-01-03/2001-01-31, party: bob, sets: {bob.offer: yes}}",
).replace("v-offer, date: OFFERED", "v-offer, date: 2001-01-05")


@pytest.mark.parametrize("turned", [False, True])
def test_the_record_and_the_scores_read_overlapping_dates_in_one_order(turned: bool) -> None:
    """By their middle: the day comes before the span that begins before it."""
    text = OVERLAP.replace("SILENT", "")
    if turned:
        lines = text.splitlines()
        at = next(k for k, one in enumerate(lines) if "v-early" in one)
        lines[at : at + 2] = reversed(lines[at : at + 2])
        text = "\n".join(lines)
    case = sp.loads(text)
    steps = sp.record(case).path.steps
    found = sorted_moves(case)
    assert [step.id for step in steps] == ["v-offer", "v-early"]
    changing = [step.id for step in steps if step.is_move]
    assert [move.name for move in found.scored] == changing == ["v-offer"]
    assert found.left_out == {"v-early": "restates"}
    assert found.unordered == tuple(step.id for step in steps if not step.in_order) == ("v-early",)


def test_what_the_dates_leave_open_is_said_in_the_same_words() -> None:
    case = sp.loads(OVERLAP.replace("SILENT", ""))
    words = "in an order that the dates leave open"
    told = " ".join(str(sp.record(case)).split())
    assert f"1 of 2 recorded moves changed nothing: it restated what held already, {words}," in told
    answer = Motives(case)
    answer.__dict__["evidences"] = {}
    shown = " ".join(map(str, moves_page(answer)))
    assert f"1 move comes {words}: v-early. Every order that the options allow is scored" in shown
    sure = record_of("2001-01-10", "2001-01-08")
    assert sorted_moves(sure).unordered == ()
    both = record_of("2001-01-10", "2001-01-10")
    assert sorted_moves(both).unordered == ("v-offer",)
    assert words in " ".join(str(sp.record(both)).split())


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 12), st.booleans()), max_size=5))
def test_what_is_scored_is_what_the_path_of_the_record_has_changed(dates) -> None:
    rows = "".join(
        f"    - {{id: v{k}, date: 2001-02-{1 + a:02}/2001-02-{min(1 + a + b, 28):02}, party: bob, "
        f"sets: {{bob.boast: {'yes' if on else 'no'}}}}}\n"
        for k, (a, b, on) in enumerate(dates)
    )
    text = ORDER[: ORDER.index("record:")]
    case = sp.loads(text + (f"record:\n  moves:\n{rows}" if rows else ""))
    path, found = sp.record(case).path, sorted_moves(case)
    assert [m.name for m in found.scored] == [s.id for s in path.steps if s.is_move]
    assert set(found.left_out) == {s.id for s in path.steps if not s.is_move}


def test_what_the_record_is_silent_on_may_have_happened() -> None:
    told = structural(record_of("2001-01-10", "2001-01-08"), "weary").value
    silent = structural(record_of("2001-01-10", "2001-01-08", "silent: [bob.boast]"), "weary").value
    # Else Bob must be supposed never to have boasted, which at his pace is less likely.
    assert silent > told + 1
    case = record_of("2001-01-10", "2001-01-08", "silent: [bob.boast]")
    game = build_game(case, Changes(hypothesis="weary"))
    exact = log_likelihood(game, scored_moves(case), end=record_end(case), hidden=[2])
    assert silent == pytest.approx(exact, abs=1e-3)
    with pytest.raises(CaseError, match=r"bob\.bost"):
        record_of("2001-01-10", "2001-01-08", "silent: [bob.bost]")


def test_what_is_alike_at_both_ends_of_a_batch_is_still_told_apart_between() -> None:
    # At worth 0 rain is the same to Ann, so states with and without it would be one.
    rain = TEXT.replace("wants:", "nature: {rain: {text: it rains, rate: 1}}\nwants:").replace(
        "ann: [{when: ann.yield, worth: -1}]",
        "ann: [{when: ann.yield & nature.rain, worth: [-8, 8]}, {when: ann.yield, worth: -1}]\n"
        "  bob: [{when: bob.wait, worth: -1}]",
    )
    asked = _Ranges(sp.loads(rain), None)
    assert len(asked.amounts) == 1
    worths = np.array([[0.0], [7.0], [-7.0], [0.0]])
    moves, end, hidden = scored(asked.case)
    games = [asked._game(worth) for worth in worths]
    assert fewer([games[0], games[-1]], [0], lumped).first.size < games[0].n_states
    # At the tolerance of a batch one by one errs by as much as 1e-2 itself.
    how = {"end": end, "hidden": hidden, "tolerance": 1e-9}
    alone = [log_likelihood(game, moves, **how) for game in games]
    assert np.ptp(alone) > 0.1
    assert asked.scores(worths) == pytest.approx(alone, abs=1e-2)
