"""A path, a casebook name or a text → the case, and every finding in it at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stickpoint.case import library
from stickpoint.case.model.basis import Place
from stickpoint.case.model.case import Case
from stickpoint.case.resolve.assemble import assemble
from stickpoint.case.schema.fields import Fields
from stickpoint.case.schema.layout import CASE
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.case.yaml.read import read_file, read_text
from stickpoint.errors import CaseError, Finding, expect

if TYPE_CHECKING:
    from stickpoint.case.documents.at_hand import Compared

DOCUMENTS = "STICKPOINT_DOCUMENTS"
_START = Place(1, 1)
_OPTIONS = ("options", "nature")
_STATES = (*_OPTIONS, "impossible", "at_most_one", "exactly_one", "issues", "packages", "settled")
_ORDERS = ("parties", "wants", "ranking", "weights", "strength", "unknown", "views", "payoffs")


_TOO_MANY = frozenset({"C404"})


def check(
    path_or_name: str | os.PathLike[str],
    documents: str | os.PathLike[str] | None = None,
    *,
    progress: Callable[[str], object] | None = None,
) -> tuple[Case | None, tuple[Finding, ...]]:
    """Read a case and report everything that is wrong with it.

    Parameters
    ----------
    path_or_name : str or path
        A file, or the name of a built-in case.
    documents : str or path, optional
        A folder with the documents of the record; they are also looked for beside the case and in
        the folders that the environment variable STICKPOINT_DOCUMENTS names.
    progress : callable, optional
        Told in words what is being looked at.

    Returns
    -------
    case : Case or None
        None when the file has faults; findings about documents alone leave the case usable. Its
        ``remarks`` are notes on statements that say less than they seem to, and their like.
    findings : tuple of Finding
        In file order; empty when all is well.

    Examples
    --------
    >>> import stickpoint as sp
    >>> sp.check("elmira")
    (<Case 'Polluted groundwater at Elmira, ...': 3 parties, 5 options, 1 issue>, ())
    """
    case, findings, _ = check_and_compare(path_or_name, documents, progress=progress)
    return case, findings


def check_and_compare(
    path_or_name: str | os.PathLike[str],
    documents: str | os.PathLike[str] | None = None,
    *,
    progress: Callable[[str], object] | None = None,
) -> tuple[Case | None, tuple[Finding, ...], Compared | None]:
    """Do as `check`, and say also how much of the record was held against its documents.

    That is None when the file has faults, so that no document was looked into.
    """
    faults = Faults(_spelt(path_or_name), progress)
    case = _read(path_or_name, faults)
    if case is None:
        return None, faults.findings, None
    faults.step("looking for statements that say less than they seem to")
    case = _remarked(case)
    faults.step("looking into the documents")
    from stickpoint.case.documents.at_hand import check_documents

    compared = check_documents(case.record, document_folders(Path(case.path), documents), faults)
    return case, faults.findings, compared


def load(
    path_or_name: str | os.PathLike[str],
    *,
    large: bool = False,
    progress: Callable[[str], object] | None = None,
) -> Case:
    """Read a case that must be sound; its documents are not looked into.

    Parameters
    ----------
    path_or_name : str or path
        A file, or the name of a built-in case.
    large : bool
        Whether it may have more states than can be stored (C404): `why` and `levers` judge these by
        blocks where options switch freely and everybody is ranked by wants.
    progress : callable, optional
        Told in words what is being looked at.

    Raises
    ------
    CaseError
        The file has faults; ``findings`` holds all of them.

    Examples
    --------
    >>> import stickpoint as sp
    >>> [party.short for party in sp.load("elmira").parties]
    ['the ministry', 'Uniroyal', 'the local government']
    """
    faults = Faults(_spelt(path_or_name), progress)
    if not large:
        return _sound(_read(path_or_name, faults), faults)
    case = _read(path_or_name, faults, forgiven=_TOO_MANY)
    if case is None:
        raise CaseError(faults.findings)
    return case


def loads(text: str, path: str = "<text>") -> Case:
    """Read a case from its text.

    Parameters
    ----------
    text : str
        What a case file holds.
    path : str
        What findings name in place of a file.

    Raises
    ------
    CaseError
        The text has faults; ``findings`` holds all of them.

    Examples
    --------
    >>> import stickpoint as sp
    >>> sp.loads('''
    ... format: 1
    ... title: Wage dispute
    ... parties: {union: The union, firm: The firm}
    ... options: {union.strike: strike, firm.offer: offer}
    ... wants: {union: [firm.offer, "!union.strike"], firm: ["!union.strike", "!firm.offer"]}
    ... ''')
    <Case 'Wage dispute': 2 parties, 2 options>
    """
    faults = Faults(path)
    return _sound(_understand(text, path, faults), faults)


def check_text(text: str, path: str = "<text>") -> tuple[Case | None, tuple[Finding, ...]]:
    """Read a case from its text and report everything that is wrong with it."""
    faults = Faults(path)
    case = _understand(text, path, faults)
    return case and _remarked(case), faults.findings


def _remarked(case: Case) -> Case:
    from stickpoint.case.checks.remarks import remarks

    return replace(case, remarks=remarks(case))


def _sound(case: Case | None, faults: Faults) -> Case:
    if case is None or len(faults):
        raise CaseError(faults.findings)
    return case


def _read(
    path_or_name: str | os.PathLike[str], faults: Faults, forgiven: frozenset[str] = frozenset()
) -> Case | None:
    path = _find(path_or_name, faults)
    text = None if path is None else read_file(path, faults)
    if path is None or text is None:
        return None
    faults.path = os.fspath(path)
    return _understand(text, faults.path, faults, forgiven)


def _spelt(path_or_name: str | os.PathLike[str]) -> str:
    """Return a path as it is written; refuse what is none, such as a case read already."""
    if not isinstance(path_or_name, os.PathLike):
        expect(path_or_name, str)
    return os.fspath(path_or_name)


def _find(path_or_name: str | os.PathLike[str], faults: Faults) -> Path | None:
    """Return the file meant: what exists as a path, else a built-in case."""
    name = os.fspath(path_or_name)
    path = Path(name)
    looks_like_path = isinstance(path_or_name, Path) or path.name != name or path.suffix
    if looks_like_path or os.path.isfile(path):  # noqa: PTH113 (False too for what can be no path)
        return path
    if name in library.names():
        return library.path_of(name)
    near = did_you_mean(name, library.names())
    faults.add(_START, "C001", f"{quote(name)} is neither a file nor a built-in case{near}")
    return None


def document_folders(
    case_file: Path, given: str | os.PathLike[str] | None = None
) -> Sequence[Path]:
    """List where the documents of a case may lie, in the order in which they are looked for."""
    named = os.environ.get(DOCUMENTS, "").split(os.pathsep)
    folders = [Path(given)] if given is not None else []
    return [*folders, case_file.parent, *(Path(name) for name in named if name)]


def _understand(
    text: str, path: str, faults: Faults, forgiven: frozenset[str] = frozenset()
) -> Case | None:
    """Go from text to case: shape, then names, then what the whole adds up to.

    None where there are faults other than those of some forgiven codes.
    """
    faults.step("reading the case")
    root = read_text(text, faults)
    fields: Fields | None = CASE.read(root, faults, "the case") if root else None
    if fields is None:
        return None
    case = assemble(fields, path, faults)
    knows_record = _are_sound(("record",), fields, faults)
    if knows_record:
        from stickpoint.case.checks.consistency import check_replies

        check_replies(case.record, faults)
    if not case.option_ids or not _knows_options(fields, faults):
        return None
    unchecked = _check_states(case, fields, faults, knows_record=knows_record)
    if any(finding.code not in forgiven for finding in faults.findings):
        return None
    return replace(case, unchecked=unchecked, source=text)


def _check_states(
    case: Case, fields: Fields, faults: Faults, *, knows_record: bool
) -> tuple[str, ...]:
    """Report what cannot be, as far as the parts of the case are whole; say what is unchecked."""
    from stickpoint.case.checks.consistency import check_moves
    from stickpoint.case.checks.equivalent_states import (
        check_in_time_alike,
        check_ranked_alike,
        check_settled_alike,
    )
    from stickpoint.case.checks.feasibility import check_states
    from stickpoint.case.checks.lumps import check_once
    from stickpoint.case.checks.orders import check_orders, check_terms
    from stickpoint.case.checks.pauses import check_pauses

    faults.step("counting the states")
    is_whole = _are_sound(_STATES, fields, faults)
    knows_orders = is_whole and _are_sound(_ORDERS, fields, faults)
    states = check_states(case, fields.at("options").place, faults, is_whole=is_whole)
    if states is None:
        return ()
    if knows_record:
        check_moves(case, faults)
    faults.step("comparing states by terms and orders")
    looks: list[Callable[..., tuple[str, ...]]] = []
    if is_whole:
        looks += [check_terms, check_settled_alike, check_in_time_alike, check_once, check_pauses]
    if knows_orders:
        looks += [check_orders, check_ranked_alike]
    return tuple(word for look in looks for word in look(case, states, faults))


def _are_sound(keys: Sequence[str], fields: Fields, faults: Faults) -> bool:
    """Tell whether parts of a case are whole, so that what they add up to can be judged."""
    written = (fields.nodes[key] for key in keys if key in fields.nodes)
    return not faults.lost and not any(faults.are_in(node) for node in written)


def _knows_options(fields: Fields, faults: Faults) -> bool:
    """Tell whether every option is known, the positions on issues among them."""
    issues = [entry.value for entry in fields.list("issues")]
    if None in issues or ("issues" in fields.nodes and fields.get("issues") is None):
        return False
    written = [issue.nodes["positions"] for issue in issues if "positions" in issue.nodes]
    return _are_sound(_OPTIONS, fields, faults) and not any(map(faults.are_in, written))
