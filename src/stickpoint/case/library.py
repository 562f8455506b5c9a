"""Names of the built-in cases → their files; the folders of ``casebook`` are the list."""

from __future__ import annotations

from pathlib import Path

CASEBOOK = Path(__file__).resolve().parent.parent / "casebook"
SUFFIX = ".case.yaml"


def names() -> tuple[str, ...]:
    """List the built-in cases, in alphabetical order."""
    files = CASEBOOK.glob(f"*/*{SUFFIX}")
    return tuple(sorted(file.parent.name for file in files if file == _file(file.parent.name)))


def path_of(name: str) -> Path:
    """Return the file of a built-in case; KeyError when there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return _file(name)


def _file(name: str) -> Path:
    return CASEBOOK / name / f"{name}{SUFFIX}"
