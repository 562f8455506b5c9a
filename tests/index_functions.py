"""Functions of uniform inputs of which first- and total-order indices are known in closed form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class IndexFunction:
    """A function of inputs between 0 and 1, with its indices, (inputs,) each."""

    name: str
    inputs: int
    of: Callable[[np.ndarray], np.ndarray]
    first: np.ndarray
    total: np.ndarray


def _ishigami(u: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami(inputs: int) -> IndexFunction:
    """T. Ishigami and T. Homma, ISUMA 1990; indices from its variance by parts."""
    pi, b = np.pi, 0.1
    one = 0.5 * (1 + b * pi**4 / 5) ** 2
    two = 7**2 / 8
    joint = b**2 * pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + joint
    first, total = np.zeros(inputs), np.zeros(inputs)
    first[:2] = one / whole, two / whole
    total[:3] = (one + joint) / whole, two / whole, joint / whole
    return IndexFunction(f"Ishigami in {inputs}", inputs, _ishigami, first, total)


def product(name: str, inputs: int, parts: np.ndarray, of: Callable) -> IndexFunction:
    """Return a product of factors of mean 1 and variances ``parts``; inputs after them are idle."""
    whole = np.prod(1 + parts) - 1
    first, total = np.zeros(inputs), np.zeros(inputs)
    first[: len(parts)] = parts / whole
    for k, part in enumerate(parts):
        total[k] = part * np.prod(1 + np.delete(parts, k)) / whole
    return IndexFunction(name, inputs, of, first, total)


FLAT = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
SLOPES = np.array([1.0, 0.8, 0.5, 0.3, 0.2])
WEIGHTS = 2.0 ** -np.arange(8)

FUNCTIONS = (
    ishigami(3),
    ishigami(60),
    # Saltelli and Sobol, 1995
    product("Sobol g in 8", 8, 1 / (3 * (1 + FLAT) ** 2),
            lambda u: np.prod((np.abs(4 * u[:, :8] - 2) + FLAT) / (1 + FLAT), axis=1)),
    product("product in 60", 60, SLOPES**2 / 3,
            lambda u: np.prod(1 + SLOPES * (2 * u[:, :5] - 1), axis=1)),
    IndexFunction("sum in 60", 60, lambda u: (u[:, :8] - 0.5) @ WEIGHTS,
                  *(np.concatenate((WEIGHTS**2 / (WEIGHTS**2).sum(), np.zeros(52))),) * 2),
)  # fmt: skip
