"""The guided start: whatever is typed becomes a sound case, or a list of what is missing."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.case.schema.values import Unfit
from stickpoint.studio.edits.questions import QUESTIONS, Unanswered, case_text, dialogue
from stickpoint.studio.edits.questions.typed import amount, ends

STRIKE: dict[str, Any] = {
    "title": "Wage dispute at the ferry yard",
    "kind": "strike",
    "start": "2024-03-04",
    "unit": "week",
    "item": "the rise in wages",
    "ways": ["full rise", "half rise", "nothing"],
    "parties": [
        {
            "name": "The workers",
            "stands_for": "full rise",
            "order": ["full rise", "half rise", "", "nothing"],
            "wait": "much",
            "actions": [{"text": "strike", "now": True, "hurts": ["The yard"]}],
        },
        {
            "name": "The yard",
            "stands_for": "nothing",
            "order": ["nothing", "half rise", "full rise", ""],
            "wait": "more",
        },
    ],
    "costs": [{"what": "lost crossings", "amount": [6, 8], "per": "day", "falls_on": "islanders"}],
}
"""Answers from which a case can be made."""
LINES = st.text(min_size=1, max_size=20) | st.sampled_from(
    [
        "settled", "not", "!x", "a: b", "# no", 'say "x"', "it's", "Îles", "北京", "yes", "- a",
        "{", "0.5", "word " * 20,
    ]
)  # fmt: skip
JUNK = st.none() | st.booleans() | st.integers() | st.floats() | LINES | st.lists(LINES, max_size=3)

COSTS = st.fixed_dictionaries({
    "what": LINES,
    "amount": st.sampled_from([[1, 2], ["3", "4.5"], [0, 0]]),
    "per": st.sampled_from(["day", "month"]),
    "falls_on": LINES | st.just(""),
})  # fmt: skip


@st.composite
def answers(draw: Any) -> dict[str, Any]:
    """Draw answers that somebody may give: most in order, some not."""
    ways = draw(st.lists(LINES, min_size=2, max_size=4))
    names = draw(st.lists(LINES, min_size=2, max_size=3))
    parties = []
    for name in names:
        others = [other for other in names if other != name] or names
        action = st.fixed_dictionaries(
            {"text": LINES, "now": st.booleans(), "hurts": st.lists(st.sampled_from(others))}
        )
        parties.append({
            "name": name,
            "stands_for": draw(st.sampled_from(ways)),
            "order": draw(st.permutations([*ways, ""])),
            "wait": draw(st.sampled_from(["nothing", "little", "much", "more"])),
            "actions": draw(st.lists(action, max_size=2)),
        })  # fmt: skip
    given_ = {
        "title": draw(LINES),
        "kind": draw(st.sampled_from(["", "strike", "crisis"])),
        "start": draw(st.sampled_from(["", "2024-03-04", "early 1952", "2024-03"])),
        "unit": draw(st.sampled_from(["day", "week", "month", "year"])),
        "item": draw(LINES),
        "ways": ways,
        "parties": parties,
        "costs": draw(st.lists(COSTS, max_size=2)),
    }  # fmt: skip
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        given_[draw(st.sampled_from(sorted(given_)))] = draw(JUNK)
    return given_


def made(given_: dict[str, Any]) -> tuple[dict[str, list[str]], str]:
    """Return what is missing, and the text of the case where nothing is."""
    try:
        return {}, case_text(given_)
    except Unanswered as error:
        return error.missing, ""


@given(answers())
def test_any_answers_make_a_sound_case_or_say_what_is_missing(given_: dict[str, Any]) -> None:
    asked = {question.name for question in QUESTIONS}
    missing, text = made(given_)
    if missing:
        assert {name.partition(".")[0] for name in missing} <= asked
        assert all(missing.values())
        return
    case, findings = check_text(text)
    assert findings == ()
    assert case is not None
    assert [party.name for party in case.parties] == [
        " ".join(party["name"].split()) for party in given_["parties"]
    ]
    assert case.title == " ".join(given_["title"].split())


@given(st.dictionaries(st.sampled_from([question.name for question in QUESTIONS]), JUNK))
def test_junk_is_answered_by_what_is_missing(given_: dict[str, Any]) -> None:
    with pytest.raises(Unanswered) as caught:
        case_text(given_)
    assert any(name.startswith("parties") for name in caught.value.missing)


def test_why_and_clock_answer_on_the_first_case() -> None:
    text = case_text(STRIKE)
    case = sp.loads(text)
    assert [party.name for party in case.parties] == ["The workers", "The yard"]
    assert "The rise in wages, open." in str(sp.why(case, draws=2))
    forecast = sp.forecast(case, draws=4)
    assert forecast.quantile(0.5) is not None
    assert set(forecast.outcomes) == set(STRIKE["ways"])
    assert text.count("\n# ") >= 10


@settings(max_examples=20)
@given(
    st.lists(st.permutations([*STRIKE["ways"], ""]), min_size=2, max_size=2),
    st.lists(st.sampled_from(["nothing", "little", "much", "more"]), min_size=2, max_size=2),
)
def test_both_lenses_have_the_order_that_was_answered(
    orders: list[list[str]], waits: list[str]
) -> None:
    given_ = copy.deepcopy(STRIKE)
    actions = given_["parties"][0]["actions"]
    actions += [{"text": text, "hurts": ["The yard"]} for text in ("picket", "call the press")]
    for party, order, wait in zip(given_["parties"], orders, waits, strict=True):
        party.update(order=order, wait=wait)
    case = sp.loads(case_text(given_))
    conflict, game = case.conflict(), case.game()
    for who, order in enumerate(orders):
        place = [order.index("" if k < 0 else conflict.terms[k]) for k in conflict.terms_index]
        for one in range(conflict.n_states):
            for other in range(conflict.n_states):
                if place[one] < place[other]:
                    assert conflict.ranks[who, one] > conflict.ranks[who, other]
                    assert game.payoffs[who, one] > game.payoffs[who, other]


def test_where_all_stand_for_the_same_nothing_is_stuck() -> None:
    given_ = copy.deepcopy(STRIKE)
    given_["parties"][1]["stands_for"] = "full rise"
    with pytest.raises(Unanswered, match="nothing is stuck"):
        case_text(given_)


@pytest.mark.parametrize(
    ("question", "value", "says"),
    [
        ("title", "  ", "say what is stuck"),
        ("kind", "quarrel", "choose a kind"),
        ("start", "soonish", "write a date"),
        ("unit", "", "choose a unit"),
        ("ways", ["one"], "name two to five"),
        ("ways", ["one", "one"], "there already"),
        ("ways", ["a \"b' c", "one"], "of one kind only"),
        ("parties", [], "name two to six"),
        ("title", "x" * 200, "120 signs at most"),
        ("title", "a\x00b", "cannot be printed"),
        ("costs", [{"what": "x", "per": "day", "amount": [3, 1]}], "a low and a high end"),
        ("costs", [{"what": "x", "per": "day", "amount": ["nan", 1]}], "a low and a high end"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_by_question(question: str, value: Any, says: str) -> None:
    given_ = copy.deepcopy(STRIKE)
    given_[question] = value
    with pytest.raises(Unanswered) as caught:
        case_text(given_)
    named = [
        s for name, said in caught.value.missing.items() if name.startswith(question) for s in said
    ]
    assert any(says in sentence for sentence in named)


TYPED = [
    STRIKE["title"], "0", "1", "2024-13", STRIKE["start"], "weeks", STRIKE["item"],
    "full rise", "", "half rise", "full rise", "nothing", "",
    "The workers", "The yard", "The yard", "",
    "1", "1 2", "1 2 0 3", "3", "strike", "yes, since May", "yes", "2", "1", "",
    "4", "3", "3 2 1 0", "4", "",
    "lost crossings", "8 to 6", "-6", "1,500", "2 500", "6-8", "1", "islanders", "",
]  # fmt: skip
"""What somebody types who slips in almost every kind of answer, and ends with `STRIKE`."""


def refusals(shown: list[str]) -> list[str]:
    """Return why answers were refused, of all that a dialogue showed."""
    return [line.strip() for line in shown if line.startswith("  ")]


def test_what_is_typed_line_by_line_makes_the_same_case_as_the_form() -> None:
    lines, shown = iter(TYPED), list[str]()
    made = dialogue(shown.append, lambda asked: next(lines))
    assert made == case_text(STRIKE)
    assert list(lines) == []
    refused = refusals(shown)
    for sentence in (
        "choose a kind of deadlock, or none",
        "write a date such as 2024-03-04, or 2024-03 for a month",
        "name two to five ways in which it could end",
        "this way is there already; give it another name",
        "this party is there already",
        "put every way to end, and no agreement, in its order, each once",
        "name other parties from the list",
        "answer yes or no",
        "give a low and a high end, numbers from 0 on; '1,500' is not a number; write 1500 if the "
        "comma parts thousands, or 1.500 if it is a decimal comma",
        "give a low and a high end, numbers from 0 on; write 2500 if blanks part thousands, or a "
        "range as 6 to 8",
        "choose the way to end that it stands for today",
    ):
        assert refused.count(sentence) == 1, sentence
    assert refused.count("give a low and a high end, numbers from 0 on") == 2


def test_where_all_stand_for_the_same_only_that_is_asked_again_and_at_once() -> None:
    shown, asked = list[str](), list[str]()
    typed = ["A strike", "", "", "1", "wages", "up", "down", "", "us", "the firm", "",
             "1", "1 0 2", "1", "", "1",
             "1", "2", "down, no agreement, up", "1", "", ""]  # fmt: skip
    lines = iter(typed)
    made = dialogue(shown.append, lambda words: asked.append(words) or next(lines))
    assert list(lines) == []
    assert shown.count("  all stand for the same way to end, so nothing is stuck") == 1
    assert "numbers, best first, such as 2 1 0" in asked
    assert not check_text(made)[1]


def test_lists_end_when_full_and_what_is_one_too_many_is_refused_at_once() -> None:
    names = ["P one", "P two", "P three", "P four", "P five"]
    typed = ["T", "", "", "1", "item", "a", "b", "c", "d", "e", *names, "",
             "9" * 5000, "1", f"1 2 3 4 5 {'9' * 5000}", "1 2 3 4 5 0", "1",
             "march", "", "P one", "P two, 4", "sing", "", "", "shout", ""]  # fmt: skip
    typed += ["2", "e, d, c, b, a, no agreement", "1", ""] * 4
    for k in range(6):
        typed += [f"cost {k}", "6", "1", ""]
    shown, lines = list[str](), iter(typed)
    text = dialogue(shown.append, lambda asked: next(lines))
    assert list(lines) == []
    refused = refusals(shown)
    for sentence in (
        "that is five, as many as there can be at first; the list ends here",
        "that is six, as many as there can be at first; the list ends here",
        "that makes too many combinations to begin with; name fewer",
        "name other parties from the list",
    ):
        assert refused.count(sentence) == 1, sentence
    assert text.count("label: march") == 2
    assert not check_text(text)[1]


@pytest.mark.parametrize("typed", ["1,5", "1,500", "1 500", "1, 500", "1_000", "about 5", "1 2 3"])
def test_a_number_that_may_be_another_is_never_taken_for_a_range(typed: str) -> None:
    with pytest.raises(Unfit, match="give a low and a high end"):
        amount(ends(typed))


@pytest.mark.parametrize("typed", ["6 8", "6-8", "6 – 8", "6 to 8", "6..8", "6, 8", "[6, 8]"])
def test_a_range_is_read_as_people_write_it(typed: str) -> None:
    assert amount(ends(typed)) == (6, 8)
