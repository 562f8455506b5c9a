"""A page → a file; its ending says whether HTML or DOCX."""

from __future__ import annotations

from pathlib import Path

from stickpoint.errors import StickpointError
from stickpoint.outputs import write_whole
from stickpoint.pages.model import Page

ENDINGS = (".html", ".docx")


def check(file: Path) -> None:
    """Refuse a name that could not be written, before anything is worked out.

    Raises StickpointError for an ending not of `ENDINGS`, or a file that is there already.
    """
    if file.suffix.lower() not in ENDINGS:
        ending = repr(file.suffix) if file.suffix else "no ending"
        advice = "; a browser prints .html as PDF" if file.suffix.lower() == ".pdf" else ""
        raise StickpointError(f"a report ends in {' or '.join(ENDINGS)}; {ending} found{advice}")
    if file.exists():
        raise _taken(file)


def save(page: Page, file: Path) -> None:
    """Write a page; raises StickpointError as `check` does, and for DOCX without python-docx."""
    check(file)
    if file.suffix.lower() == ".docx":
        from stickpoint.pages.render.docx import NO_DOCX, can_write, word

        if not can_write():
            raise StickpointError(NO_DOCX)
        made = word(page)
    else:
        from stickpoint.pages.render.html import html

        made = html(page).encode()
    try:
        write_whole(file, [made])
    except FileExistsError:  # since it was looked for
        raise _taken(file) from None


def _taken(file: Path) -> StickpointError:
    return StickpointError(f"{file} exists already; nothing was written. Choose another name.")
