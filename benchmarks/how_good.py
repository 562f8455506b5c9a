"""Write `docs/how-good.md`, its picture, and a page for each calibration case, from scores.

    python benchmarks/how_good.py                         write the pages from the scores kept
    python benchmarks/how_good.py SCORES.json …           keep these scores, then write
    python benchmarks/how_good.py --run                   score all cases anew, then write
    python benchmarks/how_good.py --later                 score only the second draw, then write
    python benchmarks/how_good.py --built-in              only the two that count in no score
    python benchmarks/how_good.py --honest                only what perfect forecasters come to

The files are what ``stickpoint score CASE… --json`` printed for all cases of one set. A set without
scores, such as the second draw before its one run, is told on no page.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from calibration import built_in, cases_told, honest, kept, page, picture

DOCS = kept.ROOT / "docs"


def pages(scores: kept.Scores | None = None) -> dict[Path, str]:
    """Return the text of every file that is written, by its path, from the scores that are kept."""
    scores = scores or kept.read()
    found = {
        DOCS / "how-good.md": page.page(scores),
        DOCS / "img" / "reliability.svg": picture.picture(scores),
        DOCS / "casebook" / "calibration.md": cases_told.index(
            scores, built_in.listed(), (f"{name}-forecasts" for name in built_in.STORIES)
        ),
    }
    for name in built_in.STORIES:
        found[DOCS / "casebook" / f"{name}-forecasts.md"] = built_in.told(name)
    for half in kept.scored(scores):
        for name in kept.half_of(half):
            found[DOCS / "casebook" / f"{name}.md"] = cases_told.told(scores, name)
    return found


def main(words: list[str]) -> None:
    if words == ["--run"]:
        kept.keep(kept.run(one) for one in kept.SETS)
        built_in.keep(built_in.run())
    elif words == ["--later"]:
        kept.keep([kept.run(kept.LATER)])
    elif words == ["--built-in"]:
        built_in.keep(built_in.run())
    elif words == ["--honest"]:
        honest.keep(honest.run([float(share) for share in page.DATES]))
    elif words:
        kept.keep(json.loads(Path(word).read_text(encoding="utf-8")) for word in words)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
    print(page.in_one_sentence(kept.read()))


if __name__ == "__main__":
    main(sys.argv[1:])
