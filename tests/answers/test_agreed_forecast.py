"""A forecast in which parties may meet terms together, which is off unless it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from agreement_oracles import STRIKE

import stickpoint as sp
from stickpoint.answers.forecasting.rules import USUAL, Rules
from stickpoint.answers.forecasting.shifts import shifts

FEW = Rules(draws=8, most_draws=8)
JOINT = replace(FEW, agreements=True)


def forecast(rules: Rules, text: str = STRIKE, as_of: str | None = None):
    return sp.forecast(sp.loads(text), as_of, rules=rules)


def test_agreements_are_off_unless_asked_for() -> None:
    assert not USUAL.agreements
    plain, joint = forecast(FEW), forecast(JOINT)
    assert joint.model.shares["middle"] > plain.model.shares["middle"] + 0.05
    assert joint.model.law.quantile(0.5) < plain.model.law.quantile(0.5)


def test_where_no_way_takes_two_nothing_changes() -> None:
    """Of the two ways left each is one party's to take, now and from wherever they may come."""
    alone = STRIKE.replace('      middle: "!mine.low & !union.high"\n', "")
    found = [forecast(rules, alone).model.shares for rules in (FEW, JOINT)]
    assert found[0] == found[1]


def test_silence_weighs_draws_in_which_they_could_have_agreed() -> None:
    later = forecast(JOINT, as_of="2001-01-29")
    assert later.model.survived < forecast(FEW, as_of="2001-01-29").model.survived
    assert sum(later.outcomes.values()) == pytest.approx(1.0)


def test_what_would_shorten_it_reckons_with_agreements() -> None:
    alone, together = (shifts(forecast(rules)).median for rules in (FEW, JOINT))
    assert together < alone
