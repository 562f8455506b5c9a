"""Fit the figures of `stickpoint/solve/durations/kinds.py` to lists of real lengths.

    python benchmarks/fit_kinds.py FOLDER

FOLDER holds one CSV file a source, each row a deadlock with `days`, the interval `days_lo` to
`days_hi` that its length lies in, `censored`, and what was known at its start. The lists themselves
are not part of the package: only what is printed here goes into it. Every case enters as the chance
of its interval, or of lasting longer than it was seen; the shape q is given, place and spread are
fitted; errors come from the curvature at the best fit.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from stickpoint.solve.durations.laws import GeneralisedGamma

Q = 0.55
Row = dict[str, str]
EARLY_CONCLAVES = ("1268", "1292", "1314")
"""Remembered for their length, before the list is complete."""


def rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fit(cases: list[Row], q: float) -> dict[str, float]:
    lo, hi, days = (
        np.array([float(row[key] or "inf") for row in cases])
        for key in ("days_lo", "days_hi", "days")
    )
    seen = np.array([row["censored"] == "0" for row in cases])
    logs = np.log(np.maximum(days, 0.5))

    def loss(at: np.ndarray) -> float:
        law = GeneralisedGamma(at[0], np.exp(at[1]), q)
        chance = law.open(lo[seen]) - law.open(hi[seen])
        return -np.log(np.maximum(chance, 1e-300)).sum() - law.log_open(days[~seen]).sum()

    return summary(loss, [logs.mean(), np.log(logs.std())], len(cases), int((~seen).sum()))


def summary(
    loss: Callable[[np.ndarray], float], start: list[float], n: int, censored: int
) -> dict[str, float]:
    best = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9}).x
    step, at = 1e-3, np.eye(2) * 1e-3
    curve = np.array(
        [
            [
                loss(best + a + b) - loss(best + a - b) - loss(best - a + b) + loss(best - a - b)
                for b in at
            ]
            for a in at
        ]
    ) / (4 * step**2)
    covariance = np.linalg.inv(curve)
    errors = np.sqrt(np.diag(covariance))
    return {
        "n": n,
        "censored": censored,
        "mu": best[0],
        "log_sigma": best[1],
        "mu_error": errors[0],
        "log_sigma_error": errors[1],
        "correlation": covariance[0, 1] / errors.prod(),
        "loss": loss(best) / n,
    }


def fit_points(days: list[float], still: list[float], n: int, q: float) -> dict[str, float]:
    """Fit to published shares still open at some days: the counts that ended between them."""
    share = -np.diff([1.0, *still, 0.0])

    def loss(at: np.ndarray) -> float:
        law = GeneralisedGamma(at[0], np.exp(at[1]), q)
        chance = -np.diff([1.0, *law.open(days), 0.0])
        return -n * float(np.sum(share * np.log(chance)))

    rough = np.polyfit(ndtri(1 - np.array(still)), np.log(days), 1)
    return summary(loss, [rough[1], np.log(rough[0])], n, round(n * still[-1]))


def sets(folder: Path) -> dict[str, tuple[list[Row], float]]:
    remembered = rows(folder, "from_memory")
    conflicts = [row for row in rows(folder, "conflicts_ucdp") if float(row["days"]) >= 2]
    formations = [
        row for row in rows(folder, "formations_parlgov") if row["kind"] == "government_formation"
    ]
    crises = rows(folder, "crises_icb")

    def of(kind: str) -> list[Row]:
        return [row for row in remembered if row["kind"] == kind]

    def share(low: float, high: float) -> list[Row]:
        return [row for row in formations if low <= float(row["largest_share"] or -1) < high]

    disputes = [row for row in rows(folder, "disputes_gml") if float(row["days_lo"]) >= 1]
    conclaves = [r for r in of("papal_conclave") if not r["start"].startswith(EARLY_CONCLAVES)]
    found = {
        "strike": (rows(folder, "strikes_kennan"), Q),
        "crisis": (crises, Q),
        "crisis, gravity existence": ([r for r in crises if r["gravity"] == "existence"], Q),
        "crisis, gravity other": ([r for r in crises if r["gravity"] != "existence"], Q),
        "interstate dispute": (disputes, Q),
        "interstate war": ([r for r in conflicts if r["type"] == "interstate"], Q),
        "civil war": ([r for r in conflicts if "intrastate" in r["type"]], Q),
        "government formation": (formations, Q),
        "formation, under 0.3": (share(0, 0.3), Q),
        "formation, 0.3 to 0.4": (share(0.3, 0.4), Q),
        "formation, 0.4 to 0.5": (share(0.4, 0.5), Q),
        "formation, half and more": (share(0.5, 2), Q),
        "conclave": (conclaves, 0.0),
        "funding gap": (of("us_funding_gap"), 0.0),
        "debt limit": (of("us_debt_limit"), Q),
        "league stoppage": (of("sports_stoppage"), Q),
        "entertainment strike": (of("entertainment_strike"), Q),
        "standoff": (of("standoff"), 0.0),
        "remembered talks": (of("peace_or_treaty_talks"), Q),
        "armed conflict, all": (conflicts, Q),
    }
    sources = ("conclave", "funding gap", "standoff")
    found |= {f"{name}, q {Q}": (found[name][0], Q) for name in sources}
    found |= {
        f"{name}, q 0": (found[name][0], 0.0) for name in ("debt limit", "entertainment strike")
    }
    return found


def report(folder: Path) -> None:
    for name, (cases, q) in sets(folder).items():
        show(name, q, fit(cases, q))
    # Of 138 peace processes, 54 reached a first substantive agreement on the first day; of the
    # other 84, so many were still without one after a year, two and five.
    share = [value * 138 / 84 for value in (0.44, 0.33, 0.22)]
    for q in (Q, 0.0):
        show("peace process", q, fit_points([365.25, 730.5, 1826.25], share, 84, q))


def show(name: str, q: float, found: dict[str, float]) -> None:
    law = GeneralisedGamma(found["mu"], np.exp(found["log_sigma"]), q)
    low, middle, high = law.quantile([0.1, 0.5, 0.9])
    figures = "  ".join(f"{key} {value:.4g}" for key, value in found.items())
    print(f"{name:26} q {q:4}  {figures}   10-50-90 %: {low:.1f} {middle:.1f} {high:.1f} days")


if __name__ == "__main__":
    report(Path(sys.argv[1]))
