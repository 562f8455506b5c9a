"""Game → values at every time from the horizon back to now, by the exact equations.

With V_i(s, t) what party i expects from state s on, and i's chances to move arriving at rate λ_i,

    -dV_i/dt = u_i(s) - ρ_i V_i + λ_i [B_i(s) - V_i] + Σ_{j≠i} λ_j Σ_a π_j(a|s) [V_i(s_a) - V_i]
               + Σ_k h_k(s) [V_i(s_k) - V_i],     V_i(s, T) = w_i(s),

and what agreements add (`clock.agreements`), π_i the logit choice over staying and i's moves, with
precision β_i and efforts c. The right-hand side is Lipschitz, so for a finite horizon the solution
exists and is the only one. At a date d that all foresee, on which every state s turns into r(s),
values jump: V_i(s, d-) = V_i(r(s), d+). The solution may all the same hang on the last digit of a
payoff (`sensitivity`); values that the game's symmetry makes equal are held equal (`symmetry`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.errors import ModelError
from stickpoint.graph.game import Event, Game
from stickpoint.graph.variants.changed import changed
from stickpoint.solve.clock.engine.layout import (
    Floats,
    Ints,
    Longs,
    Moves,
    Numbers,
    moves_of,
    numbers_of,
    space_for,
)
from stickpoint.solve.clock.engine.pairs.singles import is_rough
from stickpoint.solve.clock.engine.trace import Room, Trace
from stickpoint.solve.clock.symmetry.leaders import leaders

READINGS = {"centred": 0, "mistakes": 1, "taste": 2}
MAX_STEPS = 100_000
HASTE = 300.0
FINEST, COARSEST = 1e-14, 1e-2
OUT_OF_RANGE = "out of range: some weights of choices are; solve the games one by one"


@dataclass(frozen=True, eq=False)
class Observer:
    """A column of values that nobody acts on: what accrues per unit of time, and at the horizon.

    Both are of shape (states,).
    """

    worth: Floats
    terminal: Floats


def unsettled_time(game: Game) -> Observer:
    """Observe how long the conflict stays unsettled."""
    return Observer((~game.settled).astype(np.float64), np.zeros(game.n_states))


@dataclass(frozen=True, eq=False)
class Jump:
    """A dated event as the solvers see it: when, whose of eight games (None for the one), and how.

    ``landing`` (states,) is the state that each turns into. ``after`` (states, parties) is what the
    parties expect just after it, where that is not to be found by the same solve.
    """

    time: float
    which: int | None
    landing: Ints
    foreseen: bool = False
    after: Floats | None = None


def events_within(game: Game, horizon: float, *, foreseen: bool = False) -> list[Event]:
    """List the dated events that fall before the horizon, in order; all, or those foreseen."""
    inside = (x for x in game.events if 0 < x.time < horizon and (x.foreseen or not foreseen))
    return sorted(inside, key=lambda event: event.time)


def jumps_within(games: Sequence[Game], horizon: float) -> list[Jump]:
    """List, in order, the dated events of one game or of each of several side by side."""
    return jumps_of(games, [game.events for game in games], horizon)


def jumps_of(
    games: Sequence[Game], events: Sequence[Sequence[Event]], horizon: float
) -> list[Jump]:
    """List the same for events that are given for each of the games."""
    alone = len(games) == 1
    found = [
        Jump(event.time, None if alone else k, landing(game, event), event.foreseen)
        for k, (game, own) in enumerate(zip(games, events, strict=True))
        for event in own
        if 0 < event.time < horizon
    ]
    return sorted(found, key=lambda jump: jump.time)


def landing(game: Game, shock: Event) -> Ints:
    """Return the state each state turns into at a shock; what is settled stays."""
    every = np.arange(game.n_states, dtype=np.int32)
    return np.where(game.settled, every, shock.target).astype(np.int32)


def solve_backward(
    game: Game, horizon: float, *, shocks: str = "centred", tolerance: float = 1e-8,
    max_steps: int = MAX_STEPS, observers: tuple[Observer, ...] = (),
) -> Trace:  # fmt: skip
    """Carry values back from the horizon, in the game's unit of time, keeping every step.

    ``shocks`` says what a chance to move is worth: ``centred``, ``mistakes`` or ``taste``;
    ``tolerance`` is the error allowed per step, relative to one plus the size of a value. A dated
    event changes what an observer sees; what a party expects, only if it is foreseen. Raises
    ModelError for a horizon or tolerance out of range, or an unknown reading of the shocks.
    """
    reading = check(horizon, tolerance, shocks)
    refuse_endless_taste(game, shocks)
    columns = [*zip(game.payoffs, game.terminal, strict=True)]
    columns += [(observer.worth, observer.terminal) for observer in observers]
    worth, value = (np.stack(side, axis=1) for side in zip(*columns, strict=True))
    discount = np.concatenate((game.discount, np.zeros(len(observers))))
    numbers = numbers_of(moves_of(game), worth, discount)
    room, status = carry_back(
        [game], numbers, value.astype(np.float64).ravel(), horizon, reading, tolerance,
        columns=len(columns), max_steps=max_steps, equal=leaders(game, reading),
    )  # fmt: skip
    return room.trace(game, status)


def carry_back(  # noqa: PLR0913 – one call for one game or eight, all but six by name
    games: Sequence[Game], numbers: Numbers, value: Floats, horizon: float, reading: int,
    tolerance: float, *, columns: int, max_steps: int = MAX_STEPS, equal: Longs | None = None,
    dates: Sequence[Jump] | None = None, fast: float = 0.0, into: Room | None = None,
) -> tuple[Room, str]:  # fmt: skip
    """Carry the values of one game, or of up to eight side by side, back to time 0, in place.

    ``games`` share their moves and who settled where; ``dates`` are those of each, in order, as the
    games have them if left out. ``value`` is
    (states * columns,) or (states * columns, 8), all ``columns`` of which are kept, the parties'
    first; ``equal`` comes from `leaders`. What happens unforeseen changes only what observers see,
    and there are none beside eight. Where it is said how ``fast`` differences die down at most, and
    not too little is allowed, steps are as long as accuracy allows (`stiff`). What ``into`` holds,
    of games as large, is written over. Returns every step, as far as it went, and ``"done"``, or
    what stopped it and what to do about it.
    """
    from stickpoint.solve.clock.engine import runge_kernels as runge
    from stickpoint.solve.clock.engine.stiff import back_kernels, leap_kernels

    game = games[0]
    n, parties, moves = game.n_states, game.n_parties, moves_of(game)
    leading = np.empty(0, dtype=np.int64) if equal is None else equal
    fast = fast if tolerance >= leap_kernels.LEAST else 0.0
    room = (into or Room((n * columns, *value.shape[1:]), number=value.dtype)).emptied()
    wide, is_single = value.shape[1:], value.dtype == np.float32
    rough = is_rough(numbers, fast * horizon, tolerance)
    space = None if is_single else space_for(moves, numbers.discount.shape[0], wide, rough=rough)
    # A whole number would have the loops compiled once more, for whole numbers.
    step, left, late, ended = horizon / 100, max_steps, float(horizon), runge.DONE
    every = jumps_within(games, horizon) if dates is None else dates
    jumps = [jump for jump in every if jump.foreseen or columns > parties]
    for jump in [*reversed(jumps), None]:
        early = 0.0 if jump is None else float(jump.time)
        # Of dates that several of eight games share only a trace needs each: nothing passes.
        while early < late or room.has_values:
            if room.is_full:
                room.grow()
            given = (
                value, late, early, step, tolerance, left, moves, numbers, reading,
                *room.tables, room.kept, leading, space,
            )  # fmt: skip
            # Eight games have no loops of their own for short steps: those would be compiled too.
            done = back_kernels.backward(*given, fast) if fast or wide else runge.backward(*given)
            room.kept, ended, step, left = done
            if ended != runge.FULL:
                break
            late = room.step_back()
        if ended != runge.DONE:
            last = room.last if room.kept else horizon
            return room, _FATES[ended].format(steps=max_steps, time=last)
        late = early
        if jump is not None:
            _turn_back(value.reshape(n, columns, *value.shape[1:]), jump, parties)
    return room, "done"


def _turn_back(table: Floats, jump: Jump, parties: int) -> None:
    """Give each state, just before a date, the values of what it turns into, in place.

    Of the parties only where the date is foreseen; ``table`` is (states, columns) or (…, 8).
    """
    own = table if jump.which is None else table[:, :, jump.which]
    first = 0 if jump.foreseen else parties
    after = own if jump.after is None else jump.after
    own[:, first:] = after[jump.landing, first:]


_FATES = {
    1: "step limit: {steps} steps led back only to time {time:g}; "
    "look less far ahead, lower the precision, or raise tolerance or max_steps",
    2: "step too small at time {time:g}: lower the precision or the pace, or raise tolerance",
    4: OUT_OF_RANGE,
}


def fastest(moves: Moves, numbers: Numbers) -> float:
    """Return about how fast what differs between states dies down, per unit of time; of the worst.

    As fast as there is anything that may happen in a state, and by discounts.
    """
    n, wide = moves.settled.size, numbers.pace.shape[1:]
    some = np.zeros((n, *wide))
    np.add.at(some, np.repeat(np.arange(n), np.diff(moves.nature_start)), numbers.nature)
    np.add.at(some, moves.joint.source, numbers.meet)
    rates = numbers.pace.sum(axis=0) + numbers.discount.max(axis=0) + some.max(axis=0)
    return float(np.max(rates))


def check(horizon: float, tolerance: float, shocks: str) -> int:
    """Refuse settings that mean nothing; return the number of the reading."""
    if not (is_number(horizon) and np.isfinite(horizon) and horizon > 0):
        raise ModelError(f"horizon is {horizon!r}; expected a number above 0")
    if not (is_number(tolerance) and FINEST <= tolerance <= COARSEST):
        raise ModelError(
            f"tolerance is {tolerance!r}; expected a number from {FINEST:g}, near which rounding "
            f"takes over, to {COARSEST:g}, beyond which the answer means nothing"
        )
    if shocks not in READINGS:
        raise ModelError(f"shocks is {shocks!r}; expected one of {', '.join(READINGS)}")
    return READINGS[shocks]


def is_number(value: object) -> bool:
    """Tell numbers from text, from yes and no, and from tables."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def state_of(game: Game, start: object) -> int:
    """Return the state asked for, the game's own if None; refuse what is no state."""
    first = game.start_state if start is None else start
    whole = isinstance(first, int | np.integer) and not isinstance(first, bool)
    if not (whole and 0 <= first < game.n_states):  # type: ignore[operator]
        raise ModelError(f"start is {first!r}; expected a state from 0 to {game.n_states - 1}")
    return int(first)  # type: ignore[call-overload]


def probability(q: object) -> float:
    """Refuse what is no probability."""
    if not (is_number(q) and 0 <= q <= 1):  # type: ignore[operator]
        raise ModelError(f"q is {q!r}; expected a probability, from 0 to 1")
    return float(q)  # type: ignore[arg-type]


def refuse_endless_taste(game: Game, shocks: str) -> None:
    """Refuse taste at random play, where log(choices) / β has no limit."""
    for name, precision in zip(game.parties, game.precision, strict=True):
        if shocks == "taste" and precision == 0:
            raise ModelError(f"{name} has precision 0, with which taste is worth without limit")


def in_a_hurry(game: Game, parties: ArrayLike) -> Game:
    """Let some parties want nothing but an early end, whatever it takes them.

    A best reply jumps where two moves are equally good, and a solver creeps from jump to jump. So
    a party in a hurry chooses with a precision of 300 for each mean wait for a chance to move: what
    costs it a hundredth of that wait it does one time in twenty, and ties are shared.
    """
    names = ("precision", "discount", "payoffs", "terminal", "effort")
    own, free = {name: getattr(game, name).copy() for name in names}, list(game.free)
    chosen = np.asarray(parties, dtype=np.int64)
    own["precision"][chosen] = HASTE * game.pace[chosen]
    own["payoffs"][chosen] = -(~game.settled).astype(np.float64)
    own["terminal"][chosen] = own["discount"][chosen] = 0.0
    for i in chosen.tolist():
        own["effort"][game.start[i, 0] : game.start[i, -1]] = 0.0
        choice = free[i]
        if choice is not None:
            free[i] = changed(choice, turn_on=0 * choice.turn_on, turn_off=0 * choice.turn_off)
    acts = game.agreements
    if acts.size:
        effort = np.where(np.isin(acts.party, chosen), 0.0, acts.effort)
        acts = changed(acts, effort=effort)
    return changed(game, **own, free=tuple(free), agreements=acts)
