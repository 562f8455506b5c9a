"""The Share screen: a report, a Word file, and an archive by which others repeat the answers.

Each is made by a button and comes as a link to save it; a switch leaves out names and passages.
"""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from stickpoint.case.model.case import Case
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import filled

TITLE = "Share"
TYPES = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}
SUFFIX = ".case.yaml"


def page(_: Case) -> str:
    """Return the switch and the buttons."""
    return filled("share.html")


def named(asked: Asked) -> bool:
    """Tell whether names and passages stay in."""
    args: Any = asked.get("args") or {}
    return not args.get("nameless")


def report(kind: str, case: Case, asked: Asked) -> str:
    """Write the whole report, as HTML or for Word."""
    from stickpoint.answers.why.brief import why
    from stickpoint.case.check import loads
    from stickpoint.studio.desk.nameless import nameless

    stem = str(asked["path"]).removesuffix(SUFFIX) if named(asked) else "case"
    told = case if named(asked) else loads(nameless(case.source))
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{stem}.{kind}"
        why(told, str(asked.get("as_of") or "") or None).save(file)
        return link(file.name, kind, file.read_bytes())


def archive(_: Case, asked: Asked) -> str:
    """Pack the case with its answers, their versions and their hashes."""
    from stickpoint.studio.desk import Desk
    from stickpoint.studio.desk.archive import replication_zip

    desk = Desk.open(str(asked["file"]), adopt=False)
    try:
        data = replication_zip(desk, names=named(asked))
    finally:
        desk.close()
    stem = str(asked["path"]).removesuffix(SUFFIX) if named(asked) else "case"
    return link(f"{stem}.zip", "zip", data)


def link(name: str, kind: str, data: bytes) -> str:
    """Return a link that saves some bytes; they are in it, so that nothing is kept to be asked."""
    held = base64.b64encode(data).decode()
    size = f"{len(data) / 1e6:.1f} MB" if len(data) > 100_000 else f"{max(1, len(data) // 1000)} kB"
    return filled("saved.html", name=name, address=f"data:{TYPES[kind]};base64,{held}", size=size)


PARTS = (
    Part("share-html", "button", partial(report, "html")),
    Part("share-docx", "button", partial(report, "docx")),
    Part("share-zip", "button", archive, needs=("file",)),
)
