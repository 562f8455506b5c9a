"""The record of a case → what in it cannot have been, whatever day within its dates each thing was.

Only what the dates make certain is claimed: one thing comes before another when its latest day
lies before the other's earliest. Between two recorded moves an option is taken to stay as it was.
The status quo holds on the day on which the clock starts; what certainly came before is context,
and no move on the conflict graph. Without a start all moves come after the status quo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Message, Record, RecordedMove
from stickpoint.case.yaml.nodes import Faults, cut, quote
from stickpoint.logic import Formula

MAX_MOVES = 2000
_EVER_BEFORE = 0


def check_replies(record: Record, faults: Faults) -> None:
    """Report replies before what they answer, circles of them, and arrivals before the sending."""
    messages = {message.id: message for message in record.messages}
    circular = _circular(messages)
    for message in record.messages:
        if message.arrived and message.date and message.arrived.last < message.date.first:
            text = (
                f"'{cut(message.id, 30)}' of {cut(str(message.date), 30)} arrived on "
                f"{cut(str(message.arrived), 30)}, before it was sent; correct a date"
            )
            faults.add(message.place, "C616", text)
        asked = messages.get(message.reply_to)
        if asked is None:
            continue
        if message.id in circular:
            text = (
                f"{quote(message.id)} replies to {quote(asked.id)}, which in the end replies to "
                "it; one of them came first"
            )
            faults.add(message.place, "C611", text)
        elif asked.date and message.date and message.date.last < asked.date.first:
            reply, date = cut(message.id, 30), cut(str(message.date), 30)
            text = (
                f"'{reply}' of {date} replies to '{cut(asked.id, 30)}' of "
                f"{cut(str(asked.date), 30)}, which came later; correct a date or reply_to"
            )
            faults.add(message.place, "C611", text)


def _circular(messages: Mapping[str, Message]) -> set[str]:
    """List the messages that in the end reply to themselves, each of all looked at once."""
    found: set[str] = set()
    met: set[str] = set()
    for start in messages:
        way: dict[str, int] = {}
        here = start
        while here in messages and here not in met:
            met.add(here)
            way[here] = len(way)
            here = messages[here].reply_to
        if here in way:
            found.update(list(way)[way[here] :])
    return found


def check_moves(case: Case, faults: Faults) -> None:
    """Report recorded moves that no order of events within their dates makes possible.

    The first 2,000 moves of a record are looked at.
    """
    every = [m for m in case.record.moves if m.date and m.party and not is_context(m, case)]
    moves = every[:MAX_MOVES]
    settings = _settings(case, moves)
    for move in moves:
        before = _before(move, settings)
        _check_step(move, before, case, faults)
        after = {**before, **{case.option_index[name]: value for name, value in move.sets}}
        for limit in case.constraints:
            if sure(limit.formula, after) is False and sure(limit.formula, before) is not False:
                text = (
                    f"after {quote(move.id)} the options would break {quote(limit.written)}; "
                    "correct the move or the constraint, or add what else changed"
                )
                faults.add(move.place, "C613", text)
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
    if kind == "at_least":
        return _sure_sum(body[0], body[1], values)
    yes = sum(values.get(k) is True for k in body)
    unknown = sum(values.get(k) is None for k in body)
    if yes > 1 or (kind == "exactly_one" and not yes and not unknown):
        return False
    return None if unknown else True


def _sure_sum(
    least: int, parts: Sequence[tuple[int, Formula]], values: Mapping[int, bool]
) -> bool | None:
    """Return whether weights come to so much; None where options that are open decide it."""
    found = [(weight, sure(part, values)) for weight, part in parts]
    if sum(weight for weight, holds in found if holds) >= least:
        return True
    most = sum(weight for weight, holds in found if holds is not False)
    return None if most >= least else False


class _Setting(NamedTuple):
    """An option has a value from some day between ``first`` and ``last`` on (ordinals)."""

    move: str
    value: bool
    first: int
    last: int

    @classmethod
    def on(cls, when: FuzzyDate | None, value: bool, move: str = "") -> _Setting:
        """Return a setting by a move or by none; without a date it has always been so."""
        if when is None:
            return cls(move, value, _EVER_BEFORE, _EVER_BEFORE)
        return cls(move, value, when.first.toordinal(), when.last.toordinal())


def _settings(case: Case, moves: Sequence[RecordedMove]) -> dict[int, list[_Setting]]:
    """Gather the status quo, the dated changes of nature and the moves that count, by option."""
    start, index = case.clock.start, case.option_index
    settings = {index[option.id]: [_Setting.on(start, option.now)] for option in case.options}
    for chance in case.nature:
        # What happens at a rate may have happened on any day, so nothing is known of it.
        if chance.on is not None or (chance.by is not None and not chance.by_chance):
            flip = _Setting.on(chance.date, not chance.now)
            settings[index[chance.id]] = [_Setting.on(start, chance.now), flip]
    for move in moves:
        for name, value in move.sets:
            settings[index[name]].append(_Setting.on(move.date, value, move.id))
    return settings


def _before(move: RecordedMove, every: Mapping[int, list[_Setting]]) -> dict[int, bool]:
    """Return the options whose value just before a move is certain."""
    own = _Setting.on(move.date, True)
    values: dict[int, bool] = {}
    for option, settings in every.items():
        others = [setting for setting in settings if setting.move != move.id]
        surely = [setting.first for setting in others if setting.last < own.first]
        if not surely:
            continue
        # Whatever ended before the latest sure one began has been overtaken by it.
        newest = max(surely)
        possible = {s.value for s in others if s.last >= newest and s.first <= own.last}
        if len(possible) == 1:
            values[option] = possible.pop()
    return values


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


def _check_context(case: Case, faults: Faults) -> None:
    """Report what was done for good before the clock starts and is not done now."""
    start = case.clock.start
    if start is None:
        return
    context = [(m, *pair) for m in case.record.moves if is_context(m, case) for pair in m.sets]
    for move, name, value in context:
        option = case.options[case.option_index[name]]
        if option.now is not value and option.one_way == (1 if value else -1):
            text = (
                f"{quote(name)} became {'yes' if value else 'no'} for good before the clock "
                f"starts on {cut(str(start))}, yet its 'now' is {'yes' if option.now else 'no'}; "
                "correct the move, 'now' or one_way"
            )
            faults.add(move.place, "C614", text)
    for chance in case.nature:
        if chance.date and chance.date.last <= start.first and not chance.now:
            text = (
                f"{quote(chance.id)} happened by the start of the clock, {cut(str(start))}, "
                "yet its 'now' is no; write 'now: yes', or correct a date"
            )
            faults.add(chance.place, "C614", text)
