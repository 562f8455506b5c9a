"""Runs in the peer's own environment: ten sets of runs → the boxes that EMA Workbench finds.

``python prim_boxes.py OUT``, a .json file that the tests keep as `tests/known/prim_boxes.json`. It
imports nothing of stickpoint but the recipes of the sets, in `tests/prim_sets.py`.
"""

import json
import logging
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import ema_workbench  # noqa: E402
import pandas as pd  # noqa: E402
from ema_workbench.analysis.prim import Prim, PRIMObjectiveFunctions  # noqa: E402

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))
from prim_sets import BOXES, CRITERIA, DENSE, LEAST, SETS, checksum, made  # noqa: E402


def rows(box):
    """Return each box of a trajectory: runs, wanted runs, and the one input that was moved."""
    found, before = [], box.box_lims[0]
    for at, limits in enumerate(box.box_lims):
        row = box.peeling_trajectory.loc[at]
        moved = [int(name) for name in limits if tuple(limits[name]) != tuple(before[name])]
        ends = [[name, *(float(x) for x in limits[name])] for name in moved]
        found.append([int(row["n"]), int(row["k"]), *(ends[0] if ends else [])])
        before = limits
    return found


def chances(box):
    """Return the quasi-p-values of the last box, both ends of each input; null without limit."""
    return {
        int(name): [None if value < 0 else float(value) for value in pair]
        for name, pair in box.qp[-1].items()
    }


def boxes(name, x, y, criterion):
    """Find boxes one after the other until none is dense enough."""
    frame = pd.DataFrame(x, columns=range(x.shape[1]))
    objective = PRIMObjectiveFunctions[CRITERIA[criterion]]
    least = LEAST.get(name, 0.05)
    search = Prim(frame, y.astype(int), threshold=DENSE, mass_min=least, obj_function=objective)
    found = []
    for _ in range(BOXES):
        box = search.find_box()
        if box is None or len(box.box_lims) == 1:
            break
        found.append({"row": rows(box), "chances": chances(box)})
    return found


def main() -> None:
    """Find all boxes, those of the first criterion for every set and of the others for one."""
    logging.disable(logging.CRITICAL)
    found = {}
    for name in SETS:
        x, y = made(name)
        criteria = list(CRITERIA) if name in {"slope", "steps"} else list(CRITERIA)[:1]
        found[name] = {
            "checksum": checksum(x, y),
            "boxes": {criterion: boxes(name, x, y, criterion) for criterion in criteria},
        }
    origin = (
        f"EMA Workbench {ema_workbench.__version__}, threshold {DENSE}, its other settings its own"
    )
    text = json.dumps({"origin": origin, "sets": found}, separators=(",", ":"))
    Path(sys.argv[1]).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
