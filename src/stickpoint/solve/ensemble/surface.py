"""Draws and what each came to → the polynomial of few terms that says as much as they can tell.

With a few hundred draws of some fifty inputs nothing can be held fixed, and no draw has a near
neighbour. What can be done is to write the answer as a sum of terms, each a polynomial of one input
or a product of such polynomials of two or three, all of them uncorrelated over the draws: then the
spread of the answer is the sum of what each term adds to it [1]_. There are thousands of possible
terms and few that matter. They are taken up one by one, the one that agrees best with what is left
over first [2]_, for as long as the extended Bayes criterion falls, which counts how many terms
there were to choose from [3]_: of sixty inputs that do nothing, one is then taken up seldom.

References
----------
.. [1] B. Sudret, Global sensitivity analysis using polynomial chaos expansions, Reliability
   Engineering and System Safety 93 (2008), 964-979, section 4. For any law of the inputs:
   S. Oladyshkin and W. Nowak, the same journal 106 (2012), 179-190, section 3.
.. [2] Y. C. Pati, R. Rezaiifar and P. S. Krishnaprasad, Orthogonal matching pursuit, Asilomar
   Conference 1993, section 2. For polynomials: G. Blatman and B. Sudret, Journal of Computational
   Physics 230 (2011), 2345-2367, section 4.
.. [3] J. Chen and Z. Chen, Extended Bayesian information criteria, Biometrika 95 (2008), 759-771,
   equation (2), with gamma = 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Term: TypeAlias = tuple[tuple[int, int], ...]
"""The inputs in it, each with the degree of its polynomial."""

DEGREE = 6
"""Of a term, at most: a bend within a bend. More needs more draws than there are."""
ACTIVE = 8
"""Of so many inputs, those first taken up, terms of two and three are tried in full."""
WIDE = 100
"""With more inputs than this not every pair is tried, but each with those taken up."""
PAIRS = 200
"""With fewer draws than this products are tried only of inputs of which one was taken up: among all
pairs one would often agree with so few draws by chance."""
FEWEST = 60
"""With fewer draws nothing is taken up, for too often it would be by chance."""
PATIENCE = 2
"""Terms that may be taken up without gain before the search ends."""
NONE = 1e-10
"""A share of the spread that is none."""


@dataclass(frozen=True, eq=False)
class Surface:
    """A sum of terms that stands for an answer.

    Parameters
    ----------
    terms : tuple of Term
        In the order in which they were taken up.
    columns : ndarray of float, shape (draws, terms)
        What each term is in each draw; its mean is 0 and its mean square 1, nearly.
    unexplained : float
        Share of the spread (of the variance) that the terms leave over.
    seen : float
        A term with a smaller share than this would not have been told from chance; 1 where there
        are too few draws to tell anything.
    """

    terms: tuple[Term, ...]
    columns: Floats
    unexplained: float
    seen: float


def polynomials(values: Floats, weights: Floats, degree: int = DEGREE) -> Floats:
    """Return polynomials of each input that are uncorrelated over the draws.

    Parameters
    ----------
    values : ndarray of float, shape (draws, inputs)
    weights : ndarray of float, shape (draws,)
        They add up to 1.
    degree : int

    Returns
    -------
    ndarray of float, shape (draws, inputs, degree)
        Of degree 1, 2, …; each has mean 0 and mean square 1, or is 0 throughout where the input has
        too few values for it. By Gram and Schmidt, twice over.

    Examples
    --------
    >>> line = np.array([[1.0], [2.0], [3.0]])
    >>> polynomials(line, np.full(3, 1 / 3), 2)[:, 0].round(3).T.tolist()
    [[-1.225, 0.0, 1.225], [0.707, -1.414, 0.707]]
    """
    root = np.sqrt(weights)[:, None]
    centred = values - weights @ values
    wide = np.sqrt(weights @ centred**2)
    scaled = centred / np.where(wide > 0, wide, 1.0)
    found = np.empty((degree + 1, *values.shape))
    found[0] = root
    for k in range(1, degree + 1):
        next_ = scaled * found[k - 1]
        before = np.sqrt((next_**2).sum(axis=0))
        for _ in range(2):
            along = np.einsum("kni,ni->ki", found[:k], next_)
            next_ = next_ - np.einsum("kni,ki->ni", found[:k], along)
        size = np.sqrt((next_**2).sum(axis=0))
        real = size > 1e-7 * np.maximum(before, 1e-300)
        found[k] = np.where(real, next_ / np.where(real, size, 1.0), 0.0)
    return np.moveaxis(found[1:] / np.where(root > 0, root, 1.0), 0, 2)


class Basis:
    """What every answer over the same draws can be written in.

    Parameters
    ----------
    values : ndarray of float, shape (draws, inputs)
    weights : ndarray of float, shape (draws,)
        They add up to 1.
    """

    def __init__(self, values: Floats, weights: Floats, degree: int = DEGREE) -> None:
        self.weights, self.inputs, self.degree = weights, values.shape[1], degree
        self.root = np.sqrt(weights)
        # By term and then by draw: a product of terms is then a product of rows.
        self.rows = np.moveaxis(polynomials(values, weights, degree), 0, 2).copy()
        self.alone = self.block(((i, k),) for i in range(self.inputs) for k in range(1, degree + 1))
        self.worth = float(1.0 / (weights**2).sum())  # equally weighted draws, by Kish
        self.paired = self.inputs <= WIDE and self.worth >= PAIRS
        every = range(self.inputs) if self.paired else ()
        self.lines = self.block(((i, 1), (j, 1)) for i, j in combinations(every, 2))

    def column(self, term: Term) -> Floats:
        """Return what a term is in each draw."""
        return np.asarray(math.prod(self.rows[i, k - 1] for i, k in term))

    def block(self, terms: Iterable[Term]) -> Block:
        """Return candidates with what they are in each draw, to half the digits."""
        listed = list(terms)
        table = np.empty((len(listed), len(self.weights)), dtype=np.float32)
        for size in {len(term) for term in listed}:
            chosen = [k for k, term in enumerate(listed) if len(term) == size]
            places = np.array([listed[k] for k in chosen]).reshape(-1, size, 2)
            found = np.broadcast_to(self.root, (len(chosen), len(self.weights)))
            for of, degree in np.moveaxis(places, 1, 0).transpose(0, 2, 1):
                found = found * self.rows[of, degree - 1]
            table[chosen] = found
        return Block(listed, table)

    def bends(self, active: list[int]) -> Block:
        """List products of the inputs taken up with any, one of the two with a bend."""
        return self.block(
            dict.fromkeys(
                _sorted((i, a), (j, b))
                for i in active
                for j in range(self.inputs)
                for a, b in (*(((1, 1),) * (not self.paired)), (1, 2), (2, 1))
                if i != j
            )
        )

    def among(self, active: list[int]) -> Block:
        """List products of the inputs taken up: of two as far as degrees go, of three lines."""
        few, most = sorted(active), self.degree
        twos = (
            ((i, a), (j, b))
            for i, j in combinations(few, 2)
            for a in range(1, most)
            for b in range(1, most + 1 - a)
        )
        threes = (tuple((i, 1) for i in three) for three in combinations(few, 3))
        return self.block((*twos, *threes))


class Block(NamedTuple):
    """Terms, and what each is in each draw times the root of its weight, (terms, draws)."""

    terms: list[Term]
    table: NDArray[np.float32]


def surface(answer: Floats, basis: Basis) -> Surface:
    """Find the terms that an answer is worth.

    Parameters
    ----------
    answer : ndarray of float, shape (draws,)
        Finite.
    basis : Basis
        Of the same draws.
    """
    search = _Search(answer, basis)
    if basis.worth >= FEWEST:
        search.grow(basis.alone)
    if search.terms or (basis.worth >= FEWEST and basis.paired):
        search.grow(basis.alone, basis.lines, basis.bends(search.active))
        search.grow(basis.alone, basis.among(search.active))
    return search.found()


def _sorted(*parts: tuple[int, int]) -> Term:
    return tuple(sorted(parts))


class _Search:
    """Terms taken up so far, and what is left of the answer."""

    def __init__(self, answer: Floats, basis: Basis) -> None:
        weights = basis.weights
        self.basis, self.root = basis, basis.root
        self.worth = basis.worth
        begun = self.root * (answer - weights @ answer)
        self.spread = float(begun @ begun)
        self.is_flat = self.spread <= (1e-9 * float(np.abs(answer).max(initial=0.0))) ** 2
        self.begun = np.zeros_like(begun) if self.is_flat else begun / math.sqrt(self.spread)
        self.rest = self.begun
        self.terms: list[Term] = []
        self.axes = np.zeros((0, len(begun)))
        self.tried = 1

    @property
    def left(self) -> float:
        """Share of the spread that is left over."""
        return float(self.rest @ self.rest)

    @property
    def active(self) -> list[int]:
        """The first inputs that were taken up."""
        return list(dict.fromkeys(i for term in self.terms for i, _ in term))[:ACTIVE]

    def score(self, count: int) -> float:
        """Return the extended Bayes criterion of what is taken up: less is better."""
        size = self.worth
        ways = math.lgamma(self.tried + 1) - math.lgamma(count + 1)
        ways -= math.lgamma(self.tried - count + 1)
        left = max(self.left, NONE)
        return size * math.log(left) + count * math.log(size) + 2 * ways

    def grow(self, *blocks: Block) -> None:
        """Take up candidates for as long as the criterion falls; keep those up to its least."""
        self.tried = max(self.tried, sum(len(block.terms) for block in blocks))
        gone = [np.array([term in self.terms for term in block.terms]) for block in blocks]
        best, kept = self.score(len(self.terms)), len(self.terms)
        while len(self.terms) < min(self.worth / 4, kept + PATIENCE) and self.left > NONE:
            left = self.rest.astype(np.float32)
            agree = [np.where(out, -1.0, np.abs(block.table @ left))
                     for block, out in zip(blocks, gone, strict=True)]  # fmt: skip
            of = int(np.argmax([found.max(initial=-1.0) for found in agree]))
            if agree[of].max(initial=-1.0) < 0:
                break
            k = int(agree[of].argmax())
            gone[of][k] = True
            if self._take(blocks[of].terms[k]):
                now = self.score(len(self.terms))
                if now < best:
                    best, kept = now, len(self.terms)
        self._keep(kept)

    def _take(self, term: Term) -> bool:
        """Take one up, freed of what those before it say; no where nothing is left of it."""
        column = self.root * self.basis.column(term)
        axis = column - self.root * (self.root @ column)
        before = float(np.sqrt(column @ column))
        for _ in range(2):
            axis = axis - (self.axes @ axis) @ self.axes
        size = float(np.sqrt(axis @ axis))
        if size <= 1e-6 * before or before == 0:
            return False
        self.terms.append(term)
        self.axes = np.concatenate((self.axes, axis[None] / size))
        self.rest = self.rest - self.axes[-1] * (self.axes[-1] @ self.rest)
        return True

    def _keep(self, count: int) -> None:
        del self.terms[count:]
        self.axes = self.axes[:count]
        self.rest = self.begun - (self.axes @ self.begun) @ self.axes

    def found(self) -> Surface:
        """Return the terms taken up, and what they leave over."""
        spare = max(self.worth - 1 - len(self.terms), 1.0)
        left = min(1.0, self.left * max(self.worth - 1, 1.0) / spare)
        price = math.log(self.worth) + 2 * math.log(max(len(self.basis.alone.terms), 1))
        columns = [self.basis.column(term) for term in self.terms]
        return Surface(
            terms=tuple(self.terms),
            columns=np.array(columns).reshape(-1, len(self.root)).T,
            unexplained=left,
            seen=left * (1 - math.exp(-price / self.worth)) if self.worth >= FEWEST else 1.0,
        )
