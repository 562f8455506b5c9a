"""The real cases of `benchmarks/calibration` → frozen before the first run, and by the rule."""

from __future__ import annotations

import json
import runpy
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import stickpoint as sp

HERE = Path(__file__).parents[1] / "benchmarks" / "calibration"
FROZEN = json.loads((HERE / "frozen.json").read_text(encoding="utf-8"))
FREEZE = runpy.run_path(str(HERE / "freeze.py"))
FIRST, SECOND = sorted(FREEZE["ROWS"]), sorted(FREEZE["SECOND"])
NEW = [*FIRST, *SECOND]
FIRST_FREEZE = "25dc8a8a4c0d5f1258f63f52c136cb4660df5492d5224e316143b3aad200e999"
LONG_ONES = {"nhl-2004", "belgium-2010", "backstop-2018"}


@cache
def read(name: str) -> Any:
    """Read a case together with its findings."""
    return sp.check(str(HERE / "cases" / f"{name}.case.yaml"))


@pytest.mark.parametrize("name", FROZEN)
def test_a_case_is_as_it_was_frozen(name: str) -> None:
    data = (HERE / "cases" / f"{name}.case.yaml").read_bytes()
    assert sha256(data).hexdigest() == FROZEN[name]["sha256"]


def test_every_case_in_the_folder_is_frozen_with_its_kind_and_half() -> None:
    assert FREEZE["frozen"]() == FROZEN
    found = {path.name.removesuffix(".case.yaml") for path in (HERE / "cases").iterdir()}
    assert found == set(FROZEN)


def test_training_takes_at_most_half_and_every_case_seen_before() -> None:
    training = {name for name, kept in FROZEN.items() if kept["split"] == "training"}
    drawn_first = set(FROZEN) - set(SECOND)
    assert set(FREEZE["OLDER"]) <= training
    assert 2 * len(training) <= len(drawn_first) < 2 * len(training) + 2
    assert training >= LONG_ONES


def test_the_first_freeze_is_as_it_was_before_the_second_draw() -> None:
    first = {name: kept for name, kept in FROZEN.items() if name not in SECOND}
    written = json.dumps(first, indent=1) + "\n"
    assert sha256(written.encode()).hexdigest() == FIRST_FREEZE


def test_all_of_the_second_draw_is_held_out_as_a_set_of_its_own() -> None:
    assert len(SECOND) == 12
    assert {FROZEN[name]["split"] for name in SECOND} == {"drawn later"}
    assert {name for name, kept in FROZEN.items() if kept["split"] == "drawn later"} == set(SECOND)


@pytest.mark.parametrize("drawn", [FIRST, SECOND], ids=["first", "second"])
def test_the_cases_not_seen_before_are_of_six_kinds_at_least(drawn: list[str]) -> None:
    assert len(drawn) >= 12
    assert len({FROZEN[name]["kind"] for name in drawn}) >= 6


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_case_is_read_without_a_finding(name: str) -> None:
    assert not read(name)[1]


@pytest.mark.parametrize("name", NEW)
def test_a_new_case_is_as_compact_as_the_rule_asks(name: str) -> None:
    case = read(name)[0]
    assert len(case.options) <= 8
    assert len(case.levers) == 3
    assert 3 <= len(case.record.messages) + len(case.record.moves) <= 8
    assert len(case.record.documents) >= 1
    for party in case.parties:
        assert (party.precision.low, party.precision.high) == (1, 4)
        assert party.pace.high / party.pace.low == pytest.approx(4, rel=0.05)


@pytest.mark.parametrize("name", NEW)
def test_the_record_of_a_new_case_goes_on_after_its_start_and_stops_before_its_end(
    name: str,
) -> None:
    case = read(name)[0]
    dates = [entry.date for entry in (*case.record.messages, *case.record.moves)]
    assert sum(date.last > case.clock.start.first for date in dates) >= 2
    assert max(date.first for date in dates) < case.happened.date.last


@pytest.mark.parametrize("name", FROZEN)
def test_the_kind_that_is_frozen_is_the_kind_that_is_read(name: str) -> None:
    case = read(name)[0]
    assert (case.kind and case.kind.name) == FROZEN[name]["kind"]
    assert case.kind or case.lengths


@pytest.mark.parametrize("name", FROZEN)
def test_a_case_ended_after_its_start_in_terms_that_it_has(name: str) -> None:
    case = read(name)[0]
    assert case.happened.date.first > case.clock.start.last
    assert case.happened.terms in {terms.name for issue in case.issues for terms in issue.terms}


@pytest.mark.parametrize("name", FROZEN)
def test_the_table_of_the_cases_says_what_the_files_say(name: str) -> None:
    case, page = read(name)[0], (HERE / "README.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| {name} |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    start, end = case.clock.start.first, case.happened.date
    assert cells[1] == (FROZEN[name]["kind"] or "earlier lengths")
    assert cells[2:4] == [str(start), end.written]
    days = sorted({(day - start).days for day in (end.first, end.last)})
    assert cells[4] == "-".join(map(str, days))
    assert cells[5:] == [case.happened.terms, FROZEN[name]["split"]]
