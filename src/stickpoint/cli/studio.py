"""The verb that opens the studio: a local page over the same answers."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stickpoint.cli.frame import main, waiting
from stickpoint.cli.streams import say
from stickpoint.cli.verbs import misuse
from stickpoint.errors import CaseError

if TYPE_CHECKING:
    from stickpoint.studio.server.door import Door

NEEDED = ("starlette", "uvicorn", "websockets", "jinja2")


@main.command()
@click.argument("case", required=False)
@click.option("--port", type=click.IntRange(0, 65_535), default=0,
              help="The port of this machine; any that is free if left out.")  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def studio(case: str | None, port: int, no_browser: bool) -> None:
    """Open a page on this machine in which to write a case and see what follows.

    A file that is not there yet is begun from a short commented case. A built-in case is opened as
    a copy in the current folder, NAME.case.yaml, which is yours to change. Ctrl-C ends it.
    """
    lacking = [name for name in NEEDED if find_spec(name.partition(".")[0]) is None]
    if lacking:
        misuse(
            f"the studio needs {lacking[0]}, which is not installed: "
            'pip install "stickpoint[studio]"'
        )
    from stickpoint.studio.server.opened import opened

    path, note = opened(case, Path.cwd())
    from stickpoint.studio.desk import Desk

    Desk.open(path).close()  # says here, and not in a page, why nothing could be kept
    _compile(path)

    def ready(address: str, door: Door) -> None:
        if note:
            say(note, err=True)
        say(f"the studio of {path.name}: {address}")
        say("open that address in a browser on this machine; Ctrl-C ends it", err=True)
        if not no_browser:
            import webbrowser

            webbrowser.open(door().as_uri())  # its command line is no secret

    from stickpoint.studio.server.serve import run

    try:
        run(path, port, ready, note)
    except OSError as error:
        misuse(f"port {port}: {error.strerror}; choose another with --port")


def _compile(path: Path) -> None:
    """Compile what the pages need, unless that was done before; a case with faults can wait.

    Where all was compiled before, the case is not read here: the pages will do that.
    """
    from stickpoint.cli.warm import cold, first_use, is_compiling_possible

    if not is_compiling_possible() or not cold(("values", "course", "draws")):
        return
    from stickpoint.case.check import load

    with waiting() as step:
        try:
            loaded = load(path)
        except CaseError:
            return
        first_use(loaded, step, "course", "draws")
