"""GraphML says of a conflict what it is, to any program that reads XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import stickpoint as sp
from stickpoint.case import library
from stickpoint.formats.convert import write_graphml

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def graph_of(path: Path) -> tuple[dict[str, str], list[ET.Element], list[ET.Element]]:
    """Return the declared keys, the nodes and the edges of a GraphML file."""
    root = ET.parse(path).getroot()
    assert root.tag == f"{GRAPHML}graphml"
    keys = {key.attrib["id"]: key.attrib["attr.name"] for key in root.iter(f"{GRAPHML}key")}
    kinds = {key.attrib["id"]: key.attrib["for"] for key in root.iter(f"{GRAPHML}key")}
    nodes, edges = list(root.iter(f"{GRAPHML}node")), list(root.iter(f"{GRAPHML}edge"))
    for element in (*nodes, *edges):
        for data in element:
            assert f"{GRAPHML}{kinds[data.attrib['key']]}" == element.tag
    ids = [node.attrib["id"] for node in nodes]
    assert len(set(ids)) == len(ids)
    assert {edge.attrib[end] for edge in edges for end in ("source", "target")} <= set(ids)
    return keys, nodes, edges


def values(keys: dict[str, str], element: ET.Element) -> dict[str, str]:
    return {keys[data.attrib["key"]]: data.text or "" for data in element}


@pytest.mark.parametrize("name", library.names())
def test_a_graphml_file_has_the_states_and_moves(name: str, tmp_path: Path) -> None:
    conflict = sp.load(name).conflict()
    write_graphml(conflict, tmp_path / "case.graphml")
    keys, nodes, edges = graph_of(tmp_path / "case.graphml")
    assert len(nodes) == conflict.n_states
    assert len(edges) == sum(len(conflict.arcs(party)) for party in range(conflict.n_parties))
    assert conflict.codes is not None
    for state in {0, conflict.n_states - 1}:
        found = values(keys, nodes[state])
        assert found["code"] == str(conflict.codes[state])
        assert found.get("yes", "") == ", ".join(conflict.yes(state))
        assert found["now"] == str(state == conflict.status_quo).lower()
        for party, ranks in zip(conflict.parties, conflict.ranks, strict=True):
            assert found[f"rank of {party}"] == str(ranks[state])
    movers = {values(keys, edge)["party"] for edge in edges}
    assert movers == {party for k, party in enumerate(conflict.parties) if len(conflict.arcs(k))}


def test_graphml_holds_any_name_that_xml_can_hold(tmp_path: Path) -> None:
    names = ['<a & "b">', "line\nbreak\r", "Zoë 中国 😀", "bell\x07", "twice", "twice"]
    arcs = [[(0, 1)]] * len(names)
    conflict = sp.Conflict.from_arcs(arcs, [[0, 1]] * len(names), parties=names)
    write_graphml(conflict, tmp_path / "names.graphml")
    keys, nodes, edges = graph_of(tmp_path / "names.graphml")
    assert len(set(keys.values())) == len(keys)
    assert len(nodes) == 2
    assert [values(keys, edge)["party"] for edge in edges] == [
        *names[:3],
        "bell\ufffd",
        "twice",
        "twice",
    ]
    assert all(values(keys, edge)["better"] == "true" for edge in edges)


def test_a_graphml_file_names_how_a_state_is_settled(tmp_path: Path) -> None:
    write_graphml(sp.load("elmira").conflict(), tmp_path / "elmira.graphml")
    keys, nodes, _ = graph_of(tmp_path / "elmira.graphml")
    assert values(keys, nodes[4])["settled"] == "plant closed"
    assert "settled" not in values(keys, nodes[0])
