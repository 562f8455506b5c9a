"""Which of the ranks above a state to put below it → the cheapest choice, by branching and bounds.

Number what a party ranks above the state from 1, the lowest, upward. With the d of D below the
state and all else as it was, the pairs that changed places are

    f(D) = Σ_{p ∈ D} p - d (d - 1) / 2,

p for p with the state and with what is under it, less the pairs within D. To put q below too costs
q - d more, so the less the more are there already, and what costs less than nothing may be put
there at once. What is asked for is a choice for each of several moves: one of some sets of ranks
has to be below. To add ranks never takes off more than that fills up, so f of what was chosen,
filled up, bounds all that may follow; and so does, for each move, the cheapest choice for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Ranks = frozenset[int]
Choices = tuple[Ranks, ...]
MOST_TRIED = 300
"""Choices followed before a question is left to the constraint solver."""


def cost(below: Iterable[int]) -> int:
    """Return how many pairs change places where these are put below the state."""
    found = list(below)
    return sum(found) - len(found) * (len(found) - 1) // 2


def filled(below: Ranks, most: int, *, even: bool = False) -> Ranks:
    """Put below, too, whatever of the ranks 1 … most makes it cheaper that it is there.

    Also what makes it neither cheaper nor dearer, where that is to go too: ``even``.
    """
    found = set(below)
    for q in range(1, most + 1):
        if q not in found:
            if q >= len(found) + even:
                break
            found.add(q)
    return frozenset(found)


def least_below(asked: Sequence[Choices], most: int) -> Ranks | None:
    """Find the cheapest of the ranks 1 … most to put below, one choice for each that is asked.

    Parameters
    ----------
    asked : sequence of tuple of frozenset of int
        For each, the sets of ranks one of which has to be below; at least one set each.
    most : int
        How many ranks are above the state.

    Returns
    -------
    frozenset of int or None
        None where more than `MOST_TRIED` choices were followed and it is not known yet.

    Examples
    --------
    To put rank 3 below costs the pairs with the state, 1 and 2, whether these go along or stay; so
    the state rises past all three.

    >>> sorted(least_below([(frozenset({3}),), (frozenset({1}), frozenset({2}))], 4))
    [1, 2, 3]
    """
    return _Search(asked, most).found


class _Search:
    """Choices followed, the most pressing first, while they can undercut the best known."""

    def __init__(self, asked: Sequence[Choices], most: int) -> None:
        self._most, self._left = most, MOST_TRIED
        self._best: Ranks | None = None
        self._follow(filled(frozenset(), most), _worth_trying(asked))

    @property
    def found(self) -> Ranks | None:
        """The cheapest; None where the search was not brought to its end.

        Of equals one in which the state itself rises as high as it can: fewest others move.
        """
        if self._best is None or self._left <= 0:
            return None
        return filled(self._best, self._most, even=True)

    def _follow(self, below: Ranks, asked: Sequence[Choices]) -> None:
        self._left -= 1
        if self._left <= 0:
            return
        open_ = [choices for choices in asked if not any(one <= below for one in choices)]
        if not open_:
            if self._best is None or cost(below) < cost(self._best):
                self._best = below
            return
        ways = [self._ways(below, choices) for choices in open_]
        # What costs most at least decides most, and of equals what leaves fewer choices.
        pressing = max(ways, key=lambda own: (own[0][0], -len(own)))
        for price, _, then in pressing:
            if self._best is not None and price >= cost(self._best):
                break
            self._follow(then, open_)

    def _ways(self, below: Ranks, choices: Choices) -> list[tuple[int, list[int], Ranks]]:
        """Return what each choice costs at least, and what is then below, cheapest first."""
        then = {filled(below | one, self._most) for one in choices}
        return sorted((cost(one), sorted(one), one) for one in then)


def _worth_trying(asked: Sequence[Choices]) -> list[Choices]:
    """Leave out choices in whose place another one is no dearer, whatever else is chosen.

    That is a set that holds another one of the same move; and a single rank, asked for in no larger
    set, where a lower one will do for every move for which it will.
    """
    asked = [tuple(x for x in own if not any(y < x for y in own)) for own in dict.fromkeys(asked)]
    for_whom: dict[int, set[int]] = {}
    for k, own in enumerate(asked):
        for one in own:
            if len(one) == 1:
                for_whom.setdefault(min(one), set()).add(k)
    beside = {p for own in asked for one in own if len(one) > 1 for p in one}
    kept: list[int] = []
    for p in sorted(for_whom):
        if p in beside or not any(for_whom[p] <= for_whom[lower] for lower in kept):
            kept.append(p)
    singles = {frozenset({p}) for p in kept}
    return [tuple(x for x in own if len(x) > 1 or x in singles) for own in asked]
