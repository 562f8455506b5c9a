"""One slip in a declaration → one finding, at the declaration, however often the name is used."""

from __future__ import annotations

import re

import pytest
from casefiles import unmarked, whole

from stickpoint.case import library
from stickpoint.case.check import check_text

KOREA = library.path_of("korea-1952").read_text(encoding="utf-8")
LINES = KOREA.split("\n")
NAMES = [
    (k, found[1])
    for k, line in enumerate(LINES)
    if (
        found := re.match(
            r"^(?:  |    - id: |    - \{id: |    |      )([A-Za-z][\w.-]{3,}):? ?", line
        )
    )
    and line.strip().startswith((f"{found[1]}:", "- id:", "- {id:"))
]
"""Lines and names of what the case declares, and other keys that look so."""


def places(text: str) -> list[tuple[int, int, str]]:
    """List where there are findings, and which."""
    return [(finding.line, finding.column, finding.code) for finding in check_text(text)[1]]


def test_a_misspelt_option_of_the_korean_case_is_one_finding_at_its_key() -> None:
    text = re.sub("^  prc.custody:", "  prc.custdy:", KOREA, flags=re.MULTILINE)
    (found,) = check_text(text)[1]
    assert text.split("\n")[found.line - 1].startswith("  prc.custdy:")
    assert (found.column, found.code) == (3, "C201")
    assert "'prc.custody' is used in lines 136, 140, 197" in found.message


@pytest.mark.parametrize("bad", ["prc.Custody", "prc_custody", "prc-custody", "custody", "prc.c-x"])
def test_an_option_whose_id_is_no_good_is_called_missing_nowhere(bad: str) -> None:
    for text in (
        re.sub("^  prc.custody:", f"  {bad}:", KOREA, flags=re.MULTILINE),
        KOREA.replace("prc.custody", bad),
    ):
        found = [finding for finding in check_text(text)[1] if finding.code != "C105"]
        assert [str(finding) for finding in found if bad != "prc.c-x" or text.count(bad) > 1] == []


@pytest.mark.parametrize("at", range(0, len(NAMES), 15), ids=lambda at: NAMES[at][1])
def test_a_slip_in_one_key_makes_one_finding_in_its_line(at: int) -> None:
    line, name = NAMES[at]
    bad = f"{name[:-3]}{name[-2]}{name[-3]}{name[-1]}"
    lines = [*LINES]
    lines[line] = lines[line].replace(name, bad, 1)
    found = check_text("\n".join(lines))[1]
    used = len(re.findall(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", KOREA)) - 1
    assert len(found) <= 1, [str(finding) for finding in found]
    if found and used != 1:
        assert found[0].line == line + 1


@pytest.mark.parametrize(
    "text",
    [
        # The key itself, at the top or within, goes on to be read as what it was meant for.
        "⟨C101⟩opitons: {a.x: do x, b.y: do y}\noptions_: \n".replace("options_: \n", ""),
        "⟨C101⟩isues: {i: {terms: {t: a.x}}}\nsettled: i & i = t\n",
        "⟨C101⟩recrod: {evidence: {E1: seen}}\nhypotheses: {h: {claim: c, evidence: {E1: +}}}\n",
        "⟨C101⟩natrue: {n: it comes}\nsettled: a.x & nature.n\nimpossible: [nature.n & !a.x]\n",
        # What is written under it is checked too.
        "⟨C101⟩isues: {i: {terms: {t: ⟨C201⟩a.z}}}\nsettled: i\n",
        # Names that are used under the right spelling, in more places than one.
        "issues: {⟨C203⟩wge: {terms: {t: a.x}}}\nsettled: wage & !b.y\nimpossible: [wage & b.y]\n",
        "issues: {i: {terms: {⟨C203⟩haf rise: a.x}}}\n"
        'settled: i = "half rise"\nimpossible: [i = "half rise" & b.y]\n',
        "record: {documents: {⟨C204⟩mintes: M}, passages: {p: {document: minutes, chars: [0, 9]}, "
        "q: {document: minutes, chars: [9, 12]}}}\n",
        "nature: {⟨C201⟩frost_: it freezes}\nsettled: a.x & nature.frost & !nature.frost\n",
        # Ids that are no good are known all the same.
        "record: {messages: [{id: ⟨C105⟩1952a, date: 1952, from: a, act: plea, text: t}]}\n"
        "wants: {a: [{that: a.x, because: 1952a}], b: [{that: b.y, because: 1952a}]}\n",
        "options: {⟨C105⟩a.x-y: do x, b.y: {text: do y, now: yes}}\n"
        "wants: {a: [a.x-y, '!a.x-y'], b: [b.y]}\nsettled: a.x-y & b.y\nimpossible: [a.x & b.y]\n",
        "issues: {i: {positions: {⟨C202⟩aa: {p: stay, q: go}}}}\n"
        "settled: a.q & !a.p\nimpossible: [a.q & b.y, a.p & b.y & a.x]\n",
        # What depends on what could not be read is not called missing.
        "wants: {a: [settled], b: [b.y]}\nsettled: ⟨C102⟩[a.x]\n",
        "wants: {a: [a.x], ⟨C202⟩bb: [b.y]}\nparties: {a: A, b: B}\n",
        "payoffs: {⟨C202⟩aa: [{when: a.x, worth: 1, label: gain}]}\n"
        "levers: [{what: w, payoff: a, line: gain}]\n",
        "payoffs: {a: [{when: a.x & ⟨C201⟩b.z, worth: 1, label: gain}, {when: b.y, worth: 1}]}\n"
        "levers: [{what: w, payoff: a, line: gain}, {what: v, payoff: a, line: 2}]\n",
    ],
)
def test_one_slip_is_found_alone(text: str) -> None:
    clean, expected = unmarked(whole(text))
    assert places(clean) == expected, [str(finding) for finding in check_text(clean)[1]]


def test_a_name_misspelt_once_is_reported_where_it_stands() -> None:
    text = "settled: a.x & ⟨C201⟩b.yy\nwants: {a: [a.x], b: [b.y]}\n"
    clean, expected = unmarked(whole(text))
    assert places(clean) == expected


def test_names_that_are_alike_and_both_used_are_reported_where_they_stand() -> None:
    text = "settled: a.x & ⟨C201⟩b.yy\nwants: {a: [⟨C201⟩b.yy], b: [b.y]}\n"
    clean, expected = unmarked(whole(text))
    assert places(clean) == expected


MANY = [
    "wants: {b: [b.y], a: [NAMES]}\n".replace("NAMES", ", ".join(f"a.x{k}" for k in range(300))),
    "wants: {b: [b.y], a: [NAMES]}\n".replace("NAMES", ", ".join(f"x{k}" for k in range(300))),
    "".join(f"notas{k}: n\n" for k in range(300)),
    "wants: {b: [b.y], a: [a.x], NAMES}\n".replace(
        "NAMES", ", ".join(f"aa{k}: [a.x]" for k in range(300))
    ),
    "record: {documents: {d1: D}, moves: [MOVES]}\n".replace(
        "MOVES",
        ", ".join(
            f"{{id: v{k}, date: 1952, party: a, sets: {{a.x: yes}}, source: dd{k}}}"
            for k in range(300)
        ),
    ),
]


@pytest.mark.parametrize("text", MANY, ids=["options", "issues", "keys", "parties", "record"])
def test_of_many_unknown_names_the_first_are_compared_and_one_says_that_the_rest_are_not(
    text: str,
) -> None:
    _, findings = check_text(whole(text))
    assert len(findings) == 300
    compared = [bool(re.search("did you mean|known are", one.message)) for one in findings]
    assert compared == [True] * 200 + [False] * 100
    (left_out,) = [one for one in findings if "may mean is left out" in one.message]
    assert left_out == findings[200]


def test_many_words_are_not_looked_for_without_end_in_much_text_that_was_lost() -> None:
    names = ", ".join(f"a.x{k}" for k in range(1500))
    lost = "---\n" + "other words stand in these lines\n" * 32_000
    _, findings = check_text(whole(f"wants: {{b: [b.y], a: [{names}]}}\n") + lost)
    codes = [one.code for one in findings]
    assert codes.count("C008") == 1
    assert 900 < codes.count("C201") < 1000
