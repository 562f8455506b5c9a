"""Who takes part, what each can do, what cannot hold, what is on the table, how time counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stickpoint.case.model.basis import NOWHERE, Amount, Because, Place, Sizes, Statement

if TYPE_CHECKING:
    from stickpoint.case.dates.fuzzy import FuzzyDate
    from stickpoint.logic.formula import Formula


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """Where time starts, its unit, and how far to look; no horizon is the stationary game."""

    start: FuzzyDate | None = None
    unit: str = "month"
    horizon: float | None = 60.0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who decides.

    Parameters
    ----------
    pace : Amount or None
        Chances to move per unit of time.
    discount : Amount or None
        How fast the future loses weight, per unit of time.
    precision : Amount or None
        How sharply the better course is chosen.
    """

    id: str
    name: str
    text: str = ""
    short: str = ""
    pace: Amount | None = None
    discount: Amount | None = None
    precision: Amount | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
    size: Sizes = ()

    @property
    def called(self) -> str:
        """What to call it in a sentence: its short name, or its name with a small article."""
        name = self.name
        return self.short or (f"the {name[4:]}" if name.startswith("The ") else name)


@dataclass(frozen=True, slots=True)
class Option:
    """Something one party can do or leave.

    Parameters
    ----------
    id : str
        ``party.option``.
    text, undo : str
        Doing it, and undoing it, in words.
    now : bool
        Whether it is done in the status quo.
    one_way : int
        0 both ways, +1 only from no to yes, -1 only from yes to no.
    needs : Statement or None
        Must hold before the move is made.
    effort : Amount or None
        The price of making the move.
    first : bool or None
        Whether it was done when the clock started, where ``now`` is of a later day.
    """

    id: str
    party: str
    text: str
    undo: str = ""
    now: bool = False
    one_way: int = 0
    needs: Statement | None = None
    effort: Amount | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
    size: Sizes = ()
    first: bool | None = None

    @property
    def at_first(self) -> bool:
        """Whether it was done when the clock started."""
        return self.now if self.first is None else self.first


@dataclass(frozen=True, slots=True)
class Imposition:
    """What a patron can impose on a client: one of the client's options, set from outside.

    Parameters
    ----------
    patron, client : str
        Who can set it, and whose option it is.
    option : str
        Its id.
    way : int
        0 either way, +1 only to yes, -1 only to no.
    text : str
        What doing so is, in words; empty where the case has none.
    needs : Statement or None
        Must hold for the patron to do so.
    """

    patron: str
    client: str
    option: str
    way: int
    text: str = ""
    needs: Statement | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class RateWhile:
    """How often something of nature's changes while a statement holds, or else, without one."""

    rate: Amount
    statement: Statement | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
    size: Sizes = ()


@dataclass(frozen=True, slots=True)
class Nature:
    """Something no party controls.

    Parameters
    ----------
    id : str
        Begins with ``nature.``.
    now : bool
        Whether it is so at the start; the likelier of the two where that is not known.
    likely : Amount or None
        How likely it is to be so at the start, where we do not know and the parties do.
    rate : Amount or None
        How often it changes per unit of time, as far as the parties know.
    rates : tuple of RateWhile
        In place of that, rates that depend on what is done: the first whose statement holds.
    on : FuzzyDate or None
        The date on which it changed, which nobody foresaw.
    by : FuzzyDate or None
        The date on which it changes at the latest, which all foresee.
    """

    id: str
    text: str
    now: bool = False
    one_way: int = 0
    rate: Amount | None = None
    on: FuzzyDate | None = None
    by: FuzzyDate | None = None
    rates: tuple[RateWhile, ...] = ()
    likely: Amount | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
    size: Sizes = ()

    @property
    def date(self) -> FuzzyDate | None:
        """When it changes for certain, whoever knows it."""
        return self.on or self.by

    @property
    def by_chance(self) -> bool:
        """Whether it may change at any time, by one rate or several."""
        return self.rate is not None or bool(self.rates)


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold in every state.

    ``kind`` is ``impossible``, ``at_most_one``, ``exactly_one`` or ``positions``.
    """

    kind: str
    formula: Formula
    text: str
    because: Because = ()
    place: Place = NOWHERE
    note: str = ""

    @property
    def written(self) -> str:
        """How a case file has it, in one line."""
        return f"{self.kind}: {self.text}"


@dataclass(frozen=True, slots=True)
class Terms:
    """A named way in which an issue closes.

    ``holds`` is how fast it becomes an end, per unit of time, once it has come about; ``lapses``
    how fast it comes undone, where it is a pause and never an end. ``needs`` are parties whose
    consent an agreement on it takes beside that of whose options change; where it is ``signed`` it
    holds by agreement only, and takes the consent of all whose options it speaks of.
    """

    name: str
    statement: Statement
    text: str = ""
    holds: Amount | None = None
    lapses: Amount | None = None
    needs: tuple[str, ...] = ()
    signed: bool = False
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
    size: Sizes = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """An item of the agenda; a closed one without terms counts as settled for good."""

    id: str
    name: str
    opened: FuzzyDate | None = None
    closed: FuzzyDate | None = None
    terms: tuple[Terms, ...] = ()
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
