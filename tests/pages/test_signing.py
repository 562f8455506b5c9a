"""The row on who would sign what, read against small cases in which it can be said by hand."""

from __future__ import annotations

import json

import pytest
from deal import DEAL
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.why.brief import Brief
from stickpoint.pages.data import why as data
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.report.document import report
from stickpoint.pages.why.brief import labelled
from stickpoint.pages.why.signing import WHY_LONGER, WHY_NEVER, signed

BARE = DEAL.partition("payoffs:")[0]


def ask(text: str) -> Brief:
    """Ask why a case is stuck."""
    return sp.why(sp.loads(text))


def said(text: str, *, full: bool = False) -> str:
    """Return the row as one line."""
    return " ".join(signed(ask(text), full=full))


@pytest.fixture(scope="module")
def boat() -> Brief:
    return ask(DEAL)


def test_what_all_would_sign_is_said_with_why_it_is_not_over_yet(boat: Brief) -> None:
    [row] = signed(boat)
    assert row == (
        "All whose signature it takes, Ann and Bob, would sign “paid” today, in all 200 draws and "
        f"by their wants. {WHY_NEVER}"
    )
    assert dict(labelled(boat).rows)["would sign"] == (row,)


def test_where_they_may_agree_in_one_act_nobody_is_said_to_move_alone() -> None:
    paid = "paid: {when: bob.sign & ann.pay, needs: [ann, bob]}"
    dear = "ann: [{when: 'boat = \"free\"', worth: -2}, "
    row = said(DEAL.replace("paid: bob.sign & ann.pay", paid).replace("  ann: [", f"  {dear}", 1))
    assert WHY_LONGER[0] not in row
    assert row.endswith(WHY_LONGER[1])


def test_who_alone_would_not_is_said_with_what_it_lacks() -> None:
    text = DEAL.replace("ann.pay, worth: 0.2", "ann.pay, worth: -0.5")
    assert said(text) == (
        "Of the signatures to “free” only that of Bob is missing. In all 200 draws Bob would lose "
        "0.4 a week of its payoffs by it. Nor would Bob sign by its wants."
    )
    some = DEAL.replace("ann.pay, worth: 0.2", "ann.pay, worth: [-2, 0.5]")
    row = said(some.replace("ann.pay, worth: -0.3", "ann.pay, worth: [-2, -0.5]"))
    assert row.startswith("Nearest comes “paid”: both whose signature it takes would sign it today")
    assert "% of 200 draws. In " in row
    assert " Bob would lose " in row
    assert " a week of its payoffs by it and in " in row
    assert WHY_LONGER[0] not in row


def test_where_wants_part_from_payoffs_it_is_said() -> None:
    text = DEAL.replace("{ann: [boat]", "{ann: ['!boat']")
    assert said(text).startswith(
        "All whose signature it takes, Ann and Bob, would sign “paid” today, in all 200 draws. By "
        "its wants, which part from its payoffs here, Ann would sign none."
    )


def test_one_whose_signature_is_all_it_takes() -> None:
    row = said(STRIKE)
    assert "their wants" not in row
    assert "whose signature is all it takes, would sign “" in row
    assert row.endswith(WHY_LONGER[1])
    stubborn = STRIKE.replace("worth: -1}", "worth: 1}").replace("worth: [-3, -1]", "worth: 1")
    assert said(stubborn).startswith("Nearest comes “")
    assert ", which takes the signature of " in said(stubborn)


def test_by_wants_alone_the_row_says_who_would_and_who_would_not() -> None:
    assert said(BARE) == (
        "By their wants all whose signature it takes, Ann and Bob, would sign “paid” today. None "
        "of them would gain by beginning alone."
    )
    refused = BARE.replace("""bob: ['!(boat = "free")', boat]""", "bob: ['!bob.sign']")
    assert said(refused) == (
        "By their wants nothing would be signed today by all whose signature it takes. Nearest "
        "comes “free”: Ann would sign, Bob would not, for as things stand it wants not to “sign”."
    )


def test_what_it_wants_is_said_in_the_words_of_the_case() -> None:
    other = BARE.replace("""bob: ['!(boat = "free")', boat]""", "bob: ['!ann.sign & !ann.pay']")
    assert said(other).endswith("for as things stand it wants Ann not to “sign”.")
    long = "!(ann.sign & bob.sign) | cat.look & (ann.pay | cat.look) & (cat.look | bob.sign)"
    row = said(BARE.replace("""bob: ['!(boat = "free")', boat]""", f"bob: ['{long}', '!boat']"))
    assert row.endswith("for what it wants in line 12 of the file speaks against it.")


def test_in_full_every_way_has_its_line(boat: Brief) -> None:
    short, lead, paid, free, *left = signed(boat, full=True)
    assert short.startswith("All whose signature")
    assert lead == (
        "Who would sign what, of 200 draws, and what it would gain a week against going on, in its "
        "own payoffs (a minus is a loss):"
    )
    assert paid == (
        "Paid (signed by all in all 200 draws): Ann: sign and pay (signs in 100 %; 0.7); "
        "Bob: sign (signs in 100 %; 0.2)."
    )
    assert free == (
        "Free (signed by all in none of 200 draws): Ann: sign (signs in 100 %; 1); Bob: "
        "sign (signs in 0 %; -0.4). By their wants Bob would not, for it wants “the boat” "
        "not closed as “free”."
    )
    assert left == [
        "By their wants Ann and Bob would both gain by leaving today's state together, for paid, "
        "as above."
    ]
    undone = BARE.partition("wants:")[0] + "wants: {ann: ['!boat'], bob: ['!boat'], cat: [boat]}\n"
    assert (
        "Once signed, Ann and Bob would by their wants both gain by leaving it together, and "
        in (said(undone, full=True))
    )


def test_the_data_and_the_report_say_the_same(boat: Brief) -> None:
    told = data.brief(boat)["signing"]
    json.dumps(told, allow_nan=False)
    assert [one["terms"] for one in told["packages"]] == ["paid", "free"]
    assert told["packages"][1]["signers"]["bob"]["signs"] == 0.0
    assert told["packages"][1]["signers"]["bob"]["lack"]["middle"] == pytest.approx(0.4, abs=1e-4)
    assert told["packages"][1]["signers"]["bob"]["against"]["that"] == '!(boat = "free")'
    assert told["packages"][0]["switched"] == ["ann.sign", "ann.pay", "bob.sign"]
    assert told["leaving"][0]["by"] == ["ann", "bob"]
    assert told["sentence"] == next(signed(boat))
    page = " ".join(as_text(report(boat)).split())
    assert told["sentence"] in page


def test_too_many_states_are_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stickpoint.answers.why.together.MOST_STATES", 2)
    found = ask(BARE)
    assert "Who would sign what is left out" in dict(labelled(found).rows)["would sign"][0]
    assert data.brief(found)["signing"]["too_many_states"]
