"""The same stationary game by stickpoint and by sgamesolver 1.0.2, side by side.

Run ``python benchmarks/peers/stationary.py PYTHON``, PYTHON being that of an environment made as
README.md says. Two parties switch one option at a time, or none; discount 0.1, pace 1, precision 1,
payoffs drawn from the standard normal, one state in ten settled, choices ``mistakes``. Seconds are
processor time, building and imports left out on both sides; each side uses one thread.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

SINGLE = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
# Idle threads of the linear algebra would count as work: they spin.
os.environ.update(SINGLE)

import numpy as np  # noqa: E402

from stickpoint.graph.game import Game  # noqa: E402
from stickpoint.solve.clock.rates import arc_rates  # noqa: E402
from stickpoint.solve.clock.stationary.equilibrium import solve_stationary  # noqa: E402

PARTIES, DISCOUNT, PRECISION, PACE = 2, 0.1, 1.0, 1.0
SIZES = (8, 16, 32, 64, 80, 96, 112, 128, 256)
MOST_SECONDS = 120


def game_of(n_states: int) -> Game:
    """Return the first states of a cube of options, the first half of them the first party's."""
    rng = np.random.default_rng(0)
    states, bits = np.arange(n_states), (n_states - 1).bit_length()
    owned = (range(bits // 2), range(bits // 2, bits))
    settled = rng.random(n_states) < 0.1
    pairs = [
        np.concatenate([np.column_stack((states, states ^ 1 << k)) for k in own]) for own in owned
    ]
    return Game.from_arcs(
        [own[own[:, 1] < n_states] for own in pairs], rng.normal(size=(PARTIES, n_states)),
        pace=PACE, precision=PRECISION, discount=DISCOUNT, settled=settled,
    )  # fmt: skip


def in_rounds(game: Game) -> dict[str, np.ndarray | float]:
    """Return the game in rounds with the same equilibria: one mover a round, drawn by pace.

    δ = Λ/(ρ+Λ), payoffs over ρ+Λ, and precision β (ρ+Λ)/λ, for Λ the sum of the paces λ.
    """
    total = float(game.pace.sum())
    lists: list[list[list[int]]] = [
        [[s] for _ in range(game.n_parties)] for s in range(game.n_states)
    ]
    for i in range(game.n_parties):
        for s, t in game.arcs(i)[0].tolist():
            if not game.settled[s]:
                lists[s][i].append(t)
    width = max(len(own) for state in lists for own in state)
    target = np.full((game.n_states, game.n_parties, width), -1)
    for s, state in enumerate(lists):
        for i, own in enumerate(state):
            target[s, i, : len(own)] = own
    rate = DISCOUNT + total
    return {
        "target": target, "share": game.pace / total, "flow": game.payoffs / rate,
        "delta": total / rate, "precision": PRECISION * rate / PACE,
    }  # fmt: skip


def strategies(game: Game, value: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the probability of every choice, staying first, laid out as ``target``."""
    out = np.full(target.shape, np.nan)
    source, goal, rate = arc_rates(game, value.T)
    own = np.repeat(
        range(game.n_parties),
        [int((~game.settled[game.arcs(i)[0][:, 0]]).sum()) for i in range(game.n_parties)],
    )
    for s, t, i, share in zip(source, goal, own, rate / game.pace[own], strict=True):
        out[s, i, np.flatnonzero(target[s, i] == t)[-1]] = share
    out[:, :, 0] = 1 - np.nansum(out[:, :, 1:], axis=2)
    return out


def peer(
    python: str, game: dict[str, np.ndarray | float], folder: Path
) -> dict[str, np.ndarray] | None:
    """Run the peer; None if it does not finish in time."""
    np.savez(folder / "game.npz", **game)
    script = Path(__file__).with_name("sgamesolver_qre.py")
    try:
        subprocess.run(
            [python, str(script), str(folder / "game.npz"), str(folder / "out.npz")],
            timeout=MOST_SECONDS, check=True, env={**os.environ, **SINGLE, "PYTHONPATH": ""},
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return dict(np.load(folder / "out.npz"))


def main() -> None:
    """Print the table, until the peer takes longer than two minutes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("python", help="the interpreter of the peer's environment")
    chosen = parser.parse_args()
    solve_stationary(game_of(4), shocks="mistakes")
    print(
        f"{'states':>7}{'ours s':>9}{'steps':>7}{'peer s':>9}{'steps':>7}{'times':>8}"
        f"{'strategies':>12}{'values':>10}{'sort s':>8}"
    )
    for size in SIZES:
        game = game_of(size)
        rounds = in_rounds(game)
        begin = time.process_time()
        found = solve_stationary(game, shocks="mistakes")
        spent = time.process_time() - begin
        numbers = np.random.default_rng(0).random(1 << 20)
        begin = time.perf_counter()
        np.sort(numbers)
        sort = time.perf_counter() - begin
        head = f"{game.n_states:>7}{spent:>9.4f}{found.steps:>7}"
        with tempfile.TemporaryDirectory() as folder:
            other = peer(chosen.python, rounds, Path(folder))
        if other is None or not other["done"]:
            what = "over two minutes" if other is None else "did not converge"
            print(f"{head}  {what}, {sort:.3f}")
            break
        ours = strategies(game, found.value, np.asarray(rounds["target"]))
        apart = np.nanmax(np.abs(ours - other["strategies"]))
        off = np.abs(found.value.T - other["values"]).max()
        seconds = float(other["seconds"])
        print(
            f"{head}{seconds:>9.2f}{int(other['steps']):>7}{seconds / spent:>8.0f}"
            f"{apart:>12.1e}{off:>10.1e}{sort:>8.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
