"""A table of actors, as KTAB and users of Bueno de Mesquita's model keep them → positions.

One row an actor, one column each for its name, its capability, its position and its salience, in
any order; other columns are not looked at. A number may be a range, ``40..60``. The table is CSV,
whose columns commas, semicolons or tabs part, or a sheet of an XLSX workbook. What KTAB writes
above the head, the name and size of a scenario, is skipped; so are titles above it on a sheet.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from stickpoint.answers.scale.positions import HUNDRED, Interval, Positions, Stand
from stickpoint.case.schema.values import Unfit, did_you_mean, number
from stickpoint.case.yaml.nodes import quote
from stickpoint.formats.scale_cells import Cell, Faults, at_place, read_rows

COLUMNS = {
    "actor": ("actor", "actors", "name", "party", "player", "stakeholder", "group"),
    "capability": ("capability", "capabilities", "power", "clout", "influence", "resources"),
    "position": ("position", "pos", "pstn", "stand"),
    "salience": ("salience", "sal", "priority", "importance"),
}
"""What a column may be called, in any case, by what it holds.

A number may stand behind it, and the name of the item before ``position`` and ``salience``.
"""
_LONG = 8
_DIGITS = "0123456789"
MOST_ROWS = 200
LONGEST_NUMBER = 200
_TO = re.compile(r"\.\.|…")


def read_positions(path: str | Path, sheet: str | None = None) -> Positions:
    """Read who stands where from a table.

    Parameters
    ----------
    path : str or Path
    sheet : str, optional
        Which sheet of a workbook; the first that is shown if left out.

    Raises
    ------
    CaseError
        Everything that is wrong with the file, with line and column.
    ModelError
        A sheet of a file that has none.
    """
    file = Path(path)
    faults = Faults(file)
    rows, most_above = read_rows(file, sheet, faults)
    faults.stop()
    above = next((k for k, row in enumerate(rows[: most_above + 1]) if _is_head(row)), 0)
    head, *body = rows[above:]
    places = _columns(head, faults)
    faults.stop()
    body = [row for row in body if not row[0].sheet or _is_of_the_table(row, places)]
    stands = [stand for row in body if (stand := _stand(row, places, head, faults)) is not None]
    _check_names(body, places["actor"], faults)
    for kind in places.keys() - {"actor"}:
        _check_alike([at_place(row, places[kind]) for row in body], kind, faults)
    if any(stand.salience.high > 1 for stand in stands):
        _check_out_of_hundred(body, places["salience"], faults)
    faults.stop()
    _check_whole(stands, head, len(body), faults)
    faults.stop()
    return Positions(tuple(stands), str(file))


def _kind(cell: Cell) -> str:
    """Return what a column holds by its name; empty where that is nothing of use here."""
    word = re.sub(r"[\W_]+", "", cell.text).lower().rstrip(_DIGITS)
    for kind, names in COLUMNS.items():
        ends = tuple(name for name in names if len(name) >= _LONG and kind in _OF_THE_ITEM)
        if word in names or (ends and word.endswith(ends)):
            return kind
    return ""


_OF_THE_ITEM = ("position", "salience")


def _is_head(row: list[Cell]) -> bool:
    """Tell whether a row names columns that are of use here."""
    return len({_kind(cell) for cell in row} - {""}) > 1


def _is_of_the_table(row: list[Cell], places: dict[str, int]) -> bool:
    """Tell whether a row of a sheet holds anything under the head: notes stand beside tables."""
    cells = [at_place(row, place) for place in places.values()]
    return any(cell.text or cell.odd for cell in cells)


def _columns(head: list[Cell], faults: Faults) -> dict[str, int]:
    """Find the columns by their names; report what is missing or there twice."""
    places: dict[str, int] = {}
    for place, cell in enumerate(head):
        kind = _kind(cell)
        if kind in places:
            message = f"{quote(cell.text)} is a second column of the {kind}; leave one of the two"
            faults.add(cell, "C802", message)
        elif kind:
            places[kind] = place
    for kind, names in COLUMNS.items():
        if kind not in places:
            near = did_you_mean("", [cell.text for cell in head if cell.text])
            message = f"no column gives the {kind}; name one of them {quote(names[0])}"
            known = f", or {', '.join(names[1:])}"
            faults.add(head[0], "C802", f"{message}{known}{near.replace('known', 'found')}")
    return places


def _stand(
    row: list[Cell], places: dict[str, int], head: list[Cell], faults: Faults
) -> Stand | None:
    """Read one row; None after noting what is wrong with it."""
    is_split = not head[0].sheet and any(cell.text for cell in row[len(head) :])
    if is_split:
        extra = row[len(head)]
        message = f"{len(row)} cells found in a table of {len(head)} columns; put text in quotes"
        faults.add(extra, "C801", message)
        return None
    cells = {kind: at_place(row, place) for kind, place in places.items()}
    spans = {kind: _interval(cells[kind], kind, faults) for kind in places if kind != "actor"}
    position, capability, salience = (
        spans[kind] for kind in ("position", "capability", "salience")
    )
    if position is None or capability is None or salience is None:
        return None
    return Stand(cells["actor"].text, position, capability, salience, row[0].line)


def _interval(cell: Cell, kind: str, faults: Faults) -> Interval | None:
    """Read a number or a range."""
    if cell.odd:
        faults.add(
            cell, "C803", f"{kind}: {cell.odd} stands here; write a number or a range, 40..60"
        )
        return None
    if not cell.text:
        faults.add(cell, "C803", f"no {kind} is written here; write a number or a range, 40..60")
        return None
    if len(cell.text) > LONGEST_NUMBER:
        message = f"{len(cell.text):,} characters found, a number or a range, 40..60, is expected"
        faults.add(cell, "C803", f"{kind}: {message}")
        return None
    ends = []
    for text in _ends(cell.text):
        try:
            ends.append(float(number(text.strip())))
        except Unfit as unfit:
            dashed = re.fullmatch(r"[\d.]+\s*(?:-|–|to)\s*[\d.]+", cell.text)
            said = f"{quote(cell.text)} is not a number" if dashed else str(unfit)
            faults.add(cell, "C803", f"{kind}: {said}; a range is written 40..60")
            return None
    low, high = ends[0], ends[-1]
    if low > high:
        faults.add(cell, "C803", f"{kind}: the range {quote(cell.text)} runs down; turn it round")
        return None
    if kind != "position" and low < 0:
        faults.add(cell, "C803", f"{kind}: {quote(cell.text)} found, nothing below 0 is expected")
        return None
    return Interval(low, high)


def _ends(text: str) -> tuple[str, ...]:
    """Return both ends of a range; all of it where it is none."""
    to = _TO.search(text, 1)
    return (text[: to.start()], text[to.end() :]) if to and to.end() < len(text) else (text,)


def _check_names(body: list[list[Cell]], place: int, faults: Faults) -> None:
    seen: dict[str, int] = {}
    for row in body:
        cell = at_place(row, place)
        if place >= len(row) and not cell.sheet:
            cell = replace(cell, column=1)
        if cell.odd:
            faults.add(cell, "C804", f"{cell.odd} stands here; write who it is")
        elif not cell.text:
            faults.add(cell, "C804", "no name is written here; each row is about somebody")
        elif cell.text in seen:
            line = f"{'row' if cell.sheet else 'line'} {seen[cell.text]}"
            message = f"{quote(cell.text)} stands in {line} already; leave one"
            faults.add(cell, "C804", message)
        seen.setdefault(cell.text, cell.line)


def _check_alike(cells: list[Cell], kind: str, faults: Faults) -> None:
    """Report a column part of which is shown out of a hundred: 40 % is kept as 0.4, and 40 as 40.

    What is 0 is so either way.
    """
    told = [cell for cell in cells if cell.text not in ("", "0") and not cell.odd]
    in_percent = [cell for cell in told if cell.is_percent]
    if 0 < len(in_percent) < len(told):
        plain = next(cell for cell in told if not cell.is_percent)
        message = (
            f"{kind}: {quote(in_percent[0].text)} is kept here and shown as per cent, "
            f"{quote(plain.text)} in row {plain.line} is not; write all of them one way"
        )
        faults.add(in_percent[0], "C803", message)


def _check_out_of_hundred(body: list[list[Cell]], place: int, faults: Faults) -> None:
    """Report saliences that are out of neither 1 nor 100."""
    quiet = Faults(Path())
    for row in body:
        span = _interval(row[place], "salience", quiet) if place < len(row) else None
        if span is not None and span.high > HUNDRED:
            message = (
                f"salience: {quote(row[place].text)} found, at most 1 or out of 100 is expected"
            )
            faults.add(row[place], "C803", message)


def _check_whole(stands: list[Stand], head: list[Cell], rows: int, faults: Faults) -> None:
    if rows > MOST_ROWS:
        message = f"{rows} rows found, {MOST_ROWS} at most can be challenged by one another"
        faults.add(head[0], "C805", f"{message}; put like with like")
    if len(stands) < 2:
        faults.add(head[0], "C805", f"{len(stands)} rows found; two parties have to differ")
    elif not any(stand.capability.low > 0 < stand.salience.low for stand in stands):
        message = "nobody surely has both capability and salience above 0; nothing weighs anything"
        faults.add(head[0], "C805", message)
