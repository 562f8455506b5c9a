"""What every verb is hung on: options, loading, waiting and printing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NoReturn

import click

from stickpoint import __version__
from stickpoint.cli import streams
from stickpoint.cli.patience import Waiting
from stickpoint.cli.streams import json_text, say, width
from stickpoint.cli.verbs import Verbs, misuse
from stickpoint.errors import CaseError, ModelError
from stickpoint.outputs import write_whole

if TYPE_CHECKING:
    from stickpoint.answers.answer import Answer
    from stickpoint.case.model.case import Case
    from stickpoint.pages.model import Page

documents_too = click.option(
    "--documents", type=click.Path(exists=True, file_okay=False), help="Folder of the documents."
)
as_of_too = click.option("--as-of", "as_of", metavar="DATE",
                         help="The day to ask on, such as 1952-07-14; else the start.")  # fmt: skip
seed_too = click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True,
                        help="Where the draws begin.")  # fmt: skip
nature_too = click.option(
    "--nature", multiple=True, metavar="NAME=yes|no",
    help="Fix something that no party controls otherwise than now. Repeatable.",
)  # fmt: skip


CONCEPT = click.Choice(["nash", "gmr", "smr", "seq", "sseq"])
COUNT = click.IntRange(min=1)
TOO_MANY = "C404"
"""The fault of having more states than can be stored."""


class Horizon(click.ParamType):  # type: ignore[type-arg]  # generic in newer click only
    """A length of time, or ``none`` for looking ahead without end."""

    name = "float|none"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a number, or the word none."""
        return value if value == "none" else click.FLOAT.convert(value, param, ctx)


def setting_of(pairs: tuple[str, ...]) -> Mapping[str, bool]:
    """Read settings of nature as they are typed."""
    setting: dict[str, bool] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if value not in ("yes", "no"):
            raise click.UsageError(f"--nature {pair!r}: write NAME=yes or NAME=no")
        if setting.get(name, value == "yes") != (value == "yes"):
            raise click.UsageError(f"--nature fixes {name} to yes and to no; keep one")
        setting[name] = value == "yes"
    return setting


def read_prices(pairs: Sequence[str]) -> dict[str, float]:
    """Read prices as they stand on a command line, one for each party."""
    found: dict[str, float] = {}
    for pair in pairs:
        party, _, cost = pair.partition("=")
        try:
            value = float(cost)
        except ValueError as error:
            message = f"--price {pair!r} found; expected PARTY=COST, such as us=2"
            raise ModelError(message) from error
        if party in found and found[party] != value:
            raise ModelError(f"--price gives {party!r} {found[party]:g} and {value:g}; keep one")
        found[party] = value
    return found


def _noted(ctx: click.Context, _: click.Parameter, as_json: bool) -> bool:
    """Remember how to report what is wrong with a case."""
    ctx.meta["json"] = as_json
    streams.carry(as_json=as_json)
    return as_json


as_json_too = click.option("--json", "as_json", is_flag=True, callback=_noted,
                           help="Print one JSON object instead.")  # fmt: skip


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stickpoint")
def main() -> None:
    """Say why a deadlock is stuck, who keeps it stuck, and what would end it.

    CASE is a case file or the name of a built-in case (see `stickpoint cases`).
    """


def load_case(name: str, step: Callable[..., object] | None = None, *, large: bool = False) -> Case:
    """Load a case by path or name, telling how far it is.

    ``large``: one that has more states than can be stored too, if they can be judged by blocks.
    """
    from stickpoint.case.check import load

    try:
        return load(name, progress=step)
    except CaseError as error:
        if not large or {finding.code for finding in error.findings} != {TOO_MANY}:
            raise
        from stickpoint.answers.large.unstored import why_not

        loaded = load(name, large=True, progress=step)
        if why_not(loaded):
            raise
        return loaded


def write(file: Path, text: str) -> None:
    """Write a file that is not there yet."""
    try:
        write_whole(file, [text])
    except FileExistsError:
        _misuse_existing(file)


def refuse_existing(file: Path) -> None:
    """End at once where a file is there already, before anything is asked or worked out."""
    if file.exists():
        _misuse_existing(file)


def refuse_unwritable(file: Path) -> None:
    """End at once where no file can be put, before anything is asked."""
    folder = file.absolute().parent
    if not folder.is_dir():
        misuse(f"{folder} is no folder; make it first, or choose another place for {file.name}.")
    if not os.access(folder, os.W_OK | os.X_OK):
        misuse(f"{folder} cannot be written to; choose another place for {file.name}.")


def _misuse_existing(file: Path) -> NoReturn:
    misuse(f"{file} exists already; nothing was written. Choose another name.")


def print_json(data: Any) -> None:
    """Print one JSON object."""
    say(json_text(data))


def page_text(page: Page) -> str:
    """Return a page as lines that fit the terminal."""
    from stickpoint.pages.render.text import text

    return text(page, width=width(), bold=partial(click.style, bold=True))


def answer_text(answer: Answer, *, as_json: bool) -> str:
    """Return what a verb prints of an answer: its page, or one JSON object."""
    if as_json:
        return json_text(answer.to_dict()) + "\n"
    return page_text(answer.page())


@contextmanager
def waiting() -> Iterator[Waiting]:
    """Say on stderr what is going on when it takes more than a second; yield what to tell it."""
    told = Waiting(lambda line: say(line, err=True), watched=streams.is_watched())
    Thread(target=told.run, daemon=True).start()
    try:
        yield told
    finally:
        told.stop()
