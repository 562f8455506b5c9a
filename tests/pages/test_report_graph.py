"""The picture of a conflict: moves that there are, all that holds, and no word on another."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

import pytest
from asked import report_of, why_of
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.nearby import Arc, Node, choose
from stickpoint.answers.why.stability import Why, why
from stickpoint.case.library import names
from stickpoint.graph.conflict import Conflict
from stickpoint.pages.figures.graph import Graph
from stickpoint.pages.figures.routes import at
from stickpoint.pages.figures.svg import BOLD, wide
from stickpoint.pages.model import Figure, Page
from stickpoint.pages.render.html import NARROW
from stickpoint.pages.report.document import report

SMALL = [name for name in names() if name not in ("korea-1952", "colombia-2014")]
NAMES = [*SMALL, "korea-1952", "colombia-2014"]


def drawn(answer: Why) -> Graph:
    """Lay out the picture of an answer."""
    nodes, arcs, _ = choose(answer)
    return Graph(nodes, arcs, answer.conflict.parties, {}).numbered()


@cache
def graph_of(name: str) -> Graph:
    """Lay out the picture of a built-in case, once for all that is asked of it."""
    return drawn(why_of(name))


def paths_of(conflict: Conflict, start: int, movers: tuple[int, ...]) -> set[int]:
    """Return what parties reach who move however often, one after another."""
    found, edge = {start}, [start]
    while edge:
        moved = (conflict.moves_from(i, s).tolist() for s in edge for i in movers)
        edge = list({t for targets in moved for t in targets} - found)
        found |= set(edge)
    return found


def test_the_deal_of_two_over_the_head_of_the_third_is_drawn_for_elmira() -> None:
    answer = why(sp.load("elmira"))
    graph = drawn(answer)
    (arc,) = (arc for arc in graph.arcs if arc.group)
    assert [graph.parties[i] for i in arc.group] == ["ministry", "uniroyal"]
    assert (arc.source + 1, arc.target + 1) == (7, 10)
    assert "ministry + uniroyal" in graph.draw()
    assert "together" in graph.draw()


def test_the_boxes_of_the_graph_say_what_is_done_in_words() -> None:
    shown = figure_of(report(Brief(why(sp.load("elmira")))), "graph").picture
    assert isinstance(shown, Graph)
    for node in shown.nodes:
        said = " ".join(text for text, _ in shown.words(node))
        done = shown.done[node.state]
        assert done
        assert [deed for deed in done if deed not in said] == []
    assert "drag out" in shown.draw()


def test_the_way_out_that_a_change_of_nature_opens_is_drawn_with_that_change() -> None:
    page = report_of("korea-1952")
    names = [part.name for s in page.sections for part in s.parts if isinstance(part, Figure)]
    turned = [name for name in names if name.startswith("graph-if")]
    assert turned
    way = figure_of(page, "way")
    drawn_words = re.sub("<[^>]*>", " ", way.picture.draw())
    assert "Settled:" in drawn_words
    assert figure_of(page, turned[0]).title.startswith("The way out if this happened: ")


def figure_of(page: Page, name: str) -> Figure:
    """Find a figure of a report by its name."""
    parts = (part for section in page.sections for part in section.parts)
    return next(p for p in parts if isinstance(p, Figure) and p.name == name)


def crossed(graph: Graph) -> set[int]:
    """Return the states whose boxes a move runs through."""
    route_points = [at(route, k / 60) for route in graph.routes for k in range(61)]
    return {
        state
        for state, box in graph.boxes.items()
        for x, y in route_points
        if box.x < x < box.x + box.wide and box.y + 0.01 < y < box.y + box.tall - 0.01
    }


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
    answer, graph = why_of(name), graph_of(name)
    assert graph.nodes[0].state == answer.now
    assert all(node.layer > 0 for node in graph.nodes[1:])
    for arc in graph.arcs:
        if arc.group:
            reached = paths_of(answer.conflict, arc.source, arc.group)
            assert arc.target in reached
            ranks = answer.conflict.ranks[list(arc.group)]
            assert arc.gain
            assert (ranks[:, arc.target] > ranks[:, arc.source]).all()
            continue
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
    graph = graph_of(name)
    assert clashes(graph) == []
    assert crossed(graph) == set()
    assert len(graph.names) == len(graph.arcs)
    for node in graph.nodes:
        box, lines = graph.boxes[node.state], graph.words(node)
        rooms = ((text, BOLD if kind in ("bold", "terms") else 1) for text, kind in lines)
        assert all(wide(text, 11.5) * wider <= box.wide - 8 for text, wider in rooms)
        assert 15 * len(lines) <= box.tall


@pytest.mark.parametrize("name", NAMES)
def test_whatever_settlement_holds_and_can_be_reached_is_shown_in_full(name: str) -> None:
    answer, graph = why_of(name), graph_of(name)
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
    assert crossed(graph.numbered()) == set()


def test_moves_past_a_row_take_lanes_of_their_own() -> None:
    nodes = tuple(Node(k, layer, "", "") for k, layer in enumerate((0, 1, 2, 3)))
    ends = ((0, 1), (1, 2), (2, 3), (0, 2), (0, 3), (3, 0), (1, 3))
    graph = Graph(nodes, tuple(Arc(a, b, 0, gain=True) for a, b in ends), ("us",), {})
    assert crossed(graph) == set()
    middles = {state: box.y + box.tall / 2 for state, box in graph.boxes.items()}
    passing = [
        [x for curve in route for x, y in curve[:1] if abs(y - middles[2]) < 90]
        for (a, b), route in zip(ends, graph.routes, strict=True)
        if {a, b} in ({0, 3}, {1, 3})
    ]
    lanes = [xs[-1] for xs in passing]
    assert len({round(x) for x in lanes}) == len(lanes) == 3
