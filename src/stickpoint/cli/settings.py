"""What is typed after an option → what a verb takes; options that several verbs have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from stickpoint.errors import ModelError

documents_too = click.option(
    "--documents", type=click.Path(exists=True, file_okay=False), help="Folder of the documents."
)
seed_too = click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True,
                        help="Where the draws begin.")  # fmt: skip
nature_too = click.option(
    "--nature", multiple=True, metavar="NAME=yes|no",
    help="Fix something that no party controls otherwise than now. Repeatable.",
)  # fmt: skip


CONCEPT = click.Choice(["nash", "gmr", "smr", "seq", "sseq"])
COUNT = click.IntRange(min=1)


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
