"""The record of a case → what in it cannot have been, whatever day within its dates each thing was.

Only what the dates make certain is claimed: one thing comes before another when its latest day
lies before the other's earliest. Between two recorded moves an option is taken to stay as it was.
The status quo holds on the day on which the clock starts; what certainly came before is context,
and no move on the conflict graph. Without a start all moves come after the status quo.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from stickpoint.case.model.case import Case, Constraint
from stickpoint.case.model.record import Message, Record, RecordedMove
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.logic import Formula

MAX_MOVES = 2000
_EVER_BEFORE = 0


def check_replies(record: Record, faults: Faults) -> None:
    """Report replies that came before what they answer, and circles of replies."""
    messages = {message.id: message for message in record.messages}
    for message in record.messages:
        asked = messages.get(message.reply_to)
        if asked is None:
            continue
        if message.id in _asked_by(asked, messages):
            text = (
                f"{quote(message.id)} replies to {quote(asked.id)}, which in the end replies to "
                "it; one of them came first"
            )
            faults.add(message.place, "C611", text)
        elif asked.date and message.date and message.date.last < asked.date.first:
            text = (
                f"{quote(message.id)} of {message.date} replies to {quote(asked.id)} of "
                f"{asked.date}, which came later; correct a date or reply_to"
            )
            faults.add(message.place, "C611", text)


def _asked_by(message: Message, messages: Mapping[str, Message]) -> set[str]:
    """List a message and all that it answers, step by step."""
    seen: set[str] = set()
    here: Message | None = message
    while here is not None and here.id not in seen:
        seen.add(here.id)
        here = messages.get(here.reply_to)
    return seen


def check_moves(case: Case, faults: Faults) -> None:
    """Report recorded moves that no order of events within their dates makes possible.

    The first 2,000 moves of a record are looked at.
    """
    history = _History.of(case)
    for move in history.moves:
        before = history.before(move)
        _check_step(move, before, case, faults)
        after = {**before, **{case.option_index[name]: value for name, value in move.sets}}
        for limit in case.constraints:
            if sure(limit.formula, after) is False and sure(limit.formula, before) is not False:
                _report_impossible(move, limit, faults)
    _check_context(case, faults)


def is_context(move: RecordedMove, case: Case) -> bool:
    """Tell whether a move certainly came before the clock starts."""
    start = case.clock.start
    return start is not None and move.date is not None and move.date.last < start.first


def sure(formula: Formula, values: Mapping[int, bool]) -> bool | None:
    """Return the value of a formula when some options are known; None where they leave it open.

    Examples
    --------
    >>> sure(("and", (("option", 0), ("option", 1))), {1: False})
    False
    >>> sure(("or", (("option", 0), ("option", 1))), {1: False})
    """
    kind, body = formula
    if kind == "const":
        return bool(body)
    if kind == "option":
        return values.get(body)
    if kind == "not":
        inner = sure(body, values)
        return None if inner is None else not inner
    if kind in ("and", "or"):
        parts = [sure(part, values) for part in body]
        decides = kind == "or"
        if decides in parts:
            return decides
        return None if None in parts else not decides
    yes = sum(values.get(k) is True for k in body)
    unknown = sum(values.get(k) is None for k in body)
    if yes > 1 or (kind == "exactly_one" and not yes and not unknown):
        return False
    return None if unknown else True


@dataclass(frozen=True, slots=True)
class _Setting:
    """An option has a value from some day between ``first`` and ``last`` on (ordinals)."""

    move: str
    value: bool
    first: int
    last: int


class _History:
    """What the record says of every option, and when."""

    def __init__(self, moves: list[RecordedMove], settings: dict[int, list[_Setting]]) -> None:
        self.moves = moves
        self._settings = settings

    @classmethod
    def of(cls, case: Case) -> _History:
        """Gather the status quo, the dated changes of nature and the moves that count."""
        settings: dict[int, list[_Setting]] = {}
        start = case.clock.start
        first, last = (_EVER_BEFORE,) * 2 if start is None else _days(start.first, start.last)
        for option in case.options:
            now = _Setting("", option.now, first, last)
            settings[case.option_index[option.id]] = [now]
        for chance in case.nature:
            # What happens at a rate may have happened on any day, so nothing is known of it.
            if chance.on is not None and chance.rate is None:
                flip = _Setting("", not chance.now, *_days(chance.on.first, chance.on.last))
                now = _Setting("", chance.now, first, last)
                settings[case.option_index[chance.id]] = [now, flip]
        moves = [m for m in case.record.moves if m.date and m.party and not is_context(m, case)]
        for move in moves[:MAX_MOVES]:
            assert move.date is not None
            for name, value in move.sets:
                setting = _Setting(move.id, value, *_days(move.date.first, move.date.last))
                settings[case.option_index[name]].append(setting)
        return cls(moves[:MAX_MOVES], settings)

    def before(self, move: RecordedMove) -> dict[int, bool]:
        """Return the options whose value just before a move is certain."""
        assert move.date is not None
        first, last = _days(move.date.first, move.date.last)
        values: dict[int, bool] = {}
        for option, settings in self._settings.items():
            others = [setting for setting in settings if setting.move != move.id]
            surely = [setting.first for setting in others if setting.last < first]
            if not surely:
                continue
            # Whatever ended before the latest sure one began has been overtaken by it.
            newest = max(surely)
            possible = {s.value for s in others if s.last >= newest and s.first <= last}
            if len(possible) == 1:
                values[option] = possible.pop()
        return values


def _days(first: date, last: date) -> tuple[int, int]:
    return first.toordinal(), last.toordinal()


def _check_step(move: RecordedMove, before: Mapping[int, bool], case: Case, faults: Faults) -> None:
    """Report a change that an option does not allow in the state before."""
    for name, value in move.sets:
        k = case.option_index[name]
        option = case.options[k]
        if before.get(k) is not (not value):
            continue
        words = "yes" if value else "no"
        if option.one_way == (-1 if value else 1):
            text = (
                f"{quote(name)} is {'no' if value else 'yes'} by then and goes one way only, so it "
                f"cannot become {words}; correct the move, its date or one_way"
            )
            faults.add(move.place, "C612", text)
        elif option.needs is not None and sure(option.needs.formula, before) is False:
            text = (
                f"{quote(name)} cannot become {words}: it needs {quote(option.needs.text)}, which "
                "does not hold by then; correct the move, its date or needs, or add what came first"
            )
            faults.add(move.place, "C612", text)


def _report_impossible(move: RecordedMove, limit: Constraint, faults: Faults) -> None:
    text = (
        f"after {quote(move.id)} the options would break {quote(limit.written)}; correct the move "
        "or the constraint, or add what else changed"
    )
    faults.add(move.place, "C613", text)


def _check_context(case: Case, faults: Faults) -> None:
    """Report what was done for good before the clock starts and is not done now."""
    for move, name, value in _settings_in(m for m in case.record.moves if is_context(m, case)):
        option = case.options[case.option_index[name]]
        if option.now is not value and option.one_way == (1 if value else -1):
            text = (
                f"{quote(name)} became {'yes' if value else 'no'} for good before the clock "
                f"starts on {case.clock.start}, yet its 'now' is {'yes' if option.now else 'no'}; "
                "correct the move, 'now' or one_way"
            )
            faults.add(move.place, "C614", text)
    for chance in case.nature if case.clock.start else ():
        assert case.clock.start is not None
        if chance.on and chance.on.last <= case.clock.start.first and not chance.now:
            text = (
                f"{quote(chance.id)} happened by the start of the clock, {case.clock.start}, "
                "yet its 'now' is no; write 'now: yes', or correct a date"
            )
            faults.add(chance.place, "C614", text)


def _settings_in(moves: Iterable[RecordedMove]) -> Iterator[tuple[RecordedMove, str, bool]]:
    for move in moves:
        for name, value in move.sets:
            yield move, name, value
