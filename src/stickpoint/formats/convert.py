"""A file and the name of another → the other written, by the endings of their names; GraphML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from stickpoint.case.check import load
from stickpoint.case.model.case import Case, Wants
from stickpoint.errors import ModelError
from stickpoint.formats.tables import arc_rows, state_rows
from stickpoint.graph.conflict import Conflict
from stickpoint.outputs import write_whole

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(conflict: Conflict, path: str | Path) -> None:
    """Write a conflict as a GraphML file: states as nodes, moves as edges with their party.

    Nodes carry ``code``, ``yes``, ``settled``, ``now`` and a rank for each party; edges carry
    ``party`` and ``better``. Two parties may join the same two states. Characters that XML cannot
    hold are written as U+FFFD (U. Brandes, M. Eiglsperger, I. Herman, M. Himsolt, M. S. Marshall,
    2002, "GraphML progress report", *Graph Drawing 2001*, LNCS 2265, 501-512).
    """
    write_whole(path, (f"{line}\n" for line in _graphml(conflict)), replace=True)


def _graphml(conflict: Conflict) -> Iterator[str]:
    """Return the lines of a GraphML file."""
    node_keys = [("code", "string"), ("yes", "string"), ("settled", "string"), ("now", "boolean")]
    twice = len(set(conflict.parties)) < conflict.n_parties
    node_keys += [
        (f"rank of {name} ({k + 1})" if twice else f"rank of {name}", "int")
        for k, name in enumerate(conflict.parties)
    ]
    edge_keys = [("party", "string"), ("better", "boolean")]
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<graphml xmlns="{_NAMESPACE}">'
    for sort, keys in (("node", node_keys), ("edge", edge_keys)):
        for k, (name, kind) in enumerate(keys):
            about = f'attr.name={quoteattr(_clean(name))} attr.type="{kind}"'
            yield f'  <key id="{sort}{k}" for="{sort}" {about}/>'
    yield '  <graph id="conflict" edgedefault="directed">'
    for s, row in enumerate(state_rows(conflict)):
        ranks = conflict.ranks[:, s].tolist()
        values = [row[1], ", ".join(conflict.yes(s)), row[3], _true_false(row[2]), *ranks]
        yield f'    <node id="s{s + 1}">{_data("node", values)}</node>'
    for _, party, start, end, better in arc_rows(conflict):
        ends = f'source="s{start}" target="s{end}"'
        yield f"    <edge {ends}>{_data('edge', [party, _true_false(better)])}</edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(sort: str, values: Sequence[object]) -> str:
    """Write the values of a node or an edge; empty ones are left out."""
    return "".join(
        f'<data key="{sort}{k}">{escape(_clean(str(value)), {chr(13): "&#13;"})}</data>'
        for k, value in enumerate(values)
        if value != ""
    )


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _true_false(claim: object) -> str:
    return "true" if claim == "yes" else "false"


class Converted(NamedTuple):
    """The files that were written, and sentences about what of the source they do not hold."""

    written: list[Path]
    left_out: list[str]


def convert(source: str, target: Path) -> Converted:
    """Convert a file by the endings of its names.

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
        return Converted([target], [])
    if ending not in ("", ".csv", ".graphml"):
        raise ModelError(
            f"cannot write {target}: a case becomes .graphml, or a folder of .csv files when the "
            "target has no ending"
        )
    case = load(source)
    if ending == ".graphml":
        write_whole(target, (f"{line}\n" for line in _graphml(case.conflict())))
        written = [target]
    else:
        written = _to_tables(case, target)
    return Converted(written, list(_left_out(case)))


def _left_out(case: Case) -> Iterator[str]:
    """Say what a case knows of its parties that ranks and moves alone do not hold."""
    orders = ((party, case.preferences.get(party.id)) for party in case.parties)
    unsure = [
        party.called for party, wants in orders if isinstance(wants, Wants) and not wants.is_certain
    ]
    if unsure:
        yield (
            f"The order of what is wanted is open for {' and '.join(unsure)}; the ranks are those "
            "of the order that is written first."
        )
    beliefs = {"foresight": case.foresight, "attitudes": case.attitudes, "views": case.views}
    if said := [name for name, part in beliefs.items() if part]:
        yield f"Not taken over: {' and '.join(said)}."


def _from_gmcr(source: Path, target: Path) -> None:
    from stickpoint.formats.gmcr import gmcr_to_case
    from stickpoint.formats.gmcr_read import file_text

    text = gmcr_to_case(file_text(source), source.stem, str(source))
    write_whole(target, [text])


def _to_tables(case: Case, target: Path) -> list[Path]:
    from stickpoint.formats.tables import write_csv
    from stickpoint.solve.stability.sanctions import stability

    conflict = case.conflict()
    write_csv(conflict, target, stability(conflict))
    return sorted(target.iterdir())
