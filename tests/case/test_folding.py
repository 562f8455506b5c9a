"""Words that differ in signs only are the same; words that differ are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.case.documents.differences import differing
from stickpoint.case.documents.folding import Folded, folded
from stickpoint.case.documents.passages import Found, Wanted, cite, locate_all, words_hash
from stickpoint.case.documents.whitespace import single_spaced

GAZETTE = (
    "They call the plan eﬀective and the oﬃcer ﬁned Brandt on 3 May 1952.\n"
    "The café closed. The naïve man’s “no” stood.\nThe ship\u00ad ping line paid 3 million.\n"
)
SIGNS = "abé \u0301ﬃ“”’‑\u00ad\u200b…ａﷺ한а1²½"


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("effective and the officer fined", "eﬀective and the oﬃcer ﬁned"),
        ('man\'s "no" stood', "man’s “no” stood"),
        ("shipping line", "ship\u00ad ping line"),
        ("cafe\u0301 closed", "café closed"),
        ("Вrandt оn", "Brandt on"),
        ("naïve", "naïve"),
    ],
)
def test_words_are_found_whatever_the_signs_they_are_written_with(words, there) -> None:
    (place,) = cite(GAZETTE, words)
    assert (place.status, place.score) == ("exact", 1.0)
    assert GAZETTE[place.start : place.end] == there
    assert bool(place.reason) == (words != there)


def test_a_quote_with_other_signs_stands_where_the_case_says() -> None:
    words = 'man\'s "no" stood'
    start = GAZETTE.index("man’s")
    chars = (start, start + len(words))
    known = Wanted(chars, words_hash(words), words)
    assert locate_all([known], GAZETTE) == [Found("exact", *chars, 1.0)]
    later = locate_all([known], "A preface. " + GAZETTE)
    assert later == [Found("moved", chars[0] + 11, chars[1] + 11, 1.0)]


def test_an_accent_and_an_exponent_are_no_mere_signs() -> None:
    assert folded("café") != folded("cafe")
    assert folded("5²") != folded("52")


@given(st.text(SIGNS, max_size=30))
def test_folding_twice_is_folding_once(text) -> None:
    once = folded(single_spaced(text))
    assert folded(single_spaced(once)) == single_spaced(once) or "½" in text


@given(st.text(SIGNS, max_size=30), st.data())
def test_every_range_of_a_folded_text_leads_back_to_its_signs(text, data) -> None:
    made = Folded(text)
    if not made.text:
        return
    start = data.draw(st.integers(0, len(made.text) - 1))
    end = data.draw(st.integers(start + 1, len(made.text)))
    first, last = made.range_of(start, end)
    assert 0 <= first < last <= len(text)
    whole = Folded(text[first:last]).text
    assert made.text[start:end] in whole or "\u00ad" in text or "  " in text


@pytest.mark.parametrize(
    ("wanted", "there", "said"),
    [
        ("would begin in March", "would not begin in March", "'not' is added"),
        ("he politely refused", "he refused", "'politely' is left out"),
        ("on 5 March", "on 6 March", "'6' stands for '5'"),
        ("the “plan” went", 'The "plan", went.', ""),
        ("a b c d e f g h", "1 b 2 d 3 f 4 h.",
         "'1' stands for 'a', '2' stands for 'c', '3' stands for 'e' and 1 more"),
        ("a " * 500 + "c", "b " * 500 + "c", "500 words in a row differ"),
    ],
)  # fmt: skip
def test_the_words_that_differ_are_shown(wanted, there, said) -> None:
    assert differing(wanted, there).startswith(said)
    assert bool(differing(wanted, there)) == bool(said)


def test_a_passage_nearly_there_says_which_words_differ() -> None:
    wanted = "The transfer would begin before the end of the month at both crossings."
    text = "Nothing was agreed. " + wanted.replace("would", "would not")
    (found,) = locate_all([Wanted((0, 71), words_hash(wanted), wanted)], text)
    assert (found.status, found.reason) == ("moved", "'not' is added")
