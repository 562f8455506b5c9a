"""Scores of the training half → what a sharper pool would score, by the places of the truths.

Where the chance F of having settled is replaced by B(F; α, α), the log density per log time gains
the logarithm of the beta density at F, which is the PIT that `scores.json` has.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from stickpoint.solve.durations.scores import bootstrap

HERE = Path(__file__).parent
SHARPER = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
SHARES = {0.0: "the start", 0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}


def scored(share: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return log scores at one share of the length, (α, cases), and what of them is covered."""
    rows = json.loads((HERE / "scores.json").read_text(encoding="utf-8"))["training"]["cases"]
    own = [row for row in rows if row["share"] == share]
    pit = np.array([row["pit"] for row in own])
    plain = np.array([row["log_score"] for row in own])
    gained = np.stack([beta.logpdf(pit, a, a) for a in SHARPER])
    placed = np.stack([beta.cdf(pit, a, a) for a in SHARPER])
    return plain + gained, (placed >= 0.1) & (placed <= 0.9)


def main() -> None:
    """Print the table of sums, and what is left out chooses for itself."""
    found = {share: scored(share) for share in SHARES}
    print("| α |" + "".join(f" {when} |" for when in SHARES.values()))
    print("|---|" + "---|" * len(SHARES))
    for k, a in enumerate(SHARPER):
        told = [f"{logs[k].sum():.2f} ({inside[k].mean():.2f})" for logs, inside in found.values()]
        print(f"| {a:g} | " + " | ".join(told) + " |")
    both = found[0.0][0] + found[0.25][0]
    total = both.sum(axis=1)
    best = int(total.argmax())
    print(f"best: {SHARPER[best]:g}, gains {total[best] - total[0]:+.2f} over both")
    chosen = [
        int(np.delete(both, case, axis=1).sum(axis=1).argmax()) for case in range(both.shape[1])
    ]
    print("chosen with one left out:", [SHARPER[k] for k in chosen])
    for share, when in SHARES.items():
        logs = found[share][0]
        gain = np.array([logs[k, case] - logs[0, case] for case, k in enumerate(chosen)])
        mean, low, high = bootstrap(gain, seed=0)
        print(f"{when}: sum {gain.sum():+.2f}, a case {mean:+.3f} ({low:+.3f} to {high:+.3f})")


if __name__ == "__main__":
    main()
