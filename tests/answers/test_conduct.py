"""Dated choices are held against the wants of whoever made them, each situation once."""

from __future__ import annotations

from pathlib import Path

import pytest

import stickpoint as sp
from stickpoint.answers.why.conduct import conduct
from stickpoint.case.model.case import Case

# To strike pays at once; the mill could then lock out, which pays it and hurts most.
MILL = """
format: 1
title: A mill and its weavers
clock: {start: 2020-01-01, unit: month, horizon: 24}
parties: {weavers: {name: the weavers, pace: 1/month}, mill: {name: the mill, pace: 1/month}}
options:
  weavers.strike: go on strike
  mill.lock: lock the weavers out
  mill.sign: sign
issues: {pay: {name: pay, terms: {peace: mill.sign}}}
wants:
  weavers: ["!mill.lock", weavers.strike]
  mill: ["!mill.sign", mill.lock iff weavers.strike]
record:
  documents: {d: {title: A chronicle}}
  moves:
"""


def case(tmp_path: Path, moves: str) -> Case:
    path = tmp_path / "mill.case.yaml"
    path.write_text(MILL + moves, encoding="utf-8")
    return sp.load(path)


WAITED = """
    - {id: v-dig, date: 2020-06-01, party: mill, sets: {mill.lock: yes}}
"""
STRUCK = """
    - {id: v-keep, date: 2020-01-05, party: weavers, sets: {weavers.strike: no}}
    - {id: v-again, date: 2020-01-09, party: weavers, sets: {weavers.strike: no}}
    - {id: v-out, date: 2020-01-20, party: weavers, sets: {weavers.strike: yes}}
"""


def test_a_strike_that_would_be_answered_fits_only_who_looks_at_the_own_move(
    tmp_path: Path,
) -> None:
    (weavers,) = conduct(case(tmp_path, STRUCK))
    kept, out = weavers.choices
    # The second refusal to strike was made in the same situation: it tells no more.
    assert (kept.move, kept.sets, out.move) == ("v-keep", (), "v-out")
    assert out.fits == {"nash": True, "gmr": False, "smr": False, "seq": False, "sseq": False}
    assert kept.fits == {name: not fits for name, fits in out.fits.items()}
    assert weavers.misses == dict.fromkeys(out.fits, 1)
    assert weavers.speaks_for == tuple(out.fits)
    assert not weavers.losing


def test_a_wait_counts_from_one_mean_wait_on_and_a_losing_move_is_named(tmp_path: Path) -> None:
    weavers, mill = conduct(case(tmp_path, WAITED))
    (waited,) = weavers.choices
    assert (waited.move, waited.days) == ("", 152.0)
    assert not waited.fits["nash"]
    assert waited.fits["seq"]
    assert [choice.move for choice in mill.losing] == ["v-dig"]


def test_the_page_says_what_each_choice_fits_and_that_few_decide_nothing(tmp_path: Path) -> None:
    page = str(sp.record(case(tmp_path, STRUCK)))
    said = " ".join(page.split())
    assert "The weavers: the record does not decide, on 2 choices." in said
    assert (
        "move of the weavers: go on strike [v-out]. That fits only a party that looks at " in said
    )
    data = sp.record(case(tmp_path, WAITED)).to_dict()["conduct"]
    assert [one["party"] for one in data] == ["weavers", "mill"]
    assert data[0]["choices"][0]["days"] == pytest.approx(152.0)


def test_a_record_without_moves_says_nothing_of_conduct(tmp_path: Path) -> None:
    assert conduct(case(tmp_path, "    []\n")) == ()
    assert "foresight" not in str(sp.record(case(tmp_path, "    []\n")))
