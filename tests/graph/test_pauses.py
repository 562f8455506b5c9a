"""Terms that lapse → where they lead back to, the equations of a pause, and what forecasts say."""

from __future__ import annotations

from dataclasses import replace

import clock_oracles
import numpy as np
import oracles
import pause_oracles
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import formulas

import stickpoint as sp
from stickpoint.answers.ended import ended
from stickpoint.answers.forecasting.known import known
from stickpoint.answers.waits import waits_for
from stickpoint.case.check import check_text
from stickpoint.case.checks.pauses import fallen
from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.basis import Statement
from stickpoint.case.model.case import Case, Option
from stickpoint.case.model.judgements import judgements
from stickpoint.case.model.pauses import lapsed, pausing
from stickpoint.case.model.situation import Nature, Terms
from stickpoint.errors import ModelError
from stickpoint.graph.build_game import Changes, Games
from stickpoint.graph.game import Game
from stickpoint.graph.variants.hold import held
from stickpoint.pages.clock.ends import section
from stickpoint.pages.clock.which import paused as told
from stickpoint.pages.data.forecast import predictive
from stickpoint.pages.why.brief import labelled
from stickpoint.pages.wording.names import CaseWords
from stickpoint.solve.clock.engine.backward import solve_backward
from stickpoint.solve.clock.rates import comes_to, generator_of

LULL = """
format: 1
title: The shelling
clock: {start: 2020-01-01, unit: month, horizon: 60}
parties:
  hill: {name: the hill, pace: 1, precision: 2}
  town: {name: the town, pace: 1, precision: 2}
options:
  hill.fire: {text: shell the town, now: yes}
  town.fire: {text: shell the hill, now: yes}
  hill.sign: sign a treaty
  town.sign: sign a treaty
issues:
  war:
    name: the shelling
    terms:
      lull: {when: "!hill.fire & !town.fire", lapses: [0.5/month, 2/month]}
      treaty: hill.sign & town.sign
payoffs:
  hill: [{when: "!settled", worth: [-0.6, -0.2]}, {when: hill.sign, worth: -0.1}]
  town: [{when: "!settled", worth: [-0.5, -0.1]}, {when: town.sign, worth: -0.1}]
tolls:
  dead: {when: "!settled", per: day, amount: 1}
"""


def yes(game: Game) -> list[frozenset[str]]:
    assert game.conflict is not None
    return [frozenset(game.conflict.yes(s)) for s in range(game.n_states)]


def lapses(game: Game) -> dict[int, tuple[int, float]]:
    """Return where each state falls back to, and how fast; one way each."""
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
    arcs = zip(source.tolist(), game.nature_target.tolist(), game.nature_rate.tolist(), strict=True)
    return {s: (t, rate) for s, t, rate in arcs}


def test_a_lull_brings_back_the_shells_and_not_the_offers() -> None:
    game = sp.loads(LULL).game()
    names, found = yes(game), lapses(game)
    both = {"hill.fire", "town.fire"}
    assert {names[s] for s in found} == set(map(frozenset, ([], ["hill.sign"], ["town.sign"])))
    for s, (t, rate) in found.items():
        assert names[t] == names[s] | both
        assert rate == 1.25
        assert game.paused[s]
        assert not game.settled[s]
    assert game.paused.sum() == 3
    assert set(game.terms) == {"treaty", "lull + treaty"}
    assert all({"hill.sign", "town.sign"} <= names[s] for s in np.flatnonzero(game.settled))


def test_during_a_lull_what_is_said_of_settled_holds() -> None:
    game = sp.loads(LULL).game()
    assert (game.tolls["dead"][game.paused] == 0).all()
    assert (game.payoffs[0][game.paused & (game.tolls["dead"] == 0)] >= -0.1).all()


@settings(max_examples=few(60))
@given(st.data())
def test_what_lapses_falls_back_as_the_definition_has_it(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 5))
    natures = data.draw(st.integers(0, min(1, n - 1)))
    one_way = data.draw(st.lists(st.sampled_from([0, 0, 0, 1, -1]), min_size=n, max_size=n))
    one_way = one_way[: n - natures]
    terms, over = data.draw(formulas(n, 2)), data.draw(formulas(n, 2))
    now = data.draw(st.integers(0, 2**n - 1))
    codes = sorted(data.draw(st.sets(st.integers(0, 2**n - 1), min_size=1)))
    case = Case(
        "",
        "",
        options=tuple(
            Option(f"a.o{k}", "a", "", now=bool(now >> k & 1), one_way=way)
            for k, way in enumerate(one_way)
        ),
        nature=tuple(Nature(f"nature.n{k}", "") for k in range(natures)),
        settled=Statement("", over),
    )
    line, every = Terms("t", Statement("", terms)), np.array(codes, dtype=np.uint64)
    here = np.array([oracles.holds(terms, code) for code in codes])
    found = fallen(case, every, line, here)
    for place, code in enumerate(codes):
        expected = None
        if here[place]:
            expected = pause_oracles.falls_back(codes, terms, over, one_way, now, code)
        assert (None if found[place] < 0 else codes[found[place]]) == expected


def literal(game: Game) -> clock_oracles.Literal:
    p, n = game.n_parties, game.n_states
    cost = np.full((p, n, n), np.inf)
    for i in range(p):
        np.fill_diagonal(cost[i], 0.0)
        pairs, effort = game.arcs(i)
        cost[i][pairs[:, 0], pairs[:, 1]] = effort
    return clock_oracles.Literal(
        cost, game.payoffs, game.terminal, game.pace, game.precision, game.discount,
        np.zeros((n, n)), game.settled | game.paused,
    )  # fmt: skip


def test_a_pause_follows_the_literal_equations() -> None:
    game = sp.loads(LULL).game()
    n, rate = game.n_states, np.full(game.n_states, 0.25)
    back = np.zeros((n, n))
    names = yes(game)
    for s in np.flatnonzero(game.paused).tolist():
        back[s, names.index(names[s] | {"hill.fire", "town.fire"})] = 1.25
    expected, _ = pause_oracles.paused_backward(literal(game), game.paused, back, rate, 6.0)
    found = solve_backward(held(game, rate), 6.0, tolerance=1e-10).first.T
    np.testing.assert_allclose(found[:, :n], expected, rtol=1e-7, atol=1e-7)


def test_the_chance_of_a_pause_is_that_of_the_chain() -> None:
    game = sp.loads(LULL).game()
    longer = held(game, 0.25)
    value = np.linspace(-1.0, 1.0, longer.n_states * 2).reshape(-1, 2)
    rates = generator_of(longer, value).toarray()
    for start in range(game.n_states):
        expected = pause_oracles.ever(rates, longer.settled, longer.paused, start)
        assert comes_to(longer, value, longer.paused, start) == pytest.approx(expected)


@pytest.mark.slow
def test_a_forecast_counts_no_pause_as_an_end_and_says_how_likely_one_is() -> None:
    found = sp.forecast(sp.loads(LULL), draws=24)
    assert "lull" not in found.outcomes
    assert found.model.paused is not None
    ever, time = found.model.paused
    assert ever is not None
    assert 0.2 < ever < 0.95
    assert 0.01 < time < 0.3
    assert predictive(found)["pause"] == {"ever": ever, "time": time}
    (said,) = told(found)
    assert said.startswith("A pause (lull) lapses and is no end. By the parties' moves one comes")
    without = sp.loads(LULL.replace(", lapses: [0.5/month, 2/month]", ""))
    assert sp.forecast(without, draws=24).model.paused is None
    assert found.model.law.quantile(0.5) > sp.forecast(without, draws=24).model.law.quantile(0.5)


@pytest.mark.slow
def test_an_option_that_changes_nothing_changes_no_pause() -> None:
    more = LULL.replace("issues:", "  hill.wait: wait\nissues:")
    one, other = (sp.forecast(sp.loads(text), draws=8) for text in (LULL, more))
    assert one.quantile(0.5) == pytest.approx(other.quantile(0.5), rel=1e-6)
    assert one.model.paused == pytest.approx(other.model.paused, rel=1e-6)


def test_states_that_count_as_one_pause_as_one() -> None:
    alike = "  hill.wait: wait\nsame: [hill.fire & town.fire & hill.sign & !town.sign]\n"
    game = sp.loads(LULL.replace("issues:", f"{alike}issues:")).game()
    assert (game.n_states, game.paused.sum()) == (31, 6)
    assert set(lapses(game)) == set(np.flatnonzero(game.paused).tolist())


@pytest.mark.slow
def test_as_of_a_day_in_the_pause_it_falls_back_to_how_it_was_at_the_start() -> None:
    text = LULL + (
        "record:\n  moves:\n"
        "    - {id: m, date: 2020-03-01, party: hill, sets: {hill.fire: no}}\n"
        "    - {id: n, date: 2020-03-02, party: town, sets: {town.fire: no}}\n"
    )
    case = sp.loads(text)
    assert ended(case) is None
    stood = known(case, sp.forecast(case, as_of="2020-03-05", draws=2).as_of).case
    game = Games(stood).game()
    names = yes(game)
    assert game.start_state is not None
    assert names[game.start_state] == frozenset()
    assert names[lapses(game)[game.start_state][0]] == {"hill.fire", "town.fire"}
    found = sp.forecast(case, as_of="2020-03-05", draws=8).model.paused
    assert found is not None
    assert found.ever == pytest.approx(1.0, abs=1e-12)


def test_an_issue_assumed_closed_is_closed_for_good() -> None:
    game = Games(sp.loads(LULL), Changes(without=("war",))).game()
    assert game.settled.all()
    assert not game.paused.any()


PARTS = LULL.replace(
    "treaty: hill.sign & town.sign",
    "treaty: hill.sign & town.sign & hill.fire\n"
    "  pay: {name: pay, terms: {paid: hill.sign,\n"
    "    stopped: {when: '!hill.sign & town.sign', lapses: 3}}}",
)


def test_an_item_on_a_pause_lapses_while_another_is_open() -> None:
    game = sp.loads(PARTS).game()
    names = yes(game)
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
    told = zip(source, game.nature_target, game.nature_rate.tolist(), strict=True)
    arcs = {(*sorted(names[s]), "to", *sorted(names[t]), rate) for s, t, rate in told}
    assert ("hill.fire", "town.sign", "to", "hill.fire", 3.0) in arcs
    assert ("town.sign", "to", 3.0) in arcs
    assert ("town.sign", "to", "hill.fire", "town.fire", "town.sign", 1.25) in arcs


def test_a_package_that_says_how_it_holds_stands_in_place_of_its_parts() -> None:
    packed = LULL + "packages: {kept lull: {when: '!hill.fire & !town.fire', holds: 1}}\n"
    game = sp.loads(packed).game()
    assert not game.paused.any()
    assert "kept lull" in game.terms
    whole = LULL.replace(", lapses: [0.5/month, 2/month]", "")
    whole += "packages: {trial: {when: 'hill.sign & town.sign & !hill.fire', lapses: 2}}\n"
    game = sp.loads(whole).game()
    assert game.paused.sum() == 2
    assert set(game.nature_rate.tolist()) == {2.0}


def test_what_lapses_is_a_number_of_the_case_and_a_judgement() -> None:
    case = sp.loads(LULL)
    assert "issues.war[lull].lapses" in amounts(case)
    assert [x.text for x in judgements(case) if x.kind == "lapses"] == ["[0.5/month, 2/month]"]
    assert lapsed(case, 0, 3) == ["lull"]
    assert lapsed(case, 3, 0) == []


def test_what_is_paid_once_on_a_pause_may_come_again() -> None:
    text = LULL.replace("{when: hill.sign, worth: -0.1}", "{when: settled, once: 2}")
    assert [f.code for f in check_text(text)[1]] == ["C512"]


def test_where_every_way_lapses_a_note_says_that_it_never_ends() -> None:
    text = LULL.replace("treaty: hill.sign & town.sign", "stop: {when: hill.sign, lapses: 1}")
    case, findings = check_text(text)
    assert case is not None
    assert findings == ()
    assert "N106" in [note.code for note in case.remarks]


def test_a_change_that_leaves_nothing_to_fall_back_to_is_refused() -> None:
    case = sp.loads(LULL)
    fixed = Changes(fix={"hill.fire": False, "town.fire": False})
    with pytest.raises(ModelError, match="no state to fall back to"):
        Games(case, fixed)


def test_a_set_of_paused_states_goes_with_the_game() -> None:
    game = sp.loads(LULL).game()
    plain = replace(game, paused=np.zeros(0, dtype=np.bool_))
    assert game.fingerprint != plain.fingerprint
    assert held(plain, 0.25).paused.size == 0


@pytest.mark.slow
def test_a_way_on_which_a_pause_comes_undone_says_so() -> None:
    text = LULL.replace("[0.5/month, 2/month]", "40/month")
    for party in ("hill", "town"):
        costly = f"when: {party}.sign & {party}.fire, worth: -30"
        text = text.replace(f"when: {party}.sign, worth: -0.1", costly)
    game = sp.loads(text).game()
    assert game.conflict is not None
    ways = sp.clock(game, horizon=60.0).ways(60)
    said = str(section(ways, CaseWords(sp.loads(text), game.conflict)))
    assert "By chance: “lull” lapses." in said


def test_what_is_waited_for_is_no_lapse() -> None:
    game = sp.loads(LULL).game()
    assert waits_for(game, game.start_state or 0, 60.0) == ((), False)
    alone = replace(game, settled=np.zeros(game.n_states, dtype=np.bool_))
    assert waits_for(alone, game.start_state or 0, 60.0) is None


@pytest.mark.slow
def test_on_a_day_in_the_pause_the_screen_says_so() -> None:
    moves = "record:\n  moves:\n" + "".join(
        f"    - {{id: {party}, date: 2020-03-01, party: {party}, sets: {{{party}.fire: no}}}}\n"
        for party in ("hill", "town")
    )
    case = sp.loads(LULL + moves)
    before, during = (sp.why(case, as_of=day) for day in ("2020-02-01", "2020-03-05"))
    rows = dict(labelled(during).rows)
    assert rows["stuck on"][1] == "It stands on a pause, which lapses and is no end: lull."
    assert "such pauses, on one of which it stands now, take " in " ".join(rows["how long"])
    assert pausing(before.case) == []
    assert "one comes before the end" in " ".join(dict(labelled(before).rows)["how long"])


@pytest.mark.slow
def test_by_wants_alone_what_lapses_is_counted_in_mean_waits() -> None:
    bare = LULL.partition("payoffs:")[0].replace("pace: 1,", "pace: 4,") + (
        "wants: {hill: [war, '!hill.sign'], town: [war, '!town.sign']}\n"
    )
    fast = bare.replace("lapses: [0.5/month, 2/month]", "lapses: [2/month, 8/month]")
    slow = bare.replace("pace: 4,", "pace: 1,")
    games = [sp.forecast(sp.loads(text), draws=2).forecast.game for text in (fast, slow)]
    for game in games:
        assert set(game.nature_rate.tolist()) == {1.25}
        assert game.pace.tolist() == [1.0, 1.0]
