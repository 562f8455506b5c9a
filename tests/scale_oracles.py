"""Slow, literal twins of the rules on a scale: the definitions, party by party, point by point."""

from __future__ import annotations

import math
from collections.abc import Sequence

Numbers = Sequence[float]


def mean(x: Numbers, w: Numbers) -> float:
    return math.fsum(a * b for a, b in zip(x, w, strict=True)) / math.fsum(w)


def beats(a: float, b: float, x: Numbers, w: Numbers) -> float:
    """Return the weight of those nearer to a, less that of those nearer to b."""
    nearer = [(w_k, abs(x_k - b) - abs(x_k - a)) for x_k, w_k in zip(x, w, strict=True)]
    return math.fsum(math.copysign(w_k, d) for w_k, d in nearer if d != 0)


def unbeaten(x: Numbers, w: Numbers) -> list[float]:
    """Return the positions that no other position beats in a vote."""
    return [a for a in x if all(beats(b, a, x, w) <= 1e-12 for b in x)]


def gain(point: float, own: float, x: Numbers, reference: float | None) -> float:
    if reference is None:
        return (max(x) - min(x)) - abs(point - own)
    return abs(reference - own) - abs(point - own)


def open_points(x: Numbers, reference: float | None, points: Numbers) -> list[float]:
    return [p for p in points if all(gain(p, own, x, reference) >= -1e-12 for own in x)]


def nash(x: Numbers, w: Numbers, reference: float | None, points: Numbers) -> float:
    """Return the greatest product of gains over some open points, as a logarithm."""

    def worth(p: float) -> float:
        gains = [max(gain(p, own, x, reference), 1e-300) for own in x]
        return math.fsum(w_k * math.log(g) for w_k, g in zip(w, gains, strict=True)) / math.fsum(w)

    return max(map(worth, open_points(x, reference, points)))


def least_parts(x: Numbers, reference: float | None, points: Numbers) -> list[float]:
    """Return for each open point the least part that anybody gets of its most over all of them."""
    there = open_points(x, reference, points)
    most = [max(gain(q, own, x, reference) for q in there) for own in x]
    pairs = [(own, m) for own, m in zip(x, most, strict=True) if m > 1e-12]
    return [min((gain(p, own, x, reference) / m for own, m in pairs), default=0.0) for p in there]


def challenge(
    start: Numbers, c: Numbers, s: Numbers, rounds: int, still: float, same: float = 1e-9
) -> tuple[list[float], int, bool]:
    x, n = list(start), range(len(start))
    length = max(x) - min(x)

    def votes(i: int, j: int) -> tuple[float, float]:
        each = [c[k] * s[k] * (abs(x[k] - x[j]) - abs(x[k] - x[i])) / length for k in n]
        return math.fsum(max(v, 0.0) for v in each), math.fsum(map(abs, each))

    def chance(i: int, j: int) -> float:
        won, both = votes(i, j)
        return won / both if both > 0 else 0.5

    def worth(i: int, j: int, r: float) -> float:
        d = abs(x[i] - x[j]) / length
        succeeds, fails = 2 - 4 * (0.5 - 0.5 * d) ** r, 2 - 4 * (0.5 + 0.5 * d) ** r
        fought = chance(i, j) * succeeds + (1 - chance(i, j)) * fails
        return s[j] * fought + (1 - s[j]) * succeeds - (2 - 4 * 0.5**r)

    for done in range(rounds):
        danger = [math.fsum(worth(j, i, 1.0) for j in n) for i in n]
        most, least = max(danger), min(danger)
        risk = []
        for i in n:
            flat = most - least <= 1e-12
            taking = 0.0 if flat else (2 * danger[i] - most - least) / (most - least)
            risk.append((1 - taking / 3) / (1 + taking / 3))
        seen = [[(worth(i, j, risk[i]), worth(j, i, risk[i])) for j in n] for i in n]
        moved = [_least_offer(i, x, seen[i], same * length) for i in n]
        if max(abs(a - b) for a, b in zip(moved, x, strict=True)) <= still * length:
            return x, done, True
        x = moved
    return x, rounds, False


def _least_offer(i: int, x: Numbers, worths: Sequence[tuple[float, float]], same: float) -> float:
    offers = []
    for j, (own, other) in enumerate(worths):
        if abs(x[j] - x[i]) <= same:
            continue
        if own < 0 < other:
            offers.append(x[i] + min(-own / other, 1.0) * (x[j] - x[i]))
        elif other > own > 0:
            offers.append(x[j])
    return min(offers, key=lambda to: abs(to - x[i]), default=x[i])
