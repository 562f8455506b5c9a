"""The games of one case, laid out once: each reading is that of a build from scratch, literally."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import oracles
import pytest
from file_order import QUARREL
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.forecast import changes_from
from stickpoint.answers.sampling.draws import Draw
from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.case.resolve.close_issues import close_issues
from stickpoint.graph.build_game import Changes, Games, build_game
from stickpoint.graph.game import Game
from stickpoint.graph.readings import sums

TYPED: tuple[dict[str, Any], ...] = (
    {},
    {"dates": ["market@2001-09-01", "rain@never"]},
    {"dates": ["rain=0.5/year", "fair=0.1"]},
    {"fixed": ["bob.threat=no", "ann.strike=yes"]},
    {"worths": ["ann[2]=-0.3", "bob[1]=-4"]},
    {"without": ["hours"]},
    {"hypothesis": "pride"},
)
SAME = QUARREL.replace("wants:", 'same: ["ann.yield & bob.yield & !bob.threat"]\nwants:', 1)
READS: dict[str, Callable[[Amount], float]] = {
    "low": lambda amount: amount.low,
    "high": lambda amount: amount.high,
}


@cache
def family(text: str, typed: int) -> Games:
    """Return the games of a case with one set of changes; the same ones every time."""
    case = sp.loads(text)
    return Games(case, changes_from(case, **TYPED[typed]))


@given(st.integers(0, len(TYPED) - 1), st.integers(0, 3), st.integers(0, 50))
def test_every_reading_is_that_of_a_build_from_scratch(typed, seed, number):
    games = family(QUARREL, typed)
    read = Draw(seed, number)
    made = Changes(**{**games.made.__dict__, "read": read})
    scratch = build_game(sp.loads(QUARREL), made)
    assert games.game(read).fingerprint == scratch.fingerprint
    # What was read before leaves nothing behind.
    games.game(READS["high"])
    assert games.game(read).fingerprint == scratch.fingerprint
    assert games.game().start_state == scratch.start_state


@pytest.mark.parametrize("how", READS)
@pytest.mark.parametrize("typed", range(len(TYPED)))
def test_every_number_is_what_the_case_says_state_by_state(typed, how):
    games, read = family(QUARREL, typed), READS[how]
    assert_literal(games.game(read), games, read)


def assert_literal(game: Game, games: Games, read: Callable[[Amount], float]) -> None:
    """Compare payoffs, tolls, efforts and chances with a loop over states and lines."""
    made, unit = games.made, "month"
    case = close_issues(sp.loads(QUARREL), made.without)
    assert game.conflict is not None
    codes = [int(code) for code in game.conflict.codes]
    for i, party in enumerate(case.parties):
        lines = _lines(case, made, party.id)
        for s, code in enumerate(codes):
            worths = [
                made.worth.get((party.id, k), read(line.worth.per(unit)))
                for k, line in enumerate(lines, 1)
                if oracles.holds(line.statement.formula, code)
            ]
            assert game.payoffs[i, s] == pytest.approx(sum(worths))
    for toll in case.tolls:
        for s, code in enumerate(codes):
            days = {"day": 1.0, "month": 365.25 / 12, "year": 365.25}
            per = read(toll.amount) * days["month"] / days[toll.per]
            holds = oracles.holds(toll.statement.formula, code)
            assert game.tolls[toll.name][s] == pytest.approx(per * holds)
    for i in range(game.n_parties):
        for (s, t), effort in zip(*game.arcs(i), strict=True):
            switched = codes[int(s)] ^ codes[int(t)]
            own = [o.effort for k, o in enumerate(case.options) if switched >> k & 1]
            assert effort == pytest.approx(sum(read(one) for one in own if one is not None))
    rates = {c.id: made.rate.get(c.id, c.rate and read(c.rate.per(unit))) for c in case.nature}
    for s, code in enumerate(codes):
        for a in range(game.nature_start[s], game.nature_start[s + 1]):
            turned = code ^ codes[int(game.nature_target[a])]
            (name,) = [c.id for c in case.nature if turned >> case.option_index[c.id] & 1]
            assert name not in made.on
            assert game.nature_rate[a] == pytest.approx(rates[name])


def _lines(case: Case, made: Changes, party: str) -> list[Any]:
    for hypothesis in case.hypotheses:
        own = [line for line in hypothesis.payoffs if line.party == party]
        if hypothesis.name == made.hypothesis and own:
            return own
    return [line for line in case.payoffs if line.party == party]


def test_statements_too_many_to_remember_are_looked_at_again(monkeypatch):
    monkeypatch.setattr(sums, "MOST_KEPT", 0)
    games = Games(sp.loads(QUARREL))
    for k in range(2):
        assert games.game(Draw(0, k)).fingerprint == family(QUARREL, 0).game(Draw(0, k)).fingerprint


def test_states_that_count_as_one_do_so_in_every_reading():
    games = family(SAME, 0)
    found = [games.game(Draw(0, k)) for k in range(3)]
    assert {game.n_states for game in found} == {build_game(sp.loads(SAME)).n_states}
    assert found[0].n_states < family(QUARREL, 0).game().n_states
    assert len({game.fingerprint for game in found}) == 3
    assert all(np.array_equal(game.target, found[0].target) for game in found)
