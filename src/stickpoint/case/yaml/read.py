"""A path, or the text itself → a tree of nodes with places, and findings about how it is written.

The only module, with library, that opens case files.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from stickpoint.case.model.basis import Place
from stickpoint.case.yaml.compose import compose
from stickpoint.case.yaml.nodes import Faults, Node
from stickpoint.case.yaml.syntax import readable
from stickpoint.errors import CaseError

MAX_BYTES = 2 * 1024 * 1024
_START = Place(1, 1)
_TOO_LARGE = (
    f"more than {MAX_BYTES // 2**20} MiB found; "
    "point into long documents by passages instead of copying them in"
)
_KINDS = (
    (b"PK\x03\x04", "this is a document of a word processor or another packed file"),
    (b"\xd0\xcf\x11\xe0", "this is an old document of a word processor"),
    (b"%PDF-", "this is a PDF"),
)
"""How files begin that are taken for cases by mistake."""
PICKLED = (
    "this is a save of the oldest GMCR+, which keeps its files as Python objects (a pickle); such "
    "a file can run commands, so it is not opened here: open it in a later GMCR+ and save it again"
)
_OTHER = (
    "this is a file of GMCR+, another program; make a case of it by "
    "'stickpoint convert FILE.gmcr FILE.case.yaml'"
)
_PICKLED = re.compile(rb"\x80[\x00-\x05]|[(\]}].*\.\Z|c[\w.]+\n\w+\n", re.DOTALL)
"""What pickles of any protocol look like; no JSON does."""
_ODD_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]")
_KEY_LINE = re.compile(r"[\s\u200b]*(?:-[\s\u200b]+)?[\w.]+:(?:[\s\u200b]+|$)")
"""The beginning of a line that names a key: its indentation and the space after the colon."""
_BLOCK = re.compile(r"[|>][-+\d]*\s*(?:#.*)?$")
_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAKS = "\r\x85\u2028\u2029"
"""Line breaks to a reader of YAML, of which editors show no line."""


def read_file(path: Path, faults: Faults) -> str | None:
    """Read a case file; None, with a finding, when it is none or cannot be read."""
    data = _bytes_of(path, faults)
    if data is None:
        return None
    is_other = path.suffix.lower() == ".gmcr"
    if data.startswith(b"\x80") or is_other:  # no text begins so; a case may begin like the rest
        if is_pickle(data):
            faults.add(_START, "C701", PICKLED)
            return None
        if is_other:
            faults.add(_START, "C701", _OTHER)
            return None
    return _decoded(data, faults)


def is_pickle(data: bytes) -> bool:
    """Tell whether the bytes of a .gmcr file are Python objects, of which none is ever made."""
    return _PICKLED.match(data.rstrip()) is not None


def _bytes_of(path: Path, faults: Faults) -> bytes | None:
    """Read a file no larger than a case may be; None, with a finding, when that fails."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        faults.add(_START, "C001", f"cannot be read: {reason}; name a readable file")
        return None
    if len(data) > MAX_BYTES:
        faults.add(_START, "C005", _TOO_LARGE)
        return None
    return data


def text_of(path: Path) -> str:
    """Return the text of a file that is no case, or raise a `CaseError`."""
    faults = Faults(str(path))
    data = _bytes_of(path, faults)
    text = None if data is None else _decoded(data, faults)
    if text is None:
        raise CaseError(faults.findings)
    return text


def _decoded(data: bytes, faults: Faults) -> str | None:
    for start, kind in _KINDS:
        if data.startswith(start):
            message = f"{kind}, not a text; a case is a plain text: see 'stickpoint new'"
            more = ", and 'stickpoint read' for what another document holds"
            faults.add(_START, "C006", message + more)
            return None
    wide = _wide_encoding(data)
    if wide:
        message = f"the file is in {wide}; save it with the encoding UTF-8, without changing a word"
        faults.add(_START, "C006", message)
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_old = _ends_as_on_a_macintosh(data.decode("utf-8", "replace"))
        before = _with_line_feeds(data[: error.start].decode("utf-8"), is_old=is_old)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = (
            f"byte 0x{data[error.start]:02x} is not UTF-8; "
            "save the file with the encoding UTF-8 (without it, accents and dashes get lost)"
        )
        faults.add(Place(line, column), "C006", message)
        return None


def _wide_encoding(data: bytes) -> str:
    """Name the encoding of a file in which every character takes two or four bytes."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    head = data[: 2**12]
    empty = [head[k::4].count(0) * 4 for k in range(4)]
    wide = [count > 0.25 * len(head) for count in empty]
    if wide in ([False, True, True, True], [True, True, True, False]):
        return "UTF-32"
    return "UTF-16" if wide in ([False, True] * 2, [True, False] * 2) else ""


def read_text(text: str, faults: Faults) -> Node | None:
    """Read the text of a case into a tree; None when there is no mapping at its top."""
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        faults.add(_START, "C005", _TOO_LARGE)
        return None
    text = text.removeprefix("\ufeff")
    text = _with_line_feeds(text, is_old=_ends_as_on_a_macintosh(text))
    text = _printable(text, faults)
    text = _plainly_spaced(text, faults)
    root = compose(readable(text, faults), faults)
    if root is not None and root.kind == "mapping":
        return root
    if root is not None and not root.is_empty:
        if not root.broken:
            found = "a list" if root.kind == "list" else "a text"
            message = "keys such as 'title: …' and 'parties:' are expected at the top of a case"
            faults.add(root, "C102", f"{message}, found {found}; write 'key: value' lines")
    elif not len(faults):
        message = "the file is empty; begin with 'format: 1', or start from the template"
        faults.add(_START, "C009", f"{message} that 'stickpoint new' writes")
    return None


def _ends_as_on_a_macintosh(text: str) -> bool:
    """Tell whether lines end in a carriage return alone, as on old ones."""
    return text.count("\r") - text.count("\r\n") > text.count("\n")


def _with_line_feeds(text: str, *, is_old: bool) -> str:
    text = text.replace("\r\n", "\n")
    return text.replace("\r", "\n") if is_old else text


def _plainly_spaced(text: str, faults: Faults) -> str:
    """Replace special spaces where YAML needs plain ones, reporting the first.

    Elsewhere, as in a text in French, they may stand.
    """
    lines = text.split("\n")
    found = []
    block = -1  # the indentation of the key whose text goes on below it
    for k, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if block >= 0 and (depth > block or not line.strip()):
            continue
        block = depth if _BLOCK.search(line) else -1
        key = _KEY_LINE.match(line)
        odd = _ODD_SPACE.search(key[0]) if key else None
        if key and odd:
            found.append((k + 1, odd.start() + 1, odd[0]))
            lines[k] = _ODD_SPACE.sub(" ", key[0]) + line[key.end() :]
    if found:
        line_number, column, char = found[0]
        more = f" (and in {len(found) - 1} more lines)" if len(found) > 1 else ""
        message = (
            f"a special space, U+{ord(char):04X}{more}, stands where the format needs a plain "
            "one; delete it and press the space bar"
        )
        faults.add(Place(line_number, column), "C006", message)
    return "\n".join(lines)


def _printable(text: str, faults: Faults) -> str:
    """Replace characters that no text should hold by spaces, reporting the first."""
    found = _UNPRINTABLE.search(text)
    if not found:
        return text
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    others = len(_UNPRINTABLE.findall(text)) - 1
    more = f", and {others} more like it" if others else ""
    what = "cannot be printed; delete it"
    if found[0] in _BREAKS:
        what = "breaks the line in a way of its own; delete it and press the key Enter"
    message = f"character U+{ord(found[0]):04X}{more} {what}"
    faults.add(Place(line, column), "C006", message)
    return _UNPRINTABLE.sub(" ", text)
