"""A case with all that it takes to repeat its answers, as one ZIP file of the same bytes each time.

In it: the case, the versions of what computed the answers, the seed and the commands, the answers
as the command line gives them with ``--json``, and the hash of each file.
"""

from __future__ import annotations

import io
import json
import platform
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib import metadata
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from stickpoint.case.check import check_text
from stickpoint.case.model.case import Case
from stickpoint.errors import StickpointError, reason_of
from stickpoint.studio.desk.desk import Desk
from stickpoint.studio.desk.faults import DeskError
from stickpoint.studio.desk.nameless import nameless

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can tell, and the same for all that is in it."""
_READABLE = 0o644 << 16
NAMELESS = "case.case.yaml"
Ask = Callable[[Case, int, int], Mapping[str, Any]]
"""A question: a case, how many draws and a seed → plain data."""


def why(case: Case, draws: int, seed: int) -> Mapping[str, Any]:
    """Answer why it is stuck."""
    del draws  # the short answer has a number of its own
    from stickpoint.answers.why.brief import why as ask

    return ask(case, seed=seed).to_dict()


def stable(case: Case, draws: int, seed: int) -> Mapping[str, Any]:
    """Answer which states hold."""
    del draws, seed
    from stickpoint.pages.data import stable as data
    from stickpoint.solve.stability.sanctions import stability

    return dict(json.loads("".join(data.stable(stability(case.conflict())))))


def clock(case: Case, draws: int, seed: int) -> Mapping[str, Any]:
    """Answer when and how it ends."""
    from stickpoint.answers.forecast import forecast

    return forecast(case, draws=draws, seed=seed).to_dict()


ANSWERS: Mapping[str, Ask] = {"why": why, "stable": stable, "clock": clock}
"""What is answered, by the verb that answers it on the command line."""


def replication_zip(
    desk: Desk,
    *,
    names: bool = True,
    seed: int = 0,
    draws: int = 400,
    answers: Mapping[str, Ask] = ANSWERS,
) -> bytes:
    """Return a ZIP file by which somebody else can repeat the answers on a case.

    Parameters
    ----------
    desk : Desk
        The case as it is now.
    names : bool
        False leaves out who the parties are, all passages, reasons and notes; dates and numbers
        stay, and the answers are those on the case without them.
    seed : int
        Where draws begin.
    draws : int
        How many the clock takes.
    answers : mapping
        The questions, by the name of the verb that answers them.

    Raises
    ------
    DeskError
        The case has faults.
    """
    text = desk.text if names else nameless(desk.text)
    name = desk.file.path.name if names else NAMELESS
    case, findings = check_text(text, name)
    if case is None:
        count = f"{len(findings)} fault{'s' if len(findings) != 1 else ''}"
        raise DeskError(f"the case has {count}; mend what 'check' lists before passing it on")
    files = {name: text.encode()}
    for verb, ask in answers.items():
        files[f"answers/{verb}.json"] = _json(_answer(ask, case, draws, seed))
    if names and desk.scenarios():
        found = [{"name": one.name, "command": one.command} for one in desk.scenarios()]
        files["scenarios.json"] = _json(found)
    files["lock.txt"] = _lock().encode()
    files["repeat.txt"] = _how_to_repeat(name, list(answers), draws, seed).encode()
    return _packed({**files, "SHA256SUMS": _sums(files)})


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))
    return "".join(lines).encode()


def _answer(ask: Ask, case: Case, draws: int, seed: int) -> Mapping[str, Any]:
    """Return an answer, or under ``silent`` why there is none."""
    try:
        return ask(case, draws, seed)
    except StickpointError as error:
        return {"silent": f"{reason_of(error)}."}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _lock() -> str:
    """Return the versions of Python, of this program and of what it stands on."""
    names = {"stickpoint"}
    for line in metadata.requires("stickpoint") or ():
        names.add(re.split(r"[^\w.-]", line)[0])
    versions = []
    for name in sorted(names, key=str.lower):
        try:
            versions.append(f"{name}=={metadata.version(name)}\n")
        except metadata.PackageNotFoundError:  # of an extra that is not installed
            continue
    return f"# Python {platform.python_version()}\n" + "".join(versions)


def _how_to_repeat(name: str, verbs: list[str], draws: int, seed: int) -> str:
    more = {"clock": f" --draws {draws} --seed {seed}"}
    lines = [f"stickpoint {verb} {name} --json{more.get(verb, '')}" for verb in verbs]
    return "\n".join([
        "The answers in this archive were computed with the versions in lock.txt.",
        "To repeat them, install these versions and run, in this folder:",
        "",
        *lines,
        "",
        "SHA256SUMS holds the hash of each file; 'sha256sum -c SHA256SUMS' compares them.",
        "",
    ])  # fmt: skip


def _packed(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in sorted(files.items()):
            info = ZipInfo(path, _FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = _READABLE
            archive.writestr(info, data)
    return stream.getvalue()
