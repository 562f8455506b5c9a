"""Short hashes and passages that stay, move, are wrapped anew, are edited or are lost."""

from __future__ import annotations

import hashlib
import random
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stickpoint.case.documents.passages import Found, Wanted, cite, locate_all, words_hash

WORD = st.text(alphabet="abcdefghijklmnopéü字", min_size=1, max_size=7)
SENTENCE = st.lists(WORD, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")
SPACE = st.sampled_from([" ", "\n", "  ", "\r\n", "\n\n   ", "\t"])
TALKS = (
    "The talks opened in July. Four of the five items were closed within a year, two of them by "
    "exchange. The fifth was the return of prisoners, and it stayed open until June. Meanwhile "
    "the line hardly moved, and the losses went on at the old rate. In March a new government "
    "made an offer; it was taken up in April."
)
FIFTH = "The fifth was the return of prisoners, and it stayed open until June."


def locate(chars: tuple[int, int], short: str, text: str, **known: str) -> Found:
    """Find one passage in a text."""
    return locate_all([Wanted(chars, short, **known)], text)[0]


def place_of(words: str, text: str = TALKS) -> tuple[int, int]:
    """Return the range at which some words stand."""
    start = text.index(words)
    return start, start + len(words)


def test_the_hash_is_the_start_of_the_sha256_of_the_words() -> None:
    assert words_hash("two  words\n") == hashlib.sha256(b"two words").hexdigest()[:12]
    assert words_hash("zwölf") == hashlib.sha256("zwölf".encode()).hexdigest()[:12]


def test_words_at_their_range_are_exact() -> None:
    chars = place_of(FIFTH)
    assert locate(chars, words_hash(FIFTH), TALKS) == Found("exact", *chars, 1.0)


@pytest.mark.parametrize("words", [FIFTH, "return of prisoners", "fifth was the return", "he fif"])
def test_words_that_begin_or_end_anywhere_are_found_after_a_shift(words: str) -> None:
    later = "A new preface. " + TALKS
    found = locate(place_of(words), words_hash(words), later)
    assert found == Found("moved", *place_of(words, later), 1.0)


def test_of_two_places_the_nearer_one_is_found() -> None:
    text = "no deal. " * 3 + "x" * 40 + " no deal. " * 3
    found = locate((60, 68), words_hash("no deal."), text)
    assert (found.start, text[found.start : found.end]) == (68, "no deal.")


def test_a_document_wrapped_anew_keeps_its_passages() -> None:
    wrapped = TALKS.replace(" ", "\n   ")
    found = locate(place_of(FIFTH), words_hash(FIFTH), wrapped)
    assert found.status == "moved"
    assert words_hash(wrapped[found.start : found.end]) == words_hash(FIFTH)


def test_a_passage_that_held_white_space_is_found_in_a_smooth_copy() -> None:
    rough = TALKS.replace("the return of", "the\n      return\n\n   of").replace("items", "items ")
    start = rough.index("The fifth")
    chars = (start, rough.index("June.") + 5)
    found = locate(chars, words_hash(rough[slice(*chars)]), TALKS)
    assert TALKS[found.start : found.end] == FIFTH


def test_an_edited_passage_is_lost_by_its_hash_and_found_by_its_words() -> None:
    edited = "Once more. " + TALKS.replace("return of prisoners", "return of all prisoners")
    chars, short = place_of(FIFTH), words_hash(FIFTH)
    lost = locate(chars, short, edited)
    assert (lost.status, lost.start, lost.end, lost.score) == ("lost", *chars, 0.0)
    assert "have this hash" in lost.reason
    found = locate(chars, short, edited, words=FIFTH)
    assert found.status == "moved"
    assert 0.85 < found.score < 1
    assert edited[found.start : found.end] == FIFTH.replace("of pris", "of all pris")


def test_words_that_are_gone_are_lost_with_the_share_that_agrees() -> None:
    found = locate(place_of(FIFTH), words_hash(FIFTH), TALKS.replace(FIFTH, ""), words=FIFTH)
    assert found.status == "lost"
    assert "agree to" in found.reason


def test_words_of_another_passage_are_refused() -> None:
    found = locate(place_of(FIFTH), words_hash(FIFTH), "nothing", words="something else")
    assert found.reason == "the words given are not those that were hashed"


@pytest.mark.parametrize(
    ("chars", "short", "said"),
    [
        ((0, 4), "xyz", "'xyz' is no hash of 12"),
        ((4, 4), "0" * 12, "is no range"),
        ((-1, 4), "0" * 12, "is no range"),
        ((0, 900), "0" * 12, f"which has {len(TALKS)} characters"),
    ],
)
def test_what_cannot_be_a_passage_is_lost_with_a_reason(
    chars: tuple[int, int], short: str, said: str
) -> None:
    found = locate(chars, short, TALKS)
    assert found.status == "lost"
    assert said in found.reason


def test_an_empty_document_loses_everything() -> None:
    assert locate((0, 4), words_hash("four"), "").status == "lost"
    assert locate((0, 4), words_hash("four"), "", words="four").status == "lost"
    assert locate((0, 3), words_hash("..."), "a b c", words="...").status == "lost"


def test_a_very_long_document_is_given_up_with_a_reason() -> None:
    found = locate((0, 40_000), "0" * 12, "word " * 40_000)
    assert found.status == "lost"
    assert "too long" in found.reason


@given(
    st.lists(SENTENCE, max_size=5),
    SENTENCE,
    st.lists(SENTENCE, max_size=5),
    st.lists(SENTENCE, max_size=5),
    st.lists(SENTENCE, max_size=5),
)
def test_text_put_in_or_taken_out_around_a_passage_does_not_lose_it(
    before: list[str], passage: str, after: list[str], new_before: list[str], new_after: list[str]
) -> None:
    old = " ".join([*before, passage, *after])
    new = " ".join([*new_before, passage, *new_after])
    assume(new.count(passage) == 1)
    start = len(" ".join([*before, ""])) if before else 0
    chars = (start, start + len(passage))
    assert old[slice(*chars)] == passage
    for words in (None, passage):
        found = locate(chars, words_hash(passage), new, words=words)
        assert new[found.start : found.end] == passage
        assert found.score == 1
        assert found.status == ("exact" if (found.start, found.end) == chars else "moved")


@given(st.lists(WORD, min_size=1, max_size=40), st.data())
def test_new_white_space_never_loses_a_passage(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    old = " ".join(words)
    passage = " ".join(words[first:last])
    start = len(" ".join([*words[:first], ""])) if first else 0
    new = "".join(word + data.draw(SPACE) for word in words)
    found = locate((start, start + len(passage)), words_hash(passage), new)
    assert old[start : start + len(passage)] == passage
    assert words_hash(new[found.start : found.end]) == words_hash(passage)


@given(st.integers(0, 11), WORD, st.lists(SENTENCE, min_size=1, max_size=3))
def test_one_word_replaced_in_a_long_passage_is_found_by_its_words(
    place: int, word: str, before: list[str]
) -> None:
    passage = " ".join(FIFTH.split()[:12])
    edited = passage.split()
    edited[place] = word
    new = " ".join([*before, *edited, "after it."])
    found = locate((0, len(passage)), words_hash(passage), new, words=passage)
    assert found.status in ("moved", "doubtful")
    assert (found.status == "moved") == (found.score >= 0.85)
    agreed = new[found.start : found.end]
    assert " ".join(edited).startswith(agreed) or agreed in " ".join(edited)


def test_of_two_places_the_one_with_the_same_surroundings_is_found() -> None:
    text = "He said no deal. Then talks. " + "x " * 200 + "She said no deal. Then war."
    second = text.rindex("no deal.")
    short = words_hash("no deal.")
    for words in ("no deal.", None):
        found = locate((3, 11), short, text, words=words)
        assert found.start == text.index("no deal.")
    found = locate((3, 11), short, text, words="no deal.", prefix="She said", suffix="Then war.")
    assert (found.start, found.end) == (second, second + 8)


def test_words_that_were_replaced_are_doubtful_where_their_surroundings_stand() -> None:
    edited = "A preface. " + TALKS.replace(FIFTH, "The last was another matter and open till June.")
    found = locate(
        place_of(FIFTH),
        words_hash(FIFTH),
        edited,
        prefix="two of them by exchange.",
        suffix="Meanwhile the line hardly moved",
    )
    assert found.status == "doubtful"
    assert edited[found.start : found.end] == "The last was another matter and open till June."
    alone = locate(place_of(FIFTH), words_hash(FIFTH), edited, prefix="two of them by exchange.")
    assert alone.status == "lost"


def test_words_that_agree_in_part_are_doubtful() -> None:
    words = "The fifth was the return of prisoners"
    edited = TALKS.replace("fifth was the return of", "last one was the fate of the")
    found = locate(place_of(words), words_hash(words), edited, words=words)
    assert found.status == "doubtful"
    assert 0.7 <= found.score < 0.85
    assert "only in part" in found.reason


def test_without_rapidfuzz_a_changed_passage_is_lost_with_advice(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    edited = TALKS.replace("prisoners", "captives")
    found = locate(place_of(FIFTH), words_hash(FIFTH), edited, words=FIFTH)
    assert (found.status, "stickpoint[documents]" in found.reason) == ("lost", True)
    around = locate(place_of(FIFTH), words_hash(FIFTH), edited, prefix="by exchange", suffix="Mean")
    assert "stickpoint[documents]" in around.reason
    assert locate(place_of(FIFTH), words_hash(FIFTH), f"A. {TALKS}", words=FIFTH).score == 1


def test_without_rapidfuzz_words_to_the_letter_are_found_where_what_stands_around_has_changed(
    monkeypatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    text = "He took no deal. Then peace. She said no deal. Then war."
    found = locate((1, 9), words_hash("no deal."), text, words="no deal.", prefix="She said")
    assert (found.status, found.start) == ("moved", text.rindex("no deal."))


def test_words_are_cited_to_the_letter_wherever_they_stand() -> None:
    text = "No\ndeal. Later: no deal. No  deal!"
    assert [text[f.start : f.end] for f in cite(text, " No deal")] == ["No\ndeal", "No  deal"]
    assert cite(text, "  ") == []


def test_words_are_cited_nearly_with_their_score() -> None:
    (found,) = cite(TALKS, "the fifth was the retum of prisoners")
    assert found.status == "moved"
    assert 0.9 < found.score < 1
    # The place begins and ends at whole words, with the signs that hang on them.
    assert TALKS[found.start : found.end] == "The fifth was the return of prisoners,"
    assert cite(TALKS, "nothing of the kind was ever said here") == []


VOCABULARY = [
    *("talks", "prisoner", "line", "truce", "Moscow", "Peking", "cable", "losses", "month", "open"),
    *("until", "June", "custody", "offered", "refused", "army", "front", "winter", "letter", "of"),
    *("the", "and", "to", "in", "was", "by", "for", "with", "general", "stayed"),
]


def sentences(chance: random.Random, number: int) -> str:
    """Make up a text of so many words."""
    return " ".join(chance.choice(VOCABULARY) for _ in range(number)) + "."


def misread(text: str, share: float, chance: random.Random) -> tuple[str, list[int]]:
    """Spoil a share of the characters as a scanner does; give where each one went."""
    out: list[str] = []
    places = []
    for char in text:
        places.append(sum(map(len, out)) if len(out) < 2 else places[-1] + len(out[-1]))
        way = chance.random() / share
        wrong = chance.choice("abcdeilnorstu,.")
        out.append(
            "" if way < 1 / 3 else wrong if way < 2 / 3 else char + wrong if way < 1 else char
        )
    return "".join(out), [*places, sum(map(len, out))]


@pytest.mark.parametrize("seed", range(60))
def test_a_passage_survives_noise_and_a_new_page(seed: int) -> None:
    chance = random.Random(seed)
    old = sentences(chance, 3000)
    start = old.index(" ", chance.randrange(len(old) - 600)) + 1
    end = old.index(" ", start + chance.randrange(40, 400))
    passage = old[start:end]
    cut = chance.choice([0, start, end, len(old)])
    spoilt, places = misread(old, 0.03, chance)
    page = sentences(chance, 350) + "\n\n"
    new = spoilt[: places[cut]] + page + spoilt[places[cut] :]
    shift = len(page) if cut <= start else 0
    found = locate((start, end), words_hash(passage), new, words=passage)
    assert found.status in ("moved", "exact")
    # A word at either end may have been torn apart by noise; the place must be the same.
    assert abs(found.start - (places[start] + shift)) <= 12
    assert abs(found.end - (places[end] + shift)) <= 12


@pytest.mark.parametrize("seed", range(10))
def test_a_passage_that_was_never_there_is_not_found(seed: int) -> None:
    chance = random.Random(seed)
    text = sentences(chance, 2000)
    words = "whoever reads this far has found a sentence that nobody put down anywhere else"
    assert locate((0, len(words)), words_hash(words), text, words=words).status == "lost"
