"""For each way to settle: whose signature it takes, who would sign it today, what the rest lack.

For terms k let x be the settled state at the fewest switched options from today's s, made by one
joint change (`together`). The needed parties N are the owners of those options. In each draw of the
forecast i in N would sign where

    V_i(x̂) - c_i - V_i(s) ≥ 0,

x̂ being x once it stands, c_i the effort of its own switches, and V_i what it expects: playing on is
what each falls back on (H. Raiffa, 1982, *The Art and Science of Negotiation*, chapter 4). Told per
unit of time, that is divided by A_i, what one unit of payoff from now on is worth for as long as i
looks ahead. All of N sign in a share of the draws; the nearest is signed in most, and of those
signed as often costs its needed parties least on average, each loss times the party's precision.
By wants, i signs where it ranks x above s. Terms that somebody outside N would undo by its wants,
so that nobody could answer, come after the others: what N signs does not bind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.family import Played
from stickpoint.answers.forecasting.model import weighted
from stickpoint.answers.forecasting.predict import Range
from stickpoint.answers.levers.tried import EVEN
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.why.stability import Why
from stickpoint.answers.why.together import Deal, Together
from stickpoint.case.model.basis import Statement
from stickpoint.case.model.case import Case
from stickpoint.case.model.stakes import Wants
from stickpoint.errors import ModelError
from stickpoint.logic import evaluate

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST = 36
"""Ways to settle beyond which the rest is left out."""


@dataclass(frozen=True)
class Signer:
    """A party whose signature a way to settle takes.

    Parameters
    ----------
    party : int
    by_wants : int or None
        1 where it ranks the settlement above today's state, 0 alike, -1 below; None where the case
        has no order of its own for it.
    against : Statement or None
        The most important of its wants that sets the two apart, where it ranks it below.
    because : tuple of str
        Of the options switched those each of which, left as it is today, would keep that want.
    share : float or None
        Weight of the draws in which it would sign; None without worths.
    gain : Range or None
        What it would gain per unit of time against going on, over the draws.
    lack : Range or None
        The same loss over those draws in which it would not sign; None where there are none.
    """

    party: int
    by_wants: int | None
    against: Statement | None = None
    because: tuple[str, ...] = ()
    share: float | None = None
    gain: Range | None = None
    lack: Range | None = None


@dataclass(frozen=True)
class Package:
    """A way to settle and who would sign it.

    Parameters
    ----------
    deal : Deal
        The change that all would sign.
    signers : tuple of Signer
    share : float or None
        Weight of the draws in which all of them would sign; None without worths.
    lacks : float
        What its signers lose on average over the draws, each times its own precision; infinite
        where it cannot be made in some, 0 without worths.
    undone_by : tuple of int
        Who would undo it alone by wants, and nobody could answer; none where that is not known.
    left_by : Deal or None
        By which joint change two or more would leave it again by wants, all of them gaining.
    """

    deal: Deal
    signers: tuple[Signer, ...]
    share: float | None
    lacks: float
    undone_by: tuple[int, ...]
    left_by: Deal | None

    @property
    def terms(self) -> str:
        """What it is called."""
        return self.deal.terms or ""

    @property
    def refused_by_wants(self) -> tuple[int, ...]:
        """The signers that do not rank it above today's state."""
        return tuple(s.party for s in self.signers if s.by_wants is not None and s.by_wants <= 0)

    @property
    def wanted(self) -> bool:
        """Whether every signer is known to rank it above today's state."""
        return all(signer.by_wants == 1 for signer in self.signers)


@dataclass(frozen=True)
class Signing:
    """Every way to settle that could be signed as nature stands, the nearest to it first.

    Parameters
    ----------
    packages : tuple of Package
    leaving : tuple of Deal
        The coalitions of two or more that would leave today's state by wants, all members gaining.
    draws : int
        Over which worths are told; 0 where only wants are.
    left_out : int
        Ways to settle beyond those that were asked about.
    too_many : bool
        Whether there are too many states to ask about any.
    """

    packages: tuple[Package, ...]
    leaving: tuple[Deal, ...]
    draws: int
    left_out: int
    too_many: bool = False


def signing(answer: Why, played: Played | None) -> Signing | None:
    """Ask of every way to settle who would sign it today; None where nothing is left to settle.

    Parameters
    ----------
    answer : Why
    played : Played or None
        What the parties expect over the forecast's draws; by wants alone if None.
    """
    if not answer.ends.is_open:
        return None
    joint = answer.joint
    if joint is None:
        return Signing((), (), 0, 0, too_many=True)
    realised = set(answer.conflict.terms_index.tolist())
    terms = [name for k, name in enumerate(answer.conflict.terms) if k in realised]
    now = code_now(answer)
    deals = [deal for name in terms[:MOST] if (deal := joint.nearest(now, name))]
    found = [_package(answer, joint, played, now, deal) for deal in deals]
    return Signing(
        packages=tuple(sorted(found, key=lambda one: _order(one, answer))),
        leaving=tuple(joint.leaving(now)),
        draws=0 if played is None else len(played.conflicts),
        left_out=max(len(terms) - MOST, 0),
    )


def code_now(answer: Why) -> int:
    """Return the option vector of today, nature as it is set."""
    case = answer.case
    now = {option.id: option.now for option in case.options}
    now.update({chance.id: chance.now for chance in case.nature}, **answer.ends.fixed)
    return sum(1 << case.option_index[name] for name, value in now.items() if value)


def _order(one: Package, answer: Why) -> tuple[float, ...]:
    """Put first what nobody would undo who does not sign; then what is signed most, then wants."""
    ranks, state = answer.conflict.ranks, one.deal.state
    refused = one.refused_by_wants
    wanted = sum(signer.by_wants == 1 for signer in one.signers)
    down = sum(int(ranks[i, answer.now]) - int(ranks[i, state]) for i in refused)
    undone = not set(one.undone_by) <= set(one.deal.members)
    return (undone, -(one.share or 0.0), one.lacks, len(refused), -wanted, down)


def _package(answer: Why, joint: Together, played: Played | None, now: int, deal: Deal) -> Package:
    left = joint.leaving(deal.code)
    undone, first = _undone(answer, deal.state), left[0] if left else None
    bare = [_by_wants(answer, now, deal, i, paid=played is not None) for i in deal.members]
    if played is None:
        return Package(deal, tuple(bare), None, 0.0, undone, first)
    own = list(deal.members)
    gains = _gains(answer.case, played, now, deal)
    signs = gains >= -EVEN  # what cannot be made in a draw is not a number, and not signed there
    losses = np.maximum(-gains * played.precision[:, own], 0.0)
    lacks = float(played.weights @ np.nan_to_num(losses, nan=np.inf).sum(axis=1))
    per_unit = gains / played.lasting[:, own]
    told = [
        _by_worths(signer, signs[:, k], per_unit[:, k], played.weights)
        for k, signer in enumerate(bare)
    ]
    share = _share(np.asarray(signs.all(axis=1)), played.weights)
    return Package(deal, tuple(told), share, lacks, undone, first)


def _undone(answer: Why, state: int) -> tuple[int, ...]:
    """Name those who would leave terms alone, though the others answered by whatever they can."""
    try:
        stable = answer.result.stable["gmr"][:, state]
    except Exception:  # why it could not be judged is said where that is asked
        return ()
    conflict, place = answer.conflict, answer.conflict.terms_index
    free = np.flatnonzero(~stable).tolist()
    return tuple(
        i for i in free if (place[conflict.improvements_from(i, state)] != place[state]).any()
    )


def _by_wants(answer: Why, now: int, deal: Deal, party: int, *, paid: bool) -> Signer:
    """Say how a party ranks a settlement beside today's state, and by which of its wants.

    One that is ranked by its payoffs is not asked where it is ``paid`` by them too.
    """
    case, rank = answer.case, answer.conflict.ranks[party]
    wish = case.preferences.get(case.parties[party].id)
    if wish is None and paid:
        return Signer(party, None)
    order = int(np.sign(int(rank[deal.state]) - int(rank[answer.now])))
    if order >= 0 or not isinstance(wish, Wants):
        return Signer(party, order)
    switched = [k for k, _ in enumerate(case.options) if (deal.code ^ now) >> k & 1]
    codes = np.array([now, deal.code, *(deal.code ^ 1 << k for k in switched)], dtype=np.uint64)
    for item in wish.items:
        today, then, *kept = evaluate(item.statement.formula, codes).tolist()
        if today != then:
            because = (case.options[k].id for k, keeps in zip(switched, kept, strict=True) if keeps)
            return Signer(party, order, item.statement, tuple(because))
    return Signer(party, order)


def _by_worths(bare: Signer, signs: Mask, gains: Floats, weights: Floats) -> Signer:
    """Add to a signer how often it would sign, and what it would gain or lose."""
    known = ~np.isnan(gains)
    return replace(
        bare,
        share=_share(signs, weights),
        gain=_range(gains, weights, known),
        lack=_range(-gains, weights, known & ~signs),
    )


def _share(among: Mask, weights: Floats) -> float:
    """Return the weight of some draws, which is 1 for all of them."""
    return 1.0 if among.all() else float(weights[among].sum())


def _gains(case: Case, played: Played, now: int, deal: Deal) -> Floats:
    """Return what each signer gains by it, (draws, signers), in worth; nan where it cannot.

    The same options are switched in every draw, whatever nature is in it.
    """
    switched = (o for k, o in enumerate(case.options) if (deal.code ^ now) >> k & 1)
    efforts = [(case.party_index[o.party], o.effort) for o in switched if o.effort is not None]
    own = (1 << len(case.options)) - 1
    found = np.full((len(played.conflicts), len(deal.members)), np.nan)
    for draw, (conflict, start) in enumerate(zip(played.conflicts, played.starts, strict=True)):
        assert conflict.codes is not None, "conflicts of a case have options"
        nature = int(conflict.codes[start]) & ~own
        try:
            state = conflict.state_of(nature | (deal.code & own))
        except ModelError:
            continue
        place = int(conflict.terms_index[state])
        if place < 0 or conflict.terms[place] != deal.terms:
            continue
        gain, read = played.over(draw, state) - played.now(draw), Draw(played.seed, draw)
        for i, effort in efforts:
            gain[i] -= read(effort)
        found[draw] = gain[list(deal.members)]
    return found


def _range(values: Floats, weights: Floats, among: Mask) -> Range | None:
    """Return the median over some draws, and between what four of five of them lie."""
    if not weights[among].sum() > 0:
        return None
    middle, low, high = (weighted(values[among], weights[among], p) for p in (0.5, 0.1, 0.9))
    return Range(middle, low, high)


def switches(case: Case, now: int, deal: Deal) -> Sequence[tuple[str, bool]]:
    """Return the options that a joint change switches, each with what it then is."""
    return [
        (option.id, bool(deal.code >> k & 1))
        for k, option in enumerate(case.options)
        if (deal.code ^ now) >> k & 1
    ]
