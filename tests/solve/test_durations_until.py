"""A law that days cut short: what is open, by when it has ended, and how it is scored."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.solve.durations.laws import GeneralisedGamma, LogUniform
from stickpoint.solve.durations.mixture import Mixture
from stickpoint.solve.durations.scores import covered80, crps, log_score, pit
from stickpoint.solve.durations.until import Until

LAW = GeneralisedGamma(np.log(100.0), 1.0)
cuts = st.lists(st.floats(1.0, 500.0), min_size=1, max_size=4, unique=True).flatmap(
    lambda days: st.tuples(
        st.just(sorted(days)),
        st.lists(st.floats(0.0, 1.0), min_size=len(days), max_size=len(days)).map(
            lambda parts: sorted(parts, reverse=True)
        ),
    )
)


@given(cuts, st.floats(0.01, 0.99))
def test_a_quantile_is_the_first_time_by_which_so_much_has_ended(cut, p):
    law = Until(LAW, *cut)
    found = float(law.quantile(p))
    after = found * (1 + 1e-9)
    assert float(law.open(after)) <= 1 - p + 1e-7
    assert float(law.open(found * (1 - 1e-9))) >= 1 - p - 1e-7
    left = [part for day, part in zip(*cut, strict=True) if day <= 50.0]
    assert float(law.open(50.0)) == pytest.approx(float(LAW.open(50.0)) * (left or [1.0])[-1])


def test_nothing_is_open_on_the_last_day_and_every_quantile_is_by_then():
    law = Until(Mixture([0.5, 0.5], [LAW, LogUniform(1.0, 3650.0)]), [60.0], [0.0])
    assert law.open([0.0, 60.0, 61.0, 1e5]).tolist() == [1.0, 0.0, 0.0, 0.0]
    assert law.quantile([0.0, 0.99, 1.0]).tolist() == [0.0, 60.0, 60.0]
    assert float(law.quantile(0.2)) == pytest.approx(float(law.law.quantile(0.2)))
    both = Mixture([0.5, 0.5], [law, Until(LAW, [60.0], [0.0])])
    assert float(both.quantile(0.95)) == pytest.approx(60.0, rel=1e-12)
    assert Until(LAW, [0.0], [0.0]).quantile([0.1, 0.9]).tolist() == [0.0, 0.0]


def test_an_end_on_the_day_that_was_told_scores_well_and_a_later_one_not_at_all():
    law = Until(LAW, [60.0], [0.0])
    ends = float(LAW.open(60.0))
    smooth = float(LAW.density_log(60.0))
    wide = np.log(60.5 / 59.5)
    assert log_score(law, 60.0) == pytest.approx(np.log(ends / wide))
    assert log_score(law, 59.8) == pytest.approx(np.log(ends / wide + float(LAW.density_log(59.8))))
    assert log_score(law, 60.0) > np.log(smooth) + 2
    assert log_score(law, 61.0) == -np.inf
    assert pit(law, 60.0) == pytest.approx(1 - ends / 2)
    assert covered80(law, 60.0)
    assert not covered80(law, 61.0)
    assert pit(law, 30.0) == pit(LAW, 30.0)
    t = np.linspace(0.0, 60.0, 200_001)
    assert crps(law, 60.0) == pytest.approx(
        float(np.trapezoid((1 - LAW.open(t)) ** 2, t)), rel=1e-6
    )


@pytest.mark.parametrize(
    ("days", "left"), [([], []), ([1.0, 1.0], [0.5, 0.2]), ([-1.0], [0.0]), ([1.0], [1.5])]
)
def test_what_is_no_cut_is_refused(days, left):
    with pytest.raises(ValueError, match="found"):
        Until(LAW, days, left)
