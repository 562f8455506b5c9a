"""Kills of the whole studio at random moments: every acknowledged edit is there, the file is whole.

``python benchmarks/studio_kills.py [KILLS] [SEED]`` makes the rounds of ``tests/studio_kills.py``,
a thousand if not told otherwise, and prints what came of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import studio_kills

if __name__ == "__main__":
    studio_kills.main(*(sys.argv[1:] or ["1000"]))
