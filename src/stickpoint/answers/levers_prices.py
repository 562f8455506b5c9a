"""Case and caller → what one swap in each party's order costs, and where that price is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stickpoint.case.model.case import Case
from stickpoint.case.resolve.levers import CHEAPEST, DEAREST
from stickpoint.errors import ModelError
from stickpoint.pages.wording.names import CaseWords, joined, plain

GIVEN, WRITTEN, ASSUMED = "caller", "case", "assumed"


@dataclass(frozen=True)
class SwapPrice:
    """What it costs that two ranks, or two wants, next to each other change places.

    Attributes
    ----------
    value : float
    source : str
        ``caller`` (who comes first), ``case`` (a lever on ``ranks``), or ``assumed``: 1.
    told : str
        The case's words: the price as written, and what is done for it; empty for the others.
    """

    value: float = 1.0
    source: str = ASSUMED
    told: str = ""


def swap_prices(case: Case, given: Mapping[str, float] | None = None) -> dict[str, SwapPrice]:
    """Return each party's price of a swap: the caller's, else the case's, else 1.

    Parameters
    ----------
    case : Case
    given : mapping of str to float, optional
        By party id.

    Raises
    ------
    ModelError
        A party that the case does not have, or a price that is out of bounds.

    Notes
    -----
    Where the case gives a range, its middle is taken.
    """
    found = {party.id: SwapPrice() for party in case.parties}
    for lever in case.levers:
        if lever.kind == "ranks" and lever.cost is not None:
            told = f"{lever.cost.written} in the case, {plain(lever.what)}"
            found[lever.target] = SwapPrice(lever.cost.mid, WRITTEN, told)
    for party, value in (given or {}).items():
        if party not in found:
            known = ", ".join(found)
            raise ModelError(f"no party is called {party!r}; this case has {known}")
        if not CHEAPEST <= value <= DEAREST:
            raise ModelError(
                f"a swap of {party!r} at {value:g} found; expected a price from {CHEAPEST:g} to "
                f"{DEAREST:,.0f}"
            )
        found[party] = SwapPrice(float(value), GIVEN)
    return found


def read_prices(pairs: Sequence[str]) -> dict[str, float]:
    """Read prices as they stand on a command line.

    Raises
    ------
    ModelError
        What is not ``PARTY=COST``, or one party twice at different prices.

    Examples
    --------
    >>> read_prices(["us=2", "prc=0.5"])
    {'us': 2.0, 'prc': 0.5}
    """
    found: dict[str, float] = {}
    for pair in pairs:
        party, _, cost = pair.partition("=")
        try:
            value = float(cost)
        except ValueError as error:
            message = f"--price {pair!r} found; expected PARTY=COST, such as us=2"
            raise ModelError(message) from error
        if party in found and found[party] != value:
            raise ModelError(f"--price gives {party!r} {found[party]:g} and {value:g}; keep one")
        found[party] = value
    return found


def is_even(prices: Mapping[str, SwapPrice]) -> bool:
    """Whether every swap costs 1, so that swaps can be counted in place of costs."""
    return all(price.value == 1 for price in prices.values())


def sentence(prices: Mapping[str, SwapPrice], words: CaseWords) -> str:
    """Say what a swap costs whom, and where that is from."""
    what = "What one swap of neighbours costs, in ranks or in wants"
    named = [
        f"{price.value:g} for {words.party(words.parties.index(party))}"
        f"{f' ({price.told})' if price.told else ' (as asked)'}"
        for party, price in prices.items()
        if price.source != ASSUMED
    ]
    if not named:
        return f"{what}: 1 for everybody, since neither the case nor the question prices it."
    rest = [words.party(words.parties.index(p)) for p, x in prices.items() if x.source == ASSUMED]
    tail = f"; 1 for {joined(rest)}, for whom no price is given" if rest else ""
    return f"{what}: {joined(named)}{tail}."


def as_data(prices: Mapping[str, SwapPrice]) -> dict[str, Any]:
    """Return the prices as plain data."""
    return {
        party: {"price": price.value, "source": price.source} for party, price in prices.items()
    }
