"""A file from a page → a document beside the case, under a safe name and over no other."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterable
from hashlib import sha256
from itertools import count
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from stickpoint.case.documents.bounds import MAX_BYTES, NoText, too_large
from stickpoint.outputs import write_whole
from stickpoint.studio.desk import DeskError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FOLDER = "documents"
"""Where documents go, beside the case."""
MOST_NAME = 100
MOST_NAME_BYTES = 200
"""Most systems take 255, of which a number and an ending that is put behind it need some."""
MOST_NAMESAKES = 1_000
_ODD = re.compile(r"[^\w.\- ()]+")
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that mean a device to some systems, whatever follows the dot."""


async def upload(request: Request, case: Path) -> Response:
    """Keep the file that a page sent, and tell where it lies and how it may be entered."""
    from starlette.requests import ClientDisconnect
    from starlette.responses import JSONResponse

    try:
        name = safe_name(request.query_params.get("name", ""))
        data = await received(request.stream())
        path = await asyncio.to_thread(kept, data, case.resolve().parent / FOLDER, name)
    except NoText as error:
        return JSONResponse({"error": f"The file {error}."}, 413)
    except DeskError as error:
        return JSONResponse({"error": f"Not copied: {error}."}, 400)
    except ClientDisconnect:  # nobody is there to be told
        return JSONResponse({"error": "Not copied: not all of the file came."}, 400)
    except OSError as error:
        return JSONResponse(
            {"error": f"Not copied: {(error.strerror or str(error)).lower()}."}, 507
        )
    told = {
        "file": f"{FOLDER}/{path.name}", "sha256": sha256(data).hexdigest(),
        "title": Path(name).stem, "id": id_of(name),
    }  # fmt: skip
    return JSONResponse(told)


async def received(pieces: AsyncIterable[bytes]) -> bytes:
    """Read what is sent to its end, and keep no more of it than a document may have.

    A browser that is answered while it still sends takes the studio for gone, and hears no reason.

    Raises
    ------
    NoText
        It is larger, whatever it said of itself.
    """
    found, size = list[bytes](), 0
    async for piece in pieces:
        size += len(piece)
        if size > MAX_BYTES:
            found.clear()
        else:
            found.append(piece)
    if size > MAX_BYTES:
        raise too_large(MAX_BYTES)
    return b"".join(found)


def safe_name(given: str) -> str:
    r"""Return a name for a file that leads nowhere and that every system can have.

    Raises
    ------
    DeskError
        Nothing is left of it.

    Examples
    --------
    >>> safe_name("../../etc/Notes: May?.txt"), safe_name("C:\\x\\.hidden"), safe_name("aux.txt")
    ('Notes_ May_.txt', 'hidden', '_aux.txt')
    """
    last = PurePosixPath(PureWindowsPath(given).name).name
    name = _ODD.sub("_", unicodedata.normalize("NFC", last)).lstrip(". ").rstrip(". ")
    suffix = Path(name).suffix[:12].rstrip(". ")
    stem = Path(name).stem[: MOST_NAME - len(suffix)].encode()
    most = MOST_NAME_BYTES - len(suffix.encode())
    name = f"{stem[:most].decode(errors='ignore').rstrip('. ')}{suffix}"
    if not name.strip("._ "):
        raise DeskError("the file has no name that could be kept; give it one of letters or digits")
    name = f"_{name}" if _TAKEN.match(name) else name
    return name if name == given else safe_name(name)


def kept(data: bytes, folder: Path, name: str) -> Path:
    """Write a file into a folder, beside whatever is there; the same bytes are not kept twice.

    Raises
    ------
    DeskError
        It is empty, or the folder leads elsewhere.
    OSError
        It cannot be written.
    """
    if not data:
        raise DeskError("the file is empty")
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise DeskError(
            f"what is called '{folder.name}' beside the case is no folder; give it another name"
        ) from None
    if folder.resolve().parent != folder.parent.resolve():
        raise DeskError(f"'{folder.name}' beside the case leads to another place; make it a folder")
    for number in count(1):
        if number > MOST_NAMESAKES:
            break
        stem, suffix = Path(name).stem, Path(name).suffix
        path = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        try:
            write_whole(path, [data])
        except FileExistsError:
            if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
                return path
        else:
            return path
    raise DeskError(f"there are too many files called '{name}' already; give it another name")


def id_of(name: str) -> str:
    """Propose the id under which a document is entered.

    >>> id_of("Report of May 1952.pdf"), id_of("1952.txt")
    ('report-of-may-1952', 'd-1952')
    """
    plain = unicodedata.normalize("NFKD", Path(name).stem).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")
    return found if found[:1].isalpha() else f"d-{found}".rstrip("-")
