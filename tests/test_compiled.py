"""When a kernel runs as plain Python, and when as machine code."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba import config

from stickpoint import compiled
from stickpoint.compiled import Kernel, kernel
from stickpoint.solve.clock.engine.runge_kernels import stride


@kernel()
def _doubled(number: int) -> int:
    return 2 * number


def _squares(row: np.ndarray, *_: Any) -> float:
    return row.size**2


@kernel(work=_squares)
def total(row: np.ndarray, start: int) -> int:
    """Add the doubles of all numbers to a start."""
    found = start
    for number in row:
        found += _doubled(number)
    return found


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which of the two runs, without compiling anything."""
    runs: list[str] = []
    monkeypatch.setattr(Kernel, "spent", 0.0)
    for name in ("plain", "compiled"):
        monkeypatch.setitem(vars(total), name, lambda *_given, name=name: runs.append(name))
    return runs


def test_little_work_is_done_in_plain_python(chosen: list[str]) -> None:
    total(np.arange(511), 0)
    total(np.arange(512), 0)
    assert chosen == ["plain", "compiled"]


@pytest.mark.parametrize(
    ("spent", "is_kept", "runs"),
    [
        (0.9 * compiled.PATIENCE, True, "plain"),
        (compiled.PATIENCE, True, "compiled"),
        (0.9 * compiled.COMPILES, False, "plain"),
        (compiled.COMPILES, False, "compiled"),
    ],
)
def test_who_goes_on_for_long_is_compiled_and_soon_if_that_was_done_before(
    spent: float, is_kept: bool, runs: str, chosen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(total), "is_kept", is_kept)
    monkeypatch.setattr(Kernel, "spent", spent)
    total(np.arange(3), 0)
    assert chosen == [runs]


@pytest.mark.parametrize(
    ("is_near", "own", "is_kept", "runs"),
    [
        (True, compiled.AT_HAND, True, "compiled"),
        (True, 0.9 * compiled.AT_HAND, True, "plain"),
        (True, compiled.AT_HAND, False, "plain"),
        (False, compiled.AT_HAND, True, "plain"),
    ],
)
def test_who_loads_numba_anyway_has_less_patience_with_one_kernel(
    is_near: bool, own: float, is_kept: bool, runs: str, chosen: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delitem(sys.modules, "numba")
    monkeypatch.setattr(Kernel, "is_near", is_near)
    monkeypatch.setitem(vars(total), "_spent", own)
    monkeypatch.setitem(vars(total), "is_kept", is_kept)
    total(np.arange(3), 0)
    assert chosen == [runs]


KEPT = """\
import numpy as np, test_compiled
print(test_compiled.total.is_kept)
test_compiled.total.compiled(np.arange(3), 0)
"""


@pytest.mark.skipif(config.DISABLE_JIT, reason="nothing is compiled")
def test_a_kernel_knows_whether_it_was_compiled_before(tmp_path: Path) -> None:
    where = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    own = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": where}
    for known in ("False", "True"):
        words = [sys.executable, "-c", KEPT]
        run = subprocess.run(words, check=True, capture_output=True, text=True, env=own)
        assert run.stdout.strip() == known


def test_the_work_is_the_number_of_elements_unless_a_kernel_says_otherwise() -> None:
    assert compiled.elements(np.zeros((2, 3)), 7, np.zeros(4), True) == 10


def test_both_give_the_same_and_time_in_plain_python_is_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Kernel, "spent", 0.0)
    row = np.arange(1000)
    assert total.plain(row, 5) == total.compiled(row, 5) == 999_005
    assert total(row[:10], 5) == 95
    assert Kernel.spent > 0


def test_what_is_for_little_work_runs_in_place_of_the_loops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Kernel, "spent", 0.0)
    own = kernel(work=_squares, small=lambda row, start: start + 2 * int(row.sum()))
    found = own(total.plain)
    assert found(np.arange(511), 5) == total.plain(np.arange(511), 5)
    monkeypatch.setitem(vars(found), "compiled", lambda *_: "loops")
    assert found(np.arange(512), 5) == "loops"


def test_what_is_for_little_work_stays_in_place_where_nothing_can_be_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Kernel, "spent", 2 * compiled.COMPILES)
    found = kernel(work=_squares, small=lambda *_: "small")(total.plain)
    monkeypatch.setitem(vars(found), "compiled", lambda *_: "loops")
    assert found(np.arange(3), 0) == "loops"
    monkeypatch.setitem(vars(found), "compiled", found.plain)
    assert found(np.arange(3), 0) == "small"


def test_a_kernel_looks_like_its_function() -> None:
    assert total.__name__ == "total"
    assert total.__doc__.startswith("Add the doubles")


WHY = """\
import json, sys
from stickpoint.cli import main
main({words!r}, standalone_mode=False)
assert "numba" not in sys.modules
"""


@pytest.mark.parametrize(
    "words",
    [["why", "prisoners-dilemma"], ["why", "--full", "elmira"], ["stable", "korea-1952"]],
    ids=" ".join,
)
def test_a_small_conflict_compiles_nothing(words: list[str]) -> None:
    code = WHY.format(words=words)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


WITHOUT = """\
import sys
from collections.abc import Iterator
from pathlib import Path
sys.modules["numba"] = None  # as where it is not installed
import numpy as np, stickpoint as sp
from stickpoint import compiled
dilemma = sp.load("prisoners-dilemma").conflict()
assert sp.stability(dilemma).equilibria["nash"].sum() == 1
compiled.SMALL = 0
assert sp.stability(dilemma).equilibria["nash"].sum() == 1
"""


def test_stability_does_without_numba() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT], check=True, capture_output=True)


def _kernels() -> Iterator[tuple[ast.FunctionDef, bool]]:
    """List every function of the clock's kernel modules, and whether it counts no references."""
    root = Path(compiled.__file__).parent
    for path in sorted(root.rglob("*kernels.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield node, any("LEAF" in ast.unparse(mark) for mark in node.decorator_list)


@pytest.mark.skipif(config.DISABLE_JIT, reason="nothing is compiled")
def test_a_loop_for_other_loops_is_refused_to_python() -> None:
    with pytest.raises(TypeError, match=r"stride is called from compiled loops only"):
        stride(1.0, 0.0, 2.0)
    assert stride.py_func(1.0, 0.0, 2.0) == 1.0


def test_arrays_that_nobody_counts_go_only_to_kernels_that_count_none() -> None:
    number = re.compile(r"None|int|bool|float|tuple\[float(, float)*\]")
    lent = {
        node.name
        for node, is_leaf in _kernels()
        if is_leaf and node.returns and not number.fullmatch(ast.unparse(node.returns))
    }
    assert {"gather", "operator_of"} <= lent
    for node, is_leaf in _kernels():
        called = {
            part.func.attr if isinstance(part.func, ast.Attribute) else ast.unparse(part.func)
            for part in ast.walk(node)
            if isinstance(part, ast.Call)
        }
        assert is_leaf or not called & lent, f"{node.name} calls {sorted(called & lent)}"
