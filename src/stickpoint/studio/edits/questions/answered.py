"""Answers as they were typed → what they mean, or everything that is missing, by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.schema.length_layout import KIND_NAMES
from stickpoint.case.schema.values import Unfit
from stickpoint.studio.edits.additions import id_of
from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.line_ends import MARK
from stickpoint.studio.edits.questions.typed import amount, is_yes

NO_END = ""
"""What stands among the ways to end for no agreement."""
WAITS = ("nothing", "little", "much", "more")
MAX_PARTIES, MAX_WAYS, MAX_ACTIONS, MAX_COSTS = 6, 5, 4, 6
SAID = {4: "four", 5: "five", 6: "six"}
MAX_STATES = 20_000
MAX_LINE = 120


class Unanswered(EditError):
    """Answers from which no case can be made yet.

    ``missing`` has sentences by question, such as ``parties.1.name`` (parties from 0).
    """

    def __init__(self, missing: Mapping[str, Sequence[str]]) -> None:
        self.missing = {name: list(said) for name, said in missing.items()}
        lines = (f"{name}: {sentence}" for name, said in missing.items() for sentence in said)
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Way:
    """One way to end: the id of the position for it, and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Action:
    """What a party can do meanwhile: its option, in words, whether it does it, whom it hurts."""

    id: str
    text: str
    now: bool
    hurts: tuple[int, ...]


@dataclass(frozen=True)
class Stand:
    """One party: its id and name, the way it stands for, its order of the ways, what waiting costs.

    ``order`` has positions in the list of ways, best first, and -1 for no agreement.
    """

    id: str
    name: str
    now: int
    order: tuple[int, ...]
    wait: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Cost:
    """What is lost while it waits, in its own units."""

    what: str
    low: float
    high: float
    per: str
    falls_on: str


@dataclass
class Answers:
    """What the answers mean."""

    title: str = ""
    kind: str = ""
    start: str = ""
    unit: str = "month"
    item: str = ""
    item_id: str = ""
    ways: list[Way] = field(default_factory=list)
    parties: list[Stand] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)


def understood(answers: Mapping[str, object]) -> Answers:
    """Return what answers mean.

    Raises
    ------
    Unanswered
        Something is missing or cannot be; everything at once.
    """
    return _Reading(answers).whole()


class _Reading:
    """Reads answers one after another and gathers what is missing."""

    def __init__(self, answers: Mapping[str, object]) -> None:
        self.answers = answers
        self.missing: dict[str, list[str]] = {}

    def lack(self, name: str, sentence: str) -> None:
        self.missing.setdefault(name, []).append(sentence)

    def whole(self) -> Answers:
        found = Answers(title=self.line(self.answers.get("title"), "title", "say what is stuck"))
        found.kind = self.choice("kind", KIND_NAMES, "choose a kind of deadlock, or none")
        found.unit = self.choice("unit", DAYS_IN, "choose a unit of time", needed=True)
        found.start = self.date()
        found.item = self.line(self.answers.get("item"), "item", "say what is on the table")
        found.ways = self.ways()
        names = self.names()
        ids: list[str] = []
        for k, (given, name) in enumerate(zip(self.rows("parties"), names, strict=True)):
            ids.append(id_of(name, ids, "party"))
            found.parties.append(self.party(f"parties.{k}", given, (ids[-1], name), names, found))
        found.item_id = id_of(found.item, ids, "item")
        found.costs = [self.cost(f"costs.{k}", c) for k, c in enumerate(self.rows("costs"))]
        self.bounds(found)
        if self.missing:
            raise Unanswered(self.missing)
        return found

    def bounds(self, found: Answers) -> None:
        """Say where there is too much of something, or one name for two things."""
        if len(self.rows("costs")) > MAX_COSTS:
            self.lack("costs", f"name {SAID[MAX_COSTS]} costs at most; more can be added later")
        costs = [cost.what for cost in found.costs]
        for k, what in enumerate(costs):
            if what and what in costs[:k]:
                self.lack(f"costs.{k}.what", "this cost is there already; give it another name")
        stands = {party.now for party in found.parties}
        all_stand = not any(name.endswith(".stands_for") for name in self.missing)
        if len(stands) == 1 and len(found.parties) > 1 and all_stand:
            self.lack("parties", "all stand for the same way to end, so nothing is stuck")
        actions = [f"parties.{k}.actions.{n}.text" for k, party in enumerate(found.parties)
                   for n in range(len(party.actions))]  # fmt: skip
        if len(found.ways) ** len(found.parties) * 2 ** len(actions) > MAX_STATES:
            last = actions[-1] if actions else "parties"
            self.lack(last, "that makes too many combinations to begin with; name fewer")

    def ways(self) -> list[Way]:
        given = self.answers.get("ways")
        listed = list(given) if isinstance(given, list | tuple) else []
        ways: list[Way] = []
        for k, one in enumerate(listed[:MAX_WAYS]):
            name = self.line(one, f"ways.{k}", "say how it could end")
            if '"' in name and "'" in name:
                self.lack(f"ways.{k}", "write quotation marks of one kind only")
            if name in [way.name for way in ways]:
                self.lack(f"ways.{k}", "this way is there already; give it another name")
            ways.append(Way(id_of(name, [way.id for way in ways], "way"), name))
        if not 2 <= len(listed) <= MAX_WAYS:
            self.lack("ways", f"name two to {SAID[MAX_WAYS]} ways in which it could end")
        return ways

    def names(self) -> list[str]:
        rows = self.rows("parties")
        names = []
        for k, given in enumerate(rows):
            name = self.line(given.get("name"), f"parties.{k}.name", "say what it is called")
            if name and name in names:
                self.lack(f"parties.{k}.name", "this party is there already")
            names.append(name)
        if not 2 <= len(rows) <= MAX_PARTIES:
            self.lack("parties", f"name two to {SAID[MAX_PARTIES]} parties that decide")
        return names

    def party(
        self,
        at: str,
        given: Mapping[str, object],
        called: tuple[str, str],
        names: Sequence[str],
        found: Answers,
    ) -> Stand:
        ways = [way.name for way in found.ways]
        stands = " ".join(str(given.get("stands_for", "")).split())
        if stands not in ways:
            self.lack(f"{at}.stands_for", "choose the way to end that it stands for today")
        order = self.order(f"{at}.order", given.get("order"), ways)
        wait = str(given.get("wait", ""))
        if wait not in WAITS:
            self.lack(f"{at}.wait", "say what waiting costs it")
        now = ways.index(stands) if stands in ways else 0
        others = ["" if name == called[1] else name for name in names]
        return Stand(*called, now, order, wait, self.actions(at, given, others, found))

    def order(self, at: str, given: object, ways: Sequence[str]) -> tuple[int, ...]:
        words = list(given) if isinstance(given, list | tuple) else []
        listed = [" ".join(str(word).split()) for word in words]
        if sorted(listed) != sorted([*ways, NO_END]):
            self.lack(at, "put every way to end, and no agreement, in its order, each once")
            return ()
        return tuple(-1 if name == NO_END else ways.index(name) for name in listed)

    def actions(
        self, at: str, given: Mapping[str, object], others: Sequence[str], found: Answers
    ) -> tuple[Action, ...]:
        rows = _mappings(given.get("actions"))
        actions: list[Action] = []
        taken = [way.id for way in found.ways]
        for k, row in enumerate(rows[:MAX_ACTIONS]):
            text = self.line(row.get("text"), f"{at}.actions.{k}.text", "say what it could do")
            hurt = row.get("hurts") or []
            listed = list(hurt) if isinstance(hurt, list | tuple) else [hurt]
            hurts = [" ".join(str(name).split()) for name in listed]
            if not all(name and name in others for name in hurts):
                self.lack(f"{at}.actions.{k}.hurts", "name other parties from the list")
            places = tuple(sorted({others.index(name) for name in hurts if name in others}))
            now = self.now(f"{at}.actions.{k}.now", row.get("now"))
            action = Action(id_of(text, taken, "do"), text, now, places)
            taken.append(action.id)
            actions.append(action)
        if len(rows) > MAX_ACTIONS:
            self.lack(f"{at}.actions", f"name {SAID[MAX_ACTIONS]} things that it could do at most")
        return tuple(actions)

    def now(self, at: str, given: object) -> bool:
        try:
            return is_yes(given)
        except Unfit:
            self.lack(at, "answer yes or no")
            return False

    def cost(self, at: str, given: Mapping[str, object]) -> Cost:
        what = self.line(given.get("what"), f"{at}.what", "say what is lost")
        per = str(given.get("per", ""))
        if per not in DAYS_IN:
            self.lack(f"{at}.per", "choose the unit of time in which that is lost")
        low = high = 0.0
        try:
            low, high = amount(given.get("amount"))
        except Unfit as error:
            self.lack(f"{at}.amount", str(error))
        falls_on = given.get("falls_on")
        bearer = self.line(falls_on, f"{at}.falls_on", "") if falls_on else ""
        return Cost(what, low, high, per, bearer)

    def line(self, given: object, at: str, otherwise: str) -> str:
        """Return a text in one line; say what to do if there is none, or too long a one."""
        text = " ".join(given.split()) if isinstance(given, str) else ""
        if not text and otherwise:
            self.lack(at, otherwise)
        if len(text) > MAX_LINE:
            self.lack(at, f"write this in {MAX_LINE} signs at most; there is room for more later")
        if not all(sign.isprintable() and sign != MARK for sign in text):
            self.lack(at, "there is a sign in this that cannot be printed; type it again")
        return text

    def choice(
        self, name: str, known: Mapping[str, object], advice: str, *, needed: bool = False
    ) -> str:
        given = self.answers.get(name)
        if given in (None, "") and not needed:
            return ""
        if not isinstance(given, str) or given not in known:
            self.lack(name, advice)
            return ""
        return given

    def date(self) -> str:
        given = self.answers.get("start")
        if given in (None, ""):
            return ""
        text = self.line(given, "start", "write a date such as 2024-03-04")
        try:
            parse_date(text)
        except ValueError:
            self.lack("start", "write a date such as 2024-03-04, or 2024-03 for a month")
        return text

    def rows(self, name: str) -> list[Mapping[str, object]]:
        return _mappings(self.answers.get(name))[: max(MAX_PARTIES, MAX_COSTS) + 1]


def _mappings(given: object) -> list[Mapping[str, object]]:
    listed = given if isinstance(given, list | tuple) else []
    return [row if isinstance(row, Mapping) else {} for row in listed]
