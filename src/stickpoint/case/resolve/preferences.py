"""Wants, rankings and weights as written → each party's preferences, or what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable

from stickpoint.case.model.basis import Statement
from stickpoint.case.model.stakes import Coder, Loose, Ranking, Want, Wants, Weight, Weights
from stickpoint.case.resolve.names import Names
from stickpoint.case.resolve.strangers import likely
from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.yaml.nodes import MAX_GUESSES, Node, quote
from stickpoint.logic.formula import TRUE

KINDS = ("wants", "ranking", "weights")
_ADVICE = {
    "wants": "write what it prefers, or 'yes' if all is the same to it",
    "ranking": "write the states it orders, the best first, or [yes] if all is the same to it",
    "weights": "write what it prefers and by how much, or {yes: 1} if all is the same to it",
}
_PATTERN = re.compile(r"[YN\-\s]+")


def read_preferences(case: Fields, names: Names) -> dict[str, Wants | Ranking | Weights]:
    """Make the preferences of every party that has them in so many words.

    A party without any must have payoffs, from which its ranks follow.
    """
    where: dict[str, str] = {}
    made = read_orders(case, names, where)
    _check_everybody(case, set(where), names)
    return made


def read_orders(
    case: Fields, names: Names, where: dict[str, str] | None = None
) -> dict[str, Wants | Ranking | Weights]:
    """Make the orders that stand under wants, ranking and weights of a case, or of a view.

    ``where`` is told under which of them each party was found.
    """
    makers: dict[str, Callable[[Entry, Names], Wants | Ranking | Weights]]
    makers = {"wants": _wants, "ranking": _ranking, "weights": _weights}
    made: dict[str, Wants | Ranking | Weights] = {}
    where = {} if where is None else where
    for kind, maker in makers.items():
        for entry in case.list(kind):
            party, lines = names.party(entry.key), entry.value
            if kind == "ranking" and lines:
                lines = lines.get("order")
            if lines == []:
                message = f"{quote(entry.name)} has no line here"
                message += f"; {_ADVICE[kind]}"
                names.faults.add(entry.key, "C502", message)
            preference = None if lines is None else maker(entry, names)
            if party in where:
                message = f"{quote(party)} has '{where[party]}' already; "
                message += "a party's preferences are written in one way: keep one of them"
                names.faults.add(entry.key, "C503", message)
            elif party is not None:
                where[party] = kind
                if preference is not None:
                    made[party] = preference
    return made


def _check_everybody(case: Fields, found: set[str], names: Names) -> None:
    """Report parties with neither preferences nor payoffs."""
    if any(key in case.nodes and case.get(key) is None for key in (*KINDS, "payoffs")):
        return
    found |= {entry.name for entry in case.list("payoffs") if entry.value != []}
    written = {entry.name for kind in (*KINDS, "payoffs") for entry in case.list(kind)}
    strange = written - names.parties.keys()
    if len(strange) > MAX_GUESSES:  # whose these preferences are, nobody knows
        return
    found |= {likely(name, names.parties, 0.6) for name in strange}
    parties = [entry for entry in case.list("parties") if entry.name in names.parties]
    if parties and not found and not names.faults.lost:
        message = "no preferences found; write under 'wants:' what each party wants"
        names.faults.add(case.at("parties"), "C502", message)
        return
    for entry in parties:
        if entry.name not in found:
            message = f"{quote(entry.name)} has no preferences; write what it wants under 'wants:'"
            names.faults.add_unless_lost(entry.name, entry.key, "C502", message)


def _wants(entry: Entry, names: Names) -> Wants:
    if not isinstance(entry.value, Fields):
        account = _account("", entry.value, names)
        return Wants(account.items, account.loose)
    coders = []
    for coder in entry.value.list("coders"):
        if coder.value == []:
            message = f"{quote(coder.name)} has no line here; write how that coder orders them"
            names.faults.add(coder.key, "C516", message)
        elif coder.value is not None:
            coders.append(_account(coder.name, coder.value, names))
    first = coders[0] if coders else Coder("", ())
    return Wants(first.items, first.loose, tuple(coders))


def _account(name: str, written: list[Fields], names: Names) -> Coder:
    """Make one list of wants, with what it leaves open of its order."""
    items: list[Want] = []
    loose: list[Loose] = []
    for fields in written:
        sides = fields.get("either")
        if "either" not in fields.nodes:
            items += _want(fields, names)
            continue
        start, lists = len(items), list[int]()
        for side in sides or ():
            made = list[Want]()
            for one in side:
                want = _want(one, names)
                _refuse_twice(one, want, items[start:] + made, names)
                made += want
            items += made
            lists += [len(made)] * bool(made)
        loose += [Loose(start, tuple(lists))] * (len(lists) > 1)
    return Coder(name, tuple(items), tuple(loose))


def _refuse_twice(fields: Fields, wants: list[Want], beside: list[Want], names: Names) -> None:
    """Note a line that stands twice under one 'either': as two it would count for more, unsaid."""
    there = {want.statement.formula for want in beside}
    for want in wants:
        if want.statement.formula in there:
            message = f"{quote(want.statement.text)} stands here twice; drop one of the two lines"
            names.faults.add(fields.at("that"), "C515", f"'either': {message}")


def _want(fields: Fields, names: Names) -> list[Want]:
    statement = names.statement(fields.get("that"))
    want = names.made(Want, fields, statement=statement)
    return [want] if statement else []


def _ranking(entry: Entry, names: Names) -> Ranking:
    ranked = ([_ranked(node, names) for node in nodes] for nodes in entry.value.list("order"))
    groups = [tuple(statement for statement in group if statement) for group in ranked]
    made = tuple(group for group in groups if group)
    return names.made(Ranking, entry.value, groups=made, place=entry.key.place)


def _ranked(node: Node, names: Names) -> Statement | None:
    """Read one entry of a ranking: a pattern with a sign for every option, or a statement."""
    if not _PATTERN.fullmatch(node.text) or not names.options_known:
        return names.statement(node)
    signs = "".join(node.text.split())
    own = [id_ for id_ in names.options if not id_.startswith("nature.")]
    if len(signs) not in (len(own), len(names.options)):
        message = (
            f"the pattern {quote(node.text)} has {len(signs)} signs for {len(own)} options; "
            "write Y, N or - for each option in file order"
        )
        names.faults.add(node, "C507", message)
        return None
    parts = tuple(
        ("option", bit) if sign == "Y" else ("not", ("option", bit))
        for bit, sign in enumerate(signs)
        if sign != "-"
    )
    return Statement(node.text, ("and", parts) if parts else TRUE, node.place)


def _weights(entry: Entry, names: Names) -> Weights:
    made = []
    for fields in entry.value:
        statement = names.statement(fields.get("when"))
        weight, written = fields.get("weight", (None, ""))
        item = names.made(Weight, fields, statement=statement, weight=weight, written=written)
        made += [item] if statement and written else []
    return Weights(tuple(made))


def read_strength(
    case: Fields, preferences: dict[str, Wants | Ranking | Weights], names: Names
) -> dict[str, tuple[Statement, ...]]:
    """Gather the statements that make a great difference, from ``great`` and ``strength``."""
    wants = {party: kind.lines for party, kind in preferences.items() if isinstance(kind, Wants)}
    great = {p: tuple(want.statement for want in w if want.great) for p, w in wants.items()}
    made = {party: statements for party, statements in great.items() if statements}
    for entry in case.list("strength"):
        party = names.party(entry.key)
        statements = names.statements(entry.value or [])
        if party in made:
            message = f"{quote(party)} has wants marked 'great: yes' already; keep one of the two"
            names.faults.add(entry.key, "C503", message)
        elif party is not None:
            made[party] = statements
    return made


def read_unknown(case: Fields, names: Names) -> dict[str, tuple[tuple[Statement, Statement], ...]]:
    """Make the pairs of kinds of states that a party cannot order."""
    made: dict[str, tuple[tuple[Statement, Statement], ...]] = {}
    for entry in case.list("unknown"):
        party = names.party(entry.key)
        pairs = [names.statements(sides) for sides in entry.value or []]
        if party is not None:
            made[party] = tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2)
    return made
