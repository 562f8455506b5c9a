"""The name of a number of a case → what it is, in the words of the case."""

from __future__ import annotations

from dataclasses import dataclass

from stickpoint.answers.forecasting.model import TEMPO
from stickpoint.case.model.basis import Judgement
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.pages.wording.names import plain, upper, verb
from stickpoint.pages.wording.nature import change
from stickpoint.pages.wording.statements import Spoken


@dataclass(frozen=True)
class Said:
    """A number in words: ``clause`` as in "it hangs on …", ``label`` as the head of a row."""

    clause: str
    label: str


THE_TEMPO = Said(
    "the tempo, how fast it all goes, which no line of the file says",
    "The tempo, which no line says",
)


class Named:
    """Says the numbers of a case.

    Parameters
    ----------
    case : Case
    """

    def __init__(self, case: Case) -> None:
        self._case, self._speak = case, Spoken(case)
        lines = (line for line in judgements(case) if line.amount is not None)
        self._lines = {line.amount.name: line for line in lines if line.amount is not None}
        stakes = [*case.payoffs, *case.terminal]
        stakes += [line for rival in case.hypotheses for line in rival.payoffs]
        self._labels = {
            number.name: plain(line.label)
            for line in stakes
            for number in (line.worth, line.once)
            if number is not None
        }

    def __call__(self, name: str) -> Said:
        """Return the words for a number by its name; the name itself where there are none."""
        if name == TEMPO:
            return THE_TEMPO
        line = self._lines.get(name)
        return Said(name, name) if line is None else self._said(name, line)

    def _said(self, name: str, line: Judgement) -> Said:
        who = self._speak.party(line.party)
        head = upper(who.removeprefix("the "))
        if line.kind in _PARTY:
            clause, label = _PARTY[line.kind]
            done = verb([who], clause[1])
            return Said(f"{clause[0]} {who} {done}{clause[2]}", f"{label} ({head})")
        if line.kind in ("payoff", "terminal"):
            label = self._labels.get(name, "")
            what = f"“{label}”" if label else self._stated(line)
            late = " at the horizon" * (line.kind == "terminal")
            once = " once" * name.endswith(".once")
            said = f"what {what} is worth{once} to {who}{late}"
            return Said(said, f"{upper(label) if label else what}{late}{once} ({head})")
        return self._other(line, who)

    def _stated(self, line: Judgement) -> str:
        [text] = line.statements
        return self._speak.statement(text, line.party)

    def _other(self, line: Judgement, who: str) -> Said:
        """Say what belongs to an option, to nature or to terms."""
        if line.kind == "effort":
            option = self._speak.option(line.where, line.party)
            return Said(f"what it costs {who} to {option}", f"Effort of {option}")
        if line.kind == "nature":
            event = f"“{change(self._case, line.where)}”"
            if line.text.startswith("now: "):
                return Said(f"how likely it is from the start: {event}", f"Likely now: {event}")
            while_ = f" while {self._stated(line)}" if line.statements else ""
            return Said(f"how soon this may happen{while_}: {event}", f"Rate of {event}{while_}")
        how = {"holds": "becomes an end", "lapses": "comes undone"}.get(line.kind, "")
        what = f"“{plain(line.where)}”"
        if how:
            return Said(f"how fast {what} {how}", f"How fast {what} {how}")
        return Said(what, what)


_PARTY = {
    "pace": (("how often", "moves", ""), "Pace"),
    "precision": (("how sharply", "chooses", ""), "Precision"),
    "discount": (("how fast the future fades as", "looks", " ahead"), "Discount"),
}
