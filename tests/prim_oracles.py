"""Peeling and pasting run by run, as its papers describe it: the slow, literal twin of `prim`."""

from __future__ import annotations

import math


def _quantile(pairs, part, *, from_above):
    """Return the limit next to a part of the weight; ``pairs`` are values with weights."""
    pairs = sorted(pairs)
    ranks, gone = [], 0.0
    for _, weight in pairs:
        ranks.append(gone + weight / 2 - pairs[0][1] / 2)
        gone += weight
    goal = ranks[-1] * part
    at_most = max(k for k, rank in enumerate(ranks) if rank <= goal)
    at_least = min(k for k, rank in enumerate(ranks) if rank >= goal)
    if from_above:
        while pairs[at_most][0] == pairs[at_least][0] and at_most > 0:
            at_most -= 1
    else:
        while pairs[at_most][0] == pairs[at_least][0] and at_least < len(pairs) - 1:
            at_least += 1
    return (pairs[at_most][0] + pairs[at_least][0]) / 2


class Twin:
    """Peels, then pastes; boxes are lists of (low, high), runs are lists."""

    def __init__(self, inputs, wanted, weights, *, peel, paste, least, criterion):
        self.x, self.y, self.w = inputs, wanted, weights
        self.peel_part, self.paste_part, self.least, self.by = peel, paste, least, criterion
        columns = range(len(inputs[0]))
        self.around = [
            (min(row[j] for row in inputs), max(row[j] for row in inputs)) for j in columns
        ]
        self.row = [list(self.around)]
        while self._step(self._peels(), smaller=True):
            pass
        self.peels = len(self.row)
        while self._step(self._pastes(), smaller=False):
            pass

    def held(self, box):
        return [
            k
            for k, row in enumerate(self.x)
            if all(low <= value <= high for value, (low, high) in zip(row, box, strict=True))
        ]

    def weight(self, box):
        return sum(self.w[k] for k in self.held(box))

    def hits(self, box):
        return sum(self.w[k] * self.y[k] for k in self.held(box))

    def density(self, box):
        return self.hits(box) / self.weight(box) if self.held(box) else 0.0

    def _peels(self):
        box = self.row[-1]
        for j, (low, high) in enumerate(box):
            pairs = [(self.x[k][j], self.w[k]) for k in self.held(box)]
            top = _quantile(pairs, 1 - self.peel_part, from_above=True)
            yield [*box[:j], (low, top), *box[j + 1 :]]
            bottom = _quantile(pairs, self.peel_part, from_above=False)
            yield [*box[:j], (bottom, high), *box[j + 1 :]]

    def _pastes(self):
        box = self.row[-1]
        for j, (low, high) in enumerate(box):
            if (low, high) == self.around[j]:
                continue
            first, last = self.around[j]
            below = self.held([*box[:j], (first, low), *box[j + 1 :]])
            pairs = [(self.x[k][j], self.w[k]) for k in below]
            part = 1 - self.paste_part
            new = _quantile(pairs, part, from_above=True) if pairs else first
            yield [*box[:j], (new, high), *box[j + 1 :]]
            above = self.held([*box[:j], (high, last), *box[j + 1 :]])
            pairs = [(self.x[k][j], self.w[k]) for k in above]
            new = _quantile(pairs, self.paste_part, from_above=False) if pairs else last
            yield [*box[:j], (low, new), *box[j + 1 :]]

    def _score(self, box):
        before, after = self.density(self.row[-1]), self.density(box)
        if self.by == "density":
            return after if self.held(box) else -1.0
        change = abs(self.weight(self.row[-1]) - self.weight(box))
        if after == before or not change:
            return 0.0
        gain = (after - before) / change
        return gain if self.by == "gain per loss" else self.weight(box) * (after - before) / change

    def _step(self, candidates, *, smaller):
        best, key = None, (-math.inf, 0)
        for box in candidates:
            free = sum(own == all_ for own, all_ in zip(box, self.around, strict=True))
            if (self._score(box), free) > key:
                best, key = box, (self._score(box), free)
        if best is None or key[0] <= 0 or self.weight(best) / sum(self.w) < self.least:
            return False
        now = self.row[-1]
        if smaller and self.weight(best) >= self.weight(now):
            return False
        if not smaller and not (
            self.weight(best) > self.weight(now) and self.density(best) > self.density(now)
        ):
            return False
        self.row.append(best)
        return True
