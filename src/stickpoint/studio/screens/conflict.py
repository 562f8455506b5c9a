"""The Conflict screen: states and moves as a picture to walk in, and why each holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stickpoint.answers.why.stability import Why
from stickpoint.answers.why.stability import why as answered
from stickpoint.answers.why.steps import Step, steps_from
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError, StickpointError
from stickpoint.pages.model import Figure, Legend, Section
from stickpoint.pages.why import steps
from stickpoint.pages.why.full import verdict
from stickpoint.pages.wording.names import CONCEPT_NAMES, MEANINGS, CaseWords, count, plain, upper
from stickpoint.studio.screens.fragments import markup, sections, told
from stickpoint.studio.screens.graphs.drawn import Drawing
from stickpoint.studio.screens.graphs.layers import Place
from stickpoint.studio.screens.graphs.scene import FEW, MOST, MOST_ARCS, Scene
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import block

TITLE = "Conflict"
LISTED = 12
"""Moves from a state that are told without a click, those that gain first."""


@dataclass(frozen=True, eq=False)
class View:
    """What is asked of a conflict: under which setting of nature, and what is chosen in it.

    ``chosen`` is a state, -1 for none; ``move`` what leads on from it, or None.
    """

    answer: Why
    setting: Mapping[str, bool]
    chosen: int
    move: Step | None
    every: bool

    @property
    def scene(self) -> Scene:
        """The states and moves that are shown."""
        return Scene(self.answer, self.every, self.chosen)


def page(_case: Case) -> str:
    """Return the screen with an empty element for each of its parts."""
    return block("conflict.html", "page")


def _view(case: Case, asked: Asked) -> View:
    setting = _setting(case, told(asked, "nature"))
    answer = answered(case, nature=setting)
    size, scope = answer.conflict.n_states, told(asked, "scope")
    chosen, move = _chosen(answer, told(asked, "chosen"))
    every = size <= MOST and (scope == "all" or (scope != "near" and size <= FEW))
    return View(answer, setting, chosen, move, every)


def _setting(case: Case, said: str) -> dict[str, bool]:
    """Read which of nature's options are otherwise than they stand; what is unknown is left out."""
    try:
        found = json.loads(said or "{}")
    except ValueError:
        return {}
    known = {chance.id: chance.now for chance in case.nature}
    if not isinstance(found, dict):
        return {}
    return {
        name: value
        for name, value in found.items()
        if name in known and isinstance(value, bool) and value != known[name]
    }


def _chosen(answer: Why, said: str) -> tuple[int, Step | None]:
    """Read what is chosen: ``s3`` is a state, ``m3>5>1`` a move from it by a party."""
    try:
        numbers = [int(part) for part in said[1:].split(">")]
    except ValueError:
        return -1, None
    size, parties = answer.conflict.n_states, answer.conflict.n_parties
    if said[:1] == "s" and len(numbers) == 1 and 0 <= numbers[0] < size:
        return numbers[0], None
    if said[:1] != "m" or len(numbers) != 3:
        return -1, None
    source, target, party = numbers
    if not (0 <= source < size and 0 <= target < size and 0 <= party < parties):
        return -1, None
    if target not in answer.conflict.moves_from(party, source):
        return source, None
    return source, Step(answer, party, source, target)


def graph(case: Case, asked: Asked) -> str:
    """Draw states and moves, with what can be asked of nature and of the picture above them."""
    try:
        view = _view(case, asked)
        drawing = _drawing(view, asked)
    except ModelError as error:
        return block("conflict.html", "none", why=str(error), nature=_toggles(case, asked))
    except StickpointError as error:
        return block("conflict.html", "none", why=str(error), nature=[])
    scene, size = view.scene, view.answer.conflict.n_states
    shown = f"{count(len(scene.states), 'state')} of {size:,} and {count(len(scene.arcs), 'move')}"
    shown += " (more have no room)" * (len(scene.arcs) == MOST_ARCS)
    figure = Figure("conflict-picture", shown, verdict(view.answer), drawing, tuple(_legend(view)))
    return block(
        "conflict.html", "graph", nature=_toggles(case, asked), every=view.every, size=size,
        can_all=size <= MOST, verdict=verdict(view.answer) if view.setting else "",
        picture=markup(sections([Section("picture", "", (figure,))])),
    )  # fmt: skip


def _drawing(view: View, asked: Asked) -> Drawing:
    move = view.move
    arc = None if move is None else (move.source, move.target, move.party)
    return Drawing(view.scene, dict(_kept(asked)), arc)


def _kept(asked: Asked) -> Iterator[tuple[str, Place]]:
    """Return where boxes were put, of what is kept of that and makes sense."""
    kept = asked.get("layout")
    for name, place in kept.items() if isinstance(kept, dict) else ():
        try:
            x, y = (float(value) for value in place)
        except (TypeError, ValueError):
            continue
        if abs(x) < 1e5 and abs(y) < 1e5:
            yield str(name), (x, y)


def _toggles(case: Case, asked: Asked) -> list[dict[str, Any]]:
    """Offer each of nature's options as a switch that keeps the others as they are."""
    setting = _setting(case, told(asked, "nature"))
    found = []
    for chance in case.nature:
        now = setting.get(chance.id, chance.now)
        found.append({
            "text": upper(plain(chance.text) or chance.id),
            "on": now,
            "value": json.dumps({**setting, chance.id: not now}),
        })  # fmt: skip
    return found


def _legend(view: View) -> Iterator[Legend]:
    """Say what colours and strokes mean."""
    words, scene = CaseWords.of(view.answer), view.scene
    for party in sorted({arc.party for arc in scene.arcs}):
        id_ = view.answer.conflict.parties[party]
        yield Legend(f"line c{party % 8}", f"{words.party(party)} ({id_})")
    yield Legend("line plain", "a gain to its mover")
    if not all(arc.gain for arc in scene.arcs):
        yield Legend("line plain nogain", "no gain")
    yield Legend("key-held", "holds")
    yield Legend("key-settled", "settled")


def detail(case: Case, asked: Asked) -> str:
    """Say why what is chosen holds or does not, and what each move from it is to its mover."""
    try:
        view = _view(case, asked)
        state = view.answer.now if view.chosen < 0 else view.chosen
        found = list(steps_from(view.answer, state))
        holds = steps.holds(view.answer, state)
    except StickpointError:
        return ""  # the picture says why
    moves = [_told(step) for step in sorted(found, key=lambda step: -step.gain)]
    return block(
        "conflict.html", "detail", state=state, today=state == view.answer.now,
        held=steps.is_held(view.answer, state), holds=holds, doing=steps.doing(view.answer, state),
        moves=moves[:LISTED], more=moves[LISTED:],
        move=None if view.move is None else {
            "name": steps.named(view.move), "target": view.move.target,
            "told": list(steps.told(view.move)),
        },
        senses=[f"{upper(CONCEPT_NAMES[key])}: {MEANINGS[key]}." for key in CONCEPT_NAMES],
    )  # fmt: skip


def _told(step: Step) -> dict[str, Any]:
    return {
        "name": steps.named(step),
        "feels": steps.feels(step),
        "value": f"m{step.source}>{step.target}>{step.party}",
        "target": step.target,
        "kind": f"c{step.party % 8}",
    }


def listed(case: Case, asked: Asked) -> str:
    """List the states that are shown, for whoever would rather read than look."""
    try:
        view = _view(case, asked)
        rows = [_row(view, state) for state in view.scene.states]
    except StickpointError:
        return ""
    return block("conflict.html", "list", rows=rows)


def _row(view: View, state: int) -> dict[str, Any]:
    answer, scene = view.answer, view.scene
    held = scene.held(state)
    return {
        "state": state,
        "today": state == answer.now,
        "doing": "; ".join(steps.doing(answer, state)) or "Nobody does any of what they could do",
        "terms": scene.terms(state) or "open",
        "held": f"holds ({CONCEPT_NAMES[held]})" if held else "does not hold",
    }


_ASKED = ("chosen", "nature", "scope")
PARTS = (
    Part("conflict-graph", "drag", graph, needs=(*_ASKED, "layout", "moved")),
    Part("conflict-detail", "drag", detail, needs=("chosen", "nature")),
    Part("conflict-list", "drag", listed, needs=_ASKED),
)
