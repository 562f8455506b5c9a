"""Which lines of the package ran → a data file for `coverage combine` and `coverage report`.

Before Python 3.12 an interpreter that is traced runs all code at half its speed, tests and
libraries too. So nothing is traced here: a module of the package is compiled with a mark before
each statement, which a list notes when it is passed. What is compiled so is kept, as Python keeps
what it compiles.

What is not counted: a process that ends by `os._exit`, as those of a pool that is forked do, writes
nothing down. And lines inside kernels count only in a run in which numba is switched off, for there
are no marks in what is compiled.
"""

from __future__ import annotations

import ast
import atexit
import hashlib
import marshal
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".pytest_cache" / "counted"
ASKED = "STICKPOINT_COUNT_LINES"
"""The variable that tells the processes which a test starts to count as well."""
LIST = "_lines_passed"
"""What a module calls the list of its lines, 1 where a line was passed."""

passed: dict[str, list[int]] = {}
"""By path of a module, whether each of its lines was passed."""


def blocks(tree: ast.AST, deep: bool) -> Iterator[tuple[ast.AST, list[ast.stmt]]]:
    """Yield each run of statements with what it belongs to; those of functions only if ``deep``."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not deep:
            continue
        waiting += ast.iter_child_nodes(node)
        for field in ("body", "orelse", "finalbody"):
            if isinstance(block := getattr(node, field, None), list):
                yield node, block


def lines_of(statement: ast.stmt) -> list[int]:
    """List the lines that a report asks after where a statement begins."""
    above = [mark.lineno for mark in getattr(statement, "decorator_list", ())]
    return [*above, statement.lineno]


def must_stay_first(statement: ast.stmt, owner: ast.AST, place: int) -> bool:
    """Tell whether no mark may stand before a statement of what owns it."""
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return True
    named = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return place == 0 and isinstance(owner, named) and is_text(statement)


def is_text(statement: ast.stmt) -> bool:
    """Tell whether a statement is a text and no more."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def mark(lines: Sequence[int], before: ast.stmt) -> ast.stmt:
    """Make the statement that notes that lines were passed."""
    load, store = ast.Load(), ast.Store()
    places = [ast.Subscript(ast.Name(LIST, load), ast.Constant(line), store) for line in lines]
    noted = ast.copy_location(ast.Assign(list[ast.expr](places), ast.Constant(1)), before)
    noted.end_lineno, noted.end_col_offset = before.lineno, before.col_offset
    return ast.fix_missing_locations(noted)


def marked(source: str, deep: bool = True) -> ast.Module:
    """Parse a module and put a mark before each statement; not into functions unless ``deep``."""
    tree = ast.parse(source)
    for owner, block in blocks(tree, deep):
        # That an `except` or a `case` was reached shows in what stands below it.
        lines = [owner.lineno] if isinstance(owner, ast.ExceptHandler) else []
        lines += [owner.pattern.lineno] if isinstance(owner, ast.match_case) else []
        found: list[ast.stmt] = []
        for place, statement in enumerate(block):
            lines += lines_of(statement)
            if not must_stay_first(statement, owner, place):
                found.append(mark(lines, statement))
                lines = []
            found.append(statement)
        block[:] = found
    return tree


def with_list(tree: ast.Module, path: str) -> ast.Module:
    """Let a marked module ask for the list of its lines first."""
    size = max((getattr(node, "lineno", 0) for node in ast.walk(tree)), default=0) + 1
    asks = ast.parse(f"{LIST} = __import__({__name__!r}).list_of({path!r}, {size})").body
    # What must stay first is no assignment, and before every other statement stands a mark.
    place = next((k for k, s in enumerate(tree.body) if isinstance(s, ast.Assign)), len(tree.body))
    tree.body[place:place] = asks
    return tree


def list_of(path: str, size: int) -> list[int]:
    """Return the list of the lines of a module, the same if it is read anew."""
    return passed.setdefault(path, [0] * size)


class Counter(SourceFileLoader):
    """Load a module so that its lines are counted."""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the module with its marks, or take what was compiled before."""
        # Machine code is made from functions as they are, and kept by their bytes.
        left_as_python = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
        deep = left_as_python or not fullname.endswith("kernels")
        data = self.get_data(self.path)
        mine = Path(__file__).read_bytes()
        parts = (MAGIC_NUMBER, mine, self.path.encode(), str(deep).encode(), data)
        name = hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
        try:
            return marshal.loads((KEPT / name).read_bytes())
        except OSError:
            tree = with_list(marked(data.decode("utf-8"), deep), self.path)
            code = compile(tree, self.path, "exec", dont_inherit=True)
        KEPT.mkdir(parents=True, exist_ok=True)
        part = KEPT / f"{name}.{os.getpid()}"
        part.write_bytes(marshal.dumps(code))
        part.replace(KEPT / name)
        return code


class Finder:
    """Find the modules of the package where Python finds them."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return what Python finds, to be loaded by a counter."""
        if name.partition(".")[0] != "stickpoint":
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and type(spec.loader) is SourceFileLoader:
            spec.loader = Counter(spec.loader.name, spec.loader.path)
        return spec


def begin() -> bool:
    """Count from here on if that is asked for, in this process and in those that it starts.

    Tell whether it is.
    """
    if Finder in sys.meta_path or not os.environ.get(ASKED):
        return Finder in sys.meta_path
    assert "stickpoint" not in sys.modules, "to be counted, stickpoint must not be there yet"
    sys.meta_path.insert(0, Finder)  # type: ignore[arg-type]
    atexit.register(write)
    here, paths = str(Path(__file__).parent), os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if here not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [here, *paths]))
    return True


def write(every: bool = False) -> None:
    """Write down which lines ran since the last time, and of ``every`` module whether any did."""
    found = {path: [k for k, hit in enumerate(hits) if hit] for path, hits in passed.items()}
    if not any(found.values()):
        return
    from coverage import CoverageData

    data = CoverageData(basename=str(ROOT / ".coverage"), suffix=True)
    data.add_lines(found)
    if every:
        data.touch_files(map(str, (ROOT / "src" / "stickpoint").rglob("*.py")))
    data.write()
    for hits in passed.values():
        hits[:] = [0] * len(hits)
