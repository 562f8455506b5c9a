"""The picture of a conflict: moves that there are, all that holds, and no word on another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.why.nearby import Arc, Node, choose
from stickpoint.answers.why.stability import Why, why
from stickpoint.case.library import names
from stickpoint.pages.figures.graph import Graph
from stickpoint.pages.figures.svg import wide
from stickpoint.pages.render.html import NARROW

SMALL = [name for name in names() if name not in ("korea-1952", "colombia-2014")]
NAMES = [*SMALL, "korea-1952", "colombia-2014"]


def drawn(answer: Why) -> Graph:
    """Lay out the picture of an answer."""
    nodes, arcs, _ = choose(answer)
    return Graph(nodes, arcs, answer.conflict.parties, {}).numbered()


def clashes(graph: Graph) -> list[str]:
    """Name what lies on what."""
    boxes = [(f"state {k}", box) for k, box in graph.boxes.items()]
    things = [*boxes, *((graph.name(k), box) for k, box in enumerate(graph.names))]
    high = graph.size[1]
    return [f"{a} on {b}" for (a, x), (b, y) in combinations(things, 2) if x.meets(y)] + [
        f"{a} beyond the edge"
        for a, box in things
        if box.x < 0 or box.x + box.wide > graph.size[0] or box.y < 0 or box.y + box.tall > high
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_graph_shows_now_and_moves_that_there_are(name: str) -> None:
    answer = why(sp.load(name))
    graph = drawn(answer)
    assert graph.nodes[0].state == answer.now
    assert all(node.layer > 0 for node in graph.nodes[1:])
    for arc in graph.arcs:
        assert arc.target in answer.conflict.moves_from(arc.party, arc.source)
        gains = arc.target in answer.conflict.improvements_from(arc.party, arc.source)
        assert gains == arc.gain
    for node in graph.nodes:
        held = any(mask[node.state] for mask in answer.result.equilibria.values())
        assert bool(node.held) == held
        assert node.terms == (answer.terms(node.state) or "")


def test_a_single_column_of_states_fits_a_telephone() -> None:
    alone, several = (drawn(why(sp.load(name))) for name in ("prisoners-dilemma", "elmira"))
    assert alone.size[0] < NARROW <= several.size[0]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_or_box_of_the_graph_lies_on_another_and_all_words_fit(name: str) -> None:
    graph = drawn(why(sp.load(name)))
    assert clashes(graph) == []
    assert len(graph.names) == len(graph.arcs)
    for node in graph.nodes:
        box, lines = graph.boxes[node.state], graph.words(node)
        assert all(wide(text, 11.5) <= box.wide - 8 for text, _ in lines)
        assert 15 * len(lines) <= box.tall


@pytest.mark.parametrize("name", NAMES)
def test_whatever_settlement_holds_and_can_be_reached_is_shown_in_full(name: str) -> None:
    answer = why(sp.load(name))
    graph = drawn(answer)
    shown = {node.state: graph.words(node) for node in graph.nodes}
    for settlement in answer.settlements:
        if settlement.concept is not None and settlement.way:
            lines = " ".join(text for text, _ in shown[settlement.way[-1].state])
            assert settlement.terms in lines
            assert "holds (" in lines


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 3)), max_size=16))
def test_any_picture_of_up_to_thirteen_states_is_free_of_clashes(
    found: list[tuple[int, int, int]],
) -> None:
    layers = {0: 0}
    arcs: dict[tuple[int, int], Arc] = {}
    for a, b, party in found:
        if a in layers and a != b:
            layers.setdefault(b, layers[a] + 1)
            arcs[a, b] = Arc(a, b, party, gain=bool(party % 2))
    nodes = tuple(Node(k, layer, "", "on terms " * (k % 3)) for k, layer in layers.items())
    graph = Graph(nodes, tuple(arcs.values()), ("us", "commission", "opposition", "d"), {})
    assert clashes(graph.numbered()) == []
