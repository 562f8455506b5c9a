"""The Share screen: a report, a Word file, and an archive by which others repeat the answers.

Each is made by a button and comes as a link to save it; a switch leaves out names and passages.
"""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stickpoint.case.model.case import Case
from stickpoint.studio.answering.scratch import scratch
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import filled

if TYPE_CHECKING:
    from stickpoint.answers.why.brief import Brief

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
    found = _answered(case, asked)
    with scratch("share") as folder:
        file = Path(folder) / f"{_stem(asked)}.{kind}"
        found.save(file)
        return link(file.name, kind, file.read_bytes())


def _answered(case: Case, asked: Asked) -> Brief:
    """Return the answers about the case, or about the same without its names."""
    from stickpoint.answers.why.brief import why
    from stickpoint.case.check import loads
    from stickpoint.studio.desk.nameless import nameless

    told = case if named(asked) else loads(nameless(case.source))
    return why(told, str(asked.get("as_of") or "") or None)


def _stem(asked: Asked) -> str:
    return str(asked["path"]).removesuffix(SUFFIX) if named(asked) else "case"


def one_page(case: Case, asked: Asked) -> str:
    """Write the answer alone on one page, with the curve of the forecast where there is one."""
    from dataclasses import replace

    from stickpoint.answers.ended import ended
    from stickpoint.pages.data.forecast import predictive
    from stickpoint.pages.model import Numbers
    from stickpoint.pages.render.html import html
    from stickpoint.pages.report.forecast import curve
    from stickpoint.pages.why.brief import brief

    found = _answered(case, asked)
    page = brief(found)
    if not found.silent and not found.is_over:
        [answer] = page.sections
        drawn = curve(
            found.forecast, ended(found.case), Numbers({"forecast": predictive(found.forecast)})
        )
        page = replace(page, sections=(replace(answer, parts=(*answer.parts, drawn)),))
    return link(f"{_stem(asked)}-one-page.html", "html", html(page).encode())


def archive(_: Case, asked: Asked) -> str:
    """Pack the case with its answers, their versions and their hashes."""
    from stickpoint.studio.desk import Desk
    from stickpoint.studio.desk.archive import replication_zip

    desk = Desk.open(str(asked["file"]), adopt=False)
    try:
        data = replication_zip(desk, names=named(asked))
    finally:
        desk.close()
    return link(f"{_stem(asked)}.zip", "zip", data)


def link(name: str, kind: str, data: bytes) -> str:
    """Return a link that saves some bytes; they are in it, so that nothing is kept to be asked."""
    held = base64.b64encode(data).decode()
    size = f"{len(data) / 1e6:.1f} MB" if len(data) > 100_000 else f"{max(1, len(data) // 1000)} kB"
    return filled("saved.html", name=name, address=f"data:{TYPES[kind]};base64,{held}", size=size)


PARTS = (
    Part("share-page", "button", one_page),
    Part("share-html", "button", partial(report, "html")),
    Part("share-docx", "button", partial(report, "docx")),
    Part("share-zip", "button", archive, needs=("file",)),
)
