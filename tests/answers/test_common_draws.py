"""What-ifs are compared under the same draws: what is not asked about does not move."""

from __future__ import annotations

import numpy as np
import pytest
from file_order import QUARREL

import stickpoint as sp
from stickpoint.answers.clock import Course, course
from stickpoint.answers.forecast import changes_from
from stickpoint.answers.levers.payoffs import payoff_levers
from stickpoint.answers.sampling.draws import Draw
from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, build_game

WHAT_IFS: dict[str, tuple[dict[str, object], set[str]]] = {
    "a date": ({"dates": ["market@2001-09-01"]}, {"nature.market.rate"}),
    "never": ({"dates": ["rain@never"]}, {"nature.rain.rate"}),
    "a rate": ({"dates": ["rain=0.5/year"]}, {"nature.rain.rate"}),
    "a rate for a date": ({"dates": ["fair=0.5"]}, set()),
    "a fixed option": ({"fixed": ["bob.threat=no"]}, set()),
    "a payoff": ({"worths": ["ann[2]=-0.3"]}, set()),
    "an issue closed": ({"without": ["hours"]}, set()),
    "an explanation": (
        {"hypothesis": "pride"},
        {
            "payoffs.ann[the quarrel]",
            "payoffs.ann[bob.threat]",
            "payoffs.ann[giving in]",
            "payoffs.ann[nature.market & !settled]",
        },
    ),
}
"""By name: as typed, and which numbers are then no longer read."""


def drawn(case: Case, changes: Changes, number: int, seed: int = 0) -> dict[str, float]:
    """Return by name what one draw has for every number that the game reads."""
    found: dict[str, float] = {}
    read = Draw(seed, number)

    def note(amount: Amount) -> float:
        found[amount.name] = read(amount)
        return found[amount.name]

    build_game(case, Changes(**{**changes.__dict__, "read": note}))
    return found


@pytest.mark.parametrize("what", WHAT_IFS)
def test_no_what_if_moves_another_number(what: str) -> None:
    typed, gone = WHAT_IFS[what]
    case = sp.loads(QUARREL)
    changes = changes_from(case, **typed)  # type: ignore[arg-type]
    for number in (0, 1, 77):
        before, after = (drawn(case, made, number) for made in (Changes(), changes))
        assert set(before) - set(after) == gone
        assert {name: after[name] for name in before if name not in gone} == {
            name: value for name, value in before.items() if name not in gone
        }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tolls:\n", 'tolls:\n  noise: {when: "!settled", per: day, amount: [1, 2]}\n'),
        ("payoffs:\n  ann:\n", "payoffs:\n  ann:\n    - {when: settled, worth: [0, 1]}\n"),
        ("eve: {name: Eve, ", "eve: {name: Eve, pace: [1, 2], "),
        ("  ann.strike: {text: strike, ", "  ann.strike: {text: strike, effort: [1, 2], "),
        ("worth: [-1.5, -0.2]", "worth: -0.7"),
        ("pace: [0.5, 2]", "pace: {low: 0.1, mid: 0.2, high: 9}"),
    ],
)
def test_adding_fixing_or_changing_a_number_moves_no_other(old: str, new: str) -> None:
    assert QUARREL.count(old) == 1
    before = drawn(sp.loads(QUARREL), Changes(), 3)
    after = drawn(sp.loads(QUARREL.replace(old, new)), Changes(), 3)
    moved = {name for name in before if before[name] != after[name]}
    assert len(moved) <= 1
    assert moved <= {"payoffs.ann[giving in]", "parties.ann.pace"}


def ask(text: str, **typed: object) -> Course:
    """Ask the clock, with few draws."""
    case = sp.loads(text)
    return course(case, changes=changes_from(case, **typed), draws=16, seed=5)  # type: ignore[arg-type]


def test_bands_do_not_move_where_the_answer_does_not() -> None:
    """Rain falls on everybody alike: how often it does changes nothing of what is said."""
    before, after = ask(QUARREL).ranges, ask(QUARREL, dates=["rain=9/year"]).ranges
    assert after.median == pytest.approx(before.median, rel=1e-3)
    for toll in before.tolls:
        assert after.band(after.tolls[toll]) == pytest.approx(
            before.band(before.tolls[toll]), rel=1e-3
        )


def test_a_what_if_that_helps_helps_in_every_draw() -> None:
    """With independent draws the noise between two bands would hide which of them is longer."""
    before = ask(QUARREL).ranges
    after = ask(QUARREL, fixed=["ann.strike=no"]).ranges
    assert np.array_equal(after.tolls["lost days"], np.zeros(16))
    same = ask(QUARREL, worths=["ann[1]=-2"]).ranges
    ratio = np.corrcoef(np.log(before.mean), np.log(same.mean))[0, 1]
    assert ratio > 0.9


def test_levers_are_drawn_as_the_clock_is() -> None:
    case = sp.loads(QUARREL)
    levers = payoff_levers(case, draws=4, seed=5).spread
    again = payoff_levers(case, changes=changes_from(case, ["rain=9/year"]), draws=4, seed=5).spread
    mediator = levers.lever_saved[:, levers.levers.index("a mediator")]
    assert again.lever_saved[:, again.levers.index("a mediator")] == pytest.approx(
        mediator, abs=2e-3
    )
