"""How every verb ends: what goes wrong on purpose → words and an exit status."""

from __future__ import annotations

import gc
import json
import os
import sys
import textwrap
from typing import Any, NoReturn

import click

from stickpoint.cli import streams
from stickpoint.cli.interrupt import STOPPED, leave_when_asked
from stickpoint.cli.streams import say
from stickpoint.errors import CaseError, Finding, StickpointError

FAULTS, MISUSE = 1, 2
HANG_UP = 141
"""What a shell reports of a program whose reader has gone away."""
UNREADABLE = "C001"  # the file that was named cannot be read at all


class Verbs(click.Group):
    """Runs a verb, and turns what goes wrong on purpose into words and an exit status."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the program, and end it with its exit status where it stands alone."""
        _travel_light()
        streams.carry()
        if streams.is_plain():
            extra.setdefault("color", False)
        if not args and extra.get("args") is None:
            leave_when_asked()
        run: Any = super().main
        try:
            end = run(*args, standalone_mode=False, **extra)
        except click.Abort:
            end = STOPPED
        except click.ClickException as error:
            if not standalone_mode:
                raise
            end = error.exit_code
            _show(error)
        if note := streams.lacking():
            say(note, err=True)
        if standalone_mode:
            sys.exit(end if isinstance(end, int) else 0)
        return end

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; what it says may not get out either."""
        try:
            return self._answer(ctx)
        except MemoryError:
            misuse(
                "there is not enough memory for this question; merge options or exclude what "
                "cannot be, so that fewer states are left"
            )
        except BrokenPipeError:
            streams.hush(sys.stdout)
            ctx.exit(HANG_UP)
        except KeyboardInterrupt:
            say("stopped", err=True)
            ctx.exit(STOPPED)
        except OSError as error:
            misuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))

    def _answer(self, ctx: click.Context) -> Any:
        """Run a verb, and say in words what is wrong with the case or the question."""
        try:
            return super().invoke(ctx)
        except CaseError as error:
            report(error.findings, as_json=bool(ctx.meta.get("json")))
            say("nothing else is shown of a case with faults; correct them first", err=True)
            ctx.exit(status(error.findings))
        except StickpointError as error:
            raise click.ClickException(str(error)) from error
        except ModuleNotFoundError as error:
            if error.name != "numba":
                raise
            misuse(
                "this needs the clock, and the clock needs numba, which is not installed; stable "
                "does without, and so does why on a case without payoffs"
            )
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            misuse(
                "nowhere to keep the compiled kernels: neither the package nor your cache can be "
                "written; set NUMBA_CACHE_DIR to a folder that can"
            )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs, each with the whole of its first sentence."""
        verbs = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.get_short_help_str(1000)) for name, verb in verbs])


click.ClickException.exit_code = MISUSE


def _travel_light() -> None:
    """Spare what a program of this kind has no use for; before numpy is loaded."""
    # Tables here are small: threads of a matrix library would only wait for one another, and spin
    # meanwhile. A product of 200 by 640 numbers takes a tenth of the processor time on one.
    for library in ("OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    # To load modules and to read a case makes many small objects, none of them garbage.
    gc.set_threshold(50_000, 20, 20)


def _show(error: click.ClickException) -> None:
    """Print what was wrong with a question; that it cannot be printed changes no exit status."""
    try:
        error.show(file=sys.stderr)
    except OSError:
        streams.hush(sys.stderr)


def misuse(message: str) -> NoReturn:
    """End with a message and the exit status of misuse."""
    raise click.ClickException(message)


def status(findings: tuple[Finding, ...]) -> int:
    """Tell faults in a file from the lack of one."""
    if all(finding.code == UNREADABLE for finding in findings):
        return MISUSE if findings else 0
    return FAULTS


def report(findings: tuple[Finding, ...], *, as_json: bool) -> None:
    """Print the findings of a case, each from the beginning of a line."""
    if as_json:
        listed = [finding.to_dict() for finding in findings]
        say(json.dumps({"ok": False, "findings": listed}, ensure_ascii=False))
        return
    for finding in findings:
        code = finding.code  # stands on the line of the place, for editors that read it
        said = str(finding).replace(f" {code} ", f"\0{code} ", 1)
        say(wrapped(said, "    ").replace("\0", " "))
    number = len(findings)
    say(f"{number} {'fault' if number == 1 else 'faults'} found", err=True)


def wrapped(text: str, indent: str = "") -> str:
    """Break a sentence into lines; a path or a name is never cut in two."""
    return textwrap.fill(
        text, streams.width(), subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
