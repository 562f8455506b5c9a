"""One predictive answer: draws that are weighted, pooled with the base rate, and repeatable."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from file_order import QUARREL, turned_round
from hypothesis import given
from hypothesis import strategies as st
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.forecasting import model as models
from stickpoint.answers.forecasting.base_rate import by_waits
from stickpoint.answers.forecasting.draws.one_draw import OneDraw
from stickpoint.answers.forecasting.groups import groups
from stickpoint.answers.forecasting.model import GRID, Model, tempos
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL, Rules
from stickpoint.answers.forecasting.score import score
from stickpoint.answers.sampling.draws import Draw
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Event
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.forward import Distribution

FEW = replace(USUAL, draws=8, most_draws=8)
KIND = STRIKE.replace("issues:", "kind: strike\nissues:", 1)
AS_IT_WAS = Rules(
    hold=0.0, look=np.inf, tempo_spread=0.0, kind=0.0, any_length=0.0, waits=0.0, stable=0.0,
    draws=6, most_draws=6, effective=1.0, tolerance=1e-9,
)  # fmt: skip
DAYS = np.array([0.2, 1.0, 5.0, 20.0, 100.0, 1000.0])


def ask(text: str, as_of: str | None = None, rules: Rules = FEW, seed: int = 0) -> Forecast:
    return sp.forecast(sp.loads(text), as_of, rules=rules, seed=seed)


def one(survived: float, rate: float = 1.0, tempo: float = 1.0) -> OneDraw:
    """Return a draw that settles at a rate, by hand."""
    times = np.linspace(0.0, 30.0, 301)
    opened = np.exp(-rate * times)
    change = np.diff(opened)
    rows = np.column_stack((
        times[:-1], np.diff(times), opened[:-1], change, *np.zeros((3, change.size))
    ))  # fmt: skip
    shares = (1 - opened)[:, None]
    course = Distribution(
        times, rows, times, shares, np.zeros(2), np.array([opened[-1], 1 - opened[-1]]),
        np.array([False, True]),
    )  # fmt: skip
    return OneDraw(course, 0.0, 1.0, survived, tempo, np.array([1.0]), {"toll": tempo})


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=12))
def test_draws_weigh_by_how_likely_each_made_the_silence(survived):
    found = Model(tuple(one(s, k + 0.5, float(k)) for k, s in enumerate(survived)), ("t",), FEW)
    total = sum(survived)
    assert found.weights == pytest.approx([s / total for s in survived])
    assert found.weights.sum() == pytest.approx(1.0)
    assert found.survived == pytest.approx(total / len(survived))
    assert found.effective == pytest.approx(total**2 / sum(s * s for s in survived))
    mixed = sum(w * np.exp(-(k + 0.5) * 2.0) for k, w in enumerate(found.weights))
    assert found.law.open(2.0) == pytest.approx(mixed, rel=0.02)
    low, middle, high = (models.weighted(range(len(survived)), found.weights, p)
                         for p in (0.1, 0.5, 0.9))  # fmt: skip
    assert low <= middle <= high


def test_beyond_its_course_a_draw_settles_as_fast_as_at_its_end():
    draw = one(1.0, 0.1)
    assert draw.open(np.array([100.0]))[0] == pytest.approx(np.exp(-10.0), rel=1e-3)
    assert one(1.0, 0.0).open(np.array([1e6]))[0] == pytest.approx(1.0)


def test_draws_that_part_in_two_are_told_apart_and_others_are_not():
    fast, slow, never = ([one(1.0, rate)] for rate in (1.0, 0.02, 0.0))
    found = groups(Model(tuple(3 * fast + 2 * slow), ("t",), FEW))
    assert found is not None
    assert found.late == pytest.approx(0.4)
    assert found.sooner == pytest.approx(np.log(2), rel=0.03)
    assert found.later == pytest.approx(50 * np.log(2), rel=0.03)
    found = groups(Model(tuple(3 * fast + 2 * never), ("t",), FEW))
    assert found is not None
    assert found.later is None
    near = [one(1.0, rate) for rate in np.geomspace(0.2, 2.0, 12)]
    assert groups(Model(tuple(near), ("t",), FEW)) is None
    assert groups(Model(tuple(20 * fast + slow), ("t",), FEW)) is None
    assert groups(Model(tuple(fast), ("t",), FEW)) is None


def test_the_answer_is_a_mixture_of_its_parts_given_the_silence() -> None:
    """The law of total probability, written out at a few days."""
    for text, other in ((STRIKE, FEW.any_length), (KIND, FEW.kind)):
        for day, gone in ((None, 0.0), ("2001-01-11", 10.0)):
            found = ask(text, day)
            moves, others, rule = found.model, found.others, by_waits(found.case)
            assert rule is not None
            # Chances of being open on the day, and so many days after it, from the start on.
            now = np.array([moves.survived, others.open(gone), rule.open(gone)], dtype=float)
            later = np.stack((
                moves.survived * moves.law.open(DAYS), others.open(gone + DAYS),
                rule.open(gone + DAYS),
            ))  # fmt: skip
            weights = np.array([FEW.moves, other, FEW.waits])
            given_open = weights @ later / (weights @ now)
            assert found.open(DAYS) == pytest.approx(given_open, rel=1e-6)
            assert found.open(0.0) == pytest.approx(1.0)
            assert sum(part.weight for part in found.parts.values()) == pytest.approx(1.0)
            assert sum(part.before for part in found.parts.values()) == pytest.approx(1.0)
            assert (found.base_rate is None) == (text is STRIKE)


@pytest.mark.parametrize("day", [None, "2001-01-11"])
def test_quantiles_rise_and_every_range_holds_its_middle(day: str | None) -> None:
    found = ask(QUARREL if day is None else STRIKE, day)
    times = [found.quantile(q) for q in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9)]
    assert all(a is not None and b is not None and a < b for a, b in pairwise(times))
    assert float(found.open(times[3])) == pytest.approx(0.5, abs=1e-3)
    for band in (*found.tolls.values(), found.tempo.before, found.tempo.after):
        assert band.low <= band.middle <= band.high
    assert sum(found.outcomes.values()) == pytest.approx(1.0)
    assert sum(found.model.shares.values()) == pytest.approx(1.0)
    assert (np.diff(found.open(np.sort(GRID))) <= 1e-12).all()
    days = found.table().index.to_numpy()
    assert (days.size, days[0], days[30]) == (61, 0.0, found.quantile(0.5))
    assert days[-1] == found.quantile(0.95)
    assert (np.diff(days) > 0).all()
    table = found.table(DAYS)
    assert table["open"].to_numpy() == pytest.approx(found.open(DAYS))


def test_the_order_of_the_file_decides_nothing() -> None:
    text = QUARREL.partition("record:")[0]
    left, right = ask(text), ask(turned_round(text))
    assert right.open(DAYS) == pytest.approx(left.open(DAYS), abs=1e-6)
    assert right.outcomes == pytest.approx(left.outcomes, abs=1e-6)
    for name, band in left.tolls.items():
        assert right.tolls[name] == pytest.approx(band, rel=1e-4)


def test_the_same_seed_gives_the_same_answer_and_another_one_another() -> None:
    first, again, other = ask(STRIKE), ask(STRIKE), ask(STRIKE, seed=1)
    assert first.open(DAYS).tolist() == again.open(DAYS).tolist()
    assert first.tolls == again.tolls
    assert first.open(DAYS).tolist() != other.open(DAYS).tolist()


def test_how_many_processors_there_are_changes_no_digit(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    found = []
    for count in (1, 7):
        monkeypatch.setattr("os.cpu_count", lambda count=count: count)
        found.append(ask(STRIKE, rules=replace(FEW, draws=17, most_draws=17)))
    assert found[0].open(DAYS).tolist() == found[1].open(DAYS).tolist()


def test_draws_come_in_batches_that_agree_on_what_is_one_state(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """A batch of one is no excuse for merging what only happens to be equal."""
    whole = ask(STRIKE, rules=replace(FEW, draws=5, most_draws=5))
    monkeypatch.setattr(models, "AT_ONCE", 2)
    parted = ask(STRIKE, rules=replace(FEW, draws=5, most_draws=5))
    assert parted.open(DAYS) == pytest.approx(whole.open(DAYS), abs=1e-4)
    assert parted.model.shares == pytest.approx(whole.model.shares, abs=1e-4)


def test_more_is_drawn_where_the_silence_leaves_few_draws() -> None:
    rules = replace(USUAL, draws=8, most_draws=32, effective=8.0)
    assert len(ask(STRIKE, "2001-01-20", rules).model.draws) == 32
    assert len(ask(STRIKE, None, rules).model.draws) == 8


def test_the_tempo_is_log_normal_and_the_same_for_a_draw_however_many_there_are() -> None:
    many = tempos(3, range(20_000), USUAL)
    assert np.log(many).mean() == pytest.approx(USUAL.tempo_middle, abs=0.02)
    assert np.log(many).std() == pytest.approx(USUAL.tempo_spread, abs=0.02)
    assert tempos(3, range(5, 9), USUAL).tolist() == many[5:9].tolist()


def literally(
    case: Case, changes: Changes, days: np.ndarray
) -> tuple[np.ndarray, dict[str, float]]:
    """Return the clock over its horizon, each draw at its paces as written, averaged by hand."""
    unit = {"day": 1.0, "month": 365.25 / 12}[case.clock.unit]
    runs = [
        clock(build_game(case, Changes(**{**changes.__dict__, "read": Draw(0, k)})),
              horizon=case.clock.horizon, tolerance=1e-9)
        for k in range(AS_IT_WAS.draws)
    ]  # fmt: skip
    shares = []
    for run in runs:
        settled = {name: p for name, p in run.outcomes.items() if name != "unsettled"}
        total = sum(settled.values())
        shares.append({name: p / total for name, p in settled.items()})
    mean = {name: float(np.mean([one[name] for one in shares])) for name in shares[0]}
    return np.mean([run.survival(days / unit) for run in runs], axis=0), mean


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a quarrel", "a strike", "korea-1952"])
def test_without_hold_look_ahead_and_tempo_it_is_the_clock_as_it_was(name: str) -> None:
    text = {"a quarrel": QUARREL, "a strike": STRIKE}.get(name)
    case = sp.load(name) if text is None else sp.loads(text)
    far = case.clock.horizon or 0.0
    days = np.linspace(0.0, 0.98 * far, 9) * (1.0 if case.clock.unit == "day" else 365.25 / 12)
    # Nobody knows of later dates on the day of the start, as the clock as it was does.
    then = replace(case, nature=tuple(replace(chance, on=None) for chance in case.nature))
    expected, shares = literally(then, Changes(), days)
    found = sp.forecast(case, rules=AS_IT_WAS)
    assert found.open(days) == pytest.approx(expected, abs=2e-3)
    assert found.outcomes == pytest.approx(shares, abs=1e-5)


def test_a_dated_change_is_in_the_clock_as_it_was_too() -> None:
    case = sp.loads(QUARREL)
    made = Changes(on={"nature.fair": 4.0, "nature.market": 1.0})
    days = np.linspace(0.0, 600.0, 7)
    expected, shares = literally(case, made, days)
    found = sp.forecast(case, changes=made, rules=AS_IT_WAS)
    assert [x.time for x in _events(found)] == [1.0, 4.0]
    assert found.open(days) == pytest.approx(expected, abs=2e-3)
    assert found.outcomes == pytest.approx(shares, abs=1e-5)


def _events(found: Forecast) -> list[Event]:
    return sorted(found.game.events, key=lambda x: x.time)


def test_looking_ahead_without_end_needs_a_horizon() -> None:
    endless = sp.loads(STRIKE.replace("horizon: 30", "horizon: none"))
    with pytest.raises(sp.ModelError, match="'look' is infinite and the case has no horizon"):
        _ = sp.forecast(endless, rules=AS_IT_WAS).model
    assert sp.forecast(endless, rules=FEW).quantile(0.5) is not None


def test_who_never_moves_leaves_the_hold_to_those_who_do() -> None:
    still = STRIKE.replace("{ann: Ann, ", "{ann: Ann, eve: {name: Eve, pace: 0}, ").replace(
        "wants: {", "wants: {eve: [pay], "
    )
    left, right = ask(STRIKE), ask(still)
    assert right.quantile(0.5) is not None
    assert float(right.model.law.open(200.0)) < 0.05
    assert float(left.model.law.open(200.0)) < 0.05


def test_a_toll_is_what_a_day_costs_over_as_long_as_the_answer_gives_it() -> None:
    """One that is paid on every open day comes to as many days; a wait without end, to no sum."""
    days = STRIKE.replace("tolls:\n", "tolls:\n  days: {when: 'pay | !pay', per: day, amount: 1}\n")
    found = ask(days)
    told = found.tolls["days"]
    for value, q in zip(told, (0.5, 0.1, 0.9), strict=True):
        assert value == pytest.approx(found.quantile(q), rel=0.05)
    stuck = ask(STRIKE.replace("one_way: yes", "needs: 'no'"))
    assert float(stuck.model.law.open(1e5)) == pytest.approx(1.0)
    assert stuck.tolls["noise"].high == np.inf
    brief = replace(FEW, until=0.5)
    short, long = (ask(STRIKE, rules=rules).tolls["noise"] for rules in (brief, FEW))
    assert tuple(short) == pytest.approx(tuple(long), rel=0.1)


def test_a_forecast_scores_itself_by_what_came() -> None:
    told = STRIKE.replace("options:", "happened: {date: 2001-01-05, terms: low}\noptions:", 1)
    found = ask(told)
    assert found.score() == score(found)
    assert found.score().days == pytest.approx(4.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["korea-1952", "colombia-2014"])
def test_a_thousandth_of_a_payoff_moves_no_share_by_a_point(name: str) -> None:
    case = sp.load(name)
    plain = sp.forecast(case, draws=12)
    for k, sign in ((1, 1), (2, -1)):
        party = case.payoffs[0].party
        middle = [line for line in case.payoffs if line.party == party][k - 1].worth
        worth = middle.per(case.clock.unit).mid
        at, near = (
            sp.what_if(case, payoffs={(party, k): value}, draws=12)
            for value in (worth, worth + sign * 0.001)
        )
        assert near.outcomes == pytest.approx(at.outcomes, abs=0.01)
        for q in (0.1, 0.5, 0.9):
            assert near.quantile(q) == pytest.approx(at.quantile(q), rel=0.01)
    assert set(plain.outcomes) == set(near.outcomes)
