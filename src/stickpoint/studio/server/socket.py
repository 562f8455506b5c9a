"""The socket of a page, message by message: JSON objects, each with what to ``do``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from math import isfinite
from typing import TYPE_CHECKING, Any

from stickpoint.studio.desk import DeskError
from stickpoint.studio.edits import EditError
from stickpoint.studio.server import edits
from stickpoint.studio.server.client import Client
from stickpoint.studio.server.refused import day

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from stickpoint.studio.server.room import Room

UNREAD = "The page sent something that this program does not understand; load it anew."
MOST_SLID = 2_000
"""Numbers that a slider may hold at once."""
MOST_ASKED = 20_000
"""Characters of what a screen's element may ask."""


async def serve(socket: WebSocket, room: Room) -> None:
    """Talk to one page until it is gone."""
    await socket.accept()
    client = Client(room, await room.lanes.table())
    room.clients.add(client)
    sending = asyncio.create_task(_send(socket, client))
    try:
        with suppress(RuntimeError):  # it was closed from here
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                _handle(client, message.get("text") or "")
    finally:
        client.close()
        sending.cancel()


async def _send(socket: WebSocket, client: Client) -> None:
    """Pass on what waits for the page."""
    try:
        with suppress(Exception):  # whatever ends the socket is heard where it is read
            while not client.is_lost:
                message = await client.outbox.get()
                await socket.send_text(json.dumps(message))  # in ASCII, for halves of a character
    finally:
        with suppress(Exception):  # a page that can be told nothing opens another
            await socket.close(1013)


def _handle(client: Client, text: str) -> None:
    """Do what one message asks; what cannot be done is said in a sentence."""
    try:
        message = json.loads(text)
        client.n = max(client.n, int(message.get("n", 0)))
        act = _ACTS[message["do"]]
        act(client, message)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        client.tell({"error": UNREAD, "n": client.n})
    except DeskError as error:
        client.tell({"error": edits.sentence(error), "n": client.n})
    except OSError as error:
        said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        client.tell({"error": f"Not saved: {said}.", "n": client.n})


def _open(client: Client, message: dict[str, Any]) -> None:
    asked = {str(k): _bounded(v) for k, v in dict(message.get("asked") or {}).items()}
    if "as_of" in asked:
        asked["as_of"] = _kept_day(client, str(asked["as_of"] or ""))
    client.open(str(message["screen"]), asked)


def _kept_day(client: Client, said: str) -> str:
    """Return the day that a page kept from before; the start, and say so, where it is none."""
    try:
        found = day(said)
    except EditError as error:
        client.tell({"error": edits.sentence(error), "as_of": "", "n": client.n})
        return ""
    client.tell({"as_of": found, "n": client.n})
    return found


def _show(client: Client, message: dict[str, Any]) -> None:
    key, value = str(message["key"]), _bounded(message.get("value"))
    if key == "as_of":
        try:
            value = day(str(value or ""))
        except EditError as error:
            client.tell({"error": edits.sentence(error), "field": "", "n": client.n})
            return
        client.tell({"done": True, "as_of": value, "n": client.n})
    client.shown(key, value)


def _slide(client: Client, message: dict[str, Any]) -> None:
    low, mid, high = (float(x) for x in message["value"])
    if not all(map(isfinite, (low, mid, high))) or not low <= mid <= high:
        raise ValueError(message)
    if len(client.numbers) < MOST_SLID:
        client.slid(str(message["name"]), (low, mid, high))


def _let_go(client: Client, _: dict[str, Any]) -> None:
    client.moved()


def _typed(client: Client, message: dict[str, Any]) -> None:
    client.typed(str(message["text"]))


def _press(client: Client, message: dict[str, Any]) -> None:
    client.press(str(message["part"]), _bounded(message.get("args")))


def _stop(client: Client, message: dict[str, Any]) -> None:
    client.stop(str(message["part"]))


def _place(client: Client, message: dict[str, Any]) -> None:
    client.room.desk.place(str(message["state"]), float(message["x"]), float(message["y"]))


def _bounded(value: Any) -> Any:
    """Return what a page asked; refuse what is too long to be meant."""
    if len(json.dumps(value)) > MOST_ASKED:
        raise ValueError("too long")
    return value


_ACTS: dict[str, Callable[[Client, dict[str, Any]], object]] = {
    "open": _open,
    "show": _show,
    "slide": _slide,
    "let_go": _let_go,
    "typed": _typed,
    "button": _press,
    "stop": _stop,
    "place": _place,
    "pin": edits.pin,
    "unpin": edits.pin,
    "compare": edits.compare,
    **dict.fromkeys(("save_scenario", "drop_scenario"), edits.scenario),
    "questions": edits.from_questions,
    **dict.fromkeys(edits.EDITS, edits.edit),
    **dict.fromkeys(("undo", "redo", "reload", "keep_mine"), edits.back),
}
