"""The JSON of a ``.gmcr`` file (GMCR+, the program gmcr-py) → a model, or every fault in it.

A ``.gmcr`` file holds ``options`` (name, permitted direction), ``decisionMakers`` (name, own
options by number, preference statements most important first, and perhaps a ranking made by hand,
pay-offs and patterns of states it does not see), ``infeasibles`` (patterns) and ``coalitions``. A
pattern is a list of pairs (number of an option, "Y" or "N"); a compound condition is a list of
patterns of which one must fit. Rankings made by hand number the feasible states from 1, ordered
with the first option as the least significant digit. Older files say
``useManualPreferenceVectors`` and ``preferenceVector``, later ones ``useManualPreferenceRanking``
and ``preferenceRanking``.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from stickpoint.case.yaml.nodes import quote
from stickpoint.case.yaml.read import PICKLED, is_pickle, text_of
from stickpoint.errors import CaseError, Finding, ModelError
from stickpoint.formats.gmcr_model import (
    Condition,
    Maker,
    Model,
    Pattern,
    feasible,
    sorted_by_owner,
)

Groups: TypeAlias = tuple[tuple[int, ...], ...]

MAX_BYTES = 2 * 1024 * 1024
MAX_OPTIONS = 63
_DIRECTIONS = {"both": "", "fwd": "to yes", "back": "to no"}


def file_text(path: Path) -> str:
    """Return the text of a file; `CaseError` says why it has none, or that it is a pickle."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except (OSError, ValueError):
        data = b""
    _refuse_pickle(data, str(path))
    return text_of(path)


def _refuse_pickle(data: bytes, path: str) -> None:
    if is_pickle(data):
        raise CaseError([Finding(path, 1, 1, "C701", PICKLED)])


def parsed(text: str, path: str) -> Any:
    """Read JSON, or say where it breaks off."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB, which no such file needs"
        raise CaseError([Finding(path, 1, 1, "C701", message)])
    _refuse_pickle(text.encode("utf-8", "replace"), path)
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        message = f"this is not JSON, as .gmcr files are: {error.msg.lower()}"
        raise CaseError([Finding(path, error.lineno, error.colno, "C701", message)]) from None
    except (RecursionError, ValueError):
        message = "lists are nested too deeply, or a number is too long, to be a .gmcr file"
        raise CaseError([Finding(path, 1, 1, "C701", message)]) from None


class Reader:
    """Reads parsed JSON into a model and gathers every fault on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Finding] = []
        self.count = 0

    def fault(self, code: str, message: str) -> None:
        """Note a fault; JSON has no places, so the message names the part."""
        self.faults.append(Finding(self.path, 1, 1, code, message))

    def stop_at_faults(self) -> None:
        """Raise what was gathered."""
        if self.faults:
            raise CaseError(self.faults)

    def model(self, data: Any) -> Model:
        """Read a whole file; raises `CaseError` with every fault.

        The program sorts the options by their owners before it numbers the states, so the model
        that comes back is sorted in that way.
        """
        if not isinstance(data, dict):
            self.fault("C702", f"{_kind(data)} found; a .gmcr file is an object with options")
            self.stop_at_faults()
        options = tuple(self._option(k, item) for k, item in self._list(data, "options"))
        self.count = len(options)
        makers = tuple(self._maker(k, item) for k, item in self._list(data, "decisionMakers"))
        for what, found in (("options", options), ("decisionMakers", makers)):
            if not found:
                self.fault("C702", f"{what} is empty; a conflict has one at least")
        if len(options) > MAX_OPTIONS:
            self.fault("C702", f"{len(options)} options found; a case holds {MAX_OPTIONS} at most")
        self._check_owners(options, makers)
        flags = ("useManualPreferenceRanking", "useManualPreferenceVectors")
        by_hand = next((data[flag] for flag in flags if flag in data), False)
        infeasible = self._conditions(data, "infeasibles", "")
        groups = tuple(self._groups(data, len(makers)))
        self.stop_at_faults()
        version = str(data.get("version", "")).encode("ascii", "ignore").decode()
        return sorted_by_owner(Model(options, makers, infeasible, groups, by_hand is True, version))

    def feasible(self, model: Model) -> list[int]:
        """List the feasible codes, ascending; only the least where nothing numbers the states."""
        try:
            return feasible(model)
        except ModelError as error:
            message = f"infeasibles: {error}"
            raise CaseError([Finding(self.path, 1, 1, "C705", message)]) from None

    def check_ranking(self, where: str, groups: list[list[int]], n_states: int) -> None:
        """Note states that are ranked twice, left out, or are none."""
        given = Counter(state for group in groups for state in group)
        states = set(range(1, n_states + 1))
        twice = {state for state, count in given.items() if count > 1}
        for found, said in (
            (given.keys() - states, f"there are {n_states} feasible states and no state"),
            (twice, "ranked more than once: state"),
            (states - given.keys(), "the ranking leaves out state"),
        ):
            if found:
                shown = ", ".join(map(str, sorted(found)[:8])) + (" …" if len(found) > 8 else "")
                self.fault("C703", f"{where}: {said} {shown}")

    def _list(self, data: dict[str, Any], key: str, where: str = "") -> Iterable[tuple[int, Any]]:
        """Return the numbered items of a list that may be missing."""
        value = data.get(key, [])
        if not isinstance(value, list):
            self.fault("C702", f"{where}{key}: {_kind(value)} found, a list is expected")
            return ()
        return enumerate(value)

    def _name(self, data: dict[str, Any], where: str) -> str:
        name = data.get("name")
        if not isinstance(name, str):
            self.fault("C702", f"{where}: a name is expected, {_kind(name)} found")
            return ""
        if any("\ud800" <= char <= "\udfff" for char in name):
            self.fault("C702", f"{where}: the name holds half a character (a lone surrogate)")
        return name

    def _option(self, number: int, data: Any) -> tuple[str, str]:
        where = f"options[{number}]"
        if not isinstance(data, dict):
            self.fault("C702", f"{where}: {_kind(data)} found, an object with a name is expected")
            return "", ""
        way = data.get("permittedDirection", "both")
        if not isinstance(way, str) or way not in _DIRECTIONS:
            found = quote(way) if isinstance(way, str) else _kind(way)
            message = f"{where}: direction {found} found; both, fwd or back is expected"
            self.fault("C702", message)
            way = "both"
        return self._name(data, where), _DIRECTIONS[way]

    def _maker(self, number: int, data: Any) -> Maker:
        where = f"decisionMakers[{number}]"
        if not isinstance(data, dict):
            self.fault("C702", f"{where}: {_kind(data)} found, an object with a name is expected")
            return Maker("")
        own = [
            item
            for k, item in self._list(data, "options", f"{where}.")
            if self._is_number(item, self.count, f"{where}.options[{k}]")
        ]
        keys = [key for key in ("preferenceRanking", "preferenceVector") if key in data]
        return Maker(
            name=self._name(data, where),
            options=tuple(own),
            statements=self._conditions(data, "preferences", f"{where}."),
            ranking=self._ranking(data, keys[0], where) if keys else None,
            payoffs=self._payoffs(data, where) if "payoffs" in data else None,
            unseen=self._conditions(data, "misperceptions", f"{where}."),
        )

    def _is_number(self, item: Any, count: int, where: str, what: str = "option") -> bool:
        """Tell whether an item counts something from 0; note it if not."""
        if type(item) is int and 0 <= item < count:
            return True
        message = f"{where}: {item!r} is no {what}; they are numbered from 0 to {count - 1}"
        self.fault("C703", message)
        return False

    def _ranking(self, data: dict[str, Any], key: str, where: str) -> Groups | None:
        groups: list[tuple[int, ...]] = []
        for k, item in self._list(data, key, f"{where}."):
            group = item if isinstance(item, list) else [item]
            if not group or not all(type(state) is int for state in group):
                self.fault("C702", f"{where}.{key}[{k}]: numbers of states are expected")
                return None
            groups.append(tuple(group))
        return tuple(groups)

    def _payoffs(self, data: dict[str, Any], where: str) -> tuple[float, ...] | None:
        values = [item for _, item in self._list(data, "payoffs", f"{where}.")]
        if all(type(value) in (int, float) and math.isfinite(value) for value in values):
            return tuple(values)
        self.fault("C702", f"{where}.payoffs: a list of finite numbers is expected")
        return None

    def _conditions(self, data: dict[str, Any], key: str, where: str) -> tuple[Condition, ...]:
        """Read a list of patterns and compound conditions."""
        found = []
        for k, item in self._list(data, key, where):
            here = f"{where}{key}[{k}]"
            members = item.get("members") if isinstance(item, dict) else [item]
            if not isinstance(members, list) or not members:
                self.fault("C702", f"{here}: a compound condition needs a list of members")
                continue
            found.append(tuple(self._pattern(member, here) for member in members))
        return tuple(found)

    def _pattern(self, data: Any, where: str) -> Pattern:
        """Read pairs of an option's number and Y or N."""
        pairs: list[tuple[int, bool]] = []
        if not isinstance(data, list):
            self.fault("C702", f'{where}: {_kind(data)} found, pairs such as [0, "Y"] are expected')
            return ()
        for pair in data:
            if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in ("Y", "N"):
                self.fault("C702", f'{where}: a pair such as [0, "Y"] is expected')
            elif self._is_number(pair[0], self.count, where):
                pairs.append((pair[0], pair[1] == "Y"))
        return tuple(pairs)

    def _groups(self, data: dict[str, Any], n_makers: int) -> Iterable[tuple[int, ...]]:
        """Return the coalitions of two or more."""
        for k, item in self._list(data, "coalitions"):
            members = item if isinstance(item, list) else [item]
            where = f"coalitions[{k}]"
            fit = [self._is_number(m, n_makers, where, "decision maker") for m in members]
            if all(fit) and len(members) > 1:
                yield tuple(members)

    def _check_owners(self, options: Sequence[Any], makers: Sequence[Maker]) -> None:
        """Every option needs exactly one owner."""
        owned = [k for maker in makers for k in maker.options]
        for k, (name, _) in enumerate(options):
            if owned.count(k) != 1:
                count = "no decision maker" if k not in owned else "several decision makers"
                self.fault("C704", f"options[{k}] {name!r} belongs to {count}; give it to one")


def _kind(value: Any) -> str:
    """Say what JSON value was found."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")
