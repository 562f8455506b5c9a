"""Two thousand case files broken at random → a case or findings in the file, never an exception."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import mutants
import pytest
from mutant_seeds import KEYS, SEEDS
from mutants import LONGEST, digest, flaws, look, mutant

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.errors import Finding

EACH = 100
"""Mutants in a batch, of which there are twenty."""


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_broken_was_sound(name: str) -> None:
    _, findings = check_text(SEEDS[name])
    assert findings == ()


def test_what_is_broken_holds_every_key() -> None:
    assert set(KEYS) <= set(mutants.words_of(" ".join(SEEDS.values())))


@pytest.mark.parametrize("batch", range(20))
def test_whatever_is_broken_is_answered_in_its_place_and_the_same_twice(
    batch: int, tmp_path: Path
) -> None:
    path = tmp_path / "broken.case.yaml"
    sound = 0
    for number in range(batch * EACH, (batch + 1) * EACH):
        data = mutant(number)
        findings, wrong, is_sound = look(data, path)
        assert wrong == [], number
        assert sp.check(path)[1] == findings, number
        sound += is_sound
    assert 0 < sound < EACH / 2


def test_what_is_said_does_not_hang_on_the_order_of_sets(tmp_path: Path) -> None:
    path = tmp_path / "broken.case.yaml"
    command = [sys.executable, mutants.__file__, "0", "150", str(path)]
    said = {
        subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert said == {digest(range(150), path)}


def test_the_look_at_findings_sees_what_is_wrong_with_one() -> None:
    def seen(line: int, column: int, message: str, code: str = "C101") -> bool:
        return bool(flaws(b"one\ntwo\n", [Finding("p", line, column, code, message)]))

    assert not seen(2, 4, "something is not as it should be")
    assert seen(4, 1, "something is not as it should be")
    assert seen(1, 5, "something is not as it should be")
    assert seen(0, 1, "something is not as it should be")
    assert seen(1, 1, "x" * (LONGEST + 1))
    assert seen(1, 1, "something \u202e is not as it should be")
    assert seen(1, 1, "KeyError: something is not as it should be")
    assert seen(1, 1, "something is not as it should be", code="X")
