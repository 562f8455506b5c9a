"""The questions of the guided start, and what makes a case of their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stickpoint.case.schema.length_layout import KIND_NAMES
from stickpoint.studio.edits.questions.answered import understood
from stickpoint.studio.edits.questions.first_text import text_of


@dataclass(frozen=True)
class Question:
    """One question of the guided start.

    ``name`` is the key of its answer, ``kind`` how it is answered: ``text``, ``long text``,
    ``date``, ``choice`` (of ``choices``, value → words), ``names`` (a list of texts), ``parties``
    or ``costs`` (lists of mappings, each with the questions in ``each``). ``help`` says what a
    good answer is. An answer that is not ``needed`` may be left out.
    """

    name: str
    asks: str
    kind: str
    help: str = ""
    needed: bool = True
    choices: Mapping[str, str] | None = None
    each: tuple[Question, ...] = ()


WAITS = {
    "nothing": "next to nothing",
    "little": "less than the dispute is worth",
    "much": "about as much as the dispute is worth",
    "more": "more than the dispute is worth",
}
"""How dear the wait is to a party."""
UNITS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}

_ACTION = (
    Question("text", "What could it do?", "text", "As a command: close the port."),
    Question("now", "Is it doing that today?", "yes or no", needed=False),
    Question("hurts", "Whom does that hurt?", "names", "Names from the list of parties.", False),
)
_PARTY = (
    Question("name", "What is it called?", "text", "As a reader would know it."),
    Question("stands_for", "Which way to end does it stand for today?", "way"),
    Question(
        "order",
        "How does it rank the ways to end, best first?",
        "order",
        "Put 'no agreement' among them: what comes after it, the party would rather not have.",
    ),
    Question("wait", "What does waiting cost it?", "choice", choices=WAITS),
    Question("actions", "What else can it do meanwhile?", "list", needed=False, each=_ACTION),
)
_COST = (
    Question("what", "What is lost while it waits?", "text", "In its own units: lives, yuan."),
    Question("amount", "How much?", "range", "A low and a high end."),
    Question("per", "In each …", "choice", choices=UNITS),
    Question("falls_on", "Who bears it?", "text", "A party's name, or words.", False),
)
QUESTIONS = (
    Question("title", "What is stuck?", "text", "One line: wage dispute at the ferry yard, 2024."),
    Question("kind", "What kind of deadlock is it?", "choice",
             "By this the program knows how long such deadlocks usually last; leave it out if none "
             "fits.", needed=False, choices=KIND_NAMES),
    Question("start", "Since when?", "date", "The day from which time counts.", needed=False),
    Question("unit", "In which unit do you count the wait?", "choice", choices=UNITS),
    Question("item", "What is on the table?", "text", "The one item that is open."),
    Question("ways", "How could it end?", "names", "Two to five ways, a few words each."),
    Question("parties", "Who decides?", "parties", "Two to six.", each=_PARTY),
    Question("costs", "What does the wait cost, and whom?", "costs", needed=False, each=_COST),
)  # fmt: skip
"""The questions of the guided start, in order."""


def case_text(answers: Mapping[str, object]) -> str:
    """Return the text of a case that the answers describe; `check` finds nothing wrong with it.

    Parameters
    ----------
    answers : mapping
        An answer for each question by its name. Parties and ways to end are named as their own
        answers name them; ``order`` lists ways and an empty text for no agreement.

    Raises
    ------
    Unanswered
        Something is missing or cannot be; ``missing`` says what, by question.

    Examples
    --------
    >>> case_text({"title": "A strike", "ways": ["full rise"]})
    Traceback (most recent call last):
        ...
    stickpoint.studio.edits.questions.answered.Unanswered: unit: choose a unit of time ...
    """
    return text_of(understood(answers))
