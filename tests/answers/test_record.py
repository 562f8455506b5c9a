"""A record laid out: entries in order, silences, passages looked up, and what hangs loose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ferry import SIGNED, TEXT, case_file

import stickpoint as sp
from stickpoint.answers.record import KINDS, RecordView, record
from stickpoint.case.model.record import Record


@pytest.fixture
def view(tmp_path: Path) -> RecordView:
    path = case_file(tmp_path)
    return record(sp.load(path), [tmp_path])


def test_entries_stand_by_the_middle_of_their_dates_and_open_ones_by_their_end(
    view: RecordView,
) -> None:
    assert [entry.id for entry in view.entries] == [
        *("v-past", "wage", "E1", "v-strike", "m-plea", "m-refusal", "v-hold", "nature.storm"),
        *("v-offer", "v-end", "m-mayor", "m-note"),
    ]
    assert {entry.kind for entry in view.entries} == set(KINDS) - {"closed"}
    assert view.undated == ("E2",)
    assert [entry.id for entry in view.entries if entry.restates] == ["v-hold"]


def test_a_silence_is_no_longer_than_the_dates_make_certain(view: RecordView) -> None:
    # The note of 2024 may fall on any day and the mayor's plea on any from May on.
    assert [(s.after.id, s.before.id, s.days) for s in view.silences] == []
    moves = view.case.record.moves
    bare = replace(view.case, record=Record(moves=moves))
    found = [(s.after.id, s.before.id, s.days) for s in record(bare).silences]
    assert found == [
        ("v-past", "v-strike", 48),
        ("v-strike", "v-hold", 15),
        ("v-hold", "v-offer", 11),
    ]


def test_every_passage_is_looked_up(view: RecordView) -> None:
    assert view.at_hand == {"minutes": "fits"}
    looked = {item.id: item for item in view.looked}
    assert {id_: item.status for id_, item in looked.items()} == {
        "p-asked": "exact",
        "p-signed": "moved",
        "p-begged": "moved",
        "p-gone": "lost",
        "m-refusal": "unchecked",
    }
    start, end = looked["p-signed"].chars or (0, 0)
    assert TEXT[start:end] == SIGNED
    start, end = looked["p-begged"].chars or (0, 0)
    assert TEXT[start:end].startswith("The mayor begged both sides to settle before the summer")
    assert 0.85 <= (looked["p-begged"].score or 0) < 1
    assert looked["p-gone"].chars is None


def test_what_hangs_loose_is_listed(view: RecordView) -> None:
    loose = view.loose
    assert loose.unsourced == (
        *("m-mayor", "m-note", "v-past", "v-hold", "v-offer", "v-end"),
        *("E1", "E2"),
    )
    assert loose.messages == ("m-refusal", "m-mayor", "m-note")
    assert loose.passages == ("p-signed", "p-begged", "p-gone")
    assert loose.documents == ("unused",)
    assert loose.evidence == ("E1", "E2", "E3")
