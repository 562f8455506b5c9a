"""A thousand faults at every write of every verb; see `tests/faulty_writes.py`.

Prints how the runs ended; fails where anything was lost, half written or blocked the next run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HARNESS = Path(__file__).parents[1] / "tests" / "faulty_writes.py"

if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, str(HARNESS), "1000"], check=False).returncode)
