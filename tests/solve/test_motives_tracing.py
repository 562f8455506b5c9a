"""Process tracing: exact ranges against every corner, order of evidence, hand examples."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import rated_odds, rated_posterior

from stickpoint.errors import ModelError
from stickpoint.solve.motives.agreement import krippendorff_alpha, percent_agreement
from stickpoint.solve.motives.tracing import FURTHER, SCALE, Tracing
from stickpoint.solve.motives.weights import (
    expected_weight,
    flips,
    item_weights,
    most_telling,
    pair_weight,
    record_weight,
)

EXACT = {"++": (8.0, 8.0), "+": (2.0, 2.0), "0": (1.0, 1.0), "-": (0.5, 0.5), "--": (0.125, 0.125)}


def two(rows: list[str], prior: object = ((0.5,) * 3,) * 2, **more: object) -> Tracing:
    """Two rivals; each row holds the rating of an item for either, apart by a space."""
    ratings = tuple(tuple(row.split()) for row in rows)
    items = tuple(f"E{k}" for k in range(1, len(rows) + 1))
    return Tracing(("a", "b"), items, ratings, np.array(prior, dtype=float), **more)  # type: ignore[arg-type]


def test_one_item_of_ratio_two_makes_even_odds_two_to_one() -> None:
    found = two(["+ 0"], scale=EXACT).posterior()
    assert found[0] == pytest.approx([2 / 3] * 3)
    assert found[1] == pytest.approx([1 / 3] * 3)


def test_ranges_of_ratio_and_prior_by_hand() -> None:
    found = two(["+ 0"], [(0.2, 0.35, 0.5), (0.5, 0.65, 0.8)]).posterior()
    # Least: prior 0.2, ratio 1.5: 0.3 / (0.3 + 0.8). Most: prior 0.5, ratio 3: 1.5 / 2.
    assert found[0, [0, 2]] == pytest.approx([3 / 11, 3 / 4])
    assert found[1, [0, 2]] == pytest.approx([1 / 4, 8 / 11])


def test_a_record_that_is_alike_for_all_returns_the_prior() -> None:
    prior = [(0.3,) * 3, (0.7,) * 3]
    for rating in SCALE:
        assert two([f"{rating} {rating}"] * 3, prior).posterior() == pytest.approx(np.array(prior))


def test_two_items_of_one_group_count_for_less_than_two() -> None:
    alone = two(["++ 0", "+ 0"], scale=EXACT).posterior()[0]
    joint = two(["++ 0", "+ 0"], scale=EXACT, groups=((0, 1),)).posterior()[0]
    assert alone == pytest.approx([16 / 17] * 3)
    assert joint[[0, 2]] == pytest.approx([8 / 9, 8 * 2**0.5 / (1 + 8 * 2**0.5)])


def test_where_two_of_a_group_tell_as_much_either_may_be_the_one() -> None:
    found = two(["+ 0", "- 0"], scale=EXACT, groups=((0, 1),))
    # One of them in full and nothing, or half, of the other, which says the reverse.
    assert pair_weight(found.units[0], 0, 1) == pytest.approx(
        (-10 * np.log10(2), 0, 10 * np.log10(2)), abs=1e-12
    )


def test_what_all_expect_alike_changes_nothing_in_a_group() -> None:
    alone, apart = two(["+ 0"]), two(["++ ++", "+ 0"])
    grouped = replace(apart, groups=((0, 1),))
    assert alone.posterior()[0, [0, 2]].round(2).tolist() == [0.6, 0.75]
    assert apart.posterior() == pytest.approx(alone.posterior())
    assert grouped.posterior() == pytest.approx(alone.posterior())


def test_the_most_telling_item_of_a_group_counts_in_full_between_all_explanations() -> None:
    rows = (("++", "0", "0"), ("0", "+", "0"))
    found = Tracing(("a", "b", "c"), ("E1", "E2"), rows, np.full((3, 3), 1 / 3), ((0, 1),), EXACT)
    (unit,) = found.units
    eight, two_to_one = 10 * np.log10(8), 10 * np.log10(2)
    assert pair_weight(unit, 0, 2) == pytest.approx((eight,) * 3)
    half, quarter = two_to_one / 2, two_to_one / 4
    assert pair_weight(unit, 1, 2) == pytest.approx((0, quarter, half))
    assert pair_weight(unit, 0, 1) == pytest.approx((eight - half, eight - quarter, eight))


def test_priors_that_cannot_sum_to_one_are_weights() -> None:
    tracing = two(["0 0"], [(2, 2, 2), (6, 6, 6)])
    assert not tracing.sums_to_one
    assert tracing.posterior()[:, 1] == pytest.approx([0.25, 0.75])


ratings = st.lists(st.tuples(*[st.sampled_from(list(SCALE))] * 3), min_size=1, max_size=4)
ends = st.tuples(st.floats(0.01, 0.4), st.floats(0, 0.9)).map(lambda p: (p[0], min(1, sum(p))))


def record(rows: list[tuple[str, ...]], priors: list[tuple[float, float]]) -> Tracing:
    prior = np.array([(low, (low + high) / 2, high) for low, high in priors])
    items = tuple(f"E{k}" for k in range(len(rows)))
    groups = ((0, 1),) if len(rows) > 2 else ()
    return Tracing(("a", "b", "c"), items, tuple(rows), prior, groups)


def together(rows: list[tuple[str, ...]]) -> Tracing:
    """All items in one group, even priors."""
    items = tuple(f"E{k}" for k in range(len(rows)))
    group = (tuple(range(len(rows))),)
    return Tracing(("a", "b", "c"), items, tuple(rows), np.full((3, 3), 1 / 3), group)


def corners(prior: np.ndarray) -> list[np.ndarray]:
    """Every corner of the priors within their ranges that sum to one, or of all the ranges."""
    box = prior[:, [0, 2]]
    if not prior[:, 0].sum() <= 1 <= prior[:, 2].sum():
        return [np.array(point) for point in product(*box)]
    points = []
    for free in range(len(box)):
        for rest in product(*np.delete(box, free, axis=0)):
            point = np.insert(rest, free, 1 - sum(rest))
            if box[free, 0] - 1e-12 <= point[free] <= box[free, 1] + 1e-12:
                points.append(point)
    return points


rated = st.tuples(ratings, st.lists(ends, min_size=3, max_size=3)).map(lambda drawn: record(*drawn))


@given(rated)
def test_the_ranges_are_those_over_all_corners(tracing: Tracing) -> None:
    every = range(len(tracing.hypotheses))
    odds = {
        (g, h): rated_odds(tracing.ratings, SCALE, tracing.groups, FURTHER, g, h)
        for g, h in product(every, every)
        if g != h
    }
    for h in every:
        low, high = rated_posterior(odds, corners(tracing.prior), h)
        found = tracing.posterior()[h]
        assert found[[0, 2]] == pytest.approx((low, high), abs=1e-9)
        assert found[0] - 1e-9 <= found[1] <= found[2] + 1e-9


@given(rated, st.data())
def test_no_joint_likelihood_leads_out_of_the_ranges(tracing: Tracing, data: st.DataObject) -> None:
    # One share for an item and one ratio for a rating, whatever the explanation.
    weight = np.zeros(3)
    for unit in tracing.units:
        gap = [np.abs(tracing.alone(tracing.ratings[k])[..., 1]).max() for k in unit.items]
        first = data.draw(st.sampled_from(np.flatnonzero(np.isclose(gap, max(gap))).tolist()))
        for place, k in enumerate(unit.items):
            share = 1.0 if place == first else data.draw(st.floats(*FURTHER))
            row = tracing.ratings[k]
            ratio = {r: np.log(data.draw(st.floats(*SCALE[r]))) for r in sorted(set(row))}
            weight += share * np.array([ratio[rating] for rating in row])
    point = np.mean(corners(tracing.prior), axis=0)
    mass = point * np.exp(weight)
    low, _, high = tracing.posterior().T
    assert (low - 1e-9 <= mass / mass.sum()).all()
    assert (mass / mass.sum() <= high + 1e-9).all()


grouped = st.tuples(ratings, st.permutations(range(4)))


@given(grouped, st.sampled_from(list(SCALE)))
def test_an_item_rated_alike_by_all_changes_no_group(drawn, rating: str) -> None:  # type: ignore[no-untyped-def]
    rows, _ = drawn
    before = together(rows)
    after = together([*rows, (rating,) * 3])
    assert after.pair == pytest.approx(before.pair, abs=1e-12)


@given(grouped)
def test_the_order_within_a_group_does_not_matter(drawn) -> None:  # type: ignore[no-untyped-def]
    rows, order = drawn
    mixed = [rows[k] for k in order if k < len(rows)]
    assert together(mixed).pair == pytest.approx(together(rows).pair, abs=1e-12)


@given(ratings)
def test_a_group_of_one_is_no_group(rows) -> None:  # type: ignore[no-untyped-def]
    alone = replace(together(rows), groups=())
    single = replace(alone, groups=tuple((k,) for k in range(len(rows))))
    assert (single.pair == alone.pair).all()


@given(ratings)
def test_a_group_lies_between_its_most_telling_item_and_independence(rows) -> None:  # type: ignore[no-untyped-def]
    found = together(rows)
    (whole,) = (unit.pair for unit in found.units)
    alone = np.array([found.alone(row) for row in rows])
    gap = np.abs(alone[..., 1]).max(axis=(1, 2))
    first = alone[np.isclose(gap, gap.max())]
    # Each further item adds between nothing and what it tells alone.
    less = np.minimum(alone[..., 0], 0).sum(axis=0) + (first - np.minimum(first, 0))[..., 0].min(0)
    more = np.maximum(alone[..., 2], 0).sum(axis=0) + (first - np.maximum(first, 0))[..., 2].max(0)
    assert (less - 1e-9 <= whole[..., 0]).all()
    assert (whole[..., 2] <= more + 1e-9).all()
    assert (whole[..., 0] <= first[..., 0].min(axis=0) + 1e-9).all()
    assert (first[..., 2].max(axis=0) <= whole[..., 2] + 1e-9).all()
    assert replace(found, further=(0.0, 0.0)).pair[..., [0, 2]] == pytest.approx(
        np.stack((first[..., 0].min(0), first[..., 2].max(0)), axis=-1), abs=1e-9
    )
    assert replace(found, further=(1.0, 1.0)).pair == pytest.approx(alone.sum(axis=0), abs=1e-9)


@settings(max_examples=few(50), deadline=None)
@given(ratings, st.lists(ends, min_size=3, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(rows, priors, random) -> None:  # type: ignore[no-untyped-def]
    tracing = replace(record(rows, priors), groups=())
    mixed = list(rows)
    random.shuffle(mixed)
    assert replace(tracing, ratings=tuple(mixed)).posterior() == pytest.approx(tracing.posterior())
    low, mid, high = tracing.posterior().T
    assert (low <= mid + 1e-12).all()
    assert (mid <= high + 1e-12).all()


def test_a_ratio_of_ten_is_ten_decibans() -> None:
    scale = {**EXACT, "++": (10.0, 10.0)}
    tracing = two(["++ 0", "+ +"], scale=scale)
    assert pair_weight(tracing.units[0], 0, 1) == pytest.approx((10, 10, 10))
    assert item_weights(tracing)[0, 1, 0] == pytest.approx([-10, -10, -10])
    assert record_weight(tracing, 0, 1) == pytest.approx((10, 10, 10))


def test_the_one_rating_that_flips_the_order_is_named() -> None:
    (least, *_) = flips(two(["+ 0", "0 0"], scale=EXACT))
    assert (least.steps, least.was) == (2, "+")
    assert least.becomes == "-"
    # Eight to one cannot be turned by an item that is rated alike but for one step.
    assert all(flip.item == 0 for flip in flips(two(["++ --", "0 0"], scale=EXACT)))


def three(rows: list[str], prior: tuple[float, ...], **more: object) -> Tracing:
    """Three rivals with a point for a prior."""
    items = tuple(f"E{k}" for k in range(1, len(rows) + 1))
    points = np.repeat(np.array(prior)[:, None], 3, axis=1)
    rated = tuple(tuple(row.split()) for row in rows)
    return Tracing(("a", "b", "c"), items, rated, points, **more)  # type: ignore[arg-type]


def test_a_rating_of_the_third_may_put_the_third_first() -> None:
    # The two leaders cannot change places by one rating: at the worst 0.9 / 8 is above 0.01 * 8.
    found = flips(three(["- ++ --"], (0.9, 0.01, 0.09), scale=EXACT))
    assert [(f.item, f.hypothesis, f.becomes, f.first) for f in found] == [(0, 2, "++", 2)]


@pytest.mark.filterwarnings("error")
def test_a_prior_of_nothing_never_comes_first_and_breaks_nothing() -> None:
    assert flips(two(["+ 0"], [(1, 1, 1), (0, 0, 0)])) == ()
    found = flips(three(["+ 0 0"], (0.5, 0, 0.5)))
    assert {flip.first for flip in found} == {2}


@given(
    st.lists(st.tuples(*[st.sampled_from(list(SCALE))] * 3), min_size=1, max_size=3),
    st.tuples(*[st.sampled_from((0.0, 0.2, 0.3, 0.5))] * 3).filter(any),
    st.booleans(),
)
def test_the_flips_are_all_that_asking_again_finds(rows, prior, joined) -> None:  # type: ignore[no-untyped-def]
    groups = ((0, len(rows) - 1),) if joined and len(rows) > 1 else ()
    tracing = three([" ".join(row) for row in rows], prior, groups=groups)
    order = ["--", "-", "0", "+", "++"]
    least = {}
    top = int(tracing.posterior()[:, 1].argmax())
    for item, h, becomes in product(range(len(rows)), range(3), order):
        changed = [list(row) for row in rows]
        was, changed[item][h] = changed[item][h], becomes
        odds = replace(tracing, ratings=tuple(map(tuple, changed))).posterior()[:, 1]
        if becomes != was and odds.max() > odds[top] * (1 + 1e-8):
            steps = abs(order.index(was) - order.index(becomes))
            least[item, h] = min(steps, least.get((item, h), 9))
    found = flips(tracing)
    assert {(flip.item, flip.hypothesis): flip.steps for flip in found} == least
    assert [flip.steps for flip in found] == sorted(flip.steps for flip in found)


def test_what_is_not_there_yet_is_worth_more_the_more_it_would_tell() -> None:
    tracing = two(["0 0"], scale=EXACT)
    assert expected_weight(tracing, ("+", "+")) == pytest.approx((0, 0))
    low, high = expected_weight(tracing, ("+", "0"))
    # Found by a with 0.9 and by b with 0.45; both equally likely.
    hand = 0.9 * np.log10(2) + 0.1 * np.log10(0.1 / 0.55)
    hand += 0.45 * np.log10(0.5) + 0.55 * np.log10(0.55 / 0.1)
    assert high == pytest.approx(10 * hand / 2)
    assert 0 < low < high < expected_weight(tracing, ("++", "--"))[1]


def test_what_depends_on_what_is_in_hand_is_worth_less() -> None:
    tracing = two(["+ 0"], scale=EXACT)
    alone = expected_weight(tracing, ("+", "0"))
    grouped = expected_weight(tracing, ("+", "0"), (0,))
    # As much as an item of the fourth root of the ratio: a further one counts for a quarter.
    fourth = {**EXACT, "+": (2**0.25, 2**0.25)}
    likewise = two(["++ 0"], scale={**fourth, "++": (2, 2)})
    assert grouped == pytest.approx(expected_weight(likewise, ("+", "0")))
    assert grouped[1] < alone[1] / 4
    # What is found then stands where the record with it stands.
    whole = two(["+ 0", "+ 0"], scale=EXACT, groups=((0, 1),)).posterior()[0, 1]
    assert whole == pytest.approx(2**1.25 / (1 + 2**1.25))


@given(
    st.lists(st.tuples(*[st.sampled_from(list(SCALE))] * 3), max_size=2),
    st.tuples(*[st.sampled_from((0.0, 0.2, 0.3, 0.5))] * 3).filter(any),
)
def test_no_rating_of_one_more_item_is_worth_more_than_the_most(rows, prior) -> None:  # type: ignore[no-untyped-def]
    tracing = three([" ".join(row) for row in rows], prior)
    every = [expected_weight(tracing, row)[1] for row in product(SCALE, repeat=3)]
    assert most_telling(tracing) == pytest.approx(max(every), abs=1e-9)


def test_the_alphas_of_the_published_example() -> None:
    # Krippendorff (2011), section C: four observers, twelve units, values 1 to 5.
    seen = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[int(row[k]) for row in seen if row[k] != "."] for k in range(12)]
    assert krippendorff_alpha(units, "nominal") == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(units) == pytest.approx(0.815, abs=5e-4)
    assert percent_agreement([[1, 1], [1, 2]]) == 0.5
    assert krippendorff_alpha([[1, 1], [1]]) is None
    assert percent_agreement([[1]]) is None


def slow_alpha(units: list[list[int]]) -> float | None:
    """Observed over expected disagreement, pair by pair, as the definition has it."""
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]

    def apart(a: int, b: int) -> float:
        between = sum(min(a, b) <= value <= max(a, b) for value in values)
        return (between - (values.count(a) + values.count(b)) / 2) ** 2 if a != b else 0.0

    seen = sum(
        apart(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)
    ) / max(len(values), 1)
    pairs = [apart(a, b) for a, b in permutations(values, 2)]
    expected = sum(pairs) / max(len(pairs), 1)
    return 1 - seen / expected if expected else None


@given(st.lists(st.lists(st.integers(0, 4), max_size=4), max_size=6))
def test_alpha_is_what_its_definition_says(units: list[list[int]]) -> None:
    assert krippendorff_alpha(units) == pytest.approx(slow_alpha(units))


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ModelError, match="rating"):
        two(["? 0"])
    with pytest.raises(ModelError, match="each in one group"):
        two(["0 0", "0 0"], groups=((0, 1), (1,)))
    with pytest.raises(ModelError, match="further items"):
        two(["0 0"], further=(0.5, 1.5))
    with pytest.raises(ModelError, match="low end"):
        two(["0 0"], [(0.5, 0.4, 0.3), (0.5, 0.5, 0.5)])
