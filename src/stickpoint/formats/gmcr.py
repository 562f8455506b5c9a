"""The text of a ``.gmcr`` file (GMCR+, the program gmcr-py) → the text of a case file.

Names are kept to the letter. What a case cannot say (states that a party does not see, parties
that act as one) is put into notes. A ``.gmcr`` file knows no status quo: the first feasible state
is written as the present one, and a note says so.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from stickpoint.case.schema.ids import UNTAKEN
from stickpoint.formats.gmcr_model import Condition, Maker, Model, Pattern
from stickpoint.formats.gmcr_read import Reader, parsed
from stickpoint.formats.yaml_text import scalar, wrapped

MAX_STATEMENT = 2000
_LONGEST_ID = 32


def gmcr_to_case(text: str, name: str, path: str | None = None) -> str:
    """Write the content of a GMCR+ file as a case file, with ``name`` as its title.

    ``path`` names the file in findings, else ``name`` does. `CaseError` is raised for a file that
    is not JSON, is not laid out as such a file, or describes no conflict.

    Examples
    --------
    >>> option = '{"name": "Wait", "permittedDirection": "both"}'
    >>> maker = '{"name": "A", "options": [0], "preferences": [[[0, "Y"]]]}'
    >>> file = '{"options": [%s], "decisionMakers": [%s], "infeasibles": []}' % (option, maker)
    >>> [line for line in gmcr_to_case(file, "Small").splitlines() if "a.wait" in line]
    ['  a.wait: Wait', '    - a.wait']
    """
    reader = Reader(name if path is None else path)
    model = reader.model(parsed(text, reader.path))
    codes = reader.feasible(model)
    written = "\n".join(_Writer(model, codes, reader).lines(name)) + "\n"
    reader.stop_at_faults()
    return written


class _Writer:
    """Writes a model as lines of YAML; faults that only show here go to the reader."""

    def __init__(self, model: Model, codes: Sequence[int], reader: Reader) -> None:
        self.model = model
        self.codes = codes
        self.reader = reader
        self.parties = _ids("party", [maker.name for maker in model.makers])
        self.options: list[str] = []
        for party, maker in zip(self.parties, model.makers, strict=True):
            own = _ids("option", [model.options[k][0] for k in maker.options])
            self.options += [f"{party}.{id_}" for id_ in own]

    def lines(self, title: str) -> Iterator[str]:
        """Return the whole case file."""
        yield "format: 1"
        yield f"title: {scalar(title)}"
        origin = f"gmcr-py {self.model.version}".strip()
        yield f"about: {scalar(f'Taken over from a GMCR+ file ({origin}).')}"
        yield from ("", "parties:")
        for party, maker in zip(self.parties, self.model.makers, strict=True):
            yield from self._party(party, maker)
        yield from ("", "options:")
        least = self.codes[0]
        for k, (name, way) in enumerate(self.model.options):
            yield from self._option(k, name, way, now=bool(least >> k & 1))
        if self.model.infeasible:
            yield from ("", "impossible:")
            unique = dict.fromkeys(map(self._statement, self.model.infeasible))
            yield from (f"  - {scalar(statement)}" for statement in unique)
        yield from self._preferences()
        yield from ("", "notes:")
        yield from (f"  - {scalar(note)}" for note in self._notes())

    def _party(self, party: str, maker: Maker) -> Iterator[str]:
        name = maker.name if maker.name.strip() else f"{party} (no name in the file)"
        if not maker.unseen:
            yield f"  {party}: {scalar(name)}"
            return
        yield f"  {party}:"
        yield f"    name: {scalar(name)}"
        unseen = " | ".join(f"({self._statement(item)})" for item in maker.unseen)
        note = f"The file says that this party does not see the states with {unseen}."
        yield f"    note: {scalar(note)}"

    def _option(self, k: int, name: str, way: str, *, now: bool) -> Iterator[str]:
        option = self.options[k]
        text = name if name.strip() else f"{option} (no name in the file)"
        if not now and not way:
            yield f"  {option}: {scalar(text)}"
            return
        yield f"  {option}:"
        yield f"    text: {scalar(text)}"
        if now:
            yield "    now: yes"
        if way and now == (way == "to yes"):
            # A case refuses one_way where the present state leaves no way to go; this says the
            # same of every other state.
            condition = f"!{option}" if now else option
            yield f"    needs: {scalar(condition)}"
        elif way:
            yield f"    one_way: {way}"

    def _preferences(self) -> Iterator[str]:
        """Return the statements of some parties and the rankings of the others."""
        wants, ranking = ["", "wants:"], ["", "ranking:"]
        for party, maker in zip(self.parties, self.model.makers, strict=True):
            groups = self._groups(maker)
            if groups is not None:
                ranking += [f"  {party}:", *self._ranked(maker, groups)]
                continue
            lines = [self._statement(item) for item in maker.statements]
            wants.append(f"  {party}:")
            wants += [f"    - {scalar(line)}" for line in lines or ["yes"]]
        for section in (wants, ranking):
            if len(section) > 2:
                yield from section

    def _groups(self, maker: Maker) -> list[list[int]] | None:
        """Return a ranking as groups of state numbers, best first, or None to use statements."""
        where = f"decision maker {maker.name!r}"
        if self.model.by_hand and maker.ranking is not None:
            groups = [list(group) for group in maker.ranking]
        elif maker.payoffs is not None and (self.model.by_hand or not maker.statements):
            given, states = len(maker.payoffs), len(self.codes)
            if given != states:
                message = f"{where}: {given} pay-offs for {states} feasible states"
                self.reader.fault("C703", message)
                return []
            by_worth: dict[float, list[int]] = {}
            for number, worth in enumerate(maker.payoffs, start=1):
                by_worth.setdefault(worth, []).append(number)
            groups = [by_worth[worth] for worth in sorted(by_worth, reverse=True)]
        elif self.model.by_hand:
            message = f"{where}: the file ranks states by hand, but this ranking is missing"
            self.reader.fault("C702", message)
            return []
        else:
            return None
        self.reader.check_ranking(where, groups, len(self.codes))
        return groups

    def _ranked(self, maker: Maker, groups: list[list[int]]) -> Iterator[str]:
        """Write a ranking; the last group, if it is one of several states, needs no patterns."""
        indent = "    "
        if maker.statements:
            kept = "; ".join(self._statement(item) for item in maker.statements)
            note = "Ranked by hand in the file, which also holds statements it does not use: "
            yield f"    note: {scalar(note + kept)}"
            yield "    order:"
            indent = "      "
        if not groups:  # a fault has been noted
            return
        *upper, last = groups
        for group in upper if len(last) > 1 else groups:
            patterns = [f'"{self._letters(number)}"' for number in group]
            yield from wrapped(patterns, f"{indent}- ")
        if len(last) > 1:
            yield f'{indent}- "{self._letters(None)}"  # every state not named above'

    def _letters(self, number: int | None) -> str:
        """Write a state as one letter an option, parties apart; None is any state."""
        if number is not None and not 1 <= number <= len(self.codes):
            return ""
        signs = "-" * len(self.options)
        if number is not None:
            signs = "".join("NY"[self.codes[number - 1] >> k & 1] for k in range(len(signs)))
        words = ("".join(signs[k] for k in maker.options) for maker in self.model.makers)
        return " ".join(word for word in words if word)

    def _statement(self, condition: Condition) -> str:
        """Write a condition as a statement; a table of two options as ``if`` or ``iff``."""
        short = _two_options(condition)
        if short is not None:
            pattern, first, second = short
            text = pattern.format(a=self.options[first], b=self.options[second])
        else:
            text = " | ".join(self._all_of(pattern) for pattern in condition)
        if len(text) > MAX_STATEMENT:
            self.reader.fault(
                "C706",
                f"a condition of {len(condition)} patterns becomes a statement of {len(text)} "
                f"characters; {MAX_STATEMENT} are the most: split it in GMCR+",
            )
        return text

    def _all_of(self, pattern: Pattern) -> str:
        words = (f"{'' if is_yes else '!'}{self.options[k]}" for k, is_yes in pattern)
        return " & ".join(words) or "yes"

    def _notes(self) -> Iterator[str]:
        """Say what was decided here and what could not be taken over."""
        yield (
            "The file names no status quo. The first feasible state is written as the present one; "
            "set now: yes on the options that hold."
        )
        if any(maker.unseen for maker in self.model.makers):
            yield (
                "The file says that some parties do not see all states (see their notes). That is "
                "not taken over: here every party sees every state."
            )
        for group in self.model.groups:
            members = ", ".join(self.parties[k] for k in group)
            yield f"The file lets these parties act as one: {members}. Ask for that coalition."


def _ids(kind: str, names: Iterable[str]) -> list[str]:
    """Make short ids that resemble names, no two alike."""
    used: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_ID].strip("_")
        if not stem or stem[0].isdigit():
            stem = f"{kind}_{stem or len(used) + 1}"
        if stem in UNTAKEN:
            stem += "_"
        tries = (f"{stem}_{count}" if count > 1 else stem for count in itertools.count(1))
        used.append(next(found for found in tries if found not in used))
    return used


def _two_options(condition: Condition) -> tuple[str, int, int] | None:
    """Recognise the truth tables that GMCR+ writes for "if" and "iff" between two options."""
    pairs = {tuple(sorted(dict(pattern).items())) for pattern in condition}
    options = sorted({k for pattern in condition for k, _ in pattern})
    if len(options) != 2 or any(len(pattern) != 2 for pattern in condition):
        return None
    first, second = options
    cells = {tuple(is_yes for _, is_yes in pair) for pair in pairs if len(pair) == 2}
    if len(cells) != len(pairs):
        return None
    missing = {(True, True), (True, False), (False, True), (False, False)} - cells
    forms = {
        frozenset({(True, False), (False, True)}): "{a} iff {b}",
        frozenset({(True, True), (False, False)}): "{a} iff !{b}",
        frozenset({(True, True)}): "!({a} & {b})",
        frozenset({(False, False)}): "{a} | {b}",
        frozenset({(False, True)}): "{a} if {b}",
        frozenset({(True, False)}): "{b} if {a}",
    }
    form = forms.get(frozenset(missing))
    return None if form is None else (form, first, second)
