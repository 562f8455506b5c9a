"""Which terms would hold once agreed, as shares of the ways to end: the stability lens's half."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError
from stickpoint.graph.build import build
from stickpoint.solve.stability.sanctions import CONCEPTS, stability

WORTH = {"nash": 4.0, "sseq": 3.0, "seq": 2.5, "smr": 1.5, "gmr": 1.0}
"""What it counts that terms hold under a concept; the strongest counts."""
AT_LEAST = 0.5
"""What terms count that hold under none."""
MOST_STATES = 65_536


def holding(case: Case, terms: Sequence[str]) -> dict[str, float] | None:
    """Return shares of the terms by how firmly they would hold, or None where nobody can tell.

    Each counts by the strongest concept under which some state on it is an equilibrium, with nature
    as it is or any one thing of nature's changed, and 0.5 besides. The weights were fixed before
    they were tried and are the same for every case.

    Parameters
    ----------
    case : Case
    terms : sequence of str
        The ways to settle, as the game of the case names them.
    """
    if len(case.preferences) < len(case.parties):
        return None
    best = dict.fromkeys(terms, 0.0)
    for setting in _settings(case):
        for name, worth in _held(case, setting):
            if name in best:
                best[name] = max(best[name], worth)
    counted = {name: worth + AT_LEAST for name, worth in best.items()}
    total = sum(counted.values())
    return {name: worth / total for name, worth in counted.items()} if total else None


def _settings(case: Case) -> Iterator[dict[str, bool]]:
    yield {}
    for chance in case.nature:
        yield {chance.id: not chance.now}


def _held(case: Case, setting: Mapping[str, bool]) -> Iterator[tuple[str, float]]:
    """Yield terms with the worth of each concept under which a state on them holds."""
    try:
        conflict = build(case, nature=setting)
    except ModelError:
        return  # this setting of nature cannot be, or leaves too much to look at
    if conflict.n_states > MOST_STATES:
        return
    found = stability(conflict, CONCEPTS)
    for concept, worth in WORTH.items():
        held = np.flatnonzero(found.equilibria[concept] & (conflict.terms_index >= 0))
        for place in np.unique(conflict.terms_index[held]).tolist():
            yield conflict.terms[place], worth
