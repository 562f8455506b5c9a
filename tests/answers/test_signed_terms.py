"""Terms of which a case says who must consent, and that nothing but a signature makes them hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from agreement_oracles import STRIKE
from deal import DEAL

import stickpoint as sp
from stickpoint.answers.clock import course
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.levers.payoffs import payoff_levers
from stickpoint.answers.waits import waits_for
from stickpoint.graph.build_game import Games
from stickpoint.graph.game import Game
from stickpoint.graph.variants.hold import held
from stickpoint.pages.clock.page import agreed_on
from stickpoint.pages.levers.payoffs import moves
from stickpoint.pages.model import Text, unmarked

FEW = Rules(draws=8, most_draws=8)
MIDDLE = 'middle: "!mine.low & !union.high"'
COURT = "court: {name: the court, pace: 0.5}"


def case(key: str = "", court: str = ""):
    """Write a key beside the terms in the middle, which are worth much to both; add a court."""
    text = STRIKE
    for party in ("mine", "union"):
        fair = '{when: "!mine.low & !union.high", worth: 0.45}'
        text = text.replace(f"  {party}: [", f"  {party}: [{fair}, ")
    if key:
        text = text.replace(MIDDLE, MIDDLE.replace('middle: "', 'middle: {when: "') + f", {key}}}")
    if court:
        text = text.replace("union: the union}", f"union: the union, {court}}}")
        text = text.replace("levers:", '  court: [{when: "!settled", worth: -0.1}]\nlevers:')
    return sp.loads(text)


def written(key: str, court: str = "") -> Game:
    return Games(case(key, court), agreements="written").game()


def acts(game: Game) -> set[tuple[int, ...]]:
    return {tuple(party for party, _ in needed) for needed in game.agreements.needed()}


def test_only_terms_of_which_it_is_written_are_agreed_on() -> None:
    assert Games(sp.loads(STRIKE), agreements="written").game().agreements.size == 0
    game = written("needs: mine")
    assert acts(game) == {(0, 1)}
    ends = {game.terms[game.terms_index[t]] for t in game.agreements.target.tolist()}
    assert ends == {"middle"}
    assert Games(case("needs: mine")).game().agreements.size == 0


def test_who_has_no_part_in_what_changes_may_have_to_consent() -> None:
    assert acts(written("needs: [court]", COURT)) == {(0, 1, 2)}
    assert acts(written("signed: yes, needs: court", COURT)) == {(0, 1, 2)}


def test_what_is_signed_takes_all_of_whom_it_speaks_wherever_they_come_from() -> None:
    game = written("signed: yes")
    assert acts(game) == {(0, 1)}
    met = np.flatnonzero(game.terms_index == game.terms.index("middle"))
    assert (game.holds[met] == 0).all()
    stay = game.agreements.source == game.agreements.target
    assert set(game.agreements.source[stay]) == set(met.tolist())
    assert (game.agreements.effort[np.repeat(stay, 2)] == 0).all()


def test_a_signature_makes_the_end_and_standing_never_does() -> None:
    game = written("signed: yes")
    rates = np.where(np.isnan(game.holds), 0.25, game.holds)
    longer = held(game, rates)
    copies = np.arange(game.n_states, longer.n_states)
    middle = game.terms.index("middle")
    assert set(longer.agreements.target) == set(copies[longer.terms_index[copies] == middle])
    into = longer.nature_target[longer.nature_rate > 0]
    assert not (longer.terms_index[into] == middle).any()


def test_a_forecast_reckons_with_what_is_written() -> None:
    plain, needs, signed = (
        sp.forecast(one, rules=FEW).model.shares["middle"]
        for one in (case(), case("needs: mine"), case("signed: yes"))
    )
    assert needs > plain + 0.05
    assert signed > plain + 0.05
    # Without a partner's consent what is signed would never be an end.
    alone = case("signed: yes, needs: court", COURT.replace("0.5", "0"))
    assert sp.forecast(alone, rules=FEW).model.shares["middle"] == pytest.approx(0.0, abs=1e-9)


def test_the_middle_clock_reckons_with_it_and_levers_say_that_they_do_not() -> None:
    plain, needs = (course(one, draws=4, solves=4) for one in (case(), case("needs: mine")))
    assert needs.run.outcomes["middle"] > plain.run.outcomes["middle"] + 0.05
    assert needs.ranges.outcomes["middle"].min() > plain.run.outcomes["middle"] + 0.05
    assert sum(needs.delay.values()) == pytest.approx(1.0)
    said = "That parties may agree on middle in one act is left out of these figures."
    for one, told in ((case(), False), (case("needs: mine"), True)):
        [lead, *_] = moves(payoff_levers(one, draws=2)).parts
        assert isinstance(lead, Text)
        assert (said in unmarked(lead.words)) == told


def test_where_only_an_agreement_settles_it_nothing_is_waited_for() -> None:
    signed = "paid: {when: bob.sign & ann.pay, signed: yes}"
    stuck = DEAL.replace("paid: bob.sign & ann.pay", signed)
    game = Games(sp.loads(stuck), agreements="written").game()
    assert game.start_state is not None
    assert waits_for(game, game.start_state, 30.0) == ((), False)
    assert waits_for(sp.loads(stuck).game(), game.start_state, 30.0) is None
    idle = replace(game, pace=game.pace * [0.0, 1.0, 1.0])
    assert waits_for(idle, game.start_state, 30.0) is None


def test_a_package_may_be_signed() -> None:
    text = (
        STRIKE
        + "packages: {peace: {when: '!mine.low & !union.high & !union.march', signed: yes}}\n"
    )
    game = Games(sp.loads(text), agreements="written").game()
    ends = {game.terms[game.terms_index[t]] for t in game.agreements.target.tolist()}
    assert ends == {"peace"}


def test_the_page_says_what_is_agreed_on_and_what_is_signed() -> None:
    assert agreed_on(case()) == ""
    assert agreed_on(case("needs: mine")) == "On middle parties may agree, all changes at once."
    assert "; this is an end once it is signed, and not before." in agreed_on(case("signed: yes"))
