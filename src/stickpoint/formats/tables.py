"""A conflict, and perhaps a result → CSV tables for other programs, and the conflict back.

``write_csv`` fills a folder; ``read_csv`` gives the same conflict back. States and parties are
numbered from 1, as everywhere a person sees them. An apostrophe stands before a name that a
spreadsheet would take for a formula; ``read_csv`` takes it away again.

============== ==================================================================================
names.csv      ``kind, number, name, party, free``: every party (``free``: it switches its options
               as it likes), option (with the number of its party, empty for nature) and terms
states.csv     ``state, code, now, settled``, then a column of yes and no for each option
merged.csv     ``state, code``: the option vectors that one state stands for, where there are any
arcs.csv       ``party, name, from, to, better``: every move, and whether the mover gains
ranks.csv      ``state``, then a column for each party; higher is better
stable.csv     ``state, party, name``, then a column of yes and no for each concept; the rows
               without a party say whether the state is stable for all
============== ==================================================================================
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, FreeMoves, Moves
from stickpoint.outputs import as_meant, csv_lines, write_folder

if TYPE_CHECKING:
    from stickpoint.solve.stability.result import Stability

_NAMES = ("kind", "number", "name", "party", "free")
_STATES = ("state", "code", "now", "settled")
_MERGED = ("state", "code")
_ARCS = ("party", "name", "from", "to", "better")
_STABLE = ("state", "party", "name")


def write_csv(conflict: Conflict, folder: str | Path, result: Stability | None = None) -> None:
    """Write a conflict, and perhaps who is stable where, as tables into a folder.

    The folder is made if it is missing; the tables of another conflict in it are replaced.
    `ModelError` is raised where the result belongs to another conflict.
    """
    if result is not None and result.conflict.fingerprint != conflict.fingerprint:
        raise ModelError("the result belongs to another conflict; give the two that fit together")
    ranks = ((s + 1, *column) for s, column in enumerate(conflict.ranks.T.tolist()))
    tables: dict[str, Iterable[Sequence[object]]] = {
        "names.csv": chain([_NAMES], _name_rows(conflict)),
        "states.csv": chain([(*_STATES, *conflict.options)], state_rows(conflict)),
        "arcs.csv": chain([_ARCS], arc_rows(conflict)),
        "ranks.csv": chain([("state", *conflict.parties)], ranks),
    }
    if conflict.merged:
        tables["merged.csv"] = chain([_MERGED], _merged_rows(conflict))
    if result is not None:
        tables["stable.csv"] = chain([(*_STABLE, *result.stable)], _stable_rows(result))
    obsolete = {"merged.csv", "stable.csv"} - tables.keys()
    write_folder(folder, {name: csv_lines(rows) for name, rows in tables.items()}, obsolete)


def read_csv(folder: str | Path) -> Conflict:
    """Read a conflict, with its fingerprint, from the tables that `write_csv` writes.

    The columns that only explain (names beside numbers, ``better``, yes and no for each option) are
    not looked at. `ModelError` is raised where a file other than merged.csv is missing, a table has
    other columns, or the tables do not fit together.
    """
    source = Path(folder)
    names = _read(source / "names.csv", _NAMES)
    states = _read(source / "states.csv", _STATES)
    parties, options, terms = (
        [row for row in names if row[0] == kind] for kind in ("party", "option", "terms")
    )
    ranks = _ranks(_read(source / "ranks.csv", ("state",)), len(states), len(parties))
    codes = _codes(states)
    owners = _owners(options, len(parties))
    term_names = tuple(row[2] for row in terms)
    return Conflict(
        ranks=ranks,
        moves=tuple(_moves(source, parties, owners, codes, len(states))),
        parties=tuple(row[2] for row in parties),
        options=tuple(row[2] for row in options),
        owners=owners,
        codes=codes,
        status_quo=next((s for s, row in enumerate(states) if row[2] == "yes"), None),
        terms=term_names,
        terms_index=_terms_index(states, term_names),
        merged=_merged(source / "merged.csv", len(states)),
    )


def _name_rows(conflict: Conflict) -> Iterator[tuple[object, ...]]:
    for k, (name, moves) in enumerate(zip(conflict.parties, conflict.moves, strict=True)):
        yield "party", k + 1, name, "", _yes_no(isinstance(moves, FreeMoves))
    for k, (name, owner) in enumerate(zip(conflict.options, conflict.owners, strict=True)):
        yield "option", k + 1, name, owner + 1 if owner >= 0 else "", ""
    for k, name in enumerate(conflict.terms):
        yield "terms", k + 1, name, "", ""


def state_rows(conflict: Conflict) -> Iterator[tuple[object, ...]]:
    """Return each state: number, code, whether it is now, its terms, each option's yes or no."""
    for s in range(conflict.n_states):
        code = 0 if conflict.codes is None else int(conflict.codes[s])
        term = int(conflict.terms_index[s])
        yield (
            *(s + 1, code if conflict.codes is not None else ""),
            "yes" if s == conflict.status_quo else "",
            conflict.terms[term] if term >= 0 else "",
            *(_yes_no(bool(code >> k & 1)) for k in range(len(conflict.options))),
        )


def _merged_rows(conflict: Conflict) -> Iterator[tuple[object, ...]]:
    for s, group in sorted(conflict.merged.items()):
        for code in group.tolist():
            yield s + 1, code


def arc_rows(conflict: Conflict) -> Iterator[tuple[object, ...]]:
    """Return each move: its party by number and name, from and to, whether the mover gains."""
    for party, name in enumerate(conflict.parties):
        arcs = conflict.arcs(party)
        ranks = conflict.ranks[party]
        better = ranks[arcs[:, 1]] > ranks[arcs[:, 0]]
        for (start, end), gains in zip(arcs.tolist(), better.tolist(), strict=True):
            yield party + 1, name, start + 1, end + 1, _yes_no(gains)


def _stable_rows(result: Stability) -> Iterator[tuple[object, ...]]:
    conflict = result.conflict
    for s in range(conflict.n_states):
        for party, name in enumerate(conflict.parties):
            marks = (_yes_no(bool(mask[party, s])) for mask in result.stable.values())
            yield s + 1, party + 1, name, *marks
        yield s + 1, "", "", *(_yes_no(bool(mask[s])) for mask in result.equilibria.values())


def _yes_no(claim: bool) -> str:
    return "yes" if claim else "no"


def _read(path: Path, header: Sequence[str]) -> list[list[str]]:
    """Read the rows of a table whose first columns must be as named."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first, *rows = ([as_meant(cell) for cell in row] for row in csv.reader(file))
    except FileNotFoundError:
        raise ModelError(f"{path.name} is missing from {path.parent}") from None
    except (ValueError, csv.Error) as error:
        raise ModelError(f"{path.name} cannot be read as a table: {error}") from None
    if tuple(first[: len(header)]) != tuple(header):
        raise ModelError(f"{path.name} begins with {first}; expected the columns {list(header)}")
    short = [k for k, row in enumerate(rows) if len(row) != len(first)]
    if short:
        raise ModelError(f"{path.name}, row {short[0] + 2}: {len(first)} cells are expected")
    return rows


def _integers(rows: Iterable[Sequence[str]], table: str) -> list[list[int]]:
    """Turn cells into whole numbers, or say which is none."""
    listed = []
    for row in rows:
        try:
            listed.append([int(cell) for cell in row])
        except ValueError:
            raise ModelError(f"{table}: {list(row)} found; whole numbers are expected") from None
    return listed


def _ranks(rows: list[list[str]], n_states: int, n_parties: int) -> NDArray[np.int32]:
    """Return the ranks as they are written, so that the fingerprint stays."""
    listed = _integers(rows, "ranks.csv")
    if len(listed) != n_states or {len(row) for row in listed} != {n_parties + 1}:
        raise ModelError(
            f"ranks.csv has {len(rows)} rows; expected a rank for each of {n_parties} parties in "
            f"each of {n_states} states"
        )
    if any(abs(rank) >= 2**31 for row in listed for rank in row):
        raise ModelError("ranks.csv holds a number beyond 2,147,483,647")
    return np.ascontiguousarray(np.array(listed, dtype=np.int32)[:, 1:].T)


def _codes(states: list[list[str]]) -> NDArray[np.uint64] | None:
    written = [row[1] for row in states]
    if not any(written):
        return None
    codes = [row[0] for row in _integers(([cell] for cell in written), "states.csv")]
    if codes[0] < 0 or codes[-1] >= 2**63 or any(a >= b for a, b in pairwise(codes)):
        raise ModelError("states.csv: the codes must ascend, from 0 to 2^63 at most")
    return np.array(codes, dtype=np.uint64)


def _owners(options: list[list[str]], n_parties: int) -> tuple[int, ...]:
    owners = [row[0] - 1 for row in _integers(([row[3] or "0"] for row in options), "names.csv")]
    for row, owner in zip(options, owners, strict=True):
        if not -1 <= owner < n_parties:
            raise ModelError(f"names.csv: {row[2]!r} belongs to party {owner + 1}, which is none")
    return tuple(owners)


def _terms_index(states: list[list[str]], terms: Sequence[str]) -> NDArray[np.int32]:
    """Return the place of the terms on which each state is settled; -1 where it is open."""
    places = {"": -1} | {name: k for k, name in enumerate(terms)}
    unknown = sorted({row[3] for row in states} - places.keys())
    if unknown:
        raise ModelError(f"states.csv settles on {unknown[0]!r}, which names.csv does not list")
    return np.array([places[row[3]] for row in states], dtype=np.int32)


def _merged(path: Path, n_states: int) -> dict[int, NDArray[np.uint64]]:
    if not path.exists():
        return {}
    groups: dict[int, list[int]] = {}
    for state, code in _integers((row[:2] for row in _read(path, _MERGED)), path.name):
        if not (1 <= state <= n_states and 0 <= code < 2**63):
            raise ModelError(f"merged.csv: there is no state {state} or code {code}")
        groups.setdefault(state - 1, []).append(code)
    return {state: np.array(codes, dtype=np.uint64) for state, codes in groups.items()}


def _moves(
    source: Path,
    parties: list[list[str]],
    owners: Sequence[int],
    codes: NDArray[np.uint64] | None,
    n_states: int,
) -> Iterator[Moves]:
    """Return each party its moves: free where names.csv says so, else as listed."""
    rows = _read(source / "arcs.csv", _ARCS)
    numbers = _integers(((row[0], row[2], row[3]) for row in rows), "arcs.csv")
    table = np.array(numbers, dtype=np.int64).reshape(-1, 3)
    if table.size and (table.min() < 1 or table[:, 1:].max() > n_states):
        raise ModelError(f"arcs.csv names a state outside 1 to {n_states}")
    for party, row in enumerate(parties):
        pairs = (table[table[:, 0] == party + 1, 1:] - 1).astype(np.int32)
        listed = ArcMoves.from_pairs(pairs, n_states)
        if row[4] != "yes" or codes is None:
            yield listed
            continue
        free = FreeMoves(sum(1 << k for k, owner in enumerate(owners) if owner == party), codes)
        spelled = free.to_arcs()
        same = np.array_equal(spelled.start, listed.start)
        if not (same and np.array_equal(spelled.target, listed.target)):
            message = f"names.csv says that {row[2]!r} moves freely, arcs.csv lists other moves"
            raise ModelError(message)
        yield free
