"""A case, and what to take otherwise than it has it → its game."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.lumps import stays
from stickpoint.case.model.basis import DAYS_IN, Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.pauses import lapsing
from stickpoint.case.model.stakes import Payoff
from stickpoint.case.resolve.close_issues import close_issues
from stickpoint.errors import ModelError, expect
from stickpoint.graph.agreements.table import NONE
from stickpoint.graph.build import conflict_of, feasible, same_states
from stickpoint.graph.build_rates import Chances, Choices, Standing, joint_acts
from stickpoint.graph.build_time import Starts, events_of, status_quo
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.game import Game
from stickpoint.graph.readings.asked import Asked
from stickpoint.graph.readings.worths import Cost, Line, Worths
from stickpoint.graph.variants.lumps import paid
from stickpoint.logic import evaluate


@dataclass(frozen=True)
class Changes:
    """What to take otherwise than the case has it.

    Parameters
    ----------
    fix : mapping of str to bool
        Options held at a value from the start.
    on : mapping of str to float
        Time, from the start, at which something of nature's changes unforeseen; at 0 or before
        it has changed by the start, and the status quo has it.
    rate : mapping of str to float
        Rate, per unit of time, at which something of nature's changes, instead of a date too.
    without : collection of str
        Issues assumed closed, wherever a statement speaks of them; see `case.resolve.close_issues`.
    worth : mapping of (str, int) to float
        Payoff lines, by party and number from 1, set to a value.
    hypothesis : str or None
        An explanation whose payoffs stand in for those of the parties it names.
    read : callable
        How to read an amount as one number: its middle, or what its writer called most likely, if
        left out. It is asked for every number of the case that the game needs, in no set order,
        and must answer by the amount alone.
    """

    fix: Mapping[str, bool] = field(default_factory=dict)
    on: Mapping[str, float] = field(default_factory=dict)
    rate: Mapping[str, float] = field(default_factory=dict)
    without: Collection[str] = ()
    worth: Mapping[tuple[str, int], float] = field(default_factory=dict)
    hypothesis: str | None = None
    read: Callable[[Amount], float] = attrgetter("mid")


Codes = NDArray[np.uint64]


def build_game(case: Case, changes: Changes | None = None) -> Game:
    """Turn a case into the game that the clock runs on; every range stands at its middle.

    All of nature's options are free here: one with a rate changes by chance, one with a date
    changes then, foreseen by all or by nobody. Where nobody foresees the date, a rate beside it,
    which is what one would go by without it, is not used. A party without a pace gets one chance
    to move per unit of time; one without a precision has 1, one without a discount 0. Effort is
    paid for switching an option either way. States that the case takes for a single one are one
    state here too.

    Parameters
    ----------
    case : Case
        A case without findings.
    changes : Changes, optional
        What to take otherwise.

    Raises
    ------
    ModelError
        A case without payoffs, a change that names nothing in the case, too many states, a status
        quo that a change rules out, or states that count as one and that a change tells apart.

    Examples
    --------
    >>> import stickpoint as sp
    >>> game = sp.game(sp.load("korea-1952"))
    >>> game
    <Game: 240 states, 1,520 moves, parties us, prc, ussr, dprk>
    >>> game.unit, game.horizon
    ('month', 60.0)
    """
    expect(case, Case)
    return paid(Games(case, changes).game())


class Games:
    """The games of one case, which differ in how its numbers are read and in nothing else.

    States, moves and the states at which statements hold are found once.

    Parameters
    ----------
    case : Case
    changes : Changes, optional
        What to take otherwise; ``changes.read`` is how `game` reads numbers if it is not told.
    agreements : {"", "written", "every"}
        On which terms parties may also settle together, by a joint act: on none, on those of which
        the case says who consents or that they are signed, on every one; see `graph.agreements`.

    Raises
    ------
    ModelError
        As `build_game` does.
    """

    def __init__(self, case: Case, changes: Changes | None = None, *, agreements: str = "") -> None:
        self.made = made = changes or Changes()
        if not case.payoffs:
            raise ModelError(
                "the case has no payoffs, so the clock has nothing to run on: say under 'payoffs' "
                "what each party gains or loses per unit of time"
            )
        self.case = case = _closed(case, made)
        self.codes = _states(case, made)
        now = status_quo(case, made, self.codes)
        ranks = np.zeros((len(case.parties), self.codes.size), dtype=np.int32)
        self.conflict = conflict_of(case, self.codes, ranks, now)
        self._asked = asked = Asked()
        self._events = events_of(case, made, self.codes)
        self._choices = Choices(case, self.conflict.moves, self.codes, asked)
        self._chances = Chances(case, made, self.codes, asked)
        self._standing = Standing(case, self.codes, asked)
        self._starts = Starts(case, made, self.codes, now, asked)
        # One array for all games: what is laid out for one serves whoever shares its arrays.
        self._settled = self.conflict.settled
        self._worths = _worths(case, made, self.codes, self._settled, asked)
        self._of_parties = [
            _numbers(case, asked, [getattr(party, name) for party in case.parties], default)
            for name, default in (("pace", 1.0), ("precision", 1.0), ("discount", 0.0))
        ]
        self._paused = self._on_a_pause()
        self._joint = None
        if agreements:
            every = agreements == "every"
            self._joint = joint_acts(case, self.conflict, self.codes, every=every)

    @property
    def begins_alike(self) -> bool:
        """Whether every reading of the numbers begins in the same state."""
        return self._starts.is_known

    def game(self, read: Callable[[Amount], float] | None = None) -> Game:
        """Return the game whose every amount is read so."""
        case, conflict = self.case, self.conflict
        numbers = self._asked.read(read or self.made.read)
        start, target, effort, free = self._choices.read(numbers)
        chance = self._chances.read(numbers)
        pace, precision, discount = (numbers[places] for places in self._of_parties)
        worths = self._worths
        lasting, over = worths.once(numbers)
        game = Game(
            payoffs=worths.payoffs(numbers),
            terminal=worths.terminal(numbers),
            pace=pace,
            precision=precision,
            discount=discount,
            start=start,
            target=target,
            effort=effort,
            free=free,
            nature_start=chance[0],
            nature_target=chance[1],
            nature_rate=chance[2],
            settled=self._settled,
            terms=conflict.terms,
            terms_index=conflict.terms_index,
            tolls=worths.tolls(numbers),
            events=self._events,
            start_state=self._starts.read(numbers),
            holds=self._standing.read(numbers),
            paused=self._paused,
            once=lasting,
            at_end=over,
            agreements=NONE if self._joint is None else self._joint.read(
                self._choices.prices(numbers)
            ),
            unit=case.clock.unit,
            horizon=case.clock.horizon,
            parties=conflict.parties,
            conflict=conflict,
        )  # fmt: skip
        return coalesce_game(game, same_states(case, self.codes)) if case.same else game

    def _on_a_pause(self) -> NDArray[np.bool_]:
        """Return where it is settled for a while and not for good; nothing where no terms lapse."""
        if self.case.settled is None or not lapsing(self.case):
            return np.empty(0, dtype=np.bool_)
        return evaluate(self.case.settled.formula, self.codes) & ~self._settled


def _worths(
    case: Case, made: Changes, codes: Codes, settled: NDArray[np.bool_], asked: Asked
) -> Worths:
    """Lay out what is paid and what a day costs."""
    unit, lines = case.clock.unit, []
    for line, given in _lines(case, made):
        formula, worth = line.statement.formula, line.worth.per(unit)
        # A number that is set to a value is read all the same: it is one of the case's.
        asked.place(worth)
        stay = line.once is not None and stays(case, codes, evaluate(formula, codes))
        pays = worth if given is None else given
        lines.append(Line(case.party_index[line.party], formula, pays, line.once, stay))
    terminal = [
        Line(case.party_index[end.party], end.statement.formula, end.worth) for end in case.terminal
    ]
    per = {toll.name: float(DAYS_IN[unit] / DAYS_IN[toll.per]) for toll in case.tolls}
    costs = [
        Cost(toll.name, toll.statement.formula, toll.amount, per[toll.name]) for toll in case.tolls
    ]
    return Worths(codes, settled, len(case.parties), lines, terminal, costs, asked)


def _lines(case: Case, made: Changes) -> list[tuple[Payoff, float | None]]:
    """Return the payoff lines that count, each with what it is worth instead; None for nothing."""
    lines = list(case.payoffs)
    if made.hypothesis is not None:
        found = [h for h in case.hypotheses if h.name == made.hypothesis]
        if not found:
            known = ", ".join(repr(h.name) for h in case.hypotheses) or "none"
            raise ModelError(f"no hypothesis {made.hypothesis!r}; the case has {known}")
        named = {line.party for line in found[0].payoffs}
        lines = [line for line in lines if line.party not in named] + list(found[0].payoffs)
    number, given = Counter[str](), []
    for line in lines:
        number[line.party] += 1
        worth = made.worth.get((line.party, number[line.party]))
        given.append((line, None if worth is None else float(worth)))
    for party, place in made.worth:
        if party not in number:
            raise ModelError(f"{party!r} has no payoffs; expected one of {', '.join(number)}")
        if not 1 <= place <= number[party]:
            raise ModelError(f"no payoff {party}[{place}]; {party} has lines 1 to {number[party]}")
    return given


def _closed(case: Case, made: Changes) -> Case:
    known = [issue.id for issue in case.issues]
    for name in made.without:
        if name not in known:
            raise ModelError(f"no issue {name!r}; expected one of {', '.join(known)}")
    return close_issues(case, made.without)


def _states(case: Case, made: Changes) -> Codes:
    for name in made.fix:
        if name not in case.option_index:
            raise ModelError(f"no option {name!r}; expected one of {', '.join(case.option_ids)}")
    return feasible(case, made.fix, "with these options fixed")


def _numbers(
    case: Case, asked: Asked, amounts: list[Amount | None], default: float
) -> NDArray[np.int64]:
    """Return where the numbers of the parties stand, per unit of time."""
    unit = case.clock.unit
    given = (default if amount is None else amount.per(unit) for amount in amounts)
    return np.array([asked.place(one) for one in given], dtype=np.int64)
