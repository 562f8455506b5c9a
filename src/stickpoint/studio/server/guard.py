"""Who is let in: this machine, this origin, the token; and what a browser may load.

A page of another site can make a browser send requests to this machine. Such a request names the
wrong origin, or, by a name that was made to point here, the wrong host; and it has no token. The
token comes in the address that the terminal prints, and stays in a cookie that no other site's
page can make the browser send. What the browser is started with stands in its command line, which
every user of the machine can read: it is given a code that is good once, by a file of one's own.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
CODE = "code"
"""Under which name an address has a code that lets in once."""
CODE_HOLDS = 120.0
"""Seconds after which a code that nobody came with lets in no longer."""
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
REFUSED = (
    "Not let in. Open the address that the terminal printed when the studio was started: it ends "
    "in a token that only you know.\n"
)


class Guard:
    """Lets in what names this host, comes from this origin, and has the token.

    Parameters
    ----------
    app : ASGI application
    token : str
    port : int
        Of the server; names of hosts and origins end in it.
    clock : callable, optional
        Returns the time in seconds, from any start.
    """

    def __init__(
        self, app: ASGIApp, token: str, port: int, clock: Callable[[], float] = monotonic
    ) -> None:
        self._app, self._token, self._clock = app, token, clock
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}
        self.cookie = f"stickpoint-{port}"
        self._codes: dict[str, tuple[float, Callable[[], object]]] = {}

    def code(self, spent: Callable[[], object] = lambda: None) -> str:
        """Make a code that lets in once and soon, in the place of the token.

        Parameters
        ----------
        spent : callable, optional
            Called once it lets in no longer, used or too old.
        """
        self._age()
        made = secrets.token_urlsafe(24)
        self._codes[made] = (self._clock() + CODE_HOLDS, spent)
        return made

    def _age(self) -> None:
        """Forget the codes that are too old."""
        for made in [made for made, (end, _) in self._codes.items() if self._clock() >= end]:
            self._codes.pop(made)[1]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not self._is_let_in(scope):
            await _refuse(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))

    def _is_let_in(self, scope: Scope) -> bool:
        heads: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            heads.setdefault(name.lower(), []).append(value)
        host, origin = heads.get(b"host", []), heads.get(b"origin", [])
        if len(host) != 1 or host[0].decode("latin-1") not in self._hosts:
            return False
        if len(origin) > 1 or (scope["type"] == "websocket" and not origin):
            return False
        if origin and origin[0].decode("latin-1") not in self._origins:
            return False
        return self._has_token(scope, b"; ".join(heads.get(b"cookie", [])))

    def _has_token(self, scope: Scope, cookies: bytes) -> bool:
        given = []
        if scope["type"] == "http" and scope["path"] == "/":
            asked = parse_qs(scope["query_string"].decode("latin-1"))
            given += asked.get("token", [])
            if self._is_fresh(asked.get(CODE, [])):
                return True
        # Read one by one: another program's odd cookie must not hide ours.
        for pair in cookies.decode("latin-1").split(";"):
            name, _, value = pair.partition("=")
            if name.strip() == self.cookie:
                given.append(value.strip().strip('"'))
        mine = self._token.encode()
        return any(hmac.compare_digest(one.encode("utf-8", "replace"), mine) for one in given)

    def _is_fresh(self, given: list[str]) -> bool:
        """Tell whether a code was made here, not long ago, and not used; it is used now."""
        self._age()
        for made in self._codes:
            if any(
                hmac.compare_digest(one.encode("utf-8", "replace"), made.encode()) for one in given
            ):
                self._codes.pop(made)[1]()
                return True
        return False


def _with_headers(send: Send) -> Send:
    async def passed(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", ())}
            more = [(name, value) for name, value in _HEADERS if name not in there]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return passed


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    from starlette.responses import PlainTextResponse

    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await _pass_refusal(PlainTextResponse(REFUSED, 403), scope, receive, send)


async def _pass_refusal(response: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await response(scope, receive, _with_headers(send))
