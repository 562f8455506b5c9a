"""Hypothesis strategies → random games for the clock, as literal matrices and as stickpoint's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import clock_oracles
import numpy as np
from agreement_oracles import Joint
from hypothesis import strategies as st

from stickpoint.graph.agreements.table import Agreements
from stickpoint.graph.game import Event, Game
from stickpoint.graph.game_arrays import flat_arcs
from stickpoint.graph.moves import FreeChoice, FreeMoves

INFINITE = float("inf")


@dataclass(frozen=True)
class Drawn:
    """One random game, readable in a falsifying example.

    ``moves`` holds (from, to, effort) for each party. A party in ``classes`` (own option bits,
    efforts of switching on, of switching off) chooses freely among ``codes``; its ``moves`` say the
    same at length.
    """

    moves: tuple[tuple[tuple[int, int, float], ...], ...]
    payoffs: tuple[tuple[float, ...], ...]
    terminal: tuple[tuple[float, ...], ...]
    pace: tuple[float, ...]
    precision: tuple[float, ...]
    discount: tuple[float, ...]
    nature: tuple[tuple[int, int, float], ...] = ()
    settled: tuple[int, ...] = ()
    shocks: tuple[tuple[float, tuple[int, ...]], ...] = ()
    foreseen: tuple[bool, ...] = ()
    codes: tuple[int, ...] = ()
    classes: tuple[tuple[int, tuple[float, ...], tuple[float, ...]] | None, ...] = ()
    horizon: float = 3.0
    joint: tuple[Joint, ...] = ()

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return len(self.payoffs[0])

    @property
    def over(self) -> np.ndarray:
        """Mark the settled states."""
        return np.isin(np.arange(self.n_states), self.settled)

    @property
    def dated(self) -> tuple[tuple[float, tuple[int, ...], bool], ...]:
        """Each shock, and whether all foresee it."""
        known = (*self.foreseen, *[False] * len(self.shocks))
        return tuple((*shock, known[k]) for k, shock in enumerate(self.shocks))

    @cached_property
    def spelt(self) -> Game:
        """The game as stickpoint builds it from arcs."""
        game = Game.from_arcs(
            [np.array([row[:2] for row in rows], dtype=int).reshape(-1, 2) for rows in self.moves],
            self.payoffs,
            pace=self.pace,
            precision=self.precision,
            discount=self.discount,
            effort=[[row[2] for row in rows] for rows in self.moves],
            nature=np.array(self.nature).reshape(-1, 3),
            settled=self.over,
            terminal=self.terminal,
        )
        shocks = tuple(
            Event(f"shock {k}", time, np.array(target, dtype=np.int32), known)
            for k, (time, target, known) in enumerate(self.dated)
        )
        acts = ((x.source, x.target, dict(x.effort), x.share) for x in self.joint)
        return replace(
            game, events=shocks, agreements=Agreements.of(acts, len(self.pace), self.n_states)
        )

    @cached_property
    def game(self) -> Game:
        """The game with its classes of free choice, where it has any."""
        if not any(self.classes):
            return self.spelt
        codes = np.array(self.codes, dtype=np.uint64)
        free = tuple(
            None
            if own is None
            else FreeChoice.of(FreeMoves(own[0], codes), np.array(own[1]), np.array(own[2]))
            for own in self.classes
        )
        lists = []
        for rows in self.moves:
            table = sorted(rows)
            pairs = np.array([row[:2] for row in table], dtype=np.int64).reshape(-1, 2)
            lists.append((pairs, np.array([row[2] for row in table])))
        start, target, effort = flat_arcs(lists, free, self.n_states)
        return replace(self.spelt, free=free, start=start, target=target, effort=effort)

    @cached_property
    def playing(self) -> Game:
        """The game with every move out of settled states kept as it is, which none needs to end."""
        open_ = replace(self, settled=()).game
        index = np.where(self.over, 0, -1).astype(np.int32)
        return replace(open_, settled=self.over, terms_index=index)

    @cached_property
    def literal(self) -> clock_oracles.Literal:
        """The game as the oracles want it."""
        n = self.n_states
        cost = np.full((len(self.moves), n, n), np.inf)
        cost[:, np.arange(n), np.arange(n)] = 0.0
        for i, rows in enumerate(self.moves):
            for s, t, effort in rows:
                cost[i, s, t] = effort
        nature = np.zeros((n, n))
        for s, t, rate in self.nature:
            nature[s, t] += rate
        return clock_oracles.Literal(
            cost,
            np.array(self.payoffs),
            np.array(self.terminal),
            np.array(self.pace),
            np.array(self.precision),
            np.array(self.discount),
            nature,
            self.over,
            self.dated,
            self.joint,
        )


def quarters(low: float, high: float) -> st.SearchStrategy[float]:
    """Return multiples of a quarter."""
    return st.integers(round(4 * low), round(4 * high)).map(lambda x: x / 4)


def rows(parties: int, states: int) -> st.SearchStrategy[tuple[tuple[float, ...], ...]]:
    """One row of worths for each party, ties and zeros welcome."""
    row = st.lists(quarters(-2, 2), min_size=states, max_size=states).map(tuple)
    return st.lists(row, min_size=parties, max_size=parties).map(tuple)


def _each(parties: int, values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, ...]]:
    return st.lists(values, min_size=parties, max_size=parties).map(tuple)


def _subset(size: int) -> st.SearchStrategy[tuple[int, ...]]:
    few = st.lists(st.integers(0, size - 1), max_size=max(1, size // 2), unique=True)
    return few.map(sorted).map(tuple)


@st.composite
def _rest(
    draw: Callable[..., object],
    parties: int,
    states: int,
    *,
    moves: tuple,
    nature: tuple,
    codes: tuple[int, ...] = (),
    classes: tuple = (),
) -> Drawn:
    """Draw what does not depend on how the moves came about."""
    horizon = draw(st.sampled_from([0.5, 3.0, 6.0]))
    target = st.lists(st.integers(0, states - 1), min_size=states, max_size=states).map(tuple)
    shock = st.tuples(st.sampled_from([0.25, 0.5, 0.75]).map(lambda x: x * horizon), target)
    by_time = st.lists(shock, max_size=2, unique_by=lambda pair: pair[0]).map(tuple)
    return Drawn(
        moves=moves,
        payoffs=draw(rows(parties, states)),
        terminal=draw(rows(parties, states)),
        pace=draw(_each(parties, st.sampled_from([0.0, 0.5, 1.0, 2.0]))),
        precision=draw(_each(parties, st.sampled_from([0.0, 0.5, 1.0, 3.0]))),
        discount=draw(_each(parties, st.sampled_from([0.0, 0.25]))),
        nature=nature,
        settled=draw(_subset(states)),
        shocks=draw(st.one_of(st.just(()), by_time)),
        foreseen=draw(st.tuples(st.booleans(), st.booleans())),
        codes=codes,
        classes=classes,
        horizon=horizon,
    )


@st.composite
def arc_games(draw: Callable[..., object], *, parties: tuple[int, int] = (1, 4)) -> Drawn:
    """Explicit graphs: moves neither transitive nor reversible, with or without efforts."""
    p, n = draw(st.integers(*parties)), draw(st.integers(1, 6))
    pairs = [(s, t) for s in range(n) for t in range(n) if s != t]
    effort = draw(st.sampled_from([st.just(0.0), quarters(0, 1)]))
    some = st.lists(st.sampled_from(pairs), max_size=8, unique=True) if pairs else st.just([])
    every = st.sampled_from([some, some, st.just(pairs)])
    moves = tuple(
        tuple((s, t, draw(effort)) for s, t in sorted(draw(draw(every)))) for _ in range(p)
    )
    chance = st.lists(st.sampled_from(pairs), max_size=3, unique=True) if pairs else st.just([])
    nature = tuple((s, t, draw(quarters(0, 1))) for s, t in draw(chance))
    return draw(_rest(p, n, moves=moves, nature=nature))


@st.composite
def option_games(draw: Callable[..., object], *, parties: tuple[int, int] = (1, 4)) -> Drawn:
    """Option form: a party all of whose options can be switched both ways has classes.

    Owner ``parties`` is nature, whose options flip by chance. Efforts add up over the options.
    """
    p = draw(st.integers(*parties))
    owners = draw(st.lists(st.integers(0, p), min_size=1, max_size=4))
    k = len(owners)
    ways = draw(st.lists(st.sampled_from([0, 0, 0, 1, -1]), min_size=k, max_size=k))
    gone = draw(st.one_of(st.just(()), _subset(2**k)))
    codes = tuple(code for code in range(2**k) if code not in gone)
    effort = draw(st.sampled_from([st.just(0.0), quarters(0, 1), quarters(0, 1)]))
    on, off = ([draw(effort) for _ in owners] for _ in range(2))
    moves, classes = [], []
    for i in range(p):
        own = [b for b in range(k) if owners[b] == i]
        mask = sum(1 << b for b in own)
        found = []
        for s, before in enumerate(codes):
            for t, after in enumerate(codes):
                up = [b for b in own if after & ~before & (1 << b)]
                down = [b for b in own if before & ~after & (1 << b)]
                is_own = before != after and not (before ^ after) & ~mask
                if is_own and all(ways[b] >= 0 for b in up) and all(ways[b] <= 0 for b in down):
                    found.append((s, t, sum(on[b] for b in up) + sum(off[b] for b in down)))
        moves.append(tuple(found))
        is_free = not any(ways[b] for b in own)
        efforts = (tuple(on[b] for b in own), tuple(off[b] for b in own))
        classes.append((mask, *efforts) if is_free else None)
    nature = []
    place = {code: s for s, code in enumerate(codes)}
    for b in (b for b in range(k) if owners[b] == p):
        rate = draw(quarters(0, 1))
        for s, code in enumerate(codes):
            way = -1 if code >> b & 1 else 1
            if code ^ 1 << b in place and ways[b] in {0, way}:
                nature.append((s, place[code ^ 1 << b], rate))
    return draw(
        _rest(
            p,
            len(codes),
            moves=tuple(moves),
            nature=tuple(nature),
            codes=codes,
            classes=tuple(classes),
        )
    )


def clock_games(*, parties: tuple[int, int] = (1, 4)) -> st.SearchStrategy[Drawn]:
    """Games of either form."""
    return st.one_of(arc_games(parties=parties), option_games(parties=parties))


@st.composite
def with_a_best_reply(draw: Callable[..., object], games: st.SearchStrategy[Drawn]) -> Drawn:
    """Let one party reply best, and make its worths irregular so that it is never in two minds."""
    drawn = draw(games)
    i = draw(st.integers(0, len(drawn.pace) - 1))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    precision = (*drawn.precision[:i], INFINITE, *drawn.precision[i + 1 :])
    shaken = tuple(tuple(x + rng.uniform(-0.2, 0.2) for x in row) for row in drawn.payoffs)
    return replace(drawn, precision=precision, payoffs=shaken)


@st.composite
def with_agreements(draw: Callable[..., object], games: st.SearchStrategy[Drawn]) -> Drawn:
    """Add agreements of two or more parties, from open states to any others."""
    drawn = draw(games)
    p, n = len(drawn.pace), drawn.n_states
    opened = [s for s in range(n) if s not in drawn.settled]
    if p < 2 or n < 2 or not opened:
        return drawn
    pairs = st.tuples(st.sampled_from(opened), st.integers(0, n - 1)).filter(lambda x: x[0] != x[1])
    effort = draw(st.sampled_from([st.just(0.0), quarters(0, 1)]))
    some = st.lists(st.integers(0, p - 1), min_size=2, max_size=p, unique=True)
    share = st.sampled_from([1.0, 0.5])
    joint = [
        Joint(s, t, tuple((i, draw(effort)) for i in sorted(draw(some))), draw(share))
        for s, t in draw(st.lists(pairs, min_size=1, max_size=6))
    ]
    return replace(drawn, joint=tuple(joint))
