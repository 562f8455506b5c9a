"""One kind of file → another: .gmcr to a case, a case to tables or to a graph."""

from __future__ import annotations

from pathlib import Path

from stickpoint.case.check import load
from stickpoint.errors import ModelError


def convert(source: str, target: Path) -> list[Path]:
    """Convert a file by the endings of its names.

    Parameters
    ----------
    source : str
        A .gmcr file, a case file or the name of a built-in case.
    target : Path
        Ends in .yaml or .yml (from .gmcr only) or .graphml; anything without an ending is a
        folder, new or empty, that takes tables.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    CaseError
        The source has faults.
    ModelError
        A pair of endings that cannot be converted, or a target that exists already.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ModelError(f"{target} exists already; nothing was written. Choose another name.")
    ending = target.suffix.lower()
    if Path(source).suffix.lower() == ".gmcr":
        if ending not in (".yaml", ".yml"):
            raise ModelError(f"a .gmcr file becomes a case: let {target} end in .case.yaml")
        return [_from_gmcr(Path(source), target)]
    if ending == ".graphml":
        return [_to_graphml(source, target)]
    if ending in ("", ".csv"):
        return _to_tables(source, target)
    raise ModelError(
        f"cannot write {target}: a case becomes .graphml, or a folder of .csv files when the "
        "target has no ending"
    )


def _from_gmcr(source: Path, target: Path) -> Path:
    from stickpoint.case.yaml.read import text_of
    from stickpoint.formats.gmcr import gmcr_to_case

    text = gmcr_to_case(text_of(source), source.stem, str(source))
    target.write_text(text, encoding="utf-8")
    return target


def _to_graphml(source: str, target: Path) -> Path:
    from stickpoint.formats.graphml import write_graphml

    write_graphml(load(source).conflict(), target)
    return target


def _to_tables(source: str, target: Path) -> list[Path]:
    from stickpoint.formats.tables import write_csv
    from stickpoint.solve.stability.sanctions import stability

    conflict = load(source).conflict()
    write_csv(conflict, target, stability(conflict))
    return sorted(target.iterdir())
