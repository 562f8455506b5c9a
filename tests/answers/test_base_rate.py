"""Cases with a kind, lengths, both or neither → how long such things last."""

from __future__ import annotations

import numpy as np
import pytest
from casefiles import whole

from stickpoint.answers.forecasting.base_rate import AGES, FEWEST, base_rate, kinds
from stickpoint.case.check import loads


def rate(part: str):
    return base_rate(loads(whole(part)))


def test_a_case_that_names_nothing_has_no_base_rate():
    assert rate("notes: n\n") is None


def test_a_kind_gives_its_law_with_what_it_rests_on():
    found = rate("kind: strike\n")
    assert (found.kind.name, found.n, found.n_own) == ("strike", 566, 0)
    assert 20 < found.quantile(0.5) < 35
    assert found.open(found.quantile(0.9)) == pytest.approx(0.1)
    assert "Kennan" in found.source


def test_what_was_known_at_the_start_picks_the_cases_that_had_it():
    few, many = (
        rate(f"kind: {{name: government formation, largest_share: {share}}}\n")
        for share in (0.25, 0.55)
    )
    assert (few.n, many.n) == (127, 142)
    assert few.quantile(0.5) > 3 * many.quantile(0.5)


def test_lengths_alone_and_beside_a_kind():
    own, both = rate("lengths: [100, 120, 90]\n"), rate("kind: strike\nlengths: [100, 120, 90]\n")
    strike = rate("kind: strike\n")
    assert (own.kind, own.n, own.n_own) == (None, 3, 3)
    assert (both.n, both.n_own) == (569, 3)
    assert strike.quantile(0.5) < both.quantile(0.5) < 110
    assert 60 < own.quantile(0.5) < 160
    assert own.quantile(0.9) > both.quantile(0.9)


def test_the_table_says_no_rest_where_too_few_lasted_so_long():
    for kind, found in kinds():
        for age, days in found.still.items():
            lasted = kind.figures.n * float(kind.figures.law.open(AGES[age]))
            assert (days is None) == (lasted < FEWEST)
            if days:
                share = kind.figures.law.open(np.array(days) + AGES[age])
                expected = kind.figures.law.open(AGES[age]) * np.array([0.9, 0.5, 0.1])
                assert share == pytest.approx(expected, rel=1e-6)


def test_whoever_has_waited_half_a_year_waits_longer_from_there_than_a_new_case():
    # The page on how long such things last says so of every kind.
    later = [(found.days[1], found.still["half_year"]) for _, found in kinds()]
    assert sum(days is not None for _, days in later) > 8
    assert all(days is None or days[1] > new for new, days in later)


def test_within_a_kind_the_rest_grows_far_slower_than_the_wait():
    # From a month to a year the wait grows twelvefold; the page says about twofold of the rest.
    for _, found in kinds():
        month, year = found.still["month"], found.still["year"]
        if month and year:
            assert 1.3 < year[1] / month[1] < 2.8
