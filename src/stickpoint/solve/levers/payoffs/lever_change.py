"""A change of some levers, with what the clock says after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.levers.payoffs.parameters import Floats, LeverParameter
from stickpoint.solve.result import Result


@dataclass(frozen=True, eq=False, repr=False)
class LeverChange(Result):
    """A change of some levers, with what the clock says after it.

    Attributes
    ----------
    parameters : tuple of LeverParameter
    changes : ndarray of float, shape (levers,)
    cost : float
    run : Clock
        Solved again with the changes, at a tighter tolerance than the search.
    within, wanted : float
        By when it is to be settled, and with what probability.
    """

    _about = "run"

    parameters: tuple[LeverParameter, ...]
    changes: Floats
    cost: float
    run: Clock
    within: float
    wanted: float

    @property
    def probability(self) -> float:
        """How likely it is to be settled in time."""
        return 1.0 - float(self.run.survival(self.within))

    @property
    def reached(self) -> bool:
        """Whether that is as likely as was wanted; if not, no allowed change found does better."""
        return bool(self.probability >= self.wanted)

    def table(self) -> Any:
        """Return one row per lever: how far it is moved, and what that costs."""
        import pandas as pd

        costs = [h.cost * abs(x) for h, x in zip(self.parameters, self.changes, strict=True)]
        names = pd.Index([parameter.name for parameter in self.parameters], name="lever")
        return pd.DataFrame({"change": self.changes, "cost": costs}, index=names)

    def summary(self) -> str:
        """Say in one line what it takes and what comes of it."""
        end = "" if self.reached else f", the best that the levers reach; {self.wanted:.0%} wanted"
        units = self.run.game.unit + ("" if self.within == 1 else "s")
        return (
            f"cost {self.cost:.3g}: settled within {self.within:.3g} {units} "
            f"with probability {self.probability:.2f}{end}."
        )

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        names = [parameter.name for parameter in self.parameters]
        return {
            "reached": self.reached,
            "within": self.within,
            "wanted": self.wanted,
            "probability": self.probability,
            "cost": self.cost,
            "changes": dict(zip(names, self.changes.tolist(), strict=True)),
            "median": self.run.median,
            "mean_within_horizon": self.run.mean,
            "tolerance": self.run.tolerance,
            "version": self.version,
            "fingerprint": self.fingerprint,
        }
