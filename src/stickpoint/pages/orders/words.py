"""In what share of the orders the status quo holds, and how firmly it does → sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.orders.firm import MOST_SWAPS, Firm, Flips
from stickpoint.answers.orders.uncertain import OrderShares, Uncertain
from stickpoint.case.model.case import Wants
from stickpoint.pages.wording.names import MEANINGS, joined, plain, upper, verb
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.statements import Spoken

USUAL = "seq"
"""What is asked of a status quo that holds in no sense: whether credible answers would hold it."""
AS_WRITTEN = "All else here goes by the order that is written first."
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SHORT = 100
"""So many letters may say which wants change places, where not everything is told."""
MOST_TOLD = 1000
"""Beyond so many orders a share is told, and no count."""


def asked_of(held: Sequence[str]) -> str:
    """Return the concept by which a status quo is judged here: credible answers, else any.

    That is the widest in which it holds without threats; what undoes that, undoes the narrower.
    """
    return "gmr" if "gmr" in held and USUAL not in held else USUAL


def sentences(found: Uncertain, state: int, held: Sequence[str]) -> Iterator[str]:
    """Say in what share of the orders a state holds, and how that is known."""
    if not Uncertain.is_in(found.case):
        return
    concept = asked_of(held)
    yield (
        f"The status quo holds {under(found, concept, state)}, in the sense that "
        f"{MEANINGS[concept]}."
    )
    yield AS_WRITTEN


def whose(found: Uncertain) -> str:
    """Name whose order is open, and who has put it in writing."""
    spoken, parts = Spoken(found.case), []
    for party in found.parties:
        names = joined([plain(name) for name in found.coders(party)])
        parts.append(f"{spoken.party(party)}{f' (by {names})' if names else ''}")
    return joined(parts)


def under(found: Uncertain, concept: str, state: int) -> str:
    """Say under which part of the orders a state holds, as in "under 3 of the 4 orders …"."""
    shares = found.shares
    many = len(found.parties) > 1
    what = "combinations of orders" if many else "orders"
    who = "your coders gave" if found.are_coders_alone else "the case leaves open"
    times = shares.times(concept, state)
    if times is not None and times[1] <= MOST_TOLD:
        number, of = times
        if number in (0, of):
            return f"under {'all' if number else 'none'} of the {of} {what} {who}"
        return f"under {number} of the {of} {what} {who}"
    return f"under {_part(shares, concept, state)} of the {what} {who}{_how(shares, concept)}"


def _part(shares: OrderShares, concept: str, state: int) -> str:
    share, off = float(shares.equilibria[concept][state]), float(shares.error(concept)[state])
    if shares.drawn[concept] and share in (0, 1):
        return f"{'all' if share else 'none'} that were drawn"
    return f"{'about ' * bool(off)}{percent(share, off)}"


def _how(shares: OrderShares, concept: str) -> str:
    """Say how a share was found where it is no plain count."""
    if draws := shares.drawn[concept]:
        of = "more than can be counted" if shares.total is None else f"{shares.total:,}"
        return f" ({draws} drawn of {of})"
    return "" if shares.is_even else " (each coder counts alike)"


# ---- how firm -------------------------------------------------------------------------------


def firmness(
    found: Firm, state: int, held: Sequence[str], *, full: bool = False, hair: bool = False
) -> Iterator[str]:
    """Say how few swaps of neighbours in what some party wants would turn it round.

    ``full`` says which, however long that is; with ``hair`` nothing is said unless one would do.
    """
    concept = asked_of(held)
    # Two swaps are searched for only where they would be told: this is asked at every keystroke.
    flips = [*found.flips(state, concept, 1 if hair else MOST_SWAPS)]
    effect = "undo what holds it" if concept in held else "make it hold"
    if not any(one.orders or one.is_never or one.swaps for one in flips):
        return
    near = [one for one in flips if one.orders]
    least = min((one.swaps for one in near), default=0)
    near = [one for one in near if one.swaps == least]
    if hair and least != 1:
        return
    if not near and any(not (one.swaps or one.is_never) for one in flips):
        return
    if not near:
        yield f"{_none(found, flips)} would {effect}."
        return
    swaps = f"{upper(_SMALL[least])} swap{'s' * (least > 1)}"
    how = _told(found, near[0]) if len(near) == 1 else ""
    how = how if full or len(how) <= SHORT else ""
    yield f"{swaps} in {_wanted(found, near)} would {effect}{how}."
    # A party for which fewer swaps were not all tried may take fewer than the nearest found.
    left = [one for one in flips if not (one.orders or one.is_never) and one.swaps < least - 1]
    if left:
        yield (
            f"Whether fewer in {_wanted(found, left)} would do the same was not tried in full: it "
            "would take too long."
        )


def _wanted(found: Firm, flips: Sequence[Flips]) -> str:
    """Name what some parties want, as in "what the union wants or what the firm wants"."""
    names = [Spoken(found.case).party(found.conflict.parties[one.party]) for one in flips]
    return joined([f"what {name} {verb([name], 'wants')}" for name in names], "or")


def _none(found: Firm, flips: Sequence[Flips]) -> str:
    whose = _tried(found, flips)
    if all(one.is_never for one in flips):
        return f"No other order of {whose}"
    most = min(one.swaps for one in flips if not one.is_never)
    swaps = f"{_SMALL[min(most, MOST_SWAPS)]} swap{'s' * (most > 1)}"
    return f"No {swaps} of neighbouring lines in {whose}"


def _tried(found: Firm, flips: Sequence[Flips]) -> str:
    """Name what was tried: what any party wants, or only what some do, written as such lines."""
    if len(flips) == found.conflict.n_parties:
        return "what any one party wants"
    if len(flips) == 1:
        return _wanted(found, flips)
    names = [Spoken(found.case).party(found.conflict.parties[one.party]) for one in flips]
    return f"what any one of {joined(names)} wants"


def _told(found: Firm, one: Flips) -> str:
    """Say which wants change places, where one of them passes all the others; nothing elsewhere."""
    party, order = found.conflict.parties[one.party], one.orders[0]
    wish, spoken = found.case.preferences[party], Spoken(found.case)
    assert isinstance(wish, Wants), "these are wants in another order"
    pairs = [(up, k) for at, up in enumerate(order) for k in order[at + 1 :] if up > k]
    raised, passed = ([*dict.fromkeys(side)] for side in zip(*pairs, strict=True))
    if len(raised) > 1 and len(passed) > 1:
        return ""
    first, then = (
        joined([spoken.statement(wish.items[k].statement.text, party) for k in side])
        for side in (raised, passed)
    )
    return f": if {first} counted for more than {then}"
