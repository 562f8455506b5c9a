"""Runs in the peer's own environment: a game in rounds from a file → its quantal response path.

``python sgamesolver_qre.py GAME OUT``, both .npz. It imports nothing of stickpoint.
"""

import sys
import time

import numpy as np
import sgamesolver


def main() -> None:
    """Build, trace to the precision asked for, and write strategies, values and seconds."""
    given = np.load(sys.argv[1])
    target, share, flow = given["target"], given["share"], given["flow"]
    n_states, n_parties, _ = target.shape
    payoffs, transitions = [], []
    for s in range(n_states):
        choices = [row[row >= 0] for row in target[s]]
        shape = tuple(c.size for c in choices)
        payoffs.append(
            np.broadcast_to(flow[:, s].reshape(-1, *[1] * n_parties), (n_parties, *shape))
        )
        ahead = np.zeros((*shape, n_states))
        for taken in np.ndindex(*shape):
            for i, a in enumerate(taken):
                ahead[(*taken, choices[i][a])] += share[i]
        transitions.append(ahead)
    game = sgamesolver.SGame(payoffs, transitions, float(given["delta"]))
    path = sgamesolver.homotopy.QRE(game)
    path.solver_setup(target_lambda=float(given["precision"]))
    path.solver.verbose = 0
    begin = time.process_time()
    path.solve()
    spent = time.process_time() - begin
    if path.equilibrium is None:
        np.savez(sys.argv[2], seconds=spent, done=False)
        return
    found = path.equilibrium
    np.savez(
        sys.argv[2], seconds=spent, done=True, steps=path.solver.step,
        strategies=np.asarray(found.strategies), values=np.asarray(found.values),
        precision=found.homotopy_parameter,
    )  # fmt: skip


if __name__ == "__main__":
    main()
