"""How far each looks, whom it wishes what, how it sees the others → what that does, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from stickpoint.answers.why.believed import USUAL, Believed, Correction, Surprise
from stickpoint.answers.why.stability import FIRMEST_FIRST
from stickpoint.case.model.basis import Judgement
from stickpoint.case.model.case import Case
from stickpoint.pages.wording.names import MEANINGS, CaseWords, is_plural, joined, upper, verb
from stickpoint.pages.wording.statements import Spoken

LOOKS = {
    "nash": "at the next move alone",
    "gmr": "to any answer at all",
    "smr": "to any answer and beyond it",
    "seq": "to answers that others gain by",
    "sseq": "to answers that others gain by and beyond them",
}
"""How far a party looks, in words that follow "looking"."""
UNREAD = "The clock does not read {0}: its figures are those of the case without {1}."
MOST_SURPRISES = 3
AS_PLAYED = (
    "; by error: what of it would not hold if all saw what is; undone: what would hold only then"
)
AS_IN_FACT = ", all of it just as if all saw what is"


def sentences(found: Believed, *, full: bool = False) -> Iterator[str]:
    """Say what foresight, attitudes and views do to the status quo; nothing where there are none.

    ``full`` tells every surprise.
    """
    yield from (_look(found) if found.case.foresight else ())
    yield from (_feel(found) if found.case.attitudes else ())
    yield from (_see(found, full) if found.case.views else ())


def unread(case: Case) -> str:
    """Say that the clock reads nothing of it; empty where the case has nothing of it."""
    keys = {"foresight": case.foresight, "attitudes": case.attitudes, "views": case.views}
    named = [key for key, said in keys.items() if said]
    return UNREAD.format(joined(named), "it" if named == ["foresight"] else "them") * bool(named)


def far(found: Believed) -> str:
    """Say how far each looks, those alike together."""
    words, groups = CaseWords(found.case, found.conflict), dict[str, list[str]]()
    for party, concept in enumerate(found.looks.values()):
        groups.setdefault(concept, []).append(words.party(party))
    return "; ".join(f"{joined(names)} {LOOKS[key]}" for key, names in groups.items())


WISHES = {"+": "wishes {} well", "-": "wishes {} ill", "0": "is indifferent to {}"}


def felt(found: Believed) -> str:
    """Say who wishes whom what, party by party, as the case declares it."""
    spoken, parts = Spoken(found.case), []
    for party, row in found.case.attitudes.items():
        said: dict[str, list[str]] = {}
        for towards, attitude in row.items():
            said.setdefault(attitude.sign, []).append(_towards(party, towards, spoken))
        name = spoken.party(party)
        wishes = (_wishes(sign, joined(names), name) for sign, names in said.items())
        parts.append(f"{name} {joined([*wishes])}")
    return "; ".join(parts)


def _towards(party: str, other: str, spoken: Spoken) -> str:
    itself = "themselves" if is_plural(spoken.party(party)) else "itself"
    return itself if other == party else spoken.party(other)


def _wishes(sign: str, whom: str, name: str) -> str:
    one, _, rest = WISHES[sign].format(whom).partition(" ")
    return f"{verb([name], one)} {rest}"


def judged(line: Judgement, spoken: Spoken) -> str:
    """Say one line of foresight, of attitudes or of a view, beside the party whose it is."""
    if line.kind == "foresight":
        return f"looks {LOOKS[line.text]}"
    if line.kind == "attitude":
        sign, _, other = line.text.partition(" ")
        return WISHES[sign].format(_towards(line.where, other, spoken))
    if line.text.endswith(" unknown"):
        *viewer, option = line.text.removesuffix(" unknown").split(" on ")
        lead = "".join(f"{upper(spoken.party(id_))} sees it so: " for id_ in viewer)
        return f"{lead}{spoken.option(option)} is not known"
    about, _, said = line.text.partition(": ")
    *viewer, about = about.split(" on ")
    lead = "".join(f"{upper(spoken.party(id_))} sees it so: " for id_ in viewer)
    if line.statements:
        said = said.replace(line.statements[0], spoken.statement(line.statements[0], about), 1)
    return f"{lead}{spoken.party(about)}: {said}"


def _look(found: Believed) -> Iterator[str]:
    mixed, now = found.mixed, found.conflict.status_quo
    if mixed is None or now is None:
        return
    lead = f"With each party looking as far as the case says ({far(found)}), the status quo"
    leavers = [i for i in range(found.conflict.n_parties) if not mixed.stable["mixed"][i, now]]
    yield f"{lead} {_held_or_left(found, leavers)}."


def _held_or_left(found: Believed, leavers: list[int]) -> str:
    if not leavers:
        return "holds"
    words = CaseWords(found.case, found.conflict)
    return f"does not hold: {joined([words.party(i) for i in leavers])} would leave it"


def _feel(found: Believed) -> Iterator[str]:
    now = found.conflict.status_quo
    lead = f"By who wishes whom what ({felt(found)}), the status quo"
    if now is None:
        return
    if found.feeling is None:
        yield f"{lead} is not judged: {found.too_many}."
        return
    held = {key for key, mask in found.feeling.equilibria.items() if mask[now]}
    if firmest := next((key for key in FIRMEST_FIRST if key in held), ""):
        yield f"{lead} holds: {MEANINGS[firmest]}, gains being what those wishes make gains."
        return
    weakest = next(key for key in reversed(FIRMEST_FIRST) if key in found.feeling.stable)
    stays = found.feeling.stable[weakest][:, now]
    yield f"{lead} {_held_or_left(found, [i for i, holds in enumerate(stays) if not holds])}."


def _see(found: Believed, full: bool) -> Iterator[str]:
    seen, now = found.seen, found.conflict.status_quo
    if seen is None or now is None:
        return
    played, fact = (
        [key for key in FIRMEST_FIRST if key in table and table[key][now]]
        for table in (seen.equilibria, seen.fact.equilibria)
    )
    by_error = [key for key in played if key not in fact]
    undone = [key for key in fact if key not in played]
    if by_error:
        sense, cause = MEANINGS[by_error[0]], _because(found, now, by_error[0])
        yield (
            f"In the sense that {sense}, the status quo holds only because {cause}; if all saw "
            "what is, it would not hold in that sense."
        )
    elif undone:
        sense, cause = MEANINGS[undone[0]], _because(found, now, undone[0])
        yield (
            f"If all saw what is, the status quo would hold in the sense that {sense}; it does "
            f"not, because {cause}."
        )
    else:
        holds = "holds" if played else "does not hold"
        yield f"The status quo {holds} as the parties see it, just as it would if all saw what is."
    concept = (by_error or undone or [USUAL])[0]
    if concept in seen.equilibria:
        surprises = seen.surprises(now, concept)
        shown = surprises if full else surprises[:MOST_SURPRISES]
        yield from (_surprised(found, one, now, concept) for one in shown)
    if mistaken := _mistaken_settlements(found):
        held = "holds" if len(mistaken) == 1 else "hold"
        yield f"{upper(joined(mistaken))} {held}, if reached, only by how parties see each other."


def _because(found: Believed, state: int, concept: str) -> str:
    """Say which part of which view it hangs on, holder by holder.

    Of one holder's errors any one put right would do; every holder named has to see it rightly.
    """
    seen, words = found.seen, CaseWords(found.case, found.conflict)
    assert seen is not None
    single = found.corrections(state, concept)
    ids, causes = found.conflict.parties, list[str]()
    for i in seen.mistaken(state, concept):
        own = [taken(found, one) for one in single if one.holder == ids[i]]
        who = words.party(i)
        several = f"{who} {verb([who], 'sees')} the others otherwise, in more than one way at once"
        causes.append(" or because ".join(own) or several)
    return "; and because ".join(causes)


def taken(found: Believed, one: Correction) -> str:
    """Say what the holder of a view takes another to want, or does not know of."""
    spoken = Spoken(found.case)
    holder = spoken.party(one.holder)
    if one.about in found.case.option_index:
        return f"{holder} {verb([holder], 'does')} not know of {spoken.option(one.about)}"
    about = spoken.party(one.about)
    if not one.wanted:
        return f"{holder} {verb([holder], 'takes')} {about} to order things otherwise than it does"
    said = spoken.statement(one.wanted, one.about)
    rank = "above all" if one.is_first else "more than it does"
    return f"{holder} {verb([holder], 'takes')} {about} to want {said} {rank}"


def _surprised(found: Believed, one: Surprise, state: int, concept: str) -> str:
    words = CaseWords(found.case, found.conflict)
    viewer, mover = words.party(one.viewer), words.party(one.mover)
    lead, looks = f"{upper(viewer)} would be surprised", verb([mover], "looks")
    far = f"if {'they' if is_plural(mover) else 'it'} {looks} {LOOKS[concept]}"
    if one.target is None:
        it, expects = "they" if is_plural(viewer) else "it", verb([viewer], "expects")
        return f"{lead} that {mover} {verb([mover], 'stays')}, {far}: {it} {expects} a move."
    deed = words.deed(one.mover, state, one.target)
    unknown = ", of which it does not know" if one.hidden else ""
    return f"{lead} if {mover} were to {deed}{unknown}, as {mover} would {far}."


def _mistaken_settlements(found: Believed) -> list[str]:
    """Name the ways to settle that hold by an error, and in no state on the same terms in fact."""
    seen, conflict = found.seen, found.conflict
    if seen is None:
        return []
    names = []
    for place, terms in enumerate(conflict.terms):
        here = conflict.terms_index == place
        in_fact = any((mask & here).any() for mask in seen.fact.equilibria.values())
        if not in_fact and any((mask & here).any() for mask in seen.equilibria.values()):
            names.append(terms)
    return names


def listed(found: Believed) -> Iterator[tuple[str, Mapping[str, np.ndarray]]]:
    """Return heads for a list of states, each with the masks of what holds under it by name."""
    if found.mixed is not None:
        yield f"Each looks as far as the case says: {far(found)}.", dict(found.mixed.equilibria)
    if found.feeling is not None:
        lead = f"Attitudes: {felt(found)}."
        rest = f" Not judged for smr and sseq: {found.too_many}." if found.too_many else ""
        yield f"{lead}{rest} What holds for every party by them:", dict(found.feeling.equilibria)
    if (seen := found.seen) is not None:
        masks = dict(seen.equilibria)
        for said, apart in (("by error", seen.by_error), ("undone", seen.undone)):
            masks |= {f"{key} {said}": apart(key) for key in seen.equilibria if apart(key).any()}
        names = [Spoken(found.case).party(party) for party in found.case.views]
        lead = f"{upper(joined(names))} {verb(names, 'has')} a view of the others."
        rest = AS_PLAYED if len(masks) > len(seen.equilibria) else AS_IN_FACT
        yield f"{lead} What holds as each plays by its view{rest}:", masks
