"""The routes: a page for each screen, its scripts and styles, the socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stickpoint.studio.answering.question import Reply
from stickpoint.studio.screens.template import filled
from stickpoint.studio.server.guard import CODE, Guard
from stickpoint.studio.server.room import Room
from stickpoint.studio.server.socket import serve
from stickpoint.studio.server.uploads import upload

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.websockets import WebSocket

STATIC = Path(__file__).resolve().parents[1] / "static"
PAGE_STYLE = Path(__file__).resolve().parents[2] / "pages" / "render" / "style.css"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FIRST = "case"


def app(path: Path, token: str, port: int, note: str = "") -> Guard:
    """Make the application for one case file.

    Parameters
    ----------
    path : Path
    token : str
        Without which nobody is let in.
    port : int
        On which it will be served.
    note : str
        What to tell whoever opens the case.
    """
    from starlette.applications import Starlette
    from starlette.routing import Route, WebSocketRoute

    rooms: list[Room] = []

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        room = Room(path, note)
        rooms.append(room)
        room.lanes.start()
        watching = asyncio.create_task(room.watch())
        try:
            yield
        finally:
            watching.cancel()
            room.close()

    async def first(request: Request) -> Response:
        return _entered(request, guard.cookie, token)

    async def screen(request: Request) -> Response:
        return await _screen(request.path_params["screen"], rooms[0])

    async def socket(socket: WebSocket) -> None:
        await serve(socket, rooms[0])

    async def document(request: Request) -> Response:
        return await upload(request, path)

    async def static(request: Request) -> Response:
        return _static(request.path_params["name"])

    routes = [
        Route("/", first),
        Route("/static/{name}", static),
        Route("/documents", document, methods=["POST"]),
        WebSocketRoute("/socket", socket),
        Route("/{screen}", screen),
    ]
    inside = Starlette(routes=routes, lifespan=lifespan)
    inside.router.redirect_slashes = False
    guard = Guard(inside, token, port)
    return guard


def _entered(request: Request, cookie: str, token: str) -> Response:
    """Keep the token in a cookie, so that it stands in no address any longer.

    Whoever comes by a file is sent on by a page: after a redirect the browser would still take the
    file for the one that asks, and keep the cookie back.
    """
    from starlette.responses import HTMLResponse, RedirectResponse

    response: Response = RedirectResponse(f"/{FIRST}", 303)
    if CODE in request.query_params:
        response = HTMLResponse(filled("onward.html", address=f"/{FIRST}"))
    if {CODE, "token"} & request.query_params.keys():
        response.set_cookie(cookie, token, httponly=True, samesite="strict", path="/")
    return response


async def _screen(name: str, room: Room) -> Response:
    from starlette.responses import HTMLResponse, PlainTextResponse

    table = await room.lanes.table()
    if name not in table or name == "frame":
        return PlainTextResponse("There is no such page.\n", 404)
    reply = await asked(room, name, "page")
    styles = [f"{name}.css"] if f"{name}.css" in files() else []
    scripts = [f"{name}.js"] if f"{name}.js" in files() else []
    parts = [
        {"name": part, "tier": tier}
        for screen in (name, "frame")
        for part, tier, _ in table[screen]["parts"]
    ]
    titles = [(key, screen["title"]) for key, screen in table.items() if screen["title"]]
    html = filled(
        "frame.html", screen=name, screens=titles,
        title=table[name]["title"], file=room.path.name, page=reply.html or reply.error,
        is_html=bool(reply.html), styles=styles, scripts=scripts, parts=parts, notes=room.notes,
        state=room.state(),
    )  # fmt: skip
    return HTMLResponse(html)


async def asked(room: Room, screen: str, part: str) -> Reply:
    """Ask for one thing and wait for it."""
    answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

    def tell(kind: str, what: Any) -> None:
        if kind == "reply" and not answer.done():
            room.heard(question, what)
            answer.set_result(what)

    question = room.question(screen, part, {}, {})
    asker = object()
    room.lanes.ask("drag", asker, question, tell, urgent=True)
    try:
        return await answer
    finally:
        with suppress(RuntimeError):
            room.lanes.withdraw(asker)


def files() -> dict[str, Path]:
    """List what may be loaded, each by the one name it goes by; nothing else is ever read."""
    found = {path.name: path for path in STATIC.iterdir() if path.suffix in TYPES}
    return {**found, "page.css": PAGE_STYLE}


def _static(name: str) -> Response:
    from starlette.responses import PlainTextResponse, Response

    path = files().get(name)
    if path is None:
        return PlainTextResponse("There is no such file.\n", 404)
    return Response(path.read_bytes(), media_type=TYPES[path.suffix])
