"""The Record screen: what is cited stands where it is cited, and chosen words become an entry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from studio.screens.markup_oracles import well_made

import stickpoint as sp
from stickpoint.case.documents.passages import words_hash
from stickpoint.case.model.case import Case
from stickpoint.studio.edits import patched
from stickpoint.studio.screens import record
from stickpoint.studio.screens.entries import chosen, draft
from stickpoint.studio.screens.passages import WINDOW, pieces, window

LETTER = (
    "The talks opened in May 1952.\r\n\r\n"
    "On 14 July 1952 Ann cabled Bob and asked him to accept.\r\nBob refused the next day. "
    "\U0001d11e <b>Nobody</b> & nothing moved."
)
PLEA = "Ann cabled Bob and asked him to accept."
CASE = """
format: 1
title: A plea
parties: {ann: Ann, bob: Bob}
options: {ann.yield: yield, bob.yield: yield}
wants: {ann: [bob.yield], bob: [ann.yield]}
record:
  documents:
    letter: {title: A letter, file: letter.txt}
    lost: {title: A lost one, file: lost.txt}
  passages:
    p1: {document: letter, chars: [AT, TO], hash: HASH}
  messages:
    - {id: m1, date: 1952-07-14, from: ann, to: bob, act: plea, text: asks, source: {passage: p1}}
  moves:
    - {id: v1, date: 1952-08~, party: bob, sets: {bob.yield: no}}
  evidence:
    e1: it rained
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Write a case beside its document."""
    (tmp_path / "letter.txt").write_bytes(LETTER.encode())
    at = LETTER.index(PLEA)
    text = CASE.replace("AT", str(at)).replace("TO", str(at + len(PLEA)))
    path = tmp_path / "plea.case.yaml"
    path.write_text(text.replace("HASH", words_hash(PLEA)), encoding="utf-8")
    return sp.load(path)


def test_a_passage_is_marked_with_all_that_rests_on_it(case: Case) -> None:
    found = well_made(record.text(case, {"entry": "m1"}))
    marked = [a for _, a in found.tags if a.get("class", "").startswith("passage")]
    assert [(a["data-ids"], a["class"]) for a in marked] == [("p1 m1", "passage chosen")]
    assert int(marked[0]["data-at"]) == LETTER.index(PLEA)
    assert "<b>Nobody" not in record.text(case, {})


def test_a_document_that_is_not_at_hand_says_what_to_do(case: Case) -> None:
    said = record.text(case, {"at": json.dumps(["lost", 0, ""])})
    assert "its file lost.txt is not at hand" in said
    assert "Put the file beside the case" in said


@pytest.mark.parametrize(
    "at", ["", "7", "[]", '["letter"]', '["gone", 0, ""]', '["letter", "x", ""]']
)
def test_a_place_that_is_none_shows_the_first_document_at_hand(case: Case, at: str) -> None:
    assert 'data-document="letter"' in record.text(case, {"at": at})


def test_chosen_words_become_an_entry_that_check_finds_sound(case: Case, tmp_path: Path) -> None:
    words = "Bob refused the next day."
    at = LETTER.index(words) - 2  # as a browser counts that takes line ends for one character
    said = json.dumps(["letter", at, at + len(words), words])
    form = well_made(record.new(case, {"words": said}))
    fields = {a["name"]: a.get("value", "") for t, a in form.tags if t == "input" and "name" in a}
    source = next(json.loads(a["data-source"]) for _, a in form.tags if "data-source" in a)
    assert (fields["date"], fields["from"]) == ("1952-07-15", "bob")
    assert LETTER[slice(*source["chars"])] == words
    assert source["hash"] == words_hash(words)
    entry = {"id": fields["id"], "date": fields["date"], "from": "bob", "to": "ann",
             "act": "refusal", "text": "refuses", "source": source}  # fmt: skip
    text = patched(case.source, {"do": "add", "kind": "message", "fields": entry})
    (tmp_path / "plea.case.yaml").write_text(text, encoding="utf-8")
    again, findings = sp.check(tmp_path / "plea.case.yaml")
    assert again is not None
    assert findings == ()
    assert again.record.messages[-1].id == fields["id"]


def test_chosen_words_become_a_move_or_evidence_as_well(case: Case) -> None:
    source = {"document": "letter", "chars": [0, 10], "hash": words_hash(LETTER[:10])}
    move = {"id": "v2", "date": "1952-09", "party": "ann", "sets": {"ann.yield": "yes"},
            "source": source}  # fmt: skip
    evidence = {"id": "e2", "date": "1952-09", "text": "it snowed", "source": source}
    text = patched(case.source, {"do": "add", "kind": "move", "fields": move})
    text = patched(text, {"do": "add", "kind": "evidence", "fields": evidence})
    again = sp.loads(text).record
    assert again.moves[-1].sets == (("ann.yield", True),)
    assert again.evidence[-1].source is not None
    assert again.evidence[-1].source.chars == (0, 10)


def test_words_that_are_not_in_the_document_make_no_entry(case: Case) -> None:
    for said in ("", "[]", "no json", '["letter", 0, 5, "nowhere said"]', '["lost", 0, 5, "The"]'):
        assert "A new entry" not in record.new(case, {"words": said})


@given(st.integers(-5, len(LETTER) + 5), st.integers(0, 60), st.integers(-9, 9))
def test_chosen_words_are_found_near_wherever_a_browser_puts_them(
    start: int, length: int, shift: int
) -> None:
    words = LETTER[max(0, start) : max(0, start) + length]
    said = json.dumps(["letter", start + shift, start + shift + length, words.replace("\r", "")])
    own = chosen(said, LETTER, "letter")
    if not words.strip():
        assert own is None
    else:
        assert own is not None
        assert own.words == LETTER[own.start : own.end]
        assert own.words.split() == words.split()


@given(
    st.text("ab\n", max_size=60),
    st.dictionaries(st.tuples(st.integers(0, 60), st.integers(0, 60)), st.just(("x",)), max_size=5),
    st.integers(0, 60),
)
def test_pieces_put_together_are_the_text(
    text: str, marked: dict[tuple[int, int], tuple[str, ...]], at: int
) -> None:
    start, end = min(at, len(text)), len(text)
    found = list(pieces(text, marked, start, end))
    assert "".join(piece.text for piece in found) == text[start:end]
    for piece in found:
        for k in range(piece.start, piece.start + len(piece.text)):
            assert bool(piece.ids) == any(a <= k < b for a, b in marked)


@given(st.integers(0, 60_000))
def test_a_window_shows_the_place_that_is_asked_for(at: int) -> None:
    text = "A line of words.\n\n" * 3_000
    start, end = window(text, at)
    assert start <= min(at, len(text)) <= end
    assert end - start <= 2 * WINDOW


def test_a_draft_says_when_it_found_no_date() -> None:
    text = "Nobody said when."
    own = chosen(json.dumps(["d", 0, len(text), text]), text, "d")
    assert own is not None
    guess = draft(sp.load("elmira"), text, own)
    assert (guess.date, guess.seen) == ("", "no date was found near these words")


def test_each_field_of_an_entry_is_set_where_it_is_written(case: Case) -> None:
    for entry, path in (("m1", ["record", "messages", 0, "date"]),
                        ("v1", ["record", "moves", 0, "date"])):  # fmt: skip
        tags = well_made(record.entry(case, {"entry": entry})).tags
        assert path in [json.loads(a["data-path"]) for _, a in tags if "data-path" in a]
        text = patched(case.source, {"do": "set", "path": path, "value": "1952-09-01"})
        changed = sp.loads(text).record
        dates = {item.id: str(item.date) for item in changed.sourced}
        assert dates[entry] == "1952-09-01"
    text = patched(case.source, {"do": "set", "path": ["record", "evidence", "e1", "text"],
                                 "value": "it poured"})  # fmt: skip
    assert sp.loads(text).record.evidence[0].text == "it poured"


def test_what_is_left_to_do_names_each_judgement_without_a_source(case: Case) -> None:
    said = record.todo(case, {})
    assert "Without a source (2)" in said
    # Two options and two wants.
    assert "4 judgements without a source" in said
    assert "1 judgement" not in said
