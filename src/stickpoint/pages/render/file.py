"""An answer → a report in a file; its ending says whether HTML or DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stickpoint.errors import StickpointError

if TYPE_CHECKING:
    from stickpoint.answers.brief import Brief

ENDINGS = (".html", ".docx")


def check(file: Path) -> None:
    """Refuse a name that could not be written, before anything is worked out.

    Raises
    ------
    StickpointError
        An ending other than those of `ENDINGS`, or a file that is there already.
    """
    if file.suffix.lower() not in ENDINGS:
        ending = repr(file.suffix) if file.suffix else "no ending"
        raise StickpointError(f"a report ends in {' or '.join(ENDINGS)}; {ending} found")
    if file.exists():
        raise StickpointError(f"{file} exists already; nothing was written. Choose another name.")


def save(found: Brief, file: Path, folders: Sequence[Path] = ()) -> None:
    """Write the report of an answer.

    Parameters
    ----------
    found : Brief
    file : Path
    folders : sequence of Path
        Where the documents of the case may lie.

    Raises
    ------
    StickpointError
        As `check`, or DOCX without python-docx.
    """
    check(file)
    from stickpoint.pages.report.document import report

    if file.suffix.lower() == ".docx":
        from stickpoint.pages.render.docx import NO_DOCX, can_write, word

        if not can_write():
            raise StickpointError(NO_DOCX)
        made = word(report(found, folders))
    else:
        from stickpoint.pages.render.html import html

        made = html(report(found, folders)).encode()
    with file.open("xb") as out:
        out.write(made)
