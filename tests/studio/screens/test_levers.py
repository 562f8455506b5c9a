"""The Levers screen: what levers moved by hand come to is what the lens says of the same change."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from studio.screens.markup_oracles import well_made

import stickpoint as sp
from stickpoint.answers.forecast import changes_from
from stickpoint.answers.levers.payoffs import payoff_levers
from stickpoint.answers.levers.pulled import pulled
from stickpoint.graph.build_game import build_game
from stickpoint.pages.figures.whiles import While, Whiles
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.payoffs.parameters import apply_changes
from stickpoint.studio.desk.furniture import by_kind
from stickpoint.studio.edits import patched
from stickpoint.studio.screens import levers
from stickpoint.studio.screens.graphs import waits
from stickpoint.studio.screens.writing.lever_forms import change_of

FENCE = """
format: 1
title: Who mends the fence
clock: {start: 2020-01-01, unit: week, horizon: 26}
parties: {east: East, west: West}
options: {east.mend: mend it, west.mend: mend it}
issues: {fence: {name: the fence, terms: {mended: east.mend | west.mend}}}
payoffs:
  east: [{when: "!settled", worth: [-2, -1]}, {when: east.mend, worth: -0.5, label: the work}]
  west: [{when: "!settled", worth: [-1, -0.5]}, {when: west.mend, worth: -0.5}]
levers:
  - {what: help with the work, payoff: east, line: the work, direction: up, cost: 3, limit: 0.4}
  - {what: a neighbour asks, pace: west, direction: up, limit: 2}
  - {what: goodwill}
"""


def test_levers_moved_together_cost_and_save_what_the_changed_game_says() -> None:
    case = sp.loads(FENCE)
    lens, made = payoff_levers(case), pulled(case, [0.2, 5.0])
    assert made.moved == (0.2, 2.0)  # the second no further than its limit
    assert sum(made.costs) == pytest.approx(0.2 * 3 + 2.0 * 1)
    changed = apply_changes(lens.game, lens.parameters, [0.2, 2.0])
    assert made.after.mean == pytest.approx(clock(changed, horizon=26.0).mean, rel=1e-3)
    assert made.before.mean == pytest.approx(lens.run.mean, rel=1e-3)


def test_nothing_moved_is_the_case_as_it_stands() -> None:
    made = pulled(sp.loads(FENCE))
    assert made.after is made.before
    assert sum(made.costs) == 0
    assert "Nothing is moved yet" in levers.running(sp.loads(FENCE), {})


def test_there_is_a_slider_for_each_lever_that_changes_a_number() -> None:
    found = well_made(levers.sliders(sp.loads(FENCE), {"pull-1": "0.5"}))
    sliders = [a for tag, a in found.tags if tag == "input"]
    assert [a["data-key"] for a in sliders] == ["pull-0", "pull-1"]
    assert [(a["min"], a["max"], a["value"]) for a in sliders] == [("0", "0.4", "0"),
                                                                   ("0", "2", "0.5")]  # fmt: skip
    assert "goodwill" in found.text


@pytest.mark.parametrize("asked", ["nan", "inf", "a lot", "1e999", ""])
def test_what_is_no_number_moves_no_lever(asked: str) -> None:
    assert "Nothing is moved yet" in levers.running(sp.loads(FENCE), {"pull-0": asked})


def test_the_picture_of_ripeness_has_the_spans_that_the_answer_has() -> None:
    case = sp.loads(FENCE)
    answer = payoff_levers(case)
    rows = [row for row in waits.ripe(answer) if not row.head]
    last = [row for row in rows if row.kind == "ripe"]
    assert [list(row.spans) for row in last] == [
        answer.ripeness.stalemate(k) for k in range(len(answer.ripeness.offers))
    ]
    assert len(rows) == len(last) * (answer.game.n_parties + 1)


def test_spans_are_drawn_in_proportion_and_words_are_escaped() -> None:
    drawn = Whiles((While("<b>", [(0.0, 6.0), (9.0, 12.0)]),), 12.0, "month").draw()
    wide = [float(w) for w in re.findall(r'width="([\d.]+)" height="12" class="bar', drawn)]
    assert wide[0] == pytest.approx(2 * wide[1], abs=0.2)
    assert "<b>" not in drawn


def test_a_button_asks_for_what_takes_long_or_says_what_is_lacking() -> None:
    case = sp.load("prisoners-dilemma")
    assert "A settlement holds here where" in levers.orders(case, {})
    for build in (levers.frontier, levers.sooner):
        assert "No answer: the case gives no payoffs" in build(case, {})
    bare = sp.loads(FENCE.partition("levers:")[0])
    assert "names no lever that changes a number" in levers.frontier(bare, {})


def test_the_slider_of_a_lever_that_only_lowers_says_by_how_much() -> None:
    case = sp.loads(
        FENCE.replace("line: the work, direction: up", "line: the work, direction: down")
    )
    slider = next(
        a for t, a in well_made(levers.sliders(case, {"pull-0": "0.1"})).tags if t == "input"
    )
    assert (slider["min"], slider["max"], slider["value"]) == ("0", "0.4", "0.1")
    assert "\N{MINUS SIGN}0.1, at a cost of 0.3" in levers.running(case, {"pull-0": "0.1"})


RAIN = FENCE.replace(
    "options: {", "nature: {rain: {text: it rains, rate: [0.2, 0.4]}}\noptions: {"
) + (
    "  - {what: a drier year, rate: nature.rain, direction: down, limit: 0.2}\n"
    "  - {what: a gift, payoff: west, when: east.mend, direction: up}\n"
)


def test_a_scenario_of_levers_is_the_game_with_them_moved() -> None:
    case = sp.loads(RAIN)
    made = pulled(case, [0.2, 0.0, -0.1])
    changes = [
        change_of(case, lever, by) for lever, by in ((case.levers[0], 0.2), (case.levers[3], -0.1))
    ]
    assert changes == ["east[2]=-0.3", "nature.rain=0.2/week"]
    kinds = by_kind(changes)
    told = changes_from(case, dates=kinds["dates"], fixed=kinds["fixed"], worths=kinds["worths"])
    moved = apply_changes(made.game, made.levers, made.moved)
    scenario = build_game(case, told)
    assert scenario.payoffs == pytest.approx(moved.payoffs)
    assert scenario.nature_rate == pytest.approx(moved.nature_rate)


def test_levers_that_are_moved_can_be_kept_with_the_line_that_repeats_them() -> None:
    case = sp.loads(RAIN)
    asked = {
        "pull-0": "0.2",
        "pull-1": "1",
        "path": "fence.case.yaml",
        "scenarios": [("dry", (), "")],
    }
    html = levers.keep(case, asked)
    well_made(html)
    assert "stickpoint clock fence.case.yaml --payoff &#34;east[2]=-0.3&#34;" in html
    later = levers.keep(case, asked | {"as_of": "2020-01-08"})
    assert "&#34;east[2]=-0.3&#34; --as-of 2020-01-08</pre>" in later
    assert "a neighbour asks" in html  # of which the command line knows nothing
    assert "kept so far: dry" in html
    assert "form" not in levers.keep(case, {})


def test_every_lever_of_the_form_makes_a_sound_case() -> None:
    case = sp.loads(RAIN)
    html = levers.lever_forms.adding(case, {})
    found = [unescape(value) for value in re.findall(r'<option value="(\{[^"]*)">', html)]
    assert len(found) == 4 + 2 + 2 + 1
    for keys in map(json.loads, found):
        fields = {"what": "x", "by": "west", "direction": "", "limit": "0.5", "cost": "", **keys}
        text = patched(RAIN, {"do": "add", "kind": "lever", "fields": fields})
        assert sp.loads(text).levers[-1].is_timed
