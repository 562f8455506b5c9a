"""Scores → the reliability picture: how often it was over by the time given so much chance."""

from __future__ import annotations

from calibration.kept import LATER, Scores, held
from scipy.stats import binom

SIDE, GAP, LEFT, TOP = 250.0, 84.0, 66.0, 66.0
WIDTH, HEIGHT = LEFT + 2 * SIDE + GAP + 24, TOP + 2 * SIDE + GAP + 92
WHEN = {"0": "at the start", "0.25": "a quarter of the way", "0.5": "half the way",
        "0.75": "three quarters of the way"}  # fmt: skip
STYLE = """
    svg { --paper: #fcfcfa; --ink: #1f2933; --soft: #5b6773; --edge: #d5d9de; --band: #e8ecf0;
          --held: #b4541a; --training: #2563a8; }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #15191e; --ink: #e6eaee; --soft: #a2adb8; --edge: #3a434d; --band: #323b45;
            --held: #f0924f; --training: #6fb0f2; } }
    .paper { fill: var(--paper); } .frame { fill: none; stroke: var(--edge); }
    text { fill: var(--ink); font-size: 13px; } .tick { fill: var(--soft); font-size: 12px; }
    .mid { text-anchor: middle; } .end { text-anchor: end; } .name { font-weight: 650; }
    .band { fill: var(--band); } .even { stroke: var(--soft); stroke-dasharray: 2 4; }
    .held { fill: none; stroke: var(--held); stroke-width: 2.6; }
    .training { fill: none; stroke: var(--training); stroke-width: 2; stroke-dasharray: 7 4; }
"""
STYLE_LATER = """
    svg { --later: #3f7d3a; }
    @media (prefers-color-scheme: dark) { svg { --later: #8cc583; } }
    .later { fill: none; stroke: var(--later); stroke-width: 2; stroke-dasharray: 2 3; }
"""


def curves(scores: Scores) -> list[tuple[str, str, str]]:
    """Return the set, the name and the look of each curve: the one to judge by stands first."""
    found = [(held(scores), "held out", "held"), ("training", "training", "training")]
    if LATER in scores:
        found.insert(1, (LATER, LATER, "later"))
    return found


def pits(scores: Scores, half: str, share: str) -> list[float]:
    """Return the chance given, at one part of the length, to an end by when it came; sorted."""
    return sorted(row["pit"] for row in scores[half]["cases"] if f"{row['share']:g}" == share)


def words(scores: Scores) -> str:
    """Say in a sentence or two a panel what the picture shows, for who cannot see it."""
    parts = []
    for share, when in WHEN.items():
        counts = []
        for half, name, _ in curves(scores):
            found = pits(scores, half, share)
            below = [sum(pit <= bound for pit in found) for bound in (0.1, 0.5, 0.9)]
            counts.append(f"{name}, of {len(found)}: {below[0]}, {below[1]} and {below[2]}")
        parts.append(f"{when[0].upper()}{when[1:]}: {'; '.join(counts)}.")
    return (
        "How many deadlocks were over by the time to which the forecast had given 10, 50 and "
        f"90 %. {' '.join(parts)} A perfect forecast would have a tenth, half and nine tenths."
    )


def picture(scores: Scores) -> str:
    """Return the picture as SVG, which explains itself without being seen."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img"',
        "     aria-labelledby=\"title desc\" font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', "
        'sans-serif">',
        '  <title id="title">How often it was over by the time given so much chance</title>',
        f'  <desc id="desc">{words(scores)}</desc>',
        f"  <style>{STYLE}{STYLE_LATER if LATER in scores else ''}  </style>",
        f'  <rect class="paper" width="{WIDTH:g}" height="{HEIGHT:g}"/>',
        *_key(scores),
    ]
    for place, (share, when) in enumerate(WHEN.items()):
        x = LEFT + place % 2 * (SIDE + GAP)
        y = TOP + place // 2 * (SIDE + GAP)
        parts += [
            f'  <g transform="translate({x:g} {y:g})">',
            *_panel(scores, share, when),
            "  </g>",
        ]
    foot = HEIGHT - 22
    parts += [_text(WIDTH / 2, foot, "chance that the forecast gave", "mid"), "</svg>"]
    return "\n".join(parts) + "\n"


def _key(scores: Scores) -> list[str]:
    found = [_text(LEFT, 20, "share of deadlocks that were over by then", "name")]
    x, all_ = LEFT, curves(scores)
    for half, name, kind in all_:
        n = len({row["name"] for row in scores[half]["cases"]})
        found.append(f'  <path class="{kind}" d="M{x:g} 36h30"/>')
        found.append(_text(x + 36, 40, f"{name} ({n})", ""))
        x += 170
    x, y = (x, 36) if len(all_) == 2 else (LEFT + 340, 16)
    found.append(f'  <rect class="band" x="{x:g}" y="{y - 7}" width="30" height="14"/>')
    return [*found, _text(x + 36, y + 4, "8 in 10 perfect forecasts", "")]


def _panel(scores: Scores, share: str, when: str) -> list[str]:
    found = [_text(0, -8, when, "name"), _band(len(pits(scores, held(scores), share)))]
    found.append(f'  <path class="even" d="M0 {SIDE:g}L{SIDE:g} 0"/>')
    for half, _, kind in reversed(curves(scores)):
        found.append(f'  <path class="{kind}" d="{_steps(pits(scores, half, share))}"/>')
    found.append(f'  <rect class="frame" width="{SIDE:g}" height="{SIDE:g}"/>')
    for tenths in (0, 5, 10):
        at, label = SIDE * tenths / 10, f"{10 * tenths} %"
        found.append(_text(at, SIDE + 17, label, "tick mid"))
        found.append(_text(-6, SIDE - at + 4, label, "tick end"))
    return found


def _steps(found: list[float]) -> str:
    """Draw the share of values up to each chance, from corner to corner."""
    d, each = f"M0 {SIDE:g}", SIDE / max(len(found), 1)
    for count, pit in enumerate(found, 1):
        d += f"H{SIDE * pit:.1f}V{SIDE - each * count:.1f}"
    return f"{d}H{SIDE:g}"


def _band(n: int) -> str:
    """Shade where eight of ten perfect forecasts of so many deadlocks would lie."""
    chances = [step / 50 for step in range(51)]
    low, high = ([float(binom.ppf(q, n, p)) / n for p in chances] for q in (0.1, 0.9))
    up = [f"{SIDE * p:.1f} {SIDE * (1 - y):.1f}" for p, y in zip(chances, high, strict=True)]
    down = [f"{SIDE * p:.1f} {SIDE * (1 - y):.1f}" for p, y in zip(chances, low, strict=True)]
    return f'  <path class="band" d="M{"L".join([*up, *reversed(down)])}Z"/>'


def _text(x: float, y: float, said: str, kind: str) -> str:
    look = f' class="{kind}"' if kind else ""
    return f'  <text x="{x:g}" y="{y:g}"{look}>{said}</text>'
