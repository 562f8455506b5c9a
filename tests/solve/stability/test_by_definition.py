"""What judges samples of huge cubes, against the oracle on cubes small enough for both."""

from __future__ import annotations

import sys
from pathlib import Path

import oracles
import pytest

sys.path.append(str(Path(__file__).parents[3] / "benchmarks"))


@pytest.fixture(scope="module", autouse=True)
def way() -> str:
    """Run once: no kernel of the package has a part in it."""
    return "alone"


@pytest.mark.parametrize("turns", [False, True])
def test_states_judged_one_by_one_are_as_the_oracle_has_them(turns: bool) -> None:
    by_definition = pytest.importorskip("by_definition")
    from large import deal, weighed

    owners, wishes = deal(6, 3, turns=turns)
    wants, codes = by_definition.program(wishes), range(1 << 6)
    ranks = [
        [sum(w * oracles.holds(f, code) for f, w in weighed(own)) for code in codes]
        for own in wishes
    ]
    arcs = oracles.moves_from_options(owners, codes, [0] * 6)
    found = {
        (party, code): by_definition.judged(owners, wants, party, code)
        for party in range(len(wishes))
        for code in codes
    }
    for concept in by_definition.CONCEPTS:
        expected = oracles.CONCEPTS[concept](arcs, ranks)
        for (party, code), stays in found.items():
            assert stays[concept] == (code in expected[party]), (concept, party, code)
