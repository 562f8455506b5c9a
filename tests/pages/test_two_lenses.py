"""Where wants and the forecast point to different ends, one paragraph says on what each rests."""

from __future__ import annotations

import pytest
from border import APART
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import why
from stickpoint.answers.why.two_lenses import two_lenses
from stickpoint.pages.data import why as data
from stickpoint.pages.why.brief import labelled
from stickpoint.pages.why.two_lenses import in_short, reconciled

SHUT = APART.replace('[north.open, south.call, "!north.guard"]', '["!north.open", south.call]')
PAID = SHUT.replace("worth: [0.2, 0.6]", "worth: [-0.6, -0.2]")
THAW = PAID.replace('"!north.open"', "north.open iff nature.thaw").replace(
    "issues:", "nature: {thaw: {text: the river thaws, rate: 0.05}}\nissues:"
)


def ask(text: str) -> Brief:
    """Ask about a case with few draws."""
    return Brief(why(sp.loads(text)), draws=8)


def test_the_paragraph_says_which_lens_says_what_and_who_would_undo_it() -> None:
    [text] = reconciled(ask(PAID))
    assert text.startswith(
        "By what the parties want no settlement that can be reached would "
        "hold, while the likeliest end in the forecast is “opened” (100 %)."
    )
    assert "The first rests on the order of wants" in text
    # Shutting the gate again loses the north from 0.2 to 0.6 a week: 0.4 at the middle.
    assert text.endswith(
        "By its wants the north would undo “opened”: no longer open the gate; by its payoffs that "
        "would cost it 0.4 a week: there its wants and its payoffs disagree."
    )


def test_where_payoffs_undo_it_too_the_forecast_is_said_to_expect_that() -> None:
    [text] = reconciled(ask(SHUT))
    assert "its payoffs say so too, by 0.4 a week" in text
    bare = "\n".join(line for line in PAID.splitlines() if "label: order" not in line)
    [text] = reconciled(
        ask(bare.replace("when: north.guard, worth: -0.1", "when: south.call, worth: 1"))
    )
    assert text.endswith("by its payoffs that would change nothing.")


def test_a_change_of_nature_under_which_the_two_would_agree_is_named() -> None:
    found = ask(THAW)
    [text] = reconciled(found)
    assert "They would agree if this happened: the river thaws; then “opened” would hold." in text
    apart = two_lenses(found)
    assert apart.turns == ("nature.thaw",)
    assert two_lenses(Brief(why(sp.loads(THAW), nature={"thaw": True}), draws=8)) is None


@pytest.mark.parametrize("text", [APART, STRIKE, SHUT])
def test_where_the_two_agree_or_one_is_silent_nothing_is_said(text: str, monkeypatch) -> None:
    if text == SHUT:
        monkeypatch.setattr("stickpoint.answers.large.timed.MOST_STATES", 1)
    found = ask(text)
    assert list(reconciled(found)) == []
    assert list(in_short(found)) == []
    assert data.brief(found)["two_answers"] == {}


def test_the_data_has_both_answers_and_the_paragraph() -> None:
    found = ask(THAW)
    told = data.brief(found)["two_answers"]
    assert told["would_hold"] == []
    assert told["likeliest"] == "opened"
    assert told["agree_if"] == ["nature.thaw"]
    assert told["undone_by"]["party"] == "north"
    assert told["undone_by"]["by_payoffs"] == pytest.approx(-0.4)
    assert [told["sentence"]] == list(reconciled(found))


def test_the_screen_says_it_in_short_beside_the_likeliest_end() -> None:
    rows = dict(labelled(ask(THAW)).rows)["how long"]
    assert rows[1].endswith(
        "By the parties' wants none in reach would hold as nature stands; the two agree if this "
        "happens: the river thaws."
    )
    assert next(in_short(ask(PAID))).endswith("(stickpoint why --full says what parts the two).")
    assert next(in_short(ask(PAID), below=True)).endswith(
        "(what stands below says what parts the two)."
    )
    for more in ({"below": True}, {"full": True}):
        assert "--full" not in str(labelled(ask(PAID), **more))
    full = dict(labelled(ask(THAW), full=True).rows)["asks"]
    assert full[0].startswith("By what the parties want no settlement that can be reached")
