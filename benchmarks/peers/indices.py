"""Indices from given draws, beside SALib's: on functions of which the indices are known.

Run with a Python that has SALib, numpy and stickpoint; writes the figures of SALib as JSON, which
the tests read: ``python indices.py tests/solve/data/salib_indices.json``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from index_functions import FUNCTIONS, IndexFunction

from stickpoint.solve.ensemble.indices import indices, resampled
from stickpoint.solve.ensemble.surface import Basis, surface

DRAWS, SEEDS = (400, 2000), range(4)
BASE = 4096
"""Sobol's own samples: this many times the inputs and two."""


def ours(f: IndexFunction, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return first and total by stickpoint."""
    even = np.full(len(y), 1 / len(y))
    found = indices(y, even, surface(y, Basis(x, even)), f.inputs, resampled(even, 20))
    return found.first[:, 0], found.total[:, 0]


def main(to: str = "") -> None:
    """Print how far each is from the truth, and the processor seconds; keep SALib's figures."""
    from SALib.analyze import delta, rbd_fast, sobol
    from SALib.sample import sobol as sampled

    kept = {
        "SALib": version("SALib"),
        "base": BASE,
        "seed": SEEDS[0],
        "draws": list(DRAWS),
        "functions": {},
    }
    print("| function | draws | by | first, error | total, error | idle, most | CPU s |")
    print("|---|---|---|---|---|---|---|")
    for f in FUNCTIONS:
        problem = {
            "num_vars": f.inputs,
            "names": [f"x{k}" for k in range(f.inputs)],
            "bounds": [[0.0, 1.0]] * f.inputs,
        }
        points = sampled.sample(problem, BASE, calc_second_order=False, seed=0)
        found = sobol.analyze(problem, f.of(points), calc_second_order=False, seed=0)
        told = {"sobol": {"first": found["S1"].tolist(), "total": found["ST"].tolist()}}
        line(f, len(points), "SALib Sobol, its own samples", [(found["S1"], found["ST"])], 0.0)
        for n in DRAWS:
            own, fast, deltas, spent = [], [], [], [0.0, 0.0, 0.0]
            for seed in SEEDS:
                x = np.random.default_rng(seed).random((n, f.inputs))
                y = f.of(x)
                ways = (
                    (own, partial(ours, f, x, y)),
                    (fast, partial(_first, rbd_fast.analyze, problem, x, y, seed=seed)),
                    (deltas, partial(_first, delta.analyze, problem, x, y, seed=seed,
                                     num_resamples=2, method="sobol")),
                )  # fmt: skip
                for k, (kind, ask) in enumerate(ways):
                    start = time.process_time()
                    kind.append(ask())
                    spent[k] += (time.process_time() - start) / len(SEEDS)
            told[str(n)] = {
                "rbd_fast": np.asarray(fast[0][0]).tolist(),
                "partitions": np.asarray(deltas[0][0]).tolist(),
            }
            line(f, n, "stickpoint", own, spent[0])
            line(f, n, "SALib RBD-FAST", fast, spent[1])
            line(f, n, "SALib partitions", deltas, spent[2])
        kept["functions"][f.name] = told
    if to:
        Path(to).write_text(
            json.dumps(_short(kept), separators=(",", ":")) + "\n", encoding="utf-8"
        )


def _first(analyze: Callable[..., Any], *given: Any, **choices: Any) -> tuple[np.ndarray]:
    """Return the first-order indices of one of SALib's ways."""
    return (np.asarray(analyze(*given, **choices)["S1"]),)


def line(f: IndexFunction, n: int, by: str, found: list, spent: float) -> None:
    """Print a row: root mean square errors over the inputs that do something."""
    busy = f.total > 0
    errors = [np.sqrt(np.mean((np.asarray(one[0]) - f.first)[busy] ** 2)) for one in found]
    totals = [np.sqrt(np.mean((one[1] - f.total)[busy] ** 2)) for one in found if len(one) > 1]
    idle = max((np.abs(np.asarray(one[0])[~busy]).max(initial=0.0) for one in found), default=0.0)
    total = f"{np.mean(totals):.3f}" if totals else "none"
    print(f"| {f.name} | {n} | {by} | {np.mean(errors):.3f} | {total} | {idle:.3f} | {spent:.3f} |")


def _short(value):
    """Round to four digits behind the point."""
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_short(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main(*sys.argv[1:])
