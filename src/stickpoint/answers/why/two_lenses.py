"""Who would stay, and when it ends → where the two lenses point to different ends, and why."""

from __future__ import annotations

from dataclasses import dataclass

from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Settlement, Why, Witness
from stickpoint.logic import evaluate


@dataclass(frozen=True)
class Leaving:
    """A party that would undo an end by its wants, and what its payoffs say of that move.

    ``pays`` is what the move changes per unit of time, every range at its middle; None for a party
    that has no payoffs.
    """

    witness: Witness
    pays: float | None


@dataclass(frozen=True)
class Lenses:
    """Two answers about the end that are not the same.

    Parameters
    ----------
    held : tuple of str
        Terms that would hold while nature stands as it does, and to which moves lead from today.
    likeliest : str
        The likeliest end by the forecast.
    share : float
        Of it.
    moves, firm : float or None
        Its two halves: where the parties' moves lead, and how firmly terms would hold.
    firmest : tuple of str
        The terms with the most of the second half.
    can_be : bool
        Whether the likeliest end can come about at all while nature stands as it does.
    turns : tuple of str
        Things of nature, each of which would make the likeliest end hold by changing.
    leaving : Leaving or None
        Who would undo the likeliest end by its wants, where that can come about.
    """

    held: tuple[str, ...]
    likeliest: str
    share: float
    moves: float | None
    firm: float | None
    firmest: tuple[str, ...]
    can_be: bool
    turns: tuple[str, ...]
    leaving: Leaving | None


def two_lenses(found: Brief) -> Lenses | None:
    """Compare the ends that would hold with the likeliest one; None where they agree.

    None too where only one of the two has an answer, or it is settled as things stand.
    """
    answer = found.why
    if found.silent or not answer.ends.is_open:
        return None
    forecast = found.forecast
    shares, firm = forecast.outcomes, forecast.holding
    if forecast.model.cut is not None:
        firm = None  # a share is then no sum of two halves
    if not (shares and forecast.can_end):
        return None
    likeliest = max(shares, key=lambda name: shares[name])
    held = tuple(s.terms for s in answer.settlements if s.concept is not None and s.way is not None)
    if likeliest in held:
        return None
    here = next((s for s in answer.settlements if s.terms == likeliest), None)
    most = max(firm.values()) if firm else 0.0
    return Lenses(
        held=held,
        likeliest=likeliest,
        share=shares[likeliest],
        moves=None if firm is None else forecast.model.shares[likeliest],
        firm=None if firm is None else firm[likeliest],
        firmest=tuple(name for name, share in (firm or {}).items() if share > most - 1e-9),
        can_be=here is not None,
        turns=tuple(n for turn in answer.turns for n in turn.setting if _holds(turn, likeliest)),
        leaving=None if here is None else _leaving(answer, here),
    )


def _holds(answer: Why, terms: str) -> bool:
    return any(s.terms == terms and s.concept is not None for s in answer.settlements)


def _leaving(answer: Why, settlement: Settlement) -> Leaving | None:
    """Say who would leave terms, and what its payoffs make of that."""
    witness, codes = settlement.leaver, answer.conflict.codes
    if witness is None or witness.improvement is None or codes is None:
        return None
    party, unit = answer.case.parties[witness.party].id, answer.case.clock.unit
    lines = [line for line in answer.case.payoffs if line.party == party]
    ends = codes[[witness.improvement, witness.state]]
    paid = [line.worth.per(unit).mid * evaluate(line.statement.formula, ends) for line in lines]
    pays = float(sum(row[0] - row[1] for row in paid)) if lines else None
    return Leaving(witness, pays)
