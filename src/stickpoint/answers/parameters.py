"""Case → the numbers in it that may be a range, as one vector of named parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a case.

    Parameters
    ----------
    name : str
        Such as ``payoffs.ussr[America tied down]``; `case.model.parameters` has all the forms.
    low, mid, high : float
        As written; equal for a number without a range.
    shape : str
        ``"point"``, ``"range"`` (equally likely throughout) or ``"triangle"`` (most likely at mid).
    unit : str or None
        The unit of time it was written in, such as the year of ``0.05/year``; None without one.
    line : int
        Where it stands in the file.
    """

    name: str
    low: float
    mid: float
    high: float
    shape: str
    unit: str | None
    line: int


@dataclass(frozen=True, eq=False)
class Parameters:
    """The numbers of a case, in the order of the format.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = parameters(sp.load("korea-1952"))
    >>> pace = found["parties.us.pace"]
    >>> pace.low, pace.mid, pace.high, pace.shape
    (0.5, 1.25, 2.0, 'range')
    """

    items: tuple[Parameter, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, each once."""
        return tuple(item.name for item in self.items)

    @property
    def low(self) -> Floats:
        """The least that each may be."""
        return np.array([item.low for item in self.items])

    @property
    def mid(self) -> Floats:
        """The middle of each."""
        return np.array([item.mid for item in self.items])

    @property
    def high(self) -> Floats:
        """The most that each may be."""
        return np.array([item.high for item in self.items])

    @property
    def open(self) -> Parameters:
        """Those that are a range, not one number."""
        return Parameters(tuple(item for item in self.items if item.low < item.high))

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.items)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Parameter:
        """Look one up by its name.

        Raises
        ------
        KeyError
            A name that no number of the case has.
        """
        found = next((item for item in self.items if item.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def table(self) -> pd.DataFrame:
        """Return one row per parameter, by name."""
        import pandas as pd

        kinds = [field.name for field in fields(Parameter)]
        rows = [[getattr(item, kind) for kind in kinds] for item in self.items]
        return pd.DataFrame(rows, columns=kinds).set_index("name")


def parameters(case: Case) -> Parameters:
    """List the numbers of a case that may be a range, those written as a single number too."""
    return Parameters(
        tuple(
            Parameter(name, a.low, a.mid, a.high, a.shape, a.unit, a.place.line)
            for name, a in amounts(case).items()
        )
    )


def quantile(of: Amount | Parameter, share: Floats) -> Floats:
    """Return the values below which lie shares of a range, by its triangle if it has one.

    Examples
    --------
    >>> quantile(Parameter("x", 1.0, 2.0, 5.0, "range", None, 0), np.array([0.0, 0.25, 1.0]))
    array([1., 2., 5.])
    """
    low, mid, high = of.low, of.mid, of.high
    if low == high:
        return np.full_like(share, mid)
    if of.shape != "triangle":
        return low + share * (high - low)
    rising = low + np.sqrt(share * (high - low) * (mid - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mid))
    found: Floats = np.where(share < (mid - low) / (high - low), rising, falling)
    return found
