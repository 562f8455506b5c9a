"""The Motives screen: ratings are set where they are written, and say what they would change."""

from __future__ import annotations

import json

from click.testing import CliRunner
from studio.screens.markup_oracles import well_made

import stickpoint as sp
from stickpoint.answers.progress import SCORED_IN
from stickpoint.cli import main
from stickpoint.solve.motives.weights import RATINGS
from stickpoint.studio.edits import patched
from stickpoint.studio.screens import motives

RATED = """
format: 1
title: Two readings
parties: {a: A}
options: {a.x: do x}
wants: {a: [a.x]}
record:
  evidence: {E1: {text: one}, E2: {text: two}, E3: {text: three}, E4: {text: four}}
hypotheses:
  pride: {claim: It is pride, evidence: {E1: "++", E2: {rating: "-", because: it shows}}}
  money: {claim: It is money, evidence: {E1: "0", E3: {rating: {ann: "+", bob: "-"}}}}
  fear: {claim: It is fear}
"""


def cells(text: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return the attributes of the grid's buttons, by evidence and explanation."""
    found = well_made(motives.grid(sp.loads(text), {})).tags
    return {
        tuple(json.loads(attrs["data-value"])): attrs
        for tag, attrs in found
        if tag == "button" and attrs.get("data-key") == "cell"
    }


def test_what_a_key_sets_is_read_back_as_that_rating() -> None:
    for (item, name), attrs in cells(RATED).items():
        for rating in RATINGS if "data-path" in attrs else ():
            edit = {"do": "set", "path": json.loads(attrs["data-path"]), "value": rating}
            case = sp.loads(patched(RATED, edit))
            h = next(h for h in case.hypotheses if h.name == name)
            assert {r.evidence: r.rating for r in h.ratings}[item] == rating


def test_a_reason_stays_when_the_rating_beside_it_is_changed() -> None:
    path = json.loads(cells(RATED)["E2", "pride"]["data-path"])
    text = patched(RATED, {"do": "set", "path": path, "value": "+"})
    assert "{rating: +, because: it shows}" in text.replace('"', "")


def test_ratings_of_several_coders_are_set_one_by_one() -> None:
    text = motives.cell(sp.loads(RATED), {"cell": '["E3", "money"]'})
    paths = [json.loads(a["data-path"]) for _, a in well_made(text).tags if "data-path" in a]
    assert ["hypotheses", "money", "evidence", "E3", "rating", "bob"] in paths
    assert ["hypotheses", "money", "evidence", "E3", "rating"] not in paths


def test_the_grid_marks_the_ratings_that_the_answer_says_would_flip_the_order() -> None:
    case = sp.load("korea-1952")
    answer = sp.motives(case, structural=False)
    names, items = answer.tracing.hypotheses, answer.tracing.items
    flips = {(items[f.item], names[f.hypothesis]) for f in answer.flips}
    marked = {
        tuple(json.loads(a["data-value"]))
        for tag, a in well_made(motives.grid(case, {})).tags
        if tag == "button" and "flips" in a.get("class", "").split()
    }
    assert marked == flips


def test_a_pinned_case_shows_by_how_much_a_chance_has_changed() -> None:
    case = sp.loads(RATED)
    pinned = RATED.replace('E1: "++"', 'E1: "--"')
    assert "points" in motives.grid(case, {"pinned": pinned})
    assert "as pinned" in motives.grid(case, {"pinned": RATED})
    assert "points" not in motives.grid(case, {"pinned": "no case"})


def test_a_cell_that_is_not_there_asks_to_choose_one() -> None:
    for asked in ("", "no json", '["E9", "pride"]', '["E1"]', "7"):
        assert "Choose a cell" in motives.cell(sp.loads(RATED), {"cell": asked})


def test_what_the_forms_add_can_be_read_again() -> None:
    found = well_made(motives.grid(sp.loads(RATED), {})).tags
    forms = {a["data-kind"] for tag, a in found if tag == "form"}
    names = {a["name"] for tag, a in found if tag == "input"}
    assert (forms, names) == ({"hypothesis", "evidence"}, {"name", "claim", "id", "text"})
    text = patched(RATED, {"do": "add", "kind": "hypothesis",
                           "fields": {"name": "habit", "claim": "It is habit"}})  # fmt: skip
    fields = {"id": "E5", "text": "five"}
    case = sp.loads(patched(text, {"do": "add", "kind": "evidence", "fields": fields}))
    assert case.hypotheses[-1].claim == "It is habit"
    assert case.record.evidence[-1].id == "E5"


def test_the_screen_and_the_command_line_promise_one_time() -> None:
    assert f"under the clock: {SCORED_IN}." in motives.page(sp.loads(RATED))
    shown = " ".join(CliRunner().invoke(main, ["motives", "--help"]).output.split())
    assert f"Score the dated moves: {SCORED_IN}." in shown
