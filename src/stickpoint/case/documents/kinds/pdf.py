"""The bytes of a PDF → what pypdf extracts from it, with a form feed between pages.

It is read in a process of its own, whose time and memory are bounded: what a damaged or malicious
file does there, and what pypdf writes about it, ends there.
"""

from __future__ import annotations

import importlib.util
import io
import signal
import subprocess
import sys
import time
from typing import Any

from stickpoint.case.documents.bounds import MAX_TEXT, NoText, too_long

_SECONDS = 8.0
_SECONDS_PER_BYTE = 2.0 / (1 << 20)
_LONGEST = 60.0
_MANY_PAGES = 60
"""Pages within the first seconds that show a long document, not one made to take long."""
_MEMORY = 384 << 20
_ENDING = {
    "locked": "is locked with a password; save a copy without one",
    "pictures": "holds pictures of pages and no text; run a text recognition over it first",
    "memory": f"needs more than {_MEMORY >> 20} MiB to read; save what you cite as text",
    "damaged": "is no PDF document that can be read; save it again, or as text",
}
_CODE = "import sys; sys.path[:] = {}; from stickpoint.case.documents.kinds.pdf import main; main()"


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF; `NoText` says why it has none that can be read.

    The other process runs our own program, with nothing of the file in its words.
    """
    if importlib.util.find_spec("pypdf") is None:
        advice = 'pip install "stickpoint[documents]"'
        raise NoText(f"is a PDF document, and pypdf is not installed: {advice}")
    if b"%PDF" not in data or b"obj" not in data:
        raise NoText(_ENDING["damaged"])
    seconds = _allowed(len(data)) if hasattr(signal, "setitimer") else _SECONDS
    code = _CODE.format(repr(sys.path))
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(seconds) from None
    except OSError as error:
        raise NoText(f"cannot be read: no process for it starts ({error.strerror})") from None
    if hasattr(signal, "SIGALRM") and done.returncode == -signal.SIGALRM:
        raise _too_slow(_SECONDS)
    kind, _, text = done.stdout.partition(b"\n")
    if kind == b"text":
        return text.decode("utf-8", "surrogatepass")
    if kind == b"long":
        raise too_long()
    raise NoText(_ENDING.get(kind.decode("ascii", "replace"), _ENDING["damaged"]))


def _too_slow(seconds: float) -> NoText:
    return NoText(f"takes more than {seconds:.0f} s to read; save what you cite as text")


def _allowed(size: int) -> float:
    """Return the seconds that a long document of so many bytes may take."""
    return min(_LONGEST, _SECONDS + size * _SECONDS_PER_BYTE)


def main() -> None:
    """Read a PDF from standard input, and write how that ended and its text.

    Whatever its parser trips over is one answer.
    """
    data = sys.stdin.buffer.read()
    _bound(len(data))
    try:
        text = "text\n" + extracted(data)
    except NoText as error:
        text = str(error)
    except MemoryError:
        text = "memory"
    except Exception:
        text = "damaged"
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))


def _bound(given: int) -> None:
    """Take no more memory and time than a document needs, where the system can hold us to it."""
    _stop_after(_SECONDS)
    try:
        import resource
    except ImportError:  # not a Unix
        return
    most = _MEMORY + given
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _stop_after(seconds: float) -> None:
    """Let the system end this process, whatever it is busy with."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def extracted(data: bytes) -> str:
    """Return the text of a PDF; a `NoText` names the ending."""
    import pypdf

    reader: Any = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise NoText("locked")
    begun, pages = time.monotonic(), list[str]()
    left = MAX_TEXT
    for page in reader.pages:
        pages.append(page.extract_text())
        left -= len(pages[-1]) + 1
        if len(pages) == _MANY_PAGES:
            _stop_after(max(0.1, _allowed(len(data)) - (time.monotonic() - begun)))
        if left < -1:
            raise NoText("long")
    text = "\f".join(pages)
    if not text.strip():
        raise NoText("pictures")
    return text
