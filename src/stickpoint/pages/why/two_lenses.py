"""Where who would stay and the forecast point to different ends → one paragraph that says why."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.two_lenses import Leaving, Lenses, two_lenses
from stickpoint.pages.why.full import where_more
from stickpoint.pages.wording.names import CaseWords, joined, plain
from stickpoint.pages.wording.nature import change
from stickpoint.pages.wording.numbers import percent, rounded

NONE = 1e-9


def reconciled(found: Brief) -> Iterator[str]:
    """Say which lens says what of the end, on what it rests and what parts them; or nothing."""
    apart = two_lenses(found)
    if apart is not None:
        yield " ".join(_sentences(found, apart))


def in_short(found: Brief, *, below: bool = False) -> Iterator[str]:
    """Say, beside the likeliest end, what wants say otherwise; or nothing.

    Why that is so may stand ``below`` on the same page.
    """
    apart = two_lenses(found)
    if apart is None:
        return
    names = joined([f"“{plain(name)}”" for name in apart.held]) or "none in reach"
    stands = " as nature stands" * bool(found.why.case.nature)
    said = f"By the parties' wants {names} would hold{stands}"
    turns = joined([change(found.why.case, name) for name in apart.turns], "or")
    agree = f"; the two agree if this happens: {turns}"
    yield f"{said}{agree if turns else f' ({where_more(below)} what parts the two)'}."


def _sentences(found: Brief, apart: Lenses) -> Iterator[str]:
    likeliest = f"“{plain(apart.likeliest)}”"
    names = joined([f"“{plain(name)}”" for name in apart.held])
    names = names or "no settlement that can be reached"
    yield (
        f"By what the parties want {names} would hold, while the likeliest end in the forecast is "
        f"{likeliest} ({percent(apart.share)})."
    )
    case = found.why.case
    held, may = (" with nature held as it stands", " and what nature may do")
    yield (
        f"The first rests on the order of wants{held if case.nature else ''}, the second on "
        f"payoffs{', paces' if case.nature else ' and paces'}{may if case.nature else ''}."
    )
    if apart.turns:
        said = joined([change(case, name) for name in apart.turns], "or")
        yield f"They would agree if this happened: {said}; then {likeliest} would hold."
    elif not apart.can_be:
        yield f"{likeliest} cannot come about while nature stands as it does."
    if apart.leaving is not None:
        yield _leaving(found, apart.leaving, likeliest)
    yield from _halves(apart)


def _halves(apart: Lenses) -> Iterator[str]:
    """Tell the two halves of the share, where what would hold points elsewhere."""
    if apart.moves is None or apart.firm is None or apart.likeliest in apart.firmest:
        return
    firmest = joined([f"“{plain(name)}”" for name in apart.firmest])
    yield (
        f"Of the forecast's own two halves the parties' moves give it {percent(apart.moves)} and "
        f"what would hold {percent(apart.firm)}, less than {firmest}."
    )


def _leaving(found: Brief, leaving: Leaving, likeliest: str) -> str:
    """Say who would undo it by its wants, and whether its payoffs say so too."""
    witness, words = leaving.witness, CaseWords.of(found.why)
    assert witness.improvement is not None, "who leaves has somewhere to go"
    deed = words.deed(witness.party, witness.state, witness.improvement)
    lead = f"By its wants {words.party(witness.party)} would undo {likeliest}: {deed}"
    per = found.why.case.clock.unit
    if leaving.pays is None:
        return f"{lead}; it has no payoffs that could say otherwise."
    if leaving.pays > NONE:
        also = f"its payoffs say so too, by {rounded(leaving.pays)} a {per}"
        return f"{lead}; {also}, so the forecast expects that end to be made, and perhaps unmade."
    if leaving.pays < -NONE:
        cost = f"by its payoffs that would cost it {rounded(-leaving.pays)} a {per}"
        return f"{lead}; {cost}: there its wants and its payoffs disagree."
    return f"{lead}; by its payoffs that would change nothing."
