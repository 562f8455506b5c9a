"""Kills of the studio at random moments: what was acknowledged is there, and the file is whole.

``python benchmarks/desk.py [KILLS] [SEED]`` makes the rounds of ``tests/desk_kills.py``, a thousand
if not told otherwise, prints what came of them, and then the seconds of an edit of the Korean case.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import desk_kills

from stickpoint.case.library import path_of
from stickpoint.studio.desk import Desk
from stickpoint.studio.edits import patched

EDITS = 20


def edit_seconds(folder: Path) -> tuple[float, float, float]:
    """Measure an edit of a long case: its text alone, kept and written, and by the wall."""
    case = folder / "korea.case.yaml"
    case.write_bytes(path_of("korea-1952").read_bytes())
    desk = Desk.open(case)
    edits = [{"do": "set", "path": ["clock", "horizon"], "value": 20 + k} for k in range(EDITS)]
    start = time.process_time()
    text = desk.text
    for edit in edits:
        text = patched(text, edit)
    alone = time.process_time() - start
    start, wall = time.process_time(), time.perf_counter()
    for edit in reversed(edits):
        desk.apply(edit, "", desk.revision)
    return (
        alone / EDITS,
        (time.process_time() - start) / EDITS,
        (time.perf_counter() - wall) / EDITS,
    )


def main() -> None:
    """Kill, measure, print."""
    given = sys.argv[1:] or ["1000"]
    desk_kills.main(*given)
    with tempfile.TemporaryDirectory() as name:
        alone, kept, wall = edit_seconds(Path(name))
    print(
        f"an edit of korea: {alone:.3f} s, kept and written {kept:.3f} s ({wall:.3f} s by the wall)"
    )


if __name__ == "__main__":
    main()
