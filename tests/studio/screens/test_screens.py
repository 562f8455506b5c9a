"""Every part of the screens, built without a browser on every case of the casebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from html import escape
from types import ModuleType

import pytest
from pages.test_report import FULL
from studio.screens.markup_oracles import well_made

import stickpoint as sp
from stickpoint.case.library import names
from stickpoint.case.model.case import Case
from stickpoint.pages.wording.statements import Spoken
from stickpoint.studio.screens import case as case_screen
from stickpoint.studio.screens import conflict, levers, motives, record

SCREENS = (conflict, motives, levers, record)
QUICK = {"cuba-1962", "elmira", "prisoners-dilemma", "syria-iraq-1975"}
"""Cases on which what is built after release takes no time to speak of."""
BARE = """
format: 1
title: Nothing but a want
parties: {a: A}
options: {a.x: do x}
wants: {a: [a.x]}
"""
EVIL = "<script>alert(1)</script>"
SLY = "\"><img src=x onerror=alert(1)>&amp;'"


@cache
def case_of(name: str) -> Case:
    """Load a case once."""
    return sp.load(name)


def built(screen: ModuleType, case: Case, asked: Mapping[str, object], tiers: str) -> str:
    """Build a screen with its parts in their places, as the page shows them."""
    whole: str = screen.page(case)
    for part in screen.PARTS:
        place = whole.index(f'id="{part.name}"')
        end = whole.index(">", place) + 1
        if part.tier in tiers:
            fragment = part.build(case, asked)
            assert type(fragment) is str, part.name
            whole = whole[:end] + fragment + whole[end:]
    return whole


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.TITLE)
@pytest.mark.parametrize("name", names())
def test_a_screen_is_well_made_on_every_case(screen: ModuleType, name: str) -> None:
    tiers = "drag rest" if name in QUICK else "drag"
    found = well_made(built(screen, case_of(name), {}, tiers))
    twice = [id_ for id_, number in Counter(found.ids).items() if number > 1]
    assert twice == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.TITLE)
def test_a_case_that_has_next_to_nothing_is_told_what_it_lacks(screen: ModuleType) -> None:
    case = sp.loads(BARE)
    found = well_made(built(screen, case, {}, "drag rest button"))
    assert any(word in found.text for word in ("no ", "No ", "nothing", "Nothing"))


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.TITLE)
@pytest.mark.parametrize("evil", [EVIL, SLY], ids=["script", "attribute"])
def test_every_word_of_a_case_stays_a_word(screen: ModuleType, evil: str) -> None:
    case = sp.loads(hostile(evil))
    asked = {key: evil for part in screen.PARTS for key in part.needs}
    text = built(screen, case, asked, "drag")
    well_made(text)
    assert "<script" not in text
    assert "<img" not in text


def hostile(evil: str) -> str:
    """Write a case with hostile words wherever words may stand."""
    said = "'" + evil.replace("'", "''") + "'"
    because = f"'see {said[1:-1]} there'"
    return (
        FULL.replace("title: A strike", f"title: {said}\nabout: {said}")
        .replace("ann: Ann,", f"ann: {{name: {said}, short: {said}, text: {said}}},")
        .replace("{text: yield, one_way: yes}", f"{{text: {said}, one_way: yes}}")
        .replace("name: pay", f"name: {said}")
        .replace("lost days:", f"{said}:")
        .replace("unit: coins", f"unit: {said}")
        .replace("falls_on: the shops", f"falls_on: {said}")
        .replace("title: The local paper", f"title: {said}, cite: {said}, file: paper.txt")
        .replace("text: offers a little", f"text: {said}")
        .replace("document: paper", f"document: paper, locator: {said}")
        .replace("text: she laughed", f"text: {said}, note: {said}")
        .replace("  pride: {", f"  {said}: {{by: [{said}], ")
        .replace("claim: It is money", f"claim: {said}")
        .replace('evidence: {e1: "-"}', f'evidence: {{e1: {{rating: "-", because: {because}}}}}')
    )


def test_the_form_of_the_case_says_wants_in_words_and_takes_a_worth_and_a_toll() -> None:
    text = case_screen.fields(sp.loads(FULL), {})
    well_made(text)
    assert 'data-kind="payoff"' in text
    assert 'data-kind="toll"' in text
    party = sp.loads(FULL).parties[0]
    wants = [want.statement.text for want in sp.loads(FULL).preferences[party.id].items]
    spoken = Spoken(sp.loads(FULL))
    said = [spoken.statement(one, party.id) for one in wants]
    assert [one for one, written in zip(said, wants, strict=True) if one != written]
    for one, written in zip(said, wants, strict=True):
        assert (f'<p class="said">{escape(one)}</p>' in text) == (one != written)
