"""Who would sign which way to settle today → plain data for JSON."""

from __future__ import annotations

from typing import Any

from stickpoint.answers.forecasting.predict import Range
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.signing import Package, Signer, code_now, switches
from stickpoint.answers.why.together import Deal
from stickpoint.pages.why.signing import signed

_ORDER = {1: "better", 0: "same", -1: "worse"}


def signing(found: Brief) -> dict[str, Any]:
    """Return every way to settle with who would sign it; nothing where it is settled already."""
    told = found.signing
    if told is None:
        return {}
    return {
        "packages": [_package(found, package) for package in told.packages],
        "leaving": [_deal(found, deal) for deal in told.leaving],
        "draws": told.draws,
        "left_out": told.left_out,
        "too_many_states": told.too_many,
        "sentence": next(signed(found), ""),
    }


def _package(found: Brief, package: Package) -> dict[str, Any]:
    ids, left = found.why.conflict.parties, package.left_by
    undone = [ids[i] for i in package.undone_by]
    return {
        **_deal(found, package.deal),
        "signed_by_all": package.share,
        "signers": {ids[signer.party]: _signer(signer) for signer in package.signers},
        "undone_by": undone,
        "left_by": None if left is None else _deal(found, left, package.deal.code),
    }


def _deal(found: Brief, deal: Deal, code: int | None = None) -> dict[str, Any]:
    """Return a joint change from an option vector, that of today if left out."""
    start = code_now(found.why) if code is None else code
    return {
        "terms": deal.terms,
        "by": [found.why.conflict.parties[i] for i in deal.members],
        "state": deal.state + 1,
        "switched": [name for name, _ in switches(found.why.case, start, deal)],
    }


def _signer(signer: Signer) -> dict[str, Any]:
    against = signer.against
    return {
        "by_wants": None if signer.by_wants is None else _ORDER[signer.by_wants],
        "against": against and {"line": against.place.line, "that": against.text},
        "signs": signer.share,
        "gain": _three(signer.gain),
        "lack": _three(signer.lack),
    }


def _three(amount: Range | None) -> dict[str, float] | None:
    return None if amount is None else amount._asdict()
