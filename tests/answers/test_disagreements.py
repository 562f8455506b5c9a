"""Lines of wants and payoffs that pull different ways near today, against the definitions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import oracles
import pytest
from border import APART
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.forecasting.from_wants import from_wants, size_of
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.disagreements import DRAWS, WITHIN, Disagreements
from stickpoint.answers.why.stability import why
from stickpoint.graph.ranks import by_statements


def found_in(case: sp.Case) -> Disagreements:
    """Ask for a case as it stands."""
    return Disagreements(case, case.conflict())


def decided(wish, better: int, worse: int) -> object:
    """Return the statement that puts one state before another, read off the definitions."""
    if isinstance(wish, sp.case.model.stakes.Ranking):
        said = [statement for group in wish.groups for statement in group]
        return next(s for s in said if oracles.holds(s.formula, better))
    if isinstance(wish, sp.case.model.stakes.Wants):
        said = [item.statement for item in wish.items]
        return next(
            s for s in said if oracles.holds(s.formula, better) != oracles.holds(s.formula, worse)
        )
    speaks = [
        item.weight * (oracles.holds(s, better) - oracles.holds(s, worse))
        for item in wish.items
        for s in [item.statement.formula]
    ]
    return wish.items[speaks.index(max(speaks))].statement


def by_hand(case: sp.Case, party: str) -> Counter:
    """Count the opposed moves near today by their two lines, one move after another."""
    conflict = case.conflict()
    own = conflict.parties.index(party)
    arcs = [
        {s: set(conflict.moves_from(j, s).tolist()) for s in range(conflict.n_states)}
        for j in range(conflict.n_parties)
    ]
    lines = [line for line in case.payoffs if line.party == party]
    codes = conflict.codes.tolist()
    holds = [
        {s for s, code in enumerate(codes) if oracles.holds(line.statement.formula, code)}
        for line in lines
    ]
    amounts = [line.worth.per(case.clock.unit) for line in lines]
    rank = conflict.ranks[own].tolist()
    pairs = oracles.moves_within(arcs, own, conflict.status_quo, WITHIN)
    middle = [a.mid for a in amounts]
    at_middle = oracles.opposed_moves(rank, pairs, holds, middle)
    often = Counter()
    for number in range(DRAWS):
        worths = [Draw(0, number)(a) for a in amounts]
        often.update(oracles.opposed_moves(rank, pairs, holds, worths))
    told = Counter()
    for pair in at_middle:
        worse, better = sorted(pair, key=lambda s: rank[s])
        if abs(oracles.paid(holds, middle, better) - oracles.paid(holds, middle, worse)) < 1e-9:
            continue
        if often[pair] * 2 > DRAWS:
            want = decided(case.preferences[party], codes[better], codes[worse])
            against = [
                w * ((better in line) - (worse in line))
                for w, line in zip(middle, holds, strict=True)
            ]
            told[want.place.line, lines[against.index(min(against))].worth.place.line] += 1
    return told


@pytest.mark.parametrize("name", ["korea-1952", "colombia-2014"])
def test_every_opposed_move_is_put_down_to_the_two_lines_that_decide_it(name: str) -> None:
    case = sp.load(name)
    for id_, one in found_in(case).by_party.items():
        counted = by_hand(case, id_)
        told = {
            (line.want.place.line, line.payoff.worth.place.line): line.moves for line in one.lines
        }
        assert told == counted, id_
        assert one.opposed == sum(counted.values())


def test_the_example_the_bound_and_what_is_left_are_those_of_the_case() -> None:
    case = sp.loads(APART)
    found = found_in(case)
    [line] = found.heaviest
    lines = APART.splitlines()
    assert "north.open, south.call" in lines[line.want.place.line - 1]
    assert "label: order" in lines[line.payoff.worth.place.line - 1]
    # With talks or without: two states with the gate open against two with it shut.
    assert line.moves == found.by_party["north"].opposed == 8
    assert [step.party for step in line.way] == [0]
    assert line.gains
    assert line.paid[0] == pytest.approx(-0.4)
    assert line.agree.low == -float("inf")
    # Opening and guarding at once costs 0.1 more, so only below -0.1 does every move agree.
    assert line.agree.high == pytest.approx(-0.1)
    assert line.left == 0
    assert not line.in_range
    assert found.by_party["south"].lines == ()


def test_set_beyond_the_bound_the_lines_agree_and_short_of_it_they_do_not() -> None:
    for worth, apart in ((-0.11, 0), (-0.09, 2)):
        text = APART.replace("worth: [0.2, 0.6]", f"worth: {worth}")
        assert found_in(sp.loads(text)).by_party["north"].opposed == apart


@pytest.mark.parametrize(
    ("worth", "opposed"),
    # Most likely at 0.05 and wide above: the middle agrees with the draws only in the first.
    [("{low: 0.0, mid: 0.2, high: 0.4}", True), ("{low: -0.9, mid: 0.01, high: 0.02}", False)],
)
def test_a_disagreement_at_the_middle_alone_does_not_count(worth: str, opposed: bool) -> None:
    text = APART.replace("[0.2, 0.6]", worth).replace("[north.open, south.call", "[north.open")
    text = text.replace("worth: -0.1", "worth: 0")
    assert bool(found_in(sp.loads(text)).by_party["north"].opposed) is opposed


def test_one_who_is_ranked_by_payoffs_alone_cannot_disagree_with_itself() -> None:
    bare = re.sub(r"  south: \[gate\]\n", "", APART)
    assert list(found_in(sp.loads(bare)).by_party) == ["north"]


def test_rankings_and_weights_are_named_by_their_lines_too() -> None:
    wants = '  north: [north.open, south.call, "!north.guard"]\n'
    assert wants in APART
    ranked = APART.replace(wants, "").replace(
        "payoffs:", 'ranking: {north: [north.open, "!north.open"]}\npayoffs:'
    )
    weighed = APART.replace(wants, "").replace(
        "payoffs:", "weights: {north: {north.open: 5, south.call: 1}}\npayoffs:"
    )
    for text in (ranked, weighed):
        case = sp.loads(text)
        [line] = found_in(case).heaviest
        assert line.want.text == "north.open"
        told = {(line.want.place.line, line.payoff.worth.place.line): line.moves}
        assert told == by_hand(case, "north")


def test_payoffs_from_wants_order_states_as_the_wants_do_and_keep_their_size() -> None:
    case = sp.load("korea-1952")
    conflict = case.conflict()
    for id_ in ("ussr", "prc"):
        made = from_wants(case, (id_,), conflict.codes)
        game = made.game()
        place = [game.conflict.codes.tolist().index(code) for code in conflict.codes.tolist()]
        paid = game.payoffs[conflict.parties.index(id_), place]
        items = case.preferences[id_].items
        ranks = by_statements([item.statement.formula for item in items], conflict.codes)
        by_worth = np.unique(np.round(paid, 9), return_inverse=True)[1]
        assert np.array_equal(by_worth, np.unique(ranks, return_inverse=True)[1])
        size = size_of(case, id_, conflict.codes)
        assert paid.max() - paid.min() == pytest.approx(size)
        other = [line for line in made.payoffs if line.party != id_]
        assert [line.worth for line in other] == [p.worth for p in case.payoffs if p.party != id_]


def test_what_follows_is_forecast_over_the_same_draws() -> None:
    found = Brief(why(sp.loads(APART)), draws=8)
    assert list(found.if_by_wants) == ["north"]
    then = found.if_by_wants["north"]
    assert len(then.model.draws) == len(found.forecast.model.draws)
    assert [d.tempo for d in then.model.draws] == [d.tempo for d in found.forecast.model.draws]
    # Wanting the gate open and being paid for it ends it sooner than being paid for a shut one.
    assert then.quantile(0.5) < found.forecast.quantile(0.5)


def test_nothing_follows_where_nothing_disagrees_or_nothing_is_timed(monkeypatch) -> None:
    assert not Brief(why(sp.loads(STRIKE)), draws=8).if_by_wants
    endless = Brief(why(sp.loads(APART.replace("horizon: 30", "horizon: none"))), draws=8)
    assert list(endless.if_by_wants) == ["north"]
    assert endless.agreements == Brief(why(sp.loads(APART)), draws=8).agreements
    monkeypatch.setattr("stickpoint.answers.large.timed.MOST_STATES", 1)
    found = Brief(why(sp.loads(APART)), draws=8)
    assert found.disagreements.heaviest
    assert not found.if_by_wants
    assert replace(found.disagreements, seed=3).heaviest
