"""A picture of the report → PNG by matplotlib, for files that hold no SVG.

It reads the very elements that the HTML page shows, and the very style sheet, in the colours for
paper, so that the two cannot say different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from stickpoint.pages.figures.svg import key_shape
from stickpoint.pages.model import Picture
from stickpoint.pages.render.html import style

if TYPE_CHECKING:
    from matplotlib.patches import Patch

NO_PICTURES = (
    "Pictures are left out: matplotlib is not installed; install stickpoint[plots], or write .html."
)
DOTS = 200
"""Per inch, at 72 units of the drawing to the inch."""
_FONTS = ("Liberation Sans", "Arial", "Helvetica", "Nimbus Sans", "DejaVu Sans")


def can_draw() -> bool:
    """Tell whether matplotlib is there."""
    return find_spec("matplotlib") is not None


def png(picture: Picture) -> bytes:
    """Return a picture as a PNG file, on white."""
    return _drawn(picture.draw(), *picture.size)


def key_png(kind: str) -> bytes:
    """Draw the sample of a mark in a legend."""
    return _drawn(key_shape(kind), 26.0, 14.0)


def _drawn(elements: str, wide: float, high: float) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(wide / 72, high / 72), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, wide)
    axes.set_ylim(high, 0)
    axes.axis("off")
    for order, element in enumerate(ElementTree.fromstring(f"<svg>{elements}</svg>").iter()):
        if element.tag == "text":
            _write(axes, element, looks(element), order)
        elif element.tag in ("line", "path", "circle", "rect"):
            axes.add_patch(_shape(element, zorder=order, **_styled(looks(element))))
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": "stickpoint"})
    return out.getvalue()


@cache
def _rules() -> tuple[dict[str, str], list[tuple[str, frozenset[str], dict[str, str]]]]:
    """Read the style sheet: its colours on paper, and what it says of elements of a picture."""
    text = style()
    paper = re.findall(r":root \{(.*?)\}", text, re.S)[-1]
    colours = dict(re.findall(r"--(\w+): (#\w+)", paper))
    rules = []
    for selector, body in re.findall(r"^((?:svg )?[.\w][^{}@\n]*?) \{([^{}]*)\}", text, re.M):
        said = dict(re.findall(r"([\w-]+):\s*([^;]+);", body + ";"))
        tag, *kinds = selector.removeprefix("svg ").split(".")
        rules.append((tag, frozenset(kinds), said))
    for kind, value in re.findall(r"\.(\w\d) \{ --c: (.*?); \}", text):
        rules.append(("", frozenset([kind]), {"--c": value}))
    return colours, rules


def looks(element: Any) -> dict[str, str]:
    """Say how an element is to look: what the style sheet says of its tag and its classes."""
    colours, rules = _rules()
    kinds = set(element.get("class", "").split())
    found: dict[str, str] = {}
    for tag, wanted, said in rules:
        if tag in ("", element.tag) and wanted <= kinds and (wanted or tag == "text"):
            found |= said
    own = _colour(found.get("--c", ""), colours)
    return {key: _colour(value, colours | {"c": own}) for key, value in found.items()}


def _colour(value: str, colours: Mapping[str, str]) -> str:
    """Follow a variable of the style sheet, with what stands in for it."""
    name = re.fullmatch(r"var\(--(\w+)(?:, (.*))?\)", value.strip())
    if name is None:
        return value.strip()
    return colours.get(name[1]) or _colour(name[2] or "", colours)


def _styled(look: Mapping[str, str]) -> dict[str, Any]:
    """Say how a shape is to look in the words of matplotlib."""
    dashes = [float(part) for part in look.get("stroke-dasharray", "").split()]
    width = float(look.get("stroke-width", "1").removesuffix("px"))
    edge = (look["stroke"], float(look.get("stroke-opacity", 1))) if "stroke" in look else "none"
    fill = look.get("fill", "none" if "stroke" in look else "#000000")
    return {
        "edgecolor": edge,
        "facecolor": fill if fill == "none" else (fill, float(look.get("fill-opacity", 1))),
        "linewidth": width,
        "linestyle": (0, tuple(part / width for part in dashes)) if dashes else "solid",
    }


def _shape(element: Any, **look: Any) -> Patch:
    from matplotlib.patches import FancyBboxPatch, PathPatch
    from matplotlib.path import Path

    if element.tag == "rect":
        x, y, wide, high, corner = _numbers(element, "x", "y", "width", "height", "rx")
        corner = min(corner, wide / 2, high / 2)
        box = f"round,pad=0,rounding_size={corner}" if corner else "square,pad=0"
        return FancyBboxPatch((x, y), wide, high, boxstyle=box, **look)
    if element.tag == "circle":
        x, y, radius = _numbers(element, "cx", "cy", "r")
        return PathPatch(Path.circle((x, y), radius), **look)
    if element.tag == "line":
        ends = [_numbers(element, "x1", "y1"), _numbers(element, "x2", "y2")]
        return PathPatch(Path(ends), **look | {"facecolor": "none"})
    points, codes = zip(*_steps(element.get("d")), strict=True)
    return PathPatch(Path(points, codes), **look)


def _numbers(element: Any, *names: str) -> list[float]:
    return [float(element.get(name, 0)) for name in names]


def _write(axes: Any, element: Any, look: Mapping[str, str], order: int) -> None:
    from matplotlib.patheffects import withStroke

    halo = []
    if "stroke" in look:
        width = float(look.get("stroke-width", "3px").removesuffix("px"))
        halo = [withStroke(linewidth=width, foreground=look["stroke"])]
    axes.text(
        *_numbers(element, "x", "y"), element.text or "", zorder=order,
        fontsize=float(look["font-size"].removesuffix("px")), color=look.get("fill", "#000000"),
        fontweight="bold" if look.get("font-weight", "") == "650" else "normal",
        fontstyle=look.get("font-style", "normal"), fontfamily=_fonts(), path_effects=halo,
        ha={"middle": "center", "end": "right"}.get(look.get("text-anchor", ""), "left"),
        va="baseline", parse_math=False,
    )  # fmt: skip


@cache
def _fonts() -> list[str]:
    """Return the first letters like those of the page that are installed."""
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _FONTS if name in there][:1] or ["sans-serif"]


def _steps(d: str) -> Iterator[tuple[tuple[float, float], int]]:
    """Follow the path commands that the pictures use (M, L, C, H, Z, l and h), with their codes."""
    at = start = (0.0, 0.0)
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        found = [float(part) for part in re.findall(r"-?[\d.]+", rest)]
        if letter == "Z":
            yield start, 79
        elif letter in "hH":
            found = [x for part in found for x in (part, 0.0 if letter == "h" else at[1])]
        for one, two in zip(found[::2], found[1::2], strict=True):
            at = (at[0] + one, at[1] + two) if letter.islower() else (one, two)
            start = at if letter == "M" else start
            yield at, _CODES[letter]


_CODES = {"M": 1, "L": 2, "C": 4, "H": 2, "l": 2, "h": 2}
"""The codes of matplotlib: move to, line to, a point of a curve of degree three."""
