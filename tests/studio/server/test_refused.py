"""What a form may not write, said at the field; what it empties is taken out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from studio_running import WHOLE

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.studio.edits import EditError, patched
from stickpoint.studio.server.refused import day, meant, refuse


def add(kind: str, **fields: Any) -> dict[str, Any]:
    """Ask for an entry as a form does."""
    return {"do": "add", "kind": kind, "fields": fields}


def put(value: Any, *path: str | int) -> dict[str, Any]:
    """Ask for a value as a field does."""
    return {"do": "set", "path": list(path), "value": value}


LEVER = {"what": "a feast", "payoff": "bob", "line": "1"}
TOLD = {"id": "m2", "from": "ann", "act": "plea", "text": "asks"}


@pytest.mark.parametrize(
    ("edit", "field", "why"),
    [
        (add("lever", **LEVER, limit="0"), "limit", "0 would move nothing"),
        (add("lever", **LEVER, limit=" "), "limit", "a number above 0 is expected"),
        (add("lever", **LEVER, limit="-1"), "limit", "below 0"),
        (add("lever", **LEVER, limit="much"), "limit", "is not a number"),
        (add("lever", **LEVER, limit="1", cost="-2"), "cost", "below 0"),
        (add("lever", **LEVER, limit="1", cost="2-3"), "cost", "write a range as [2, 3]"),
        (add("lever", **LEVER, limit="1", cost="1e"), "cost", "is not a number"),
        (add("lever", **LEVER | {"what": " "}, limit="1"), "what", "what could be changed"),
        (add("party", name=" ", that="wage"), "name", "the name to print"),
        (add("party", name="ann", that="wage"), "name", "called 'ann' already"),
        (add("party", name="Cy", that=""), "that", "has no preferences"),
        (add("party", name="Cy", that="wge"), "that", "did you mean 'wage'"),
        (add("option", party="ann", text=" "), "text", "as a command"),
        (add("nature", text=" "), "text", "say what happens"),
        (add("nature", text="rain", rate="-1"), "rate", "below 0"),
        (add("nature", text="rain", rate="[0.1, 0.05]"), "rate", "the low end comes first"),
        (add("nature", text="rain", rate="[1, 2, 3]"), "rate", "a range has two numbers"),
        (add("item", name=""), "name", "say what the item is"),
        (add("item", name="The  wage"), "name", "called 'The  wage' already"),
        (add("term", issue="wage", name="paid", when="ann.yield"), "name", "already"),
        (add("term", issue="wage", name="x", when="ann.strke"), "when", "'ann.strike'"),
        (add("term", issue="wage", name="x", when="ann.strike &"), "when", "ends where"),
        (add("want", party="ann", that="wge"), "that", "did you mean 'wage'"),
        (add("payoff", party="ann", when="ann.strike"), "worth", "such as [-0.8, -0.2]"),
        (
            add("payoff", party="ann", when="ann.strike", worth="-0.8 to -0.3"),
            "worth",
            "write a range as [-0.8, -0.3]",
        ),
        (
            add("payoff", party="ann", when="ann.strike", worth="-2 -1"),
            "worth",
            "write a range as [-2, -1]",
        ),
        (
            add("payoff", party="ann", when="ann.strike", worth="-1 -2"),
            "worth",
            "write a range as [-2, -1]",
        ),
        (add("payoff", party="ann", when="ann.strke", worth="1"), "when", "'ann.strike'"),
        (
            add("payoff", party="ann", when="wage", worth="1", because="guess"),
            "because",
            "a reason in words needs more than one",
        ),
        (add("toll", name="fish", when="wage", per="day", amount="2-1"), "amount", "write a range"),
        (add("evidence", id="E 1", text="fog"), "id", "an id of letters"),
        (add("evidence", id="m1", text="fog"), "id", "is used already"),
        (add("hypothesis", name="pride", claim="x"), "name", "already"),
        (add("message", **TOLD, date="soon"), "date", "is no date"),
        (add("document", id="report", title=" "), "title", "give the title"),
        (put(" ", "title"), "", "the title of the case"),
        (put("Bob", "parties", "ann", "name"), "name", "called 'Bob' already"),
        (put("", "wants", "ann", 0, "that"), "", "would have hold"),
        (put(-1, "parties", "ann", "pace"), "", "below 0"),
        (put([2, 1], "parties", "ann", "pace"), "", "the low end comes first"),
        (put("soon", "record", "messages", 0, "date"), "", "is no date"),
        (put("in name: x", "record", "messages", 0, "date"), "", "'in name: x' is no date"),
    ],
)
def test_nonsense_is_refused_at_its_field(edit: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(EditError) as told:
        refuse(WHOLE, meant(WHOLE, edit))
    assert why in str(told.value)
    assert told.value.field == field


@pytest.mark.parametrize(
    "edit",
    [
        add("lever", **LEVER, limit="0.5"),
        add("party", name="Cy", that="wage"),
        add("option", party="ann", text="sing"),
        add("nature", text="rain", rate="0.1"),
        add("nature", text="rain", rate=" [0.05, 0.1] "),
        add("nature", text="rain", rate="[0.05/week, 0.1/week]"),
        add("lever", **LEVER, limit="1", cost="[2, 3]"),
        add("message", **TOLD, date=" "),
        put("Annie", "parties", "ann", "name"),
        put("Ann ", "parties", "ann", "name"),
        put([1, 2], "parties", "ann", "pace"),
        {"do": "remove", "path": ["parties", "ann"]},
    ],
)
def test_sense_is_let_through(edit: dict[str, Any]) -> None:
    refuse(WHOLE, edit)
    if edit["do"] != "remove":
        assert check_text(patched(WHOLE, edit))[1] == ()


def test_a_text_with_faults_is_mended_by_forms_too() -> None:
    faulty = WHOLE.replace("bob.offer, left", "bob.ofer, left")
    edit = put("Ferries", "title")
    refuse(faulty, edit)
    assert "title: Ferries" in patched(faulty, edit)


def test_a_field_that_is_emptied_is_taken_out_where_it_may_be_left_out() -> None:
    edit = meant(WHOLE, put(" ", "record", "messages", 0, "date"))
    new = patched(WHOLE, edit)
    assert sp.loads(new).record.messages[0].date is None
    assert new == WHOLE.replace("date: 2001-05, ", "")
    assert patched(WHOLE, meant(WHOLE, put("", "parties", "ann", "short"))) == WHOLE


THAW = WHOLE.replace("issues:", "nature:\n  thaw:\n    text: the ice melts\nissues:", 1)


def test_what_is_all_that_an_entry_says_is_not_emptied() -> None:
    sole = THAW.replace("thaw:\n    text:", "thaw: {rate: 0.1}\n  rain:\n    text:")
    edit = put(" ", "nature", "rain", "text")
    assert check_text(sole)[1] == ()
    with pytest.raises(EditError, match="all of it would go with this"):
        meant(sole, edit)
    both = sole.replace("melts\n", "melts\n    rate: 0.1\n")
    assert patched(both, meant(both, edit)) == both.replace("    text: the ice melts\n", "")


def test_what_the_case_cannot_be_without_is_not_emptied() -> None:
    with pytest.raises(EditError, match="neither 'line' nor 'when'"):
        meant(WHOLE, put("", "levers", 0, "line"))


def test_of_options_that_exclude_one_another_now_the_other_is_chosen() -> None:
    case = WHOLE.replace("issues:", "exactly_one: [[ann.strike, bob.offer]]\nissues:", 1)
    on, off = put("yes", "options", "bob.offer", "now"), put("no", "options", "ann.strike", "now")
    case = patched(case, put("yes", "options", "ann.strike", "now"))
    assert check_text(case)[1] == ()
    for first, second in ((on, off), (off, on)):
        refuse(case, first)
        half = patched(case, first)
        assert [one.code for one in check_text(half)[1]] == ["C401"]
        refuse(half, second)
        assert check_text(patched(half, second))[1] == ()
    never = "  bob.sing: {text: sing}\nimpossible: [bob.sing]\nissues:"
    with pytest.raises(EditError, match="never allow it"):
        refuse(WHOLE.replace("issues:", never, 1), put("yes", "options", "bob.sing", "now"))


def test_numbers_are_sent_as_they_were_typed() -> None:
    templates = Path(sp.__file__).parent / "studio" / "templates"
    found = {file.name: file.read_text(encoding="utf-8") for file in templates.glob("*.html")}
    assert 'name="cost"' in found["levers.html"]
    # A browser gives what it cannot read in such a field for nothing, and it would be lost.
    assert [name for name, text in found.items() if 'type="number"' in text] == []


def test_a_party_comes_with_what_it_wants_in_one_edit() -> None:
    new = patched(WHOLE, add("party", name="Cy", that="wage & !bob.offer"))
    assert sp.loads(new).parties[-1].name == "Cy"
    assert 'cy: ["wage & !bob.offer"]' in new or "wage & !bob.offer" in new.split("cy:")[2]


def test_a_day_is_one_or_is_refused() -> None:
    assert day(" 2001-01-02 ") == "2001-01-02"
    assert day("2 January 2001") == "2001-01-02"
    assert day("  ") == ""
    with pytest.raises(EditError, match="'soon' is no day"):
        day("soon")
