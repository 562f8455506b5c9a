"""What a page may ask of the desk → the change of it, told to every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stickpoint.studio.desk import Conflict, DeskError
from stickpoint.studio.desk.furniture import MAX_NAME, MOST_SCENARIOS
from stickpoint.studio.edits import EditError
from stickpoint.studio.server.client import EVERY
from stickpoint.studio.server.refused import meant, refuse

if TYPE_CHECKING:
    from stickpoint.studio.server.client import Client
    from stickpoint.studio.server.room import Room

EDITS = ("set", "text", "add", "remove", "order", "rename")


def edit(client: Client, message: dict[str, Any]) -> None:
    """Make one edit; what stands in its way is told to the page that asked for it.

    A number that a slider held is let go of, for now the text has it.
    """
    desk, base = client.room.desk, message.get("base", client.room.desk.revision)
    if message["do"] == "text" and message.get("text") == desk.text:
        client.tell(
            {"saved": desk.revision, "mine": True, "n": client.n, "state": client.room.state()}
        )
        return
    made = {key: value for key, value in message.items() if key not in ("n", "base", "tab")}
    try:
        before = desk.revision
        made = meant(desk.text, made)
        refuse(desk.text, made)
        new = desk.apply(made, str(message.get("tab", "")), int(base))
    except Conflict:
        client.tell({"conflict": desk.text, "revision": desk.revision, "n": client.n})
    except (EditError, DeskError) as error:
        told = {"error": sentence(error), "n": client.n, "state": client.room.state()}
        field = "to" if message["do"] == "rename" else getattr(error, "field", "")
        client.tell({**told, "field": field})
        client.moved()
    else:
        client.room.changed(client)
        if message["do"] == "rename" and new != before:
            kept = desk.left_behind(str(message["path"][-1]))
            if kept:
                client.tell({"error": sentence(f"renamed, but {kept}"), "n": client.n})


def back(client: Client, message: dict[str, Any]) -> None:
    """Undo or redo, or choose between the file and the desk."""
    desk = client.room.desk
    if message["do"] in ("reload", "keep_mine") and desk.outside() is None:
        client.room.outside = None
        client.room.tell_state()
        return
    try:
        getattr(desk, message["do"])()
    except DeskError as error:
        client.tell({"error": sentence(error), "n": client.n})
        return
    client.room.outside = None
    client.room.changed(None if message["do"] in ("reload", "undo", "redo") else client)


def pin(client: Client, message: dict[str, Any]) -> None:
    """Hold the case as it stands for comparison, or no longer."""
    room = client.room
    for held in room.desk.pins():
        room.desk.unpin(held.number)
    room.pinned = room.desk.pin() if message["do"] == "pin" else None
    room.tell_state()
    for other in list(room.clients):
        other.ask(*EVERY, key="pinned")


def from_questions(client: Client, message: dict[str, Any]) -> None:
    """Write a case from the answers of the guided start, or tell what is missing."""
    from stickpoint.studio.edits.questions import Unanswered, case_text

    desk = client.room.desk
    try:
        desk.apply({"do": "text", "text": case_text(message["answers"])}, "", desk.revision)
    except Unanswered as error:
        client.tell({"missing": error.missing, "n": client.n})
    except (EditError, DeskError) as error:
        client.tell({"error": sentence(error), "n": client.n})
    else:
        client.room.changed(client)
        client.tell({"written": desk.revision, "n": client.n})


def sentence(error: Exception | str) -> str:
    """Return why something cannot be done as a sentence of its own."""
    said = str(error)
    end = "" if said.endswith("?") else "."
    return f"{said[:1].upper()}{said[1:].rstrip('.')}{end}"


def scenario(client: Client, message: dict[str, Any]) -> None:
    """Keep a named set of changes, or forget it."""
    desk, name = client.room.desk, " ".join(str(message["name"]).split())
    if message["do"] == "drop_scenario":
        desk.drop_scenario(name)
        _tell_scenarios(client, client.n)
        return
    if found := _in_the_way(client.room, name):
        client.tell({**found, "n": client.n})
    else:
        lines = [line.strip() for line in str(message["changes"]).splitlines()]
        _keep_if_possible(client, name, [line for line in lines if line], client.n)


def _in_the_way(room: Room, name: str) -> dict[str, str]:
    """Return why no scenario of a name can be kept, and at which field; empty where one can."""
    kept = [one.name for one in room.desk.scenarios()]
    if name in kept:
        said = f"There is a scenario “{name}” already; give this one another name."
        return {"error": said, "field": "name"}
    if len(kept) >= MOST_SCENARIOS:
        said = f"{MOST_SCENARIOS} scenarios stand side by side at most; forget one first."
        return {"error": said, "field": ""}
    if not name or len(name) > MAX_NAME:
        said = f"A scenario needs a name of at most {MAX_NAME} characters."
        return {"error": said, "field": "name"}
    if any("\ud800" <= sign <= "\udfff" for sign in name):
        said = "The name holds half of a character that takes two; type it again."
        return {"error": said, "field": "name"}
    return {}


def _keep_if_possible(client: Client, name: str, changes: list[str], n: int) -> None:
    """Keep a scenario once a worker has found that its changes can be made of the case."""
    room = client.room
    question = room.question("forecast", "forecast-check", {"changes": changes}, {})

    def tell(kind: str, what: Any) -> None:
        if kind != "reply":
            return
        why = what.error or what.html
        found = {"error": sentence(why), "field": "changes"} if why else _kept(room, name, changes)
        if found:
            client.tell({**found, "n": n})
        else:
            _tell_scenarios(client, n)

    room.lanes.ask("drag", object(), question, tell, urgent=True)


def _kept(room: Room, name: str, changes: list[str]) -> dict[str, str]:
    """Keep a scenario; return why that cannot be, and at which field, else nothing.

    Another may have been kept while a worker looked at this one.
    """
    try:
        if not (found := _in_the_way(room, name)):
            room.desk.save_scenario(name, changes)
    except (DeskError, OSError, ValueError) as error:
        return {"error": sentence(error), "field": "changes"}
    return found


def _tell_scenarios(client: Client, n: int) -> None:
    client.tell({"done": True, "n": n})
    for other in list(client.room.clients):
        other.ask("rest", "late", key="scenarios")


def compare(client: Client, message: dict[str, Any]) -> None:
    """Show what somebody else changed in the file."""
    client.tell({"difference": client.room.desk.difference(), "n": message.get("n", 0)})
