"""A scene with places → SVG whose boxes and arrows can be chosen, by hand and by key.

A box is a button that lists where gains lead from it, so that the keys can follow them. Arrows are
for whoever sees them: each move is in the list beside the picture, too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from stickpoint.answers.why.nearby import Arc
from stickpoint.pages.figures.svg import BOLD, cut, rect, svg_text
from stickpoint.pages.wording.names import CONCEPT_NAMES, CaseWords, joined, upper
from stickpoint.studio.screens.graphs.layers import WIDE, Place, layers, ordered, places
from stickpoint.studio.screens.graphs.scene import Scene, name_of

_LINE, _SIZE, _PAD = 15.0, 11.5, 8.0
_EDGE = 14.0
_BOW = 0.09
"""How far an arrow bows to its left, in parts of its length, so that there and back stay apart."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """A scene as a picture.

    Parameters
    ----------
    scene : Scene
    kept : mapping of str to (x, y)
        Where somebody has put boxes, by what is yes in the state.
    arc : (source, target, party) or None
        The move that is chosen.
    """

    scene: Scene
    kept: Mapping[str, Place] = field(default_factory=dict)
    arc: tuple[int, int, int] | None = None

    @cached_property
    def words(self) -> dict[int, list[tuple[str, str]]]:
        """What stands in each box, line by line, with how it is set; nothing is cut off."""
        return {state: self._lines(state) for state in self.scene.states}

    def _lines(self, state: int) -> list[tuple[str, str]]:
        answer, room = self.scene.answer, WIDE - 2 * _PAD
        said = [(f"State {state + 1}{', today' if state == answer.now else ''}", "bold")]
        for party, (_, deeds) in zip(
            answer.conflict.parties, CaseWords.of(answer).doing(state), strict=True
        ):
            said += [(f"{party}: {joined(deeds)}", "deed")] if deeds else []
        terms, held = self.scene.terms(state), self.scene.held(state)
        said.append((terms, "terms") if terms else ("open", "soft"))
        said += [(f"holds ({CONCEPT_NAMES[held]})", "")] if held else []
        rooms = ((t, kind, room / BOLD if kind in ("bold", "terms") else room) for t, kind in said)
        return [(line, kind) for t, kind, wide in rooms for line in cut(t, wide, _SIZE)]

    @cached_property
    def tall(self) -> dict[int, float]:
        """How tall each box is."""
        return {state: len(lines) * _LINE + 12 for state, lines in self.words.items()}

    @cached_property
    def places(self) -> dict[int, Place]:
        """Where each box stands."""
        scene, moves = self.scene, [(arc.source, arc.target) for arc in self.scene.arcs]
        rows = ordered(layers(scene.answer.now, scene.states, moves), moves)
        names = {name_of(scene.answer, state): state for state in scene.states}
        own = {names[name]: place for name, place in self.kept.items() if name in names}
        return places(rows, self.tall, own)

    links = True
    """Whether its parts can be chosen, so that it is more than one image."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self._frame[2:]

    @cached_property
    def _frame(self) -> tuple[float, float, float, float]:
        """The left, the top, the width and the height of the picture."""
        xs = [x for x, _ in self.places.values()]
        ends = [(y, y + self.tall[state]) for state, (_, y) in self.places.items()]
        left, top = min(xs) - _EDGE, min(low for low, _ in ends) - _EDGE
        wide = max(xs) + WIDE + _EDGE - left
        return left, top, wide, max(high for _, high in ends) + _EDGE - top

    def draw(self) -> str:
        """Return the elements: arrows, then the boxes over them, today's first."""
        arcs = sorted(self.scene.arcs, key=self._rank)
        made = [*map(self._arrow, arcs), *map(self._box, self.scene.states)]
        left, top, _, _ = self._frame
        return f'<g transform="translate({-left:.1f} {-top:.1f})">{"".join(made)}</g>'

    def _rank(self, arc: Arc) -> tuple[bool, bool]:
        """Set what is chosen over the rest."""
        return (arc.source, arc.target, arc.party) == self.arc, arc.source == self.scene.chosen

    def _box(self, state: int) -> str:
        scene, (x, y) = self.scene, self.places[state]
        said = {
            "now": state == scene.answer.now, "settled": scene.terms(state),
            "held": scene.held(state), "chosen": state == scene.chosen,
        }  # fmt: skip
        kinds = " ".join(["state", *(kind for kind, is_so in said.items() if is_so)])
        ahead = [arc.target for arc in scene.arcs if arc.source == state and arc.gain]
        lines = (  # set apart, for a box is called by what stands in it
            svg_text(_PAD, _LINE * (k + 1) + 1, text, f"medium {kind}".strip())
            for k, (text, kind) in enumerate(self.words[state])
        )
        return (
            f'<g class="box" id="state-{state}" role="button" tabindex="0" data-do="show" '
            f'data-key="chosen" data-value="s{state}" data-state="{state}" '
            f'data-name="{escape(name_of(scene.answer, state))}" '
            f'data-ahead="{" ".join(map(str, dict.fromkeys(ahead)))}" '
            f'aria-pressed="{"true" if state == scene.chosen else "false"}" '
            f'transform="translate({x:.1f} {y:.1f})">'
            f"{rect(0, 0, WIDE, f'{self.tall[state]:g}', kinds, '5')}{' '.join(lines)}</g>"
        )

    def _arrow(self, arc: Arc) -> str:
        scene, words = self.scene, CaseWords.of(self.scene.answer)
        key = (arc.source, arc.target, arc.party)
        kinds = f"arc c{arc.party % 8}{' nogain' * (not arc.gain)}"
        if scene.chosen >= 0 and arc.source != scene.chosen:
            kinds += " aside"
        kinds += " chosen" * (key == self.arc)
        says = f"{upper(words.party(arc.party))}: {words.deed(arc.party, arc.source, arc.target)}"
        says += f"; from state {arc.source + 1} to state {arc.target + 1}"
        says += "; a gain" if arc.gain else "; no gain"
        d, tip = self._curve(arc.source, arc.target, arc.party)
        value = ">".join(map(str, key))
        return (
            f'<g class="{kinds}" aria-hidden="true" data-do="show" data-key="chosen" '
            f'data-value="m{value}" '
            f"><title>{escape(says)}</title>"
            f'<path class="hit" d="{d}"/><path class="line" d="{d}"/>'
            f'<path class="tip" d="{tip}"/></g>'
        )

    def _curve(self, source: int, target: int, party: int) -> tuple[str, str]:
        """Return a bowed line between the edges of two boxes, and the tip at its end."""
        (x1, y1), (x2, y2) = (self._middle(state) for state in (source, target))
        dx, dy = x2 - x1, y2 - y1
        far = math.hypot(dx, dy) or 1.0
        bow = far * _BOW + 7.0 * (party - (self.scene.answer.conflict.n_parties - 1) / 2)
        mx, my = (x1 + x2) / 2 - dy / far * bow, (y1 + y2) / 2 + dx / far * bow
        ax, ay = self._edge(source, mx, my)
        bx, by = self._edge(target, mx, my)
        angle = math.atan2(by - my, bx - mx)
        ends = [(bx - 9 * math.cos(angle + s), by - 9 * math.sin(angle + s)) for s in (0.4, -0.4)]
        tip = "L".join(f"{x:.1f} {y:.1f}" for x, y in ((bx, by), *ends))
        return f"M{ax:.1f} {ay:.1f}Q{mx:.1f} {my:.1f} {bx:.1f} {by:.1f}", f"M{tip}Z"

    def _middle(self, state: int) -> Place:
        x, y = self.places[state]
        return x + WIDE / 2, y + self.tall[state] / 2

    def _edge(self, state: int, x: float, y: float) -> Place:
        """Return where the line from the middle of a box to a point leaves the box."""
        mx, my = self._middle(state)
        dx, dy = x - mx, y - my
        across, down = WIDE / 2 + 2, self.tall[state] / 2 + 2
        part = min(across / abs(dx) if dx else math.inf, down / abs(dy) if dy else math.inf, 1.0)
        return mx + dx * part, my + dy * part
