"""Rows ↔ Parquet files that tell by their names whether they are whole.

A name holds the range of draws and a hash of what is in the file:
``draws/000000000000-000000008192.5f0c….parquet``. A file that was cut short, or changed, does not
match its name, and counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stickpoint.answers.exploring.atoms import Rows
from stickpoint.errors import SolveError
from stickpoint.outputs import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

DRAWS = "draws"
"""The folder of the files, within that of the runs, which holds nothing else."""
DRAW = "draw"
"""The column of the numbers of the draws."""
_NAME = re.compile(r"(\d{12,})-(\d{12,})\.([0-9a-f]{16})\.parquet")
_BLOCK = 1 << 20


class Chunk(NamedTuple):
    """A file of rows: the numbers of its first draw, and after its last."""

    first: int
    last: int
    path: Path


def write(folder: Path, rows: Rows) -> Chunk:
    """Write rows as one file: it is there as a whole or not at all, on the disk when this returns.

    Raises
    ------
    OSError
        It cannot be written.
    SolveError
        pyarrow is not installed.
    """
    content = parquet(rows)
    digest = blake2b(content, digest_size=8).hexdigest()
    path = folder / DRAWS / f"{rows.first:012}-{rows.last:012}.{digest}.parquet"
    write_whole(path, [content])
    return Chunk(rows.first, rows.last, path)


def parquet(rows: Rows) -> bytes:
    """Return rows as a Parquet file: the number of each draw, and every column in 64 bits."""
    arrow = needs_pyarrow()
    import numpy as np
    from pyarrow import parquet as format_

    columns = np.asfortranarray(rows.values).T
    numbers = arrow.array(np.arange(rows.first, rows.last, dtype=np.int64))
    table = arrow.table(
        [numbers, *map(arrow.array, columns)],
        schema=arrow.schema(
            [
                arrow.field(DRAW, arrow.int64(), nullable=False),
                *(arrow.field(name, arrow.float64(), nullable=False) for name in rows.names),
            ]
        ),
    )
    kept = BytesIO()
    # Numbers drawn at random have no repeats to look up, and little to press together.
    format_.write_table(table, kept, compression="none", use_dictionary=False)
    return kept.getvalue()


def chunks(folder: Path) -> tuple[list[Chunk], list[Path]]:
    """Return the whole files of runs, by their draws in turn, and those that are not whole.

    Not whole are also a file whose draws another has, and what a dead process left under a hidden
    name.
    """
    found, broken = list[Chunk](), list[Path]()
    for path in sorted((folder / DRAWS).iterdir()) if (folder / DRAWS).is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name is None:
            broken += [path] * (path.name.startswith(".") and path.suffix == ".part")
            continue
        one = Chunk(int(name[1]), int(name[2]), path)
        fresh = one.first >= (found[-1].last if found else 0) and one.last > one.first
        if fresh and _digest(path) == name[3]:
            found.append(one)
        else:
            broken.append(path)
    return found, broken


def read(paths: Sequence[Path], columns: Sequence[str] | None = None) -> pa.Table:
    """Read some columns of some files, all if None, one after the other."""
    arrow = needs_pyarrow()
    from pyarrow import parquet as format_

    given = None if columns is None else list(columns)
    return arrow.concat_tables([format_.read_table(path, columns=given) for path in paths])


def needs_pyarrow() -> pa:
    """Return pyarrow.

    Raises
    ------
    SolveError
        It is not installed.
    """
    try:
        import pyarrow as arrow
    except ImportError as error:
        raise SolveError(
            'runs are kept as Parquet, which needs pyarrow: pip install "stickpoint[explore]"'
        ) from error
    return arrow


def _digest(path: Path) -> str:
    whole = blake2b(digest_size=8)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()
