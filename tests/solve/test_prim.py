"""Peeling and pasting: the same boxes as others find, and as run by run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prim_oracles import Twin
from prim_sets import CRITERIA, LEAST, SETS, checksum, made

from stickpoint.errors import ModelError
from stickpoint.solve.ensemble.boxes import Box, chances
from stickpoint.solve.ensemble.prim import Peeling, peeled
from stickpoint.solve.ensemble.runs import Runs, cut

# No loop is compiled for what is tested here, so that none is reached as Python either.
pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / "known" / "prim_boxes.json"
FOUND = json.loads(KEPT.read_text(encoding="utf-8"))["sets"]


@pytest.mark.parametrize("name", SETS)
def test_every_box_of_ten_sets_is_that_of_ema_workbench(name: str) -> None:
    x, y = made(name)
    assert checksum(x, y) == FOUND[name]["checksum"], "the sets have changed: run the peer again"
    runs = Runs.of(x, y)
    for criterion, boxes in FOUND[name]["boxes"].items():
        rules, left = Peeling(criterion=criterion, least=LEAST.get(name, 0.05)), runs.kept
        for box in boxes:
            row = peeled(runs, rules, left)
            found = [
                [int(weight), int(hits)] for weight, hits in zip(row.weight, row.hits, strict=True)
            ]
            assert found == [step[:2] for step in box["row"]]
            for k, (_, _, *moved) in enumerate(box["row"]):
                if moved:
                    assert [row.low[k, moved[0]], row.high[k, moved[0]]] == moved[1:]
            last = Box(
                np.where(row.low[-1] > row.low[0], row.low[-1], -np.inf),
                np.where(row.high[-1] < row.high[0], row.high[-1], np.inf),
                np.empty(0),
            )
            theirs = np.full((x.shape[1], 2), np.nan)
            for column, pair in box["chances"].items():
                theirs[int(column)] = [np.nan if one is None else one for one in pair]
            assert chances(runs, last, left) == pytest.approx(theirs, rel=1e-6, nan_ok=True)
            left = left & ~last.holds(x)


def test_the_sets_have_boxes_by_each_criterion_with_pastes_and_on_the_rest() -> None:
    assert {c for one in FOUND.values() for c in one["boxes"]} == set(CRITERIA)
    assert len(FOUND) == 10
    assert max(len(boxes) for one in FOUND.values() for boxes in one["boxes"].values()) == 3
    assert peeled(Runs.of(*made("slope"))).pasted > 5


@st.composite
def small(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, Peeling]:
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, inputs = draw(st.integers(1, 40)), draw(st.integers(1, 3))
    x = random.random((count, inputs))
    if draw(st.booleans()):
        x = np.floor(4 * x)  # ties
    y = (random.random(count) < x[:, 0] / (1 + x[:, 0])).astype(float)
    if draw(st.booleans()):
        y = np.round(random.random(count) * 8) / 8  # how far, not whether
    weights = np.ones(count)
    if draw(st.booleans()):
        # Of mean 1 and exact in binary, so that no rank is rounded.
        off = random.choice([0.25, 0.5, 0.75], count // 2)
        weights[: 2 * len(off)] = random.permutation(np.concatenate((1 - off, 1 + off)))
    criterion = draw(st.sampled_from(list(CRITERIA)))
    peel, paste = draw(st.sampled_from([0.05, 0.1, 0.3])), draw(st.sampled_from([0.05, 0.2]))
    return x, y, weights, Peeling(peel, paste, draw(st.sampled_from([0.05, 0.2])), criterion)


@given(small())
def test_boxes_are_those_of_the_literal_twin(given_: tuple) -> None:
    x, y, weights, rules = given_
    row = peeled(Runs.of(x, y, weights), rules)
    twin = Twin(
        x.tolist(), y.tolist(), weights.tolist(), peel=rules.peel, paste=rules.paste,
        least=rules.least, criterion=rules.criterion,
    )  # fmt: skip
    # Scores that are equal but for rounding may be told apart either way: compare up to there.
    for k in range(min(len(row), len(twin.row))):
        ours = np.column_stack((row.low[k], row.high[k]))
        if np.array_equal(ours, np.array(twin.row[k])):
            assert row.weight[k] == pytest.approx(twin.weight(twin.row[k]))
            assert row.hits[k] == pytest.approx(twin.hits(twin.row[k]))
            continue
        twin.row = twin.row[:k]
        theirs = twin._score
        before = [tuple(pair) for pair in ours.tolist()]
        scores = [theirs(box) for box in (*twin._peels(), *twin._pastes())]
        assert theirs(before) == pytest.approx(max(scores))
        return
    assert len(row) == len(twin.row) or weights.std() > 0


@given(small())
def test_a_row_goes_from_all_runs_to_ever_denser_boxes(given_: tuple) -> None:
    x, y, weights, rules = given_
    row = peeled(Runs.of(x, y, weights), rules)
    peels = len(row) - row.pasted
    assert row.mass[0] == pytest.approx(1.0)
    assert (np.diff(row.weight[:peels]) < 0).all()
    assert (np.diff(row.weight[peels - 1 :]) > 0).all()
    assert (np.diff(row.density) > -1e-12).all() or rules.criterion == "density"
    assert (row.mass[1:] >= rules.least - 1e-12).all()


def test_weights_that_are_all_alike_are_no_weights() -> None:
    x, y = made("steps")
    plain, even = (peeled(Runs.of(x, y, w)) for w in (None, np.full(len(y), 1 / len(y))))
    assert np.array_equal(plain.low, even.low)
    assert np.array_equal(plain.weight, even.weight)


def test_a_run_that_weighs_nothing_has_no_say() -> None:
    x, y = made("corner")
    weights = np.ones(len(y))
    weights[::3] = 1e-300
    all_runs = peeled(Runs.of(x, y, weights))
    kept = weights == 1
    without = peeled(Runs.of(x[kept], y[kept]))
    assert np.array_equal(all_runs.low, without.low)
    assert all_runs.density == pytest.approx(without.density)


def test_values_that_are_equal_go_together() -> None:
    row = np.array([[0.0, 0.0, 0.0, 1.0, 2.0, 2.0]])
    low, high = cut(row, np.ones_like(row), 0.05)
    assert (low.tolist(), high.tolist()) == ([0.5], [1.5])
    same = np.zeros((1, 4))
    assert [limit.tolist() for limit in cut(same, np.ones_like(same), 0.05)] == [[0.0], [0.0]]


@pytest.mark.parametrize(
    ("x", "y", "weights", "said"),
    [
        ([[1.0], [2.0]], [1.0], None, "of shapes"),
        ([1.0, 2.0], [1.0, 0.0], None, "of shapes"),
        ([[1.0], [np.nan]], [1.0, 0.0], None, "must be finite"),
        ([[1.0], [2.0]], [1.0, 0.0], [0.0, 0.0], "not all 0"),
        ([[1.0], [2.0]], [2.0, 0.0], None, "from 0 to 1"),
    ],
)
def test_runs_that_are_none_are_refused(x: list, y: list, weights: list | None, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        Runs.of(x, y, weights)
