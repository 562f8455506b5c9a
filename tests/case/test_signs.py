"""Signs that nobody sees, or that look like others → named; no message shows them as they are."""

from __future__ import annotations

import re
import unicodedata

import pytest
from casefiles import TALKS, whole
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.case.check import check_text
from stickpoint.case.yaml.signs import is_unseen, odd_signs, plain, shown

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\u202e\u2066\ufe0f\u180e\u3164\U000e0041"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("clock: {start: 2024‑03‑04}\n", "U+2011 (non-breaking hyphen)"),
        ("clock: {start: 2024−03−04}\n", "U+2212 (minus sign)"),
        ("clock: {start: ２０２4-03-04}\n", "U+FF12 (fullwidth digit two)"),
        ("clock: {unit: wеek}\n", "U+0435 (cyrillic small letter ie)"),
        ("clock: {unіt: week}\n", "U+0456"),
        ("settled: а.x\n", "U+0430 (cyrillic small letter a)"),
        ("settled: a.x & b\u200b.y\n", "U+200B (zero width space); delete it"),
        ("settled: a.x ＆ b.y\n", "U+FF06"),
        ("settled: a．x\n", "U+FF0E"),
        ("wants: {а: [a.x], b: [b.y]}\n", "U+0430"),
        ("parties: {a: A, b: B, с: C}\n", "U+0441"),
        ("options: {a.х: do x, a.x: do x, b.y: do y}\n", "U+0445"),
        ("payoffs: {a: [{when: a.x, worth: ٣}]}\n", "U+0663"),
        ("payoffs: {a: [{when: a.x, worth: 0٫5}]}\n", "U+066B"),
        ("options: {a.x: {text: do x, now: yеs}, b.y: do y}\n", "U+0435"),
        ("about: |\n  yes\ntitle： t\n", "U+FF1A"),
        ("payoffs:\n  a: – when\n", "U+2013 (en dash)"),
        (
            'issues: {i: {terms: {"half\u00adrise": a.x}}}\nsettled: i = "halfrise"\n',
            "U+00AD (soft hyphen)",
        ),
        (
            "record: {evidence: {E1: seen}}\ngroups: [[Е1]]\n",
            "U+0415 (cyrillic capital letter ie)",
        ),
        (
            "parties: {ab: A, cd: B}\noptions: {ab.x: do x, cd.y: do y}\n"
            "wants: {ab: [ab.x], cd: [cd.y]}\n"
            "record: {messages: [{id: m, date: 1952, from: аb, act: plea, text: t}]}\n",
            "U+0430",
        ),
    ],
)
def test_a_sign_that_is_not_what_it_looks_like_is_named(text: str, named: str) -> None:
    findings = check_text(whole(text))[1]
    assert named in " / ".join(finding.message for finding in findings), findings


def test_in_texts_such_signs_may_stand() -> None:
    text = "title: ‘Ferries’ – the “slot” quarrel\nabout: نامه\u200cها and a\u00adb Москва\n"
    case, findings = check_text(whole(text))
    assert findings == ()
    assert case is not None
    assert case.about == "نامه\u200cها and a\u00adb Москва"


def test_what_is_not_seen_is_written_by_its_number() -> None:
    assert shown(f"a{UNSEEN}b").isprintable()
    assert all(f"<U+{ord(sign):04X}>" in shown(UNSEEN) for sign in UNSEEN)
    assert plain(f"a{UNSEEN}b") == "ab"
    assert odd_signs("plain words, é and 判") == ""


@given(st.text(max_size=30))
def test_a_text_made_plain_is_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert not odd_signs(plain(text))
    assert not any(is_unseen(sign) for sign in shown(text))


VALUES = [found.span(2) for found in re.finditer(r"([{,\s]\w+: )([^,{}\[\]\n]+)", TALKS)]
KEYS = [found.span(1) for found in re.finditer(r"[{,\s]([\w.]+): ", TALKS)]


@given(
    st.sampled_from(VALUES + KEYS),
    st.sampled_from(["{}", '"{}"', "[{}]", "!{}", "*{}", "&{}", "{{x: {}}}", "{} {}", "a: {}"]),
    st.integers(1, 400),
)
def test_no_finding_repeats_more_than_120_signs_of_the_file(
    at: tuple[int, int], form: str, length: int
) -> None:
    text = TALKS[: at[0]] + form.replace("{}", "ж" * length) + TALKS[at[1] :]
    for finding in check_text(text)[1]:
        assert finding.message.count("ж") <= 120, finding
        assert len(finding.message) < 600


def test_no_finding_shows_such_a_sign_in_the_name_of_its_file() -> None:
    (found, *_) = check_text("", "a\u202eb\n.yaml")[1]
    assert str(found).startswith("a<U+202E>b<U+000A>.yaml:1:1 ")


@given(st.sampled_from(VALUES + KEYS), st.text(st.sampled_from(f"ab {UNSEEN}\u0007\u0085\u2028")))
def test_no_finding_shows_a_sign_that_is_not_seen(at: tuple[int, int], value: str) -> None:
    text = TALKS[: at[0]] + value + TALKS[at[1] :]
    for finding in check_text(text)[1]:
        assert not [s for s in finding.message if unicodedata.category(s) in ("Cc", "Cf")], finding
        assert finding.message.isprintable()
