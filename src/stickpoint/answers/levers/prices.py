"""What it costs that two ranks or wants change places: by the caller, the case, or assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stickpoint.case.model.case import Case, Lever
from stickpoint.case.resolve.payoffs import CHEAPEST, DEAREST
from stickpoint.errors import ModelError

GIVEN, WRITTEN, ASSUMED = "caller", "case", "assumed"


@dataclass(frozen=True)
class SwapPrice:
    """What it costs that two ranks, or two wants, next to each other change places.

    The source is ``caller``, who comes first, ``case`` (its lever on ``ranks``), or ``assumed``: 1.
    """

    value: float = 1.0
    source: str = ASSUMED
    lever: Lever | None = None


def swap_prices(case: Case, given: Mapping[str, float] | None = None) -> dict[str, SwapPrice]:
    """Return each party's price of a swap: the caller's, else the middle of the case's, else 1."""
    found = {party.id: SwapPrice() for party in case.parties}
    for lever in case.levers:
        if lever.kind == "ranks" and lever.cost is not None:
            found[lever.target] = SwapPrice(lever.cost.mid, WRITTEN, lever)
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


def is_even(prices: Mapping[str, SwapPrice]) -> bool:
    """Whether every swap costs 1, so that swaps can be counted in place of costs."""
    return all(price.value == 1 for price in prices.values())
