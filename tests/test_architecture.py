"""The tree and its rules: ARCHITECTURE.md, pyproject.toml and the locks against the source."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "stickpoint"
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
NAME = re.compile(r"[\w-]+(?:\.py|/)")


@cache
def project() -> dict[str, Any]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def plain(requirement: str) -> str:
    """Reduce a requirement to its name, as registries compare names."""
    name = re.match(r"[\w.-]+", requirement.strip())
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def section(heading: str) -> str:
    """Return one section of the page, without its heading."""
    return PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def tree() -> Iterator[tuple[Path, str]]:
    """Yield each path that the tree on the page names, with what it says of it."""
    lines = section("The tree").split("```")[1].strip().splitlines()
    assert lines[0] == "src/stickpoint/"
    folders = {0: PACKAGE}
    for line in lines[1:]:
        names, _, about = line.strip().partition("  ")
        depth = (len(line) - len(line.lstrip())) // 2
        for name in names.split(", "):
            assert NAME.fullmatch(name), line
            path = folders[depth - 1] / name
            if name.endswith("/"):
                folders[depth] = path
            yield path, about.strip()


def packages() -> list[Path]:
    """List the folders of the package that hold Python code, and the casebook."""
    code = {path.parent for path in PACKAGE.rglob("*.py")} - {PACKAGE}
    return sorted(code | {PACKAGE / "casebook"})


def modules(*layers: str) -> list[Path]:
    """List the modules of some layers."""
    found = [path for layer in layers for path in sorted((PACKAGE / layer).rglob("*.py"))]
    assert found, layers
    return found


def tracked() -> list[Path]:
    """List the files that git tracks."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_everything_named_in_the_tree_is_there_and_described() -> None:
    entries = list(tree())
    assert len(entries) > 20
    assert [path for path, _ in entries if not path.exists()] == []
    assert [path for path, about in entries if not about] == []


def test_every_folder_with_code_is_named_in_the_tree() -> None:
    named = {path for path, _ in tree()}
    assert len(packages()) >= 6
    assert [path for path in packages() if path not in named] == []


ENTRY = re.compile(r"^(\w+) +: \S", re.MULTILINE)
"""A line of a folder's map: a module or a folder, and what it does."""
MOST_MODULES = 13
"""In one folder, its map not counted; more and `ls` tells no story."""


def off_the_map(folder: Path, map_of: str) -> set[str]:
    """Name what is in a folder and not on its map, or the other way round."""
    there = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    there |= {path.parent.name for path in folder.glob("*/__init__.py")}
    return there ^ set(ENTRY.findall(map_of))


def folders() -> list[Path]:
    """List the folders of the package that hold modules, its own left out."""
    return [path for path in packages() if path != PACKAGE / "casebook"]


@pytest.mark.parametrize("folder", folders(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_is_on_the_map_of_its_folder(folder: Path) -> None:
    source = (folder / "__init__.py").read_text(encoding="utf-8")
    assert off_the_map(folder, ast.get_docstring(ast.parse(source)) or "") == set()


def test_a_module_off_the_map_is_found(tmp_path: Path) -> None:
    (tmp_path / "known.py").touch()
    (tmp_path / "forgotten.py").touch()
    assert off_the_map(tmp_path, "A folder.\n\nknown : a\ngone : b") == {"forgotten", "gone"}


@pytest.mark.parametrize("folder", folders(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_folder_holds_more_modules_than_one_can_take_in(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) - 1 <= MOST_MODULES


MOST_LINES = 300
"""In one module; a table of data may be longer, for nobody reads it from top to bottom."""


def is_too_long(source: str) -> bool:
    """Tell whether a module has more lines than can be taken in, and more in it than data."""
    work = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
    long = len(source.splitlines()) > MOST_LINES
    return long and any(isinstance(node, work) for node in ast.walk(ast.parse(source)))


def test_no_module_is_longer_than_one_can_take_in() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert [str(path) for path, source in sources.items() if is_too_long(source)] == []


def test_a_long_module_is_found_and_a_long_table_is_not() -> None:
    table = "ROWS = [\n" + "    1,\n" * (MOST_LINES - 1) + "]\n"
    work = "\n\ndef total():\n    return sum(ROWS)\n"
    assert not is_too_long(table)
    assert is_too_long(table + work)
    assert not is_too_long(table.replace("    1,\n", "", 5) + work)


def imports_by_string(source: str) -> bool:
    """Tell whether a module imports others by name."""
    names = {"import_module", "__import__"}
    nodes = list(ast.walk(ast.parse(source)))
    return any(isinstance(n, ast.Name) and n.id in names for n in nodes) or any(
        isinstance(n, ast.Attribute) and n.attr in names for n in nodes
    )


def test_only_the_front_door_imports_by_string() -> None:
    found = [p for p in PACKAGE.rglob("*.py") if imports_by_string(p.read_text(encoding="utf-8"))]
    assert found == [PACKAGE / "__init__.py"]


def test_every_module_named_in_the_text_is_there() -> None:
    text = PAGE.split("## Imports go one way", 1)[1]
    names = set(re.findall(r"`([\w/]+\.py)`", text))
    known = {path.name for path in PACKAGE.rglob("*.py")}
    assert names
    missing = [name for name in names if name not in known and not (ROOT / name).exists()]
    assert missing == []


def test_the_import_line_on_the_page_is_the_one_that_is_enforced() -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith("    cli"))
    layers = project()["tool"]["importlinter"]["contracts"][0]["layers"]
    assert re.findall(r"\w+", line) == [name for row in layers for name in re.findall(r"\w+", row)]


def test_everything_in_the_package_has_a_place_in_the_import_line() -> None:
    layers = " ".join(project()["tool"]["importlinter"]["contracts"][0]["layers"])
    placed = {*re.findall(r"\w+", layers), "casebook", "__init__", "__main__"}
    present = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")
    }
    assert {"case", "graph", "solve"} <= present
    assert present <= placed


def reasons(section_of_table: str) -> dict[str, str]:
    """Read what the tables of a section say of each library: name → reason."""
    found: dict[str, str] = {}
    for line in section_of_table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and not set(line) <= {"|", "-"} and cells[-1] != "why":
            *_, names, why = cells
            found |= {plain(name): why for name in names.split(",")}
    return found


NPM = ROOT / "requirements" / "npm" / "package.json"


def test_every_dependency_has_a_reason() -> None:
    given = reasons(section("What it stands on"))
    settings = project()["project"]
    wanted = [*settings["dependencies"], *project()["build-system"]["requires"]]
    for extra in settings["optional-dependencies"].values():
        wanted += extra
    for path in sorted((ROOT / "requirements").glob("*.in")):
        lines = path.read_text(encoding="utf-8").splitlines()
        wanted += [line for line in lines if line and line[0] not in "#-"]
    wanted += json.loads(NPM.read_text(encoding="utf-8"))["devDependencies"]
    assert len(wanted) > 25
    assert [name for name in wanted if len(given.get(plain(name), "")) < 10] == []


def test_no_reason_is_given_for_what_is_not_used() -> None:
    files = [ROOT / "pyproject.toml", *(ROOT / "requirements").glob("*.in"), NPM]
    text = re.sub(r"[-_.]+", "-", " ".join(path.read_text(encoding="utf-8") for path in files))
    rows = reasons(section("What it stands on"))
    assert [name for name in rows if name not in text.lower()] == []


def test_no_command_that_a_reader_is_given_quotes_what_it_installs_for_one_shell_alone() -> None:
    """In the shell of Windows single quotes are letters."""
    files = [*modules(""), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    installs = re.compile(r"pip install (\S)stickpoint\[")
    found = [quote for path in files for quote in installs.findall(path.read_text("utf-8"))]
    assert len(found) > 8
    assert set(found) == {'"'}


def locked(name: str) -> dict[str, str]:
    """Read a lock: name → version, after a look that each pin carries hashes."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^([\w.-]+)==(\S+) \\\n((?:    --hash=\S+(?: \\)?\n)+)", text, re.M)
    assert len(blocks) == len(re.findall(r"^[\w.-]+", text, re.M))
    return {plain(package): version for package, version, _ in blocks}


def test_the_locks_cover_what_the_project_asks_for_and_agree() -> None:
    core, test = locked("core.txt"), locked("test.txt")
    assert {plain(name) for name in project()["project"]["dependencies"]} <= core.keys()
    assert core.keys() & test.keys()
    assert {n: (core[n], test[n]) for n in core.keys() & test.keys() if core[n] != test[n]} == {}


def test_the_lock_of_npm_pins_by_hash_and_names_no_address() -> None:
    text = NPM.with_name("package-lock.json").read_text(encoding="utf-8")
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    asked = json.loads(NPM.read_text(encoding="utf-8"))["devDependencies"]
    assert {
        name.removeprefix("node_modules/"): one["version"] for name, one in packages.items()
    } == asked
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert "://" not in text
    assert '"resolved"' not in text


SPEAKING = {"print", "open", "input"}
TOUCHING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir"}


def side_effects(source: str) -> list[str]:
    """Name the calls in a module that print, ask, or touch a file."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [f.id for f in calls if isinstance(f, ast.Name) and f.id in SPEAKING]
    return names + [f.attr for f in calls if isinstance(f, ast.Attribute) and f.attr in TOUCHING]


def test_the_look_for_side_effects_finds_them() -> None:
    assert side_effects("print(1)\nPath('a').read_text()\nopen('b')") == [
        "print",
        "open",
        "read_text",
    ]
    assert side_effects("def f(opened): return opened.readings()") == []


def test_the_mathematics_prints_nothing_and_touches_no_file() -> None:
    found = {
        str(path.relative_to(PACKAGE)): side_effects(path.read_text(encoding="utf-8"))
        for path in modules("logic", "graph", "solve")
    }
    assert len(found) > 10
    assert {name: calls for name, calls in found.items() if calls} == {}


@cache
def taken(path: Path) -> tuple[set[str], set[str]]:
    """Name the packages that a module imports, and the modules that it takes names from."""
    names, modules = set[str](), set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
    return names | {name.split(".")[0] for name in modules - {""}}, modules


def imported(path: Path) -> set[str]:
    """Name the packages that a module imports."""
    return taken(path)[0]


def test_only_kernels_are_compiled() -> None:
    knowing = {path for path in PACKAGE.rglob("*.py") if "numba" in imported(path)}
    assert PACKAGE / "compiled.py" in knowing
    knowing |= {path for path in PACKAGE.rglob("*.py") if "stickpoint.compiled" in taken(path)[1]}
    rest = knowing - {PACKAGE / "compiled.py"}
    assert rest
    assert [path for path in rest if not re.fullmatch(r"(\w+_)?kernels", path.stem)] == []


def test_what_is_compiled_only_where_it_is_large_does_without_numba() -> None:
    lazy = modules("graph", "solve/stability")
    assert [path for path in lazy if "numba" in imported(path)] == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("stickpoint", "numpy scipy numba pandas pydantic rich yaml click lark"),
        ("stickpoint.cli", "numpy scipy numba pandas pydantic matplotlib"),
    ],
)
def test_an_import_loads_no_heavy_library(module: str, heavy: str) -> None:
    code = f"import {module}, json, sys; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = {name.split(".")[0] for name in json.loads(run.stdout)}
    assert "stickpoint" in loaded
    assert loaded & set(heavy.split()) == set()


def revealing(text: str) -> list[str]:
    """Find registry hosts and paths of one machine in a text."""
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com")]
    patterns = [rf"{name}\.{end}" for name, end in hosts]
    patterns += [rf"(?<![\w./$}}-])/{folder}/\w" for folder in ("work", "opt", "root", "home")]
    patterns += [
        rf"(?<!\w)--{option}\b" for option in ("index-url", "extra-index-url", "find-links")
    ]
    return [hit[0] for pattern in patterns for hit in re.finditer(pattern, text)]


def test_the_look_for_revealing_text_finds_it() -> None:
    slash = "/"
    assert revealing(f"from {slash}work{slash}main")
    assert revealing("files." + "pythonhosted" + ".org")
    assert not revealing(f"docs{slash}work{slash}main and --no-emit-index-url")


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine() -> None:
    files = tracked()
    assert len(files) > 30
    found = {}
    for path in files:
        hits = revealing(path.read_bytes().decode("utf-8", errors="ignore"))
        if hits:
            found[str(path.relative_to(ROOT))] = hits
    assert found == {}
