"""The patrons of a party as written → what each can impose on it, or what is wrong."""

from __future__ import annotations

from stickpoint.case.model.situation import Imposition
from stickpoint.case.resolve.names import Names
from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.yaml.nodes import quote

WAYS = {"yes": 1, "no": -1, "either": 0}


def read_patrons(
    parties: list[Entry], one_way: dict[str, int], names: Names
) -> tuple[Imposition, ...]:
    """Make what each patron can impose on its clients.

    ``one_way`` has, by id, the direction of each option that goes one way only.
    """
    made = []
    for entry in parties:
        client, fields = entry.name, entry.value
        if fields is not None and fields.values.get("patron") == []:
            message = (
                f"no patron is named here; name a party, and under it an option of {quote(client)}"
            )
            names.faults.add(fields.at("patron"), "C514", f"{message}, or leave 'patron' out")
        for line in fields.list("patron") if fields is not None else ():
            patron = names.party(line.key)
            if patron == client and patron is not None:
                message = f"{quote(client)} is no patron of itself; what it can do is an option"
                names.faults.add(line.key, "C514", message)
                continue
            if line.value == []:
                message = f"nothing is imposed here; name an option of {quote(client)}, and 'yes'"
                names.faults.add(line.key, "C514", f"{message}, 'no' or 'either'")
            for imposed in line.value or ():
                option = names.option(imposed.key)
                if option is None or imposed.value is None:
                    continue
                sound = _is_sound(imposed, client, one_way.get(option, 0), names)
                if patron is not None and sound:
                    made.append(_imposition(imposed, patron, client, names))
    return tuple(made)


def _is_sound(line: Entry, client: str, one_way: int, names: Names) -> bool:
    """Report an option that is not the client's, a way that it does not go, one text for both."""
    fields: Fields = line.value
    owner, _, _ = line.name.partition(".")
    if owner != client:
        whose = "nobody's" if owner == "nature" else f"one of {quote(owner)}"
        message = f"{quote(line.name)} is {whose}; a patron of {quote(client)} sets options of that"
        # The two are easily taken for one another: who has a patron names it, not the other way.
        hint = f"; if {quote(client)} is the patron, write it under {quote(owner)}"
        hint = "" if owner == "nature" else hint
        names.faults.add(line.key, "C514", f"{message} party only{hint}")
        return False
    to = fields.get("to")
    if to is not None and one_way and WAYS[to] == -one_way:
        only = "yes" if one_way > 0 else "no"
        message = f"{quote(line.name)} goes to {only} only, for a patron too; write 'to: {only}'"
        names.faults.add(fields.at("to"), "C514", message)
    if to == "either" and not one_way and fields.get("text"):
        # One text for both directions would say of the one what is true of the other.
        message = f"{quote(line.name)} is set either way, and a text tells one of them; write"
        names.faults.add(fields.at("text"), "C514", f"{message} 'to: yes' or 'no', or no text")
    return to is not None


def _imposition(line: Entry, patron: str, client: str, names: Names) -> Imposition:
    fields: Fields = line.value
    return names.made(
        Imposition,
        fields,
        patron=patron,
        client=client,
        option=line.name,
        way=WAYS[fields.get("to")],
        needs=names.statement(fields.get("needs")),
        place=line.key.place,
    )
