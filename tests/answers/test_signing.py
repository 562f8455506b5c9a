"""Who would sign which way to settle today: small cases in which it can be said by hand."""

from __future__ import annotations

import math

import pytest
from deal import DEAL

import stickpoint as sp
from stickpoint.answers.forecasting.shifts import shifts
from stickpoint.answers.why import signing as module
from stickpoint.answers.why.signing import Package, Signing, signing
from stickpoint.answers.why.stability import why


def asked(text: str, draws: int = 3) -> dict[str, Package]:
    """Ask of a case who would sign what, by worths."""
    case = sp.loads(text)
    found = signing(why(case), shifts(sp.forecast(case, draws=draws), draws).played)
    assert isinstance(found, Signing)
    assert found.draws == draws
    return {package.terms: package for package in found.packages}


def test_what_all_gain_by_is_signed_and_the_rest_lacks_what_one_would_lose() -> None:
    found = asked(DEAL)
    assert list(found) == ["paid", "free"]
    paid, free = found.values()
    assert (paid.share, free.share) == (1.0, 0.0)
    assert [signer.party for signer in paid.signers] == [0, 1]
    # At every tempo: what it pays once signed less what going on pays.
    assert [tuple(signer.gain) for signer in paid.signers] == [
        pytest.approx([0.7] * 3, abs=1e-4),
        pytest.approx([0.2] * 3, abs=1e-4),
    ]
    assert [signer.lack for signer in paid.signers] == [None, None]
    ann, bob = free.signers
    assert (ann.share, ann.lack, bob.share) == (1.0, None, 0.0)
    assert tuple(bob.lack) == pytest.approx([0.4] * 3, abs=1e-4)
    assert [signer.by_wants for signer in free.signers] == [1, -1]
    assert bob.against is not None
    assert bob.against.text == '!(boat = "free")'
    assert [signer.by_wants for signer in paid.signers] == [1, 1]


def test_what_signing_costs_counts_against_it() -> None:
    text = DEAL.replace("bob.sign: sign", "bob.sign: {text: sign, effort: 3}")
    bob = asked(text)["free"].signers[1]
    # Three units at once, spread over thirty mean waits of a week, four times as far as seen.
    once = 3 / (30 * (1 - math.exp(-4)))
    assert tuple(bob.lack) == pytest.approx([0.4 + once] * 3, abs=1e-4)


def test_what_is_paid_once_is_told_per_unit_of_time_too() -> None:
    text = DEAL.replace(
        "bob: [{when: 'boat = \"free\"', worth: -0.4}", "bob: [{when: bob.sign, once: -3, worth: 0}"
    )
    text = text.replace("bob.sign: sign", "bob.sign: {text: sign, one_way: yes}")
    text = text.replace("ann.sign: sign", "ann.sign: {text: sign, one_way: yes}")
    bob = asked(text)["free"].signers[1]
    assert tuple(bob.lack) == pytest.approx([3 / (30 * (1 - math.exp(-4)))] * 3, rel=1e-3)


def test_some_sign_in_some_draws_only() -> None:
    text = DEAL.replace("ann.pay, worth: 0.2", "ann.pay, worth: [-0.5, 0.5]")
    found = asked(text, 8)["paid"]
    bob = found.signers[1]
    assert 0 < bob.share < 1
    assert found.share == bob.share
    assert bob.gain.low < 0 < bob.gain.high
    assert 0 < bob.lack.low <= bob.lack.middle <= bob.lack.high <= 0.5


def test_nature_stays_as_it_is_in_each_draw() -> None:
    storm = "nature: {storm: {text: a storm comes, now: [0.4, 0.6], rate: 0}}\nissues:"
    text = DEAL.replace("issues:", storm)
    calm = text.replace("bob.sign & ann.pay}", "bob.sign & ann.pay & !nature.storm}")
    assert asked(text, 8)["paid"].share == 1.0
    found = asked(calm, 8)["paid"]
    # In a storm it settles nothing, so that it cannot be signed.
    assert 0 < found.share < 1
    assert found.signers[0].lack is None


def test_without_worths_wants_say_who_would_sign() -> None:
    found = signing(why(sp.loads(DEAL.partition("payoffs:")[0])), None)
    paid, free = found.packages
    assert (found.draws, paid.share, paid.wanted, free.wanted) == (0, None, True, False)
    assert free.refused_by_wants == (1,)
    assert [deal.members for deal in found.leaving] == [(0, 1), (0, 1, 2)]
    assert found.leaving[0] == paid.deal
    assert paid.left_by is None
    assert free.left_by is None


def test_a_settlement_may_be_left_by_two_together() -> None:
    text = DEAL.partition("wants:")[0] + "wants: {ann: ['!boat'], bob: ['!boat'], cat: [boat]}\n"
    found = signing(why(sp.loads(text)), None)
    for package in found.packages:
        left = package.left_by
        assert left is not None
        assert (left.members, left.terms) == ((0, 1), None)
    assert not found.leaving


def test_what_is_settled_or_too_large_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    over = DEAL.replace("ann.sign: sign", "ann.sign: {text: sign, now: yes}").replace(
        "bob.sign: sign", "bob.sign: {text: sign, now: yes}"
    )
    assert signing(why(sp.loads(over)), None) is None
    monkeypatch.setattr("stickpoint.answers.why.together.MOST_STATES", 2)
    found = signing(why(sp.loads(DEAL)), None)
    assert found.too_many
    assert not found.packages


def test_more_ways_than_are_asked_about_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    found = signing(why(sp.loads(DEAL)), None)
    assert (len(found.packages), found.left_out) == (1, 1)


def test_what_somebody_would_undo_who_does_not_sign_comes_last() -> None:
    text = DEAL.replace("cat.look: look on", "cat.look: {text: look on, needs: bob.sign & ann.pay}")
    text = text.replace("paid: bob.sign & ann.pay}", "paid: bob.sign & ann.pay & !cat.look}")
    found = asked(text)
    assert found["paid"].undone_by == (2,)
    assert list(found) == ["free", "paid"]
    assert (found["free"].share, found["paid"].share) == (0.0, 1.0)
    content = asked(text.replace("cat: [cat.look]", "cat: ['!cat.look']"))
    assert content["paid"].undone_by == ()
    assert list(content) == ["paid", "free"]
