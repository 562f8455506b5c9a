"""The slope of an answer in every number of the game."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.layout import Floats, Ints, numbers_of, space_for
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.clock.slopes.sums import Sums
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd


Question = str | tuple[str, float]


@dataclass(frozen=True, eq=False, repr=False)
class Gradient(Result):
    """How an answer moves with each number of the game, all others held.

    Attributes
    ----------
    game : Game
    of : str or tuple
        ``"unsettled_time"``, or ``("settled_by", time)``.
    value : float
        The answer itself.
    payoffs, terminal : ndarray of float, shape (parties, states)
        Per unit of worth per unit of time, and of worth at the horizon.
    pace, precision, discount : ndarray of float, shape (parties,)
    effort : tuple of ndarray of float
        Per party, in the order of ``game.arcs(party)``; empty where efforts go by option.
    turn_on, turn_off : tuple of ndarray of float
        Per party, in the order of its own options; empty where efforts go by arc.
    nature : ndarray of float
        In the order of ``game.nature_rate``.
    agreements : ndarray of float
        In what making each costs whom, in the order of ``game.agreements.effort``.
    """

    game: Game
    of: Question
    horizon: float
    shocks: str
    tolerance: float
    value: float
    payoffs: Floats
    terminal: Floats
    pace: Floats
    precision: Floats
    discount: Floats
    effort: tuple[Floats, ...]
    turn_on: tuple[Floats, ...]
    turn_off: tuple[Floats, ...]
    nature: Floats
    agreements: Floats

    def table(self) -> pd.DataFrame:
        """Return one row per number of the game that matters, the steepest first.

        Returns
        -------
        DataFrame
            Columns ``number`` (its kind), ``of`` (whose, and where: states from 1, moves and
            options in their order) and ``slope``.
        """
        import pandas as pd

        rows: list[tuple[str, str, float]] = []
        names = self.game.parties
        for kind in ("payoffs", "terminal"):
            for party, row in zip(names, getattr(self, kind), strict=True):
                rows += [(kind, f"{party}, state {s + 1}", x) for s, x in enumerate(row)]
        for kind in ("pace", "precision", "discount"):
            rows += [(kind, *pair) for pair in zip(names, getattr(self, kind), strict=True)]
        for kind in ("effort", "turn_on", "turn_off"):
            for party, row in zip(names, getattr(self, kind), strict=True):
                rows += [(kind, f"{party}, {k + 1}", x) for k, x in enumerate(row)]
        for kind in ("nature", "agreements"):
            rows += [(kind, str(k + 1), x) for k, x in enumerate(getattr(self, kind))]
        found = pd.DataFrame(rows, columns=["number", "of", "slope"])
        found = found[found["slope"] != 0]
        return found.sort_values("slope", key=np.abs, ascending=False, ignore_index=True)

    def __repr__(self) -> str:
        """Say what it is the gradient of."""
        return f"<Gradient of {self.of}: {self.value:.6g}, horizon {self.horizon:g}>"


def gradient(
    game: Game, start: int | Floats, horizon: float, *, of: Question = "unsettled_time",
    shocks: str = "centred", tolerance: float = 1e-8,
) -> Gradient:  # fmt: skip
    """Differentiate an answer of the clock by every number of the game; see `Clock.gradient`.

    ``start`` is the state at time 0, or a distribution over states (states,). A shock dated as the
    time asked about comes after it. Raises ModelError for a start, question or setting that means
    nothing, and SolveError where a party replies best: its choices jump, and there no slope exists.
    """
    return Asked(game, horizon, of, shocks, tolerance).gradient(start)


def answer(
    game: Game, start: int | Floats, horizon: float, *, of: Question = "unsettled_time",
    shocks: str = "centred", tolerance: float = 1e-8,
) -> float:  # fmt: skip
    """Return the answer that `gradient` differentiates, alone: one pass back, none forward."""
    return Asked(game, horizon, of, shocks, tolerance).answer(start)


@dataclass(frozen=True, eq=False)
class Asked:
    """A question put to one game, solved back once for its answer and its slopes."""

    game: Game
    horizon: float
    of: Question
    shocks: str
    tolerance: float
    _solved: list[Trace] = field(default_factory=list, init=False, repr=False)

    def _traces(self) -> list[Trace]:
        # Not a cached_property: before Python 3.12 one lock is shared by all that have it, and
        # questions that are put on several threads would wait for each other.
        if not self._solved:
            backward.check(self.horizon, self.tolerance, self.shocks)
            until = _end(self.of, self.horizon)
            self._solved[:] = _traces(self.game, self.horizon, until, self.shocks, self.tolerance)
        return self._solved

    def answer(self, start: int | Floats) -> float:
        """Return the answer from a state, or a distribution over states (states,)."""
        return float(_distribution(self.game, start) @ self._traces()[-1].first[:, -1])

    def gradient(self, start: int | Floats) -> Gradient:
        """Return the slopes of the answer in every number of the game, as `gradient` does."""
        game, horizon, tolerance = self.game, self.horizon, self.tolerance
        if np.isinf(game.precision).any():
            names = [game.parties[i] for i in np.flatnonzero(np.isinf(game.precision))]
            raise SolveError(
                f"{', '.join(names)} replies best (infinite precision), so the answer has kinks; "
                "give a finite precision to take slopes"
            )
        reading = backward.check(horizon, tolerance, self.shocks)
        mass = _distribution(game, start)
        traces, sums = self._traces(), Sums(game)
        mu = np.zeros((game.n_states, game.n_parties + 1))
        mu[:, -1] = mass
        _carry(traces[-1], mu, reading, tolerance, sums)
        if len(traces) > 1:
            # What happens later bears on the answer only through what the parties expect.
            mu = np.ascontiguousarray(mu[:, :-1])
            for event in _just_then(game, _end(self.of, horizon) or 0.0):
                _land(mu, backward.landing(game, event), foreseen=True)
            _carry(traces[0], mu, reading, tolerance, sums)
        found = sums.by_kind(mu[:, : game.n_parties])
        value = self.answer(start)
        return Gradient(game, self.of, horizon, self.shocks, tolerance, value, **found)


def _distribution(game: Game, start: int | Floats) -> Floats:
    if np.ndim(start) == 1:
        mass = np.array(start, dtype=np.float64)
        if mass.shape != (game.n_states,):
            raise ModelError(f"start has shape {mass.shape}; expected ({game.n_states},)")
        return mass
    mass = np.zeros(game.n_states)
    mass[backward.state_of(game, start)] = 1.0
    return mass


def _end(of: Question, horizon: float) -> float | None:
    """Return the time that is asked about; None for the time unsettled."""
    if of == "unsettled_time":
        return None
    if not isinstance(of, str):
        name, time = of
        if name == "settled_by" and 0 < time <= horizon:
            return float(time)
    raise ModelError(
        f"of is {of!r}; expected 'unsettled_time', or ('settled_by', t) with t above 0 and at "
        f"most the horizon, {horizon:g}"
    )


def _traces(
    game: Game, horizon: float, until: float | None, shocks: str, tolerance: float
) -> list[Trace]:
    """Solve back from the horizon; the last trace is observed, from the time asked about to 0."""
    settings: dict[str, Any] = {"shocks": shocks, "tolerance": tolerance}
    traces: list[Trace] = []
    if until is None:
        watched = backward.unsettled_time(game)
    else:
        watched = backward.Observer(np.zeros(game.n_states), game.settled.astype(np.float64))
        if until < horizon:
            known = (event for event in game.events if event.foreseen and event.time > until)
            still = tuple(replace(event, time=event.time - until) for event in known)
            later = replace(game, events=still)
            traces.append(backward.solve_backward(later, horizon - until, **settings))
            terminal = traces[0].first.T
            for event in reversed(_just_then(game, until)):
                terminal = terminal[:, backward.landing(game, event)]
            game, horizon = replace(game, terminal=np.ascontiguousarray(terminal)), until
    traces.append(backward.solve_backward(game, horizon, **settings, observers=(watched,)))
    for trace in traces:
        if trace.status != "done":
            raise SolveError(trace.status)
    return traces


def _just_then(game: Game, time: float) -> list[Event]:
    """List what all foresee for that very time; it comes after whatever is asked of the time."""
    return [event for event in game.events if event.foreseen and event.time == time]


def _land(mu: Floats, where: Ints, *, foreseen: bool) -> None:
    """Carry μ over a date, in place: of the distribution, and of the parties where foreseen."""
    for column in range(0 if foreseen else mu.shape[1] - 1, mu.shape[1]):
        mu[:, column] = np.bincount(where, weights=mu[:, column], minlength=len(mu))


def _carry(trace: Trace, mu: Floats, reading: int, tolerance: float, sums: Sums) -> None:
    """Carry μ, in place, from time 0 to the end of a trace."""
    from stickpoint.solve.clock.engine import adjoint_kernels as adjoint

    game, moves = trace.game, sums.moves
    discount = np.zeros(mu.shape[1])
    discount[: game.n_parties] = game.discount
    numbers, space = numbers_of(moves, game.payoffs.T, discount), space_for(moves, mu.shape[1])
    unseen = mu.shape[1] == game.n_parties
    ahead = iter(backward.events_within(game, float(trace.times[0]), foreseen=unseen))
    step, first = float(trace.times[0]) / 100, trace.times.size - 2
    jumps = np.flatnonzero(trace.times[1:] == trace.times[:-1])[::-1].tolist()
    for jump in [*jumps, -1]:
        if first > jump:
            step, reached, fate = adjoint.carry(
                mu.reshape(mu.size), first, jump + 1, step, tolerance, moves, numbers, reading,
                sums.pair_begin, *trace.flat, sums.pending, sums.flat, sums.total, space,
            )  # fmt: skip
            if fate != 0:
                raise SolveError(f"steps became too small at time {reached:g}")
        if jump >= 0:
            event = next(ahead)
            _land(mu, backward.landing(game, event), foreseen=event.foreseen)
            first = jump - 1
