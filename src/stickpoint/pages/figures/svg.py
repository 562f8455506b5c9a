"""The smallest pieces of a picture: lines, words and how wide these are, round numbers, keys.

No colour is named here: classes are, and the style sheet gives them colours for light, dark and
paper. Everything that may come from a case goes through `svg_text` or `escape`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from html import escape

WIDTH = 720.0
_MOST = 60
"""Characters of words beside a line, at most."""
BOLD = 1.16
"""How much wider than they are reckoned words may be where they are set in bold."""


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def key_shape(kind: str) -> str:
    """Draw the sample of a mark in a legend, 26 by 14: the same shape as in the picture."""
    what = kind.removeprefix("mark ")
    hollow = " restates" if what.endswith(" hollow") else ""
    if what.startswith("dot"):
        return f'<circle cx="13" cy="7" r="4.5" class="exact c7{hollow}"/>'
    if what.startswith("diamond"):
        return path("M13 1l6 6l-6 6l-6 -6Z", f"exact c7{hollow}")
    if what.startswith(("loose", "agenda")):
        name = "loose agenda" if what == "agenda" else "loose"
        return f'<rect x="2" y="3.5" width="22" height="7" rx="3.5" class="{name} c7{hollow}"/>'
    return path("M1 7H25", escape(what))


def path(d: str, kind: str) -> str:
    """Draw a path."""
    return f'<path d="{d}" class="{kind}"/>'


def rect(x: float, y: float, wide: float, tall: str, kind: str, corner: str = "") -> str:
    """Draw a rectangle, its corners rounded by ``corner`` where that is given."""
    round_ = f' rx="{corner}"' if corner else ""
    size = f'width="{wide:.1f}" height="{tall}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size}{round_} class="{kind}"/>'


def svg_text(x: float, y: float, words: str, kind: str) -> str:
    """Write words, escaped."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(words)}</text>'


def wide(words: str, size: float = 12.0) -> float:
    """Reckon how wide words are in a sans-serif letter, rather too wide than too narrow.

    >>> wide("ill", 10) < wide("MOW", 10)
    True
    """
    narrow = sum(c in "fijlrtI.,:;'|!()[]- " for c in words)
    broad = sum(c in "mwMW%@" for c in words)
    tall = sum(c.isupper() and c not in "IMW" for c in words)
    rest = len(words) - narrow - broad - tall
    return size * (0.36 * narrow + 0.92 * broad + 0.74 * tall + 0.62 * rest)


def short(words: str, most: int) -> str:
    """Cut words that are too long for their place.

    >>> short("North Korea", 6)
    'North…'
    """
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def cut(words: str, room: float, size: float) -> list[str]:
    """Break words into lines that fit a width; none is left out.

    >>> cut("special court + watched truce", 100, 11.5)
    ['special court +', 'watched truce']
    """
    rows: list[str] = []
    for word in words.split():
        if rows and wide(f"{rows[-1]} {word}", size) <= room:
            rows[-1] += f" {word}"
        else:
            rows += _cut_word(word, room, size)
    return rows or [""]


def _cut_word(word: str, room: float, size: float) -> Iterator[str]:
    while word:
        fits = (k for k in range(len(word), 1, -1) if wide(word[:k], size) <= room)
        most = next(fits, 1)
        yield word[:most]
        word = word[most:]


def lines_of(x: float, y: float, words: str, most: int, kind: str, high: int = 3) -> list[str]:
    """Write words about a height, in at most ``high`` lines."""
    rows = textwrap.wrap(words, most, max_lines=high, placeholder=" …") or [""]
    top = y + 4 - 6.5 * (len(rows) - 1)
    return [svg_text(x, top + 13 * k, row, kind) for k, row in enumerate(rows)]


def beside(x: float, y: float, words: str, kind: str = "") -> str:
    """Write words to that side of a vertical line on which there is room."""
    left, right = reach(x, words)
    at, side = (left, "") if left > x else (right, " end")
    return svg_text(at, y, short(words, _MOST), f"label{kind}{side}")


def reach(x: float, words: str) -> tuple[float, float]:
    """Say from where to where words reach that are written beside a vertical line."""
    across = wide(short(words, _MOST))
    fits = x + 5 + across < WIDTH or x < WIDTH / 2
    return (x + 5, x + 5 + across) if fits else (x - 5 - across, x - 5)


def ticks(last: float) -> list[float]:
    """Choose round values from 0 to ``last``, at most nine.

    >>> ticks(24.0)
    [0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0]
    """
    ten = 10.0 ** math.floor(math.log10(last))
    steps = [ten * k for k in (0.1, 0.2, 0.3, 0.5, 0.6, 1, 1.2, 2)]
    step = next(step for step in steps if last / step <= 8.001)
    return [round(step * k, 10) for k in range(math.floor(last / step + 1e-9) + 1)]
