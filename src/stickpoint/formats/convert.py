"""One kind of file → another: .gmcr to a case, a case to tables or to a graph."""

from __future__ import annotations

from pathlib import Path

from stickpoint.case.check import load
from stickpoint.errors import ModelError


def convert(source: str, target: Path) -> list[Path]:
    """Convert a file by the endings of its names, and list the files written.

    ``source`` is a .gmcr file, a case file or the name of a built-in case. ``target`` ends in .yaml
    or .yml (from .gmcr only) or .graphml; anything without an ending is a folder, new or empty,
    that takes tables. `CaseError` is raised for faults of the source, `ModelError` for a pair of
    endings that cannot be converted, or a target that exists already.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ModelError(f"{target} exists already; nothing was written. Choose another name.")
    ending = target.suffix.lower()
    if Path(source).suffix.lower() == ".gmcr":
        if ending not in (".yaml", ".yml"):
            raise ModelError(f"a .gmcr file becomes a case: let {target} end in .case.yaml")
        _from_gmcr(Path(source), target)
    elif ending == ".graphml":
        from stickpoint.formats.graphml import write_graphml

        write_graphml(load(source).conflict(), target)
    elif ending in ("", ".csv"):
        return _to_tables(source, target)
    else:
        raise ModelError(
            f"cannot write {target}: a case becomes .graphml, or a folder of .csv files when the "
            "target has no ending"
        )
    return [target]


def _from_gmcr(source: Path, target: Path) -> None:
    from stickpoint.case.yaml.read import text_of
    from stickpoint.formats.gmcr import gmcr_to_case

    text = gmcr_to_case(text_of(source), source.stem, str(source))
    target.write_text(text, encoding="utf-8")


def _to_tables(source: str, target: Path) -> list[Path]:
    from stickpoint.formats.tables import write_csv
    from stickpoint.solve.stability.sanctions import stability

    conflict = load(source).conflict()
    write_csv(conflict, target, stability(conflict))
    return sorted(target.iterdir())
