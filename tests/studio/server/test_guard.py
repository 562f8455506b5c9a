"""Who is let in, and what a browser may load from what it gets."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from stickpoint.studio.server.guard import Guard

TOKEN, PORT = "a-token-of-twenty-four", 8461
HERE = f"127.0.0.1:{PORT}"
COOKIE = f"stickpoint-{PORT}={TOKEN}"


class Answer:
    """What came back: a status and a head each of which is the last of its name, or a close."""

    def __init__(self, sent: list[dict[str, Any]]) -> None:
        self.kinds = [message["type"] for message in sent]
        self.status = sent[0].get("status")
        self.heads = {k.decode(): v.decode() for k, v in sent[0].get("headers", ())}
        self.text = b"".join(message.get("body", b"") for message in sent).decode()


async def _inside(scope, receive, send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def ask(where: str, heads: dict[str, str], kind: str = "http", guard: Guard | None = None
) -> Answer:  # fmt: skip
    """Ask the guard, as a server would."""
    path, _, query = where.partition("?")
    given = {"host": HERE, **heads}
    scope = {
        "type": kind, "method": "GET", "path": path, "query_string": query.encode(),
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in given.items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive():
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request"}

    async def send(message):
        sent.append(message)

    asyncio.run((guard or Guard(_inside, TOKEN, PORT))(scope, receive, send))
    return Answer(sent)


def test_whoever_has_the_token_is_let_in() -> None:
    assert ask(f"/?token={TOKEN}", {}).text == "inside"
    assert ask("/case", {"cookie": COOKIE}).text == "inside"
    assert ask("/case", {"cookie": f"other=1; {COOKIE}"}).text == "inside"
    assert ask("/case", {"cookie": COOKIE, "host": f"localhost:{PORT}"}).text == "inside"
    for odd in ('p={"a": 1}', "path=/", 'x="', "=", "k"):  # of other programs on this machine
        assert ask("/case", {"cookie": f"{odd}; {COOKIE}"}).text == "inside"


def test_a_code_lets_in_once_and_on_no_other_path() -> None:
    guard = Guard(_inside, TOKEN, PORT)
    one, other = guard.code(), guard.code()
    assert ask(f"/case?code={one}", {}, guard=guard).status == 403
    assert ask("/?code=", {}, guard=guard).status == 403
    assert ask(f"/?code={one}", {"host": "evil.example"}, guard=guard).status == 403
    assert ask(f"/?code={one}", {}, guard=guard).text == "inside"
    assert ask(f"/?code={one}", {}, guard=guard).status == 403
    assert ask(f"/?token={one}", {}, guard=guard).status == 403
    assert ask("/case", {"cookie": f"stickpoint-{PORT}={one}"}, guard=guard).status == 403
    assert ask(f"/?code={other}", {}, guard=guard).text == "inside"


def test_a_code_lets_in_for_two_minutes_and_no_longer() -> None:
    now, spent = [0.0], []
    guard = Guard(_inside, TOKEN, PORT, clock=lambda: now[0])
    one, other = guard.code(lambda: spent.append("one")), guard.code(lambda: spent.append("other"))
    now[0] = 119.0
    assert ask(f"/?code={one}", {}, guard=guard).text == "inside"
    assert spent == ["one"]
    now[0] = 120.0
    assert ask(f"/?code={other}", {}, guard=guard).status == 403
    assert spent == ["one", "other"]


@pytest.mark.parametrize(
    ("path", "heads"),
    {
        "no token": ("/case", {}),
        "a wrong token": (f"/?token={TOKEN[:-1]}", {}),
        "an empty token": ("/?token=", {}),
        "a token on another path": (f"/case?token={TOKEN}", {}),
        "a wrong cookie": ("/case", {"cookie": f"{COOKIE}x"}),
        "the cookie of another port": ("/case", {"cookie": f"stickpoint-80={TOKEN}"}),
        "a cookie that is none": ("/case", {"cookie": '=;="'}),
        "letters of no alphabet": ("/case", {"cookie": f"stickpoint-{PORT}=\xff\xfe"}),
        "a foreign host": ("/case", {"cookie": COOKIE, "host": f"evil.example:{PORT}"}),
        "a name that points here": ("/case", {"cookie": COOKIE, "host": "127.0.0.1.nip.io"}),
        "another port": ("/case", {"cookie": COOKIE, "host": "127.0.0.1:80"}),
        "a foreign origin": ("/case", {"cookie": COOKIE, "origin": "https://evil.example"}),
        "no origin at all": ("/case", {"cookie": COOKIE, "origin": "null"}),
        "the other scheme": ("/case", {"cookie": COOKIE, "origin": f"https://127.0.0.1:{PORT}"}),
    }.values(),
)
def test_nobody_else_is(path, heads) -> None:
    answer = ask(path, heads)
    assert answer.status == 403
    assert "inside" not in answer.text
    assert TOKEN not in answer.text


@pytest.mark.parametrize(
    "heads",
    [
        {"origin": f"http://127.0.0.1:{PORT}"},
        {"cookie": COOKIE},
        {"cookie": COOKIE, "origin": "http://evil.example"},
        {"cookie": COOKIE, "origin": f"http://127.0.0.1:{PORT}", "host": "evil.example"},
    ],
)
def test_a_socket_needs_token_host_and_origin(heads) -> None:
    assert ask("/socket", heads, "websocket").kinds == ["websocket.close"]


def test_a_socket_of_the_page_is_let_in() -> None:
    heads = {"cookie": COOKIE, "origin": f"http://{HERE}"}
    assert ask("/socket", heads, "websocket").kinds == ["websocket.accept"]


def test_every_answer_forbids_what_does_not_come_from_here() -> None:
    for heads in ({}, {"cookie": COOKIE}):
        found = ask("/case", heads).heads
        assert "default-src 'self'" in found["content-security-policy"]
        assert "unsafe" not in found["content-security-policy"]
        assert found["x-content-type-options"] == "nosniff"
        assert found["cache-control"] == "no-store"
