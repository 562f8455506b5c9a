"""What is run: case, day, seed, changes and rules, and the code that runs them.

Two runs of one spec have the same rows. How many draws, in which pieces, on which machines: none of
that is part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any

import stickpoint
from stickpoint.answers.forecasting.rules import USUAL, Rules
from stickpoint.case.check import loads
from stickpoint.case.model.case import Case
from stickpoint.errors import CaseError, ModelError
from stickpoint.graph.build_game import Changes

LAYERS = ("answers", "case", "graph", "logic", "solve")
"""Folders of the package on which a row may hang."""
_COUNTS = ("draws", "most_draws", "effective")
"""Rules about how many draws a forecast makes, which say nothing about any of them."""


@dataclass(frozen=True, eq=False)
class Spec:
    """What is run.

    Parameters
    ----------
    text : str
        The case file.
    path : str
        Where it was, for whoever reads it.
    as_of : date or None
        The day on which is asked; that of the case's start if None.
    seed : int
    changes : Changes
        What to take otherwise than the case has it.
    rules : Rules
        Of the forecast; its numbers of draws count for nothing here.
    """

    text: str
    path: str = "<text>"
    as_of: date | None = None
    seed: int = 0
    changes: Changes = field(default_factory=Changes)
    rules: Rules = USUAL

    @cached_property
    def case(self) -> Case:
        """The case, read from its text."""
        return loads(self.text, self.path)

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with anything that a row may hang on."""
        whole = dumps(self.to_dict(), sort_keys=True)
        return sha256(whole.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Return all that a row may hang on, as plain data."""
        made = asdict(replace(self.changes, read=Changes().read))
        del made["read"]
        made["worth"] = {f"{who}[{line}]": x for (who, line), x in self.changes.worth.items()}
        made["without"] = sorted(self.changes.without)
        rules = {k: v for k, v in asdict(self.rules).items() if k not in _COUNTS}
        return {
            "case": {"title": self.case.title, "sha256": sha256(self.text.encode()).hexdigest()},
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "seed": self.seed,
            "changes": made,
            "rules": {k: repr(v) if isinstance(v, float) else v for k, v in rules.items()},
            "program": {"version": stickpoint.__version__, "code": code()},
        }


def spec_of(
    case: Case, as_of: date | None, seed: int, changes: Changes | None, rules: Rules
) -> Spec:
    """Say what is run.

    Raises
    ------
    ModelError
        A case that is not as its text has it, so that nobody could run it again; amounts that are
        to be read in a way of the caller's own.
    """
    made = changes or Changes()
    if made.read is not Changes().read and made.read != Changes().read:
        raise ModelError("every draw reads the amounts itself; leave 'read' out of the changes")
    found = Spec(case.source, case.path, as_of, seed, made, rules)
    try:
        same = bool(case.source) and replace(found.case, remarks=()) == replace(case, remarks=())
    except CaseError:
        same = False
    if not same:
        raise ModelError(
            "the case was changed since it was read, so that its text does not say what to run; "
            "change the file, or say what to take otherwise by 'changes'"
        )
    return found


@cache
def code() -> str:
    """Return sixteen hexadecimal digits that change with the code that rows hang on."""
    root = Path(stickpoint.__file__).parent
    files = [path for layer in LAYERS for path in sorted((root / layer).rglob("*.py"))]
    whole = sha256()
    for path in files:
        whole.update(f"{path.relative_to(root).as_posix()}\n".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def differences(
    there: Mapping[str, Any], asked: Mapping[str, Any], within: str = ""
) -> Iterator[str]:
    """Yield what two specs differ in: what is there, and what is asked for.

    Examples
    --------
    >>> list(differences({"seed": 0, "rules": {"hold": "0.25"}}, {"seed": 1, "rules": {}}))
    ['seed: 0 there, 1 asked for', 'rules hold: 0.25 there, nothing asked for']
    """
    for key in dict.fromkeys((*there, *asked)):
        one, other = there.get(key), asked.get(key)
        if one == other:
            continue
        name = f"{within} {key}".strip()
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from differences(one, other, name)
        else:
            yield f"{name}: {_said(one)} there, {_said(other)} asked for"


def _said(value: object) -> str:
    return "nothing" if value is None or value in ({}, []) else str(value)
