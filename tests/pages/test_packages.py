"""Settlements of several issues: what a package is called, and what is too rare for a line."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.pages.clock.ends import which_way
from stickpoint.pages.model import Page
from stickpoint.pages.render.text import text as as_text

ISSUES = ("one", "two", "three", "four")


def talks(packages: str = "") -> str:
    """Write a case of four open issues with two terms each."""
    owners = dict(zip(ISSUES, ("ann", "bob", "ann", "bob"), strict=True))
    options = "\n".join(
        f"  {who}.{i}: {{text: settle {i}, one_way: yes}}\n  {who}.{i}_low: give in on {i}"
        for i, who in owners.items()
    )
    issues = "\n".join(
        f"  {i}: {{name: {i}, terms: {{{i} low: {who}.{i} & {who}.{i}_low, "
        f"{i} high: {who}.{i} & !{who}.{i}_low}}}}"
        for i, who in owners.items()
    )
    return f"""\
format: 1
title: Four issues
clock: {{horizon: 52, unit: week}}
parties: {{ann: Ann, bob: {{name: Bob, pace: [0.5, 2]}}}}
options:
{options}
issues:
{issues}
{packages}
wants: {{ann: [settled], bob: [settled]}}
payoffs:
  ann: [{{when: "!settled", worth: [-3, -1]}}, {{when: ann.one_low, worth: [-3, -2]}}]
  bob: [{{when: "!settled", worth: -1}}, {{when: bob.two_low, worth: 3}}]
"""


PACKAGES = """\
packages:
  the bargain: one = "one high" & two = "two low" & three = "three low" & four = "four low"
  the rest of it: {when: one = "one high" & two = "two low", text: whatever else is agreed}
"""


def ways(text: str, draws: int = 8):
    answer = sp.forecast(sp.loads(text), draws=draws).middle
    return answer, as_text(Page("", (which_way(answer),)))


def test_of_sixteen_ways_those_above_one_in_a_hundred_are_listed_and_the_rest_summed() -> None:
    answer, text = ways(talks())
    text = " ".join(text.split())
    shares = {k: v for k, v in answer.run.outcomes.items() if k != "unsettled"}
    assert len(shares) == 16
    highs = {k: max(v, answer.ranges.band(answer.ranges.outcomes[k])[1]) for k, v in shares.items()}
    shown = {name for name, high in highs.items() if high >= 0.01}
    assert 1 < len(shown) < 15
    for name in shares:
        assert (f"{name[0].upper()}{name[1:]}: " in text) == (name in shown)
    rare = [name for name, high in highs.items() if 0 < high < 0.01]
    assert len(rare) > 1
    assert f"{len(rare)} other ways, each less than 1 %: together " in text


def test_a_package_is_called_by_its_name_and_the_first_that_holds_counts() -> None:
    game = sp.loads(talks(PACKAGES)).game()
    assert {"the bargain", "the rest of it"} <= set(game.terms)
    assert not any("one high + two low" in name for name in game.terms)
    assert len(game.terms) == 16 - 4 + 2
    found = sp.why(sp.loads(talks(PACKAGES))).why
    assert {"the bargain", "the rest of it"} <= {s.terms for s in found.settlements}


@given(st.lists(st.sampled_from(list(product(("low", "high"), repeat=4))), unique=True, max_size=3))
def test_names_do_not_change_which_states_are_settled(chosen) -> None:
    said = [
        " & ".join(f'{i} = "{i} {t}"' for i, t in zip(ISSUES, terms, strict=True))
        for terms in chosen
    ]
    lines = "".join(f"  package {k}: {text}\n" for k, text in enumerate(said))
    plain, named = (
        sp.loads(talks(text)).conflict() for text in ("", f"packages:\n{lines}" if lines else "")
    )
    assert (plain.settled == named.settled).all()
    for place, terms in enumerate(plain.terms):
        here = set(named.terms_index[plain.terms_index == place].tolist())
        (name,) = (named.terms[k] for k in here)
        parts = tuple(part.split()[1] for part in terms.split(" + "))
        assert name == (f"package {chosen.index(parts)}" if parts in chosen else terms)


@pytest.mark.parametrize(
    "statement", ['one = "one low" & one = "one high"', "!ann.one", "one & !two"]
)
def test_a_package_that_no_settlement_is_is_pointed_at(statement) -> None:
    text = talks(f"packages:\n  a deal: {statement!r}\n")
    _, findings = check_text(text)
    (found,) = findings
    assert (found.code, found.line) == ("C408", text[: text.index("a deal")].count("\n") + 1)
    assert "'a deal' holds in no state that is possible and settled" in found.message


def test_an_issue_unknown_to_a_package_is_a_finding() -> None:
    _, findings = check_text(talks("packages: {a deal: five & one}\n"))
    assert [found.code for found in findings] == ["C203"]
