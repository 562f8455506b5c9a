"""Lines that pull different ways are asked about by their places in the file, and not judged."""

from __future__ import annotations

import json
import re

import pytest
from asked import brief_of
from border import APART
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import why
from stickpoint.pages.data import why as data
from stickpoint.pages.report.document import report
from stickpoint.pages.why.asks import asks, questions, section
from stickpoint.pages.why.brief import labelled


def ask(text: str) -> Brief:
    """Ask about a case with few draws."""
    return Brief(why(sp.loads(text)), draws=8)


def test_a_question_names_both_lines_an_example_and_the_worth_at_which_they_agree() -> None:
    found = ask(APART)
    question, *_ = questions(found)
    lines = APART.splitlines()
    want = next(k for k, line in enumerate(lines, 1) if "north.open, south.call" in line)
    paid = next(k for k, line in enumerate(lines, 1) if "label: order" in line)
    assert question == (
        f"The north: line {want} of the file wants “open the gate”, and the payoffs, line {paid} "
        "first of all (order, 0.2 to 0.6 a week), speak against that on 8 moves within three "
        "steps of today. The nearest: the north: open the gate, which is a gain by its wants and "
        "a loss of 0.4 (0.24 to 0.56) by its payoffs. They would agree there if line "
        f"{paid} were below -0.1, which is outside its range. Which is meant?"
    )


def test_where_the_range_has_room_or_no_worth_would_do_the_question_says_so() -> None:
    roomy, *_ = questions(ask(APART.replace("[0.2, 0.6]", "[-0.4, 0.9]")))
    assert "below -0.1, which its range has room for." in roomy
    # A guard that costs 0.1 is wanted with talks and not without: no one price fits both.
    both = APART.replace("[north.open, south.call, ", "[north.guard iff south.call, ")
    found = ask(re.sub(r"    - \{when: .*(order|0\.3).*\n", "", both))
    question, *_ = questions(found)
    assert "agreed" not in " ".join(asks(found))
    assert "No worth of line 16 alone would make the two agree." in question
    assert "a gain of 0.1 by its payoffs" in question


def test_one_screen_asks_of_the_heaviest_and_the_full_answer_of_all() -> None:
    found = brief_of("korea-1952")
    heaviest = found.disagreements.heaviest
    assert len(heaviest) > 1
    assert [line.weight for line in heaviest] == sorted((x.weight for x in heaviest), reverse=True)
    [short], full = asks(found), list(questions(found))
    assert short == (
        "Which is meant for the Soviet Union, its wants (line 266) or its payoffs "
        "(line 377)? They part on 11 moves near today, and would agree if line 377 were above "
        f"0.275. {len(heaviest) - 1} more: stickpoint why --full."
    )
    assert list(asks(found, full=True)) == [short.replace(": stickpoint why --full", " below")]
    assert sum("Which is meant?" in text for text in full) == len(heaviest)
    follows = full[len(heaviest) :]
    assert [text.split(" paid by ")[0] for text in follows] == [
        "Were China",
        "Were the Soviet Union",
    ]
    assert follows[0].endswith("the likeliest end would still be neutral custody, over 200 draws.")


def test_the_screen_asks_under_what_it_rests_on_and_the_full_one_in_a_row_of_its_own() -> None:
    found = ask(APART)
    short, full = dict(labelled(found).rows), dict(labelled(found, full=True).rows)
    [asked] = asks(found)
    assert short["rests on"][0].endswith(asked)
    assert "asks" not in short
    assert full["asks"] == tuple(questions(found))
    [said] = section(found)
    assert said.parts[0].items == full["asks"]


def test_a_report_asks_beside_the_judgements_and_not_in_its_answer() -> None:
    found = ask(APART)
    made = report(found)
    names = [one.name for one in made.sections]
    assert names.index("asks") + 1 == names.index("judgements")
    [items] = made.sections[names.index("asks")].parts
    assert items.items == tuple(questions(found))
    full = next(one for one in made.sections if one.name == "in-full")
    labels = [label for part in full.parts for label, _ in part.rows]
    assert "Rests on" in labels
    assert "Asks" not in labels


def test_nothing_is_asked_where_no_lines_disagree_and_asked_all_the_same_without_a_clock(
    monkeypatch,
) -> None:
    still = ask(STRIKE)
    assert not list(section(still))
    assert "asks" not in dict(labelled(still, full=True).rows)
    assert "Which is meant" not in " ".join(dict(labelled(still).rows)["rests on"])
    monkeypatch.setattr("stickpoint.answers.large.timed.MOST_STATES", 1)
    large = ask(APART)
    assert dict(labelled(large).rows)["rests on"][0] == next(asks(large))


def test_the_data_has_the_lines_beside_the_counts() -> None:
    told = json.loads(json.dumps(data.brief(ask(APART)), allow_nan=False))["wants_against_payoffs"]
    north = told["north"]
    assert north["near"] == {"within": 3, "compared": 12, "opposed": 8}
    [line] = north["lines"]
    assert (north["compared"], north["opposed"]) == (12, 8)
    assert line["want"]["that"] == "north.open"
    assert line["payoff"]["label"] == "order"
    assert line["agree"] == {"above": None, "below": pytest.approx(-0.1)}
    assert line["left_apart"] == 0
    assert line["moves"] == 8
    assert line["example"]["gain_by_wants"] is True
    assert north["if_paid_by_wants"]["days"] > 0
    assert told["south"]["lines"] == []
    assert "if_paid_by_wants" not in told["south"]
