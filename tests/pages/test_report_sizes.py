"""A report says of each number whether its size is guessed, and counts what it marks."""

from __future__ import annotations

import re
from itertools import islice

import pytest
from strike import STRIKE

import stickpoint as sp
from stickpoint.case.model.basis import GUESS
from stickpoint.case.model.judgements import Basis, judgements
from stickpoint.pages.clock.which import RARE, common
from stickpoint.pages.data import forecast as data
from stickpoint.pages.figures.bars import Bars
from stickpoint.pages.model import Figure, Numbers, Table, Text, unmarked
from stickpoint.pages.report.document import report
from stickpoint.pages.report.judged import section
from stickpoint.pages.report.timing import timing
from stickpoint.pages.why.brief import brief

SIZED = (
    STRIKE.replace("worth: -1}", "worth: -1, because: e1, size: guess}")
    .replace("worth: [-3, -1]}", "worth: [-3, -1], because: e1}")
    .replace("amount: [1, 2], unit", "amount: [1, 2], size: guess, unit")
    + "record:\n  evidence: {e1: she laughed}\n"
)


def said_of(case: sp.Case) -> tuple[str, list[list[str]]]:
    """Return what the section says before its tables, and the rows of these."""
    parts = section(case).parts
    lead = " ".join(unmarked(part.words) for part in parts if isinstance(part, Text))
    tables = (part for part in parts if isinstance(part, Table))
    return lead, [[unmarked(cell) for cell in row] for table in tables for row in table.rows]


@pytest.mark.parametrize("name", ["korea-1952", "colombia-2014", "strike"])
def test_each_guessed_size_is_marked_and_the_count_is_that_of_the_marks(name: str) -> None:
    case = sp.loads(SIZED) if name == "strike" else sp.load(name)
    lead, rows = said_of(case)
    lines = judgements(case)
    guessed = sum("size guessed" in row[2] for row in rows)
    assert guessed == sum(line.size == GUESS for line in lines) > 0
    sized = Basis.of([line for line in lines if line.amount is not None or line.size])
    source = "none" if not sized.sourced else str(sized.sourced)
    assert f"{sized.total} numbers: {source} with a source for" in lead
    assert f"{guessed} guessed" in lead
    unsourced = sum("unsourced" in row[2] for row in rows)
    assert re.search(rf"Without one: {unsourced}, marked unsourced", lead)
    signs = re.search(r"For (\d+) more", lead)
    sourced = re.search(r"(\d+) with a source in", lead)
    assert signs
    assert sourced
    assert int(sourced[1]) + int(signs[1]) + unsourced == len(lines) == len(rows)


def test_a_size_is_guessed_where_the_sign_has_a_source_and_where_nothing_has() -> None:
    _, rows = said_of(sp.loads(SIZED))
    rests = [row[2] for row in rows]
    assert rests.count("e1; size guessed") == 1
    assert rests.count("unsourced; size guessed") == 1
    assert rests.count("e1") == 1


def test_numbers_are_counted_by_their_sizes_beside_the_answer() -> None:
    [*_, (label, said)] = brief(sp.why(sp.loads(SIZED))).sections[0].parts[0].rows
    assert label == "rests on"
    assert "7 numbers: 1 with a source for its size, 2 guessed, 4 with neither." in said[-1]


def test_the_efforts_and_priors_of_a_report_say_that_they_are_guessed() -> None:
    effort = "bob.yield: {text: yield, effort: 1, size: guess,"
    text = SIZED.replace("bob.yield: {text: yield,", effort)
    text += "hypotheses:\n  pride: {claim: c, prior: 0.5, size: guess}\n  money: {claim: d}\n"
    sections = report(sp.why(sp.loads(text))).sections
    tables = (part for one in sections for part in one.parts if isinstance(part, Table))
    cells = [unmarked(cell) for table in tables for row in table.rows for cell in row]
    assert any("effort 1 (size guessed)" in cell for cell in cells)
    assert "0.5 (size guessed)" in cells


MANY = """\
format: 1
title: Many ways out
clock: {unit: day, horizon: 30}
parties: {ann: Ann}
options: {ann.a: do a, ann.b: do b, ann.c: do c, ann.d: do d}
impossible: [ann.c & ann.d]
at_most_one: [[ann.a, ann.b], [ann.b, ann.c, ann.d], [ann.a, ann.c, ann.d]]
issues: {pay: {terms: {first: ann.a, second: ann.b, third: ann.c, fourth: ann.d}}}
payoffs: {ann: [{when: ann.b, worth: [-0.2, -0.1]}, {when: ann.c | ann.d, worth: -2.5}]}
"""


def test_bars_of_the_ways_to_end_show_all_of_them_the_rare_ones_as_a_sum() -> None:
    asked = sp.why(sp.loads(MANY))
    answer = asked.forecast
    told = data.predictive(answer)
    names, rare = common(answer)
    assert len(rare) == 2
    laid = timing(asked, Numbers({"clock": {"ranges": {}}, "forecast": told}))
    [figure] = (
        part
        for one in islice(laid, 3)
        for part in one.parts
        if isinstance(part, Figure) and part.name == "outcomes"
    )
    assert isinstance(figure.picture, Bars)
    labels = [bar.label for bar in figure.picture.rows]
    assert labels[-1] == f"{len(rare)} other ways, each less than 1 %"
    assert len(labels) == len(names) + 1
    assert all(answer.outcomes[name] < RARE for name in rare)
    assert set(told["rare"]["ways"]) == set(rare)
    assert told["rare"]["answer"] == pytest.approx(sum(answer.outcomes[name] for name in rare))
