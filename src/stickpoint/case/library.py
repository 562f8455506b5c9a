"""Names of the built-in cases → their files; the folders of ``casebook`` are the list."""

from __future__ import annotations

from pathlib import Path

CASEBOOK = Path(__file__).resolve().parent.parent / "casebook"
SUFFIX = ".case.yaml"


def names() -> tuple[str, ...]:
    """List the built-in cases, in alphabetical order.

    Examples
    --------
    >>> "korea-1952" in names()
    True
    """
    if not CASEBOOK.is_dir():
        return ()
    return tuple(
        sorted(folder.name for folder in CASEBOOK.iterdir() if _file(folder.name).is_file())
    )


def path_of(name: str) -> Path:
    """Return the file of a built-in case.

    Raises
    ------
    KeyError
        There is no case of that name.
    """
    if name not in names():
        raise KeyError(name)
    return _file(name)


def _file(name: str) -> Path:
    return CASEBOOK / name / f"{name}{SUFFIX}"
