"""Case → the least change of ranks, of wants and of options that would make an outcome hold."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stickpoint.answers.levers_prices import SwapPrice, swap_prices
from stickpoint.answers.levers_prices import as_data as prices_data
from stickpoint.case.model.case import Case, Wants
from stickpoint.conflict.build import build
from stickpoint.conflict.graph import Conflict
from stickpoint.errors import ModelError
from stickpoint.pages.levers.ranks import sentences
from stickpoint.pages.wording.names import CaseWords, upper
from stickpoint.solve.levers.ranks.additions import least_addition
from stickpoint.solve.levers.ranks.least import least_ranks
from stickpoint.solve.levers.ranks.restrictions import least_restriction
from stickpoint.solve.levers.ranks.result import LeastChange
from stickpoint.solve.levers.ranks.wants import least_reorder


@dataclass(frozen=True, eq=False)
class Outcome:
    """One way to settle, and the least change of each kind that would make it hold.

    Attributes
    ----------
    terms : str
    concept : str
    words : CaseWords
    ranks : LeastChange
    wants : tuple of LeastChange
        One for each party that is ranked by statements, in the order of the case.
    options : LeastChange or None
        None where states are coalesced, so that options have no single value.
    additions : LeastChange
        What would have to be made possible.
    prices : mapping of str to SwapPrice
        What one swap costs each party, by its id.
    """

    terms: str
    concept: str
    words: CaseWords
    ranks: LeastChange
    wants: tuple[LeastChange, ...]
    options: LeastChange | None
    additions: LeastChange
    prices: Mapping[str, SwapPrice]

    @property
    def holds(self) -> bool:
        """Whether nothing need change."""
        return self.ranks.cost == 0

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain data, with the sentences."""
        return {
            "terms": self.terms,
            "concept": self.concept,
            "holds": self.holds,
            "ranks": self.ranks.plain(),
            "wants": {
                self.words.parties[lever.parameters["party"]]: lever.plain() for lever in self.wants
            },
            "options": None if self.options is None else self.options.plain(),
            "additions": self.additions.plain(),
            "prices": prices_data(self.prices),
            "sentences": sentences(self),
        }


def ordinal_levers(
    case: Case,
    terms: Sequence[str] | None = None,
    *,
    concept: str = "seq",
    nature: Mapping[str, bool] | None = None,
    prices: Mapping[str, float] | None = None,
    limit: int = 300,
    work: float = 2.0,
) -> tuple[Outcome, ...]:
    """Find what least change of ranks, wants or options would make each outcome hold.

    Parameters
    ----------
    case : Case
    terms : sequence of str, optional
        Names of terms; all of the case if left out.
    concept : str
        nash, gmr, smr, seq or sseq.
    nature : mapping of str to bool, optional
        Settings of nature other than the status quo.
    prices : mapping of str to float, optional
        What one swap costs, by party id, in place of what the case says; see `swap_prices`.
    limit : int
        The most orders of one party's wants to try.
    work : float
        The most work on the ranks of one outcome; see `least_ranks`.

    Raises
    ------
    ModelError
        Terms, a concept, a setting or a party that does not exist, a price out of bounds, or a
        case without terms.
    SolveError
        OR-Tools is missing, or the ranks are too many.
    """
    conflict = build(case, nature=nature)
    if not conflict.terms:
        raise ModelError("this case names no terms; say under 'issues' how an item can close")
    words, priced = CaseWords(case, conflict), swap_prices(case, prices)
    price = {conflict.parties.index(party): one.value for party, one in priced.items()}
    found = []
    for name in conflict.terms if terms is None else terms:
        wants = _wants(case, conflict, name, concept, limit, price)
        # A new order of wants is a new order of ranks too, so nothing dearer may be shown.
        known = [lever.after.ranks for lever in wants if lever.after is not None]
        ranks = least_ranks(conflict, name, concept, price=price, work=work, known=known)
        options, added = _options(conflict, name, concept), least_addition(conflict, name, concept)
        found.append(Outcome(name, concept, words, ranks, wants, options, added, priced))
    return tuple(found)


def _wants(
    case: Case,
    conflict: Conflict,
    terms: str,
    concept: str,
    limit: int,
    price: Mapping[int, float],
) -> tuple[LeastChange, ...]:
    found = []
    for party, id_ in enumerate(conflict.parties):
        wish = case.preferences.get(id_)
        if isinstance(wish, Wants):
            formulas = [item.statement.formula for item in wish.items]
            found.append(
                least_reorder(
                    conflict, party, formulas, terms, concept, price=price, limit=limit
                )
            )  # fmt: skip
    return tuple(found)


def _options(conflict: Conflict, terms: str, concept: str) -> LeastChange | None:
    if conflict.merged:
        return None
    return least_restriction(conflict, terms, concept)


def as_text(outcomes: Sequence[Outcome], *, width: int = 80) -> str:
    """Print what would make each outcome hold.

    Parameters
    ----------
    outcomes : sequence of Outcome
    width : int
        Columns of the screen.
    """
    lines: list[str] = []
    for outcome in outcomes:
        lines.append(f"{upper(outcome.terms)}:")
        for sentence in sentences(outcome):
            lines += textwrap.wrap(
                sentence,
                width=width,
                initial_indent="  - ",
                subsequent_indent="    ",
                break_on_hyphens=False,
            )
    return "\n".join(lines) + "\n"
