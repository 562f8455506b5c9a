"""Who would sign which way to settle today, and what the rest lack → one row, or a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.forecasting.predict import Range
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.signing import Package, Signer, Signing, code_now, switches
from stickpoint.answers.why.together import MOST_STATES, Deal
from stickpoint.pages.wording.dates import deeds
from stickpoint.pages.wording.names import CaseWords, count, is_plural, joined, plain, upper, verb
from stickpoint.pages.wording.numbers import percent, ranged, rounded
from stickpoint.pages.wording.statements import Spoken

HALF = 0.5
"""Weight of draws from which it is said that somebody would sign."""
MOST = 2
"""Of those who would not, so many are named in short."""
SHORT = 60
"""Characters beyond which a want is named by its line in the file."""
WHY_LONGER = (
    "The forecast is longer, for there each moves alone, when its turn comes, and may take back "
    "what has not stood yet.",
    "The forecast is longer, for a turn to move has to come, and what is done has to stand.",
)
"""Where several have to move one by one, and where one has to or they may agree."""
WHY_NEVER = "The forecast has no way there, for in it each moves alone when its turn comes."


def signed(found: Brief, *, full: bool = False) -> Iterator[str]:
    """Say which way to settle all would sign today, or which is nearest to it; or nothing.

    ``full`` adds a line for each way to settle, and which coalitions would leave today's state.
    """
    told = found.signing
    if told is None:
        return
    if told.too_many:
        yield (
            "Who would sign what is left out: it is looked for among at most "
            f"{MOST_STATES:,} states, and there are more."
        )
    if told.packages:
        speak = _Words(found, told)
        yield " ".join(speak.by_worths() if told.draws else speak.by_wants())
        if full:
            yield from speak.each()


class _Words:
    """Says who would sign what."""

    def __init__(self, found: Brief, told: Signing) -> None:
        self.found, self.told, self.best = found, told, told.packages[0]
        self.case, self.words = found.why.case, CaseWords.of(found.why)
        self.draws, self.now = f"{told.draws} draws", code_now(found.why)

    def by_worths(self) -> Iterator[str]:
        """Say what is signed in most draws, who would not sign there, and what wants say of it."""
        best, share = self.best, self.best.share or 0.0
        name, wants = f"“{plain(best.terms)}”", self._wants()
        lacking = [signer for signer in best.signers if signer.lack is not None]
        lacking.sort(key=lambda signer: signer.share or 0.0)
        if share >= HALF:
            its = self._its([signer.party for signer in best.signers])
            too = f" and by {its} wants" if best.wanted else ""
            yield f"{self._all()} would sign {name} today, in {self._of(share)}{too}."
        elif len(best.signers) == 1:
            whose = self._names([best.signers[0].party])
            yield f"Nearest comes {name}, which takes the signature of {whose} alone."
        elif len(lacking) == 1:
            whose = self._names([lacking[0].party])
            yield f"Of the signatures to {name} only that of {whose} is missing."
        else:
            every = f"{_every(len(best.signers))} whose signature it takes"
            yield f"Nearest comes {name}: {every} would sign it today in {self._of(share)}."
        if lacking:
            yield f"{upper(self._losses(lacking, share < HALF and len(lacking) == 1))}."
        elif share < 1:
            yield "In the others nature is such that it would settle nothing."
        if wants:
            yield wants
        if undone := self._undone(best):
            yield f"{undone}."
        if share >= HALF:
            together = len(best.signers) > 1 and not self.case.agreed_on
            yield WHY_LONGER[not together] if self.found.forecast.can_end else WHY_NEVER

    def by_wants(self) -> Iterator[str]:
        """Say what all would sign by their wants, or what fewest would refuse and why."""
        best = self.best
        name, refused = f"“{plain(best.terms)}”", best.refused_by_wants
        if best.wanted:
            its = self._its([signer.party for signer in best.signers])
            yield f"By {its} wants {self._all(begins=False)} would sign {name} today."
            if len(best.signers) > 1 and self._nobody_begins():
                yield "None of them would gain by beginning alone."
            return
        would = [s.party for s in best.signers if s.by_wants == 1]
        others = f"{self._names(would)} would sign, " if would else ""
        lead = f"By their wants {name} would not be signed today"
        if len(self.told.packages) > 1:
            lead = "By their wants nothing would be signed today by all whose signature it takes. "
            lead += f"Nearest comes {name}"
        yield f"{lead}: {others}{self._names(refused)} would not{self._against(best)}."
        yield from (f"{self._leaving(deal)}." for deal in self.told.leaving[:1] if deal.terms)

    def each(self) -> Iterator[str]:
        """Say of every way to settle who would sign it and who would leave it; then of today."""
        if self.told.draws:
            yield (
                f"Who would sign what, of {self.draws}, and what it would gain a "
                f"{self.case.clock.unit} against going on, in its own payoffs (a minus is a loss):"
            )
        yield from map(self._package, self.told.packages)
        if any(package.left_by for package in self.told.packages):
            yield "Whether others would answer such a step is not asked here."
        if self.told.left_out:
            yield f"{count(self.told.left_out, 'more way')} to settle were not asked about."
        left = self.told.leaving
        for deal in left:
            within = (set(one.members) < set(deal.members) for one in left)
            if not any(within):
                yield f"{self._leaving(deal)}."
        if not left:
            yield "By their wants no two or more would all gain by leaving today's state together."

    def _package(self, package: Package) -> str:
        deal, share = package.deal, package.share
        often = "" if share is None else f" (signed by all in {self._of(share)})"
        said = [f"{upper(plain(package.terms))}{often}: {self._doing(deal, package)}"]
        if refused := package.refused_by_wants:
            said.append(f"By their wants {self._names(refused)} would not{self._against(package)}")
        if undone := self._undone(package):
            said.append(undone)
        if left := package.left_by:
            to = f"for {plain(left.terms)}" if left.terms else "and open it again"
            said.append(
                f"Once signed, {self._names(left.members)} would by their wants {_each(left)} gain "
                f"by leaving it together, {to}"
            )
        return f"{'. '.join(said)}."

    def _doing(self, deal: Deal, package: Package | None = None) -> str:
        """Say what each of those who sign would do, and what that would be to it."""
        id_of = {option.id: self.case.party_index[option.party] for option in self.case.options}
        sets = switches(self.case, self.now, deal)
        worth = {s.party: self._worth(s) for s in package.signers} if package else {}
        return "; ".join(
            f"{self.words.party(i)}: {deeds(self.case, [x for x in sets if id_of[x[0]] == i])}"
            f"{worth.get(i, '')}"
            for i in deal.members
        )

    def _worth(self, signer: Signer) -> str:
        if signer.gain is None or signer.share is None:
            return ""
        middle, low, high = (rounded(value) for value in signer.gain)
        gain = middle if low == high else f"{middle}, {low} to {high}"
        return f" (signs in {percent(signer.share)}; {gain})"

    def _all(self, *, begins: bool = True) -> str:
        names = self._names([signer.party for signer in self.best.signers])
        alone = len(self.best.signers) == 1
        lead = (
            f"{names}, whose signature is all it takes,"
            if alone
            else (f"all whose signature it takes, {names},")
        )
        return upper(lead) if begins else lead

    def _it(self, party: int) -> str:
        return "they" if is_plural(self.words.party(party)) else "it"

    def _its(self, parties: Sequence[int]) -> str:
        several = len(parties) > 1 or self._it(parties[0]) == "they"
        return "their" if several else "its"

    def _names(self, parties: Sequence[int]) -> str:
        return joined([self.words.party(j) for j in parties])

    def _of(self, share: float) -> str:
        """Say in which part of the draws."""
        if share in (0.0, 1.0):
            return f"all {self.draws}" if share else f"none of {self.draws}"
        return f"{percent(share)} of {self.draws}"

    def _losses(self, lacking: Sequence[Signer], begins: bool) -> str:
        """Say in how many draws each would not sign, and what it would lose by it.

        ``begins``: nothing has been said of draws yet.
        """
        per, said = self.case.clock.unit, []
        for k, signer in enumerate(lacking[:MOST]):
            assert signer.lack is not None, "asked only of those who would lose"
            often = 1 - (signer.share or 0.0)
            its, it = self._its([signer.party]), self._it(signer.party)
            name = self.words.party(signer.party) if len(self.best.signers) > 1 else it
            where = f"in {self._of(often) if begins or often == 1 else percent(often)}"
            lost = f"would lose {_amount(signer.lack)} a {per} of {its} payoffs by it"
            said.append(f"{where} {name} {_amount(signer.lack) if k else lost}")
        rest = self._names([signer.party for signer in lacking[MOST:]])
        return joined(said) + (f"; {rest} would not in all either" if rest else "")

    def _wants(self) -> str:
        """Say where wants say otherwise of the settlement that is signed in most draws."""
        refused = self.best.refused_by_wants
        if not refused:
            few = (self.best.share or 0.0) < HALF and self.best.wanted
            return f"By their wants {_every(len(self.best.signers))} would." * few
        every = self.told.packages
        nothing = all(set(refused) <= set(package.refused_by_wants) for package in every)
        its = self._its(refused)
        lost = [s.party for s in self.best.signers if (s.share or 0.0) < HALF]
        if set(refused) == set(lost) and not nothing:
            return f"Nor would {self._names(refused)} sign by {its} wants."
        part = f", which part from {its} payoffs here," if (self.best.share or 0.0) >= HALF else ""
        what = "sign none" if nothing else "not"
        return f"By {its} wants{part} {self._names(refused)} would {what}."

    def _undone(self, package: Package) -> str:
        """Say who would undo it, of those who would not refuse it by their wants to begin with."""
        who = [i for i in package.undone_by if i not in package.refused_by_wants]
        if not who:
            return ""
        return f"Once signed, {self._names(who)} would by {self._its(who)} wants undo it"

    def _against(self, package: Package) -> str:
        """Say what of the deal, or which want, speaks against it, if one alone would refuse."""
        lines = [(s, s.against) for s in package.signers if s.against is not None]
        if len(lines) != 1:
            return ""
        [(signer, want)] = lines
        id_, name = self.case.parties[signer.party].id, self.words.party(signer.party)
        wants = f"{self._it(signer.party)} {verb([name], 'wants')}"
        if len(signer.because) == 1 and signer.because[0] in want.text:
            [option] = (one for one in self.case.options if one.id == signer.because[0])
            whose = "" if option.party == id_ else f"{self._party(option.party)} "
            to = "to" if option.now else "not to"
            return f", for as things stand {wants} {whose}{to} “{plain(option.text)}”"
        said = Spoken(self.case).statement(want.text, id_)
        if len(said) <= SHORT:
            return f", for {wants} {said}"
        return f", for what {wants} in line {want.place.line} of the file speaks against it"

    def _party(self, id_: str) -> str:
        return self.words.party(self.case.party_index[id_])

    def _nobody_begins(self) -> bool:
        holds = {hold.party: hold for hold in self.found.why.parties}
        return all(holds[signer.party].kind == "content" for signer in self.best.signers)

    def _leaving(self, deal: Deal) -> str:
        """Say that a coalition would leave today's state, and by what."""
        to = f"for {plain(deal.terms)}" if deal.terms else "though that settles nothing"
        lead = f"By their wants {self._names(deal.members)} would {_each(deal)} gain by leaving"
        above = any(package.deal == deal for package in self.told.packages)
        return f"{lead} today's state together, {to}{', as above' if above else ''}" + (
            "" if above else f": {self._doing(deal)}"
        )


def _each(deal: Deal) -> str:
    return "both" if len(deal.members) == 2 else "all"


def _amount(amount: Range) -> str:
    middle, low, high = (rounded(value) for value in amount)
    return middle if low == high else ranged(middle, low, high)


def _every(count: int) -> str:
    """Say that it is so of each of so many.

    >>> _every(2), _every(3), _every(7)
    ('both', 'all three', 'all')
    """
    return {1: "it", 2: "both", 3: "all three", 4: "all four"}.get(count, "all")
