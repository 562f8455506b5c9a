"""Command line → the verbs, from why to schema; see `stickpoint --help`.

A verb reads its case, asks one function below and prints what that gives back. Exit status: 0
well, 1 faults in the case, 2 misuse. Heavy imports wait inside the verbs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from stickpoint import __version__
from stickpoint.errors import CaseError, Finding, StickpointError

if TYPE_CHECKING:
    from stickpoint.case.model import Case

FAULTS, MISUSE = 1, 2
UNREADABLE = "C001"  # the file that was named cannot be read at all
LONG_READ = 300_000  # characters, about a second's reading

_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
_COUNT, _SEED = click.IntRange(min=1), click.IntRange(min=0)
_nature = click.option(
    "--nature",
    multiple=True,
    metavar="NAME=yes|no",
    help="Fix something that no party controls otherwise than now. Repeatable.",
)


class _Horizon(click.ParamType):  # type: ignore[type-arg]  # generic in newer click only
    """A length of time, or ``none`` for looking ahead without end."""

    name = "float|none"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return value if value == "none" else click.FLOAT.convert(value, param, ctx)


class _Verbs(click.Group):
    """Turns what goes wrong on purpose into words and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CaseError as error:
            _report(error.findings, as_json=bool(ctx.meta.get("json")))
            click.echo("nothing else is shown of a case with faults; correct them first", err=True)
            ctx.exit(_status(error.findings))
        except StickpointError as error:
            raise click.ClickException(str(error)) from error
        except MemoryError:
            _misuse(
                "there is not enough memory for this question; merge options or exclude what "
                "cannot be, so that fewer states are left"
            )
        except BrokenPipeError:
            raise
        except OSError as error:
            _misuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            _misuse(
                "nowhere to keep the compiled kernels: neither the package nor your cache can be "
                "written; set NUMBA_CACHE_DIR to a folder that can"
            )


click.ClickException.exit_code = MISUSE


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stickpoint")
def main() -> None:
    """Say why a deadlock is stuck, who keeps it stuck, and what would end it.

    CASE is a case file or the name of a built-in case (see `stickpoint cases`).
    """


@main.command()
@click.argument("case")
@click.option(
    "--full", is_flag=True, help="Every party, settlement and way, after the short answer."
)
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the answers of every lens as one page, .html or .docx.")  # fmt: skip
@_nature
@_as_json
@click.pass_context
def why(ctx: click.Context, /, case: str, report: Path | None, as_json: bool, **given: Any) -> None:
    """Explain what holds a deadlock, what it costs and what would end it."""
    ctx.meta["json"] = as_json
    from stickpoint.view.report import file

    if report is not None:
        file.check(report)
    with _patience() as step:
        loaded = _load(case, step)
        from stickpoint.case.check import document_folders
        from stickpoint.view import brief, page
        from stickpoint.view.why import why as ask

        step("building the states and judging who would stay")
        answer = ask(loaded, nature=_setting(given["nature"]))
        found = brief.Brief(answer)
        step("writing the answer, the clock and the levers with it")
        if report is not None:
            file.save(found, report, document_folders(Path(loaded.path), None))
        result = brief.as_data(answer, found) if as_json else None
        blocks = [] if as_json or report else brief.brief(answer, found)
        blocks += page.page(answer)[1:] if given["full"] and blocks else []
    if report is not None:
        click.echo(f"wrote {report}", err=as_json)
    if as_json:
        _print_json(result)
    elif report is None:
        click.echo(page.as_text(blocks, width=_width(), bold=_bold), nl=False)


@main.command()
@click.argument("case")
@click.option(
    "--documents", type=click.Path(exists=True, file_okay=False), help="Folder of the documents."
)
@_as_json
@click.pass_context
def check(ctx: click.Context, case: str, documents: str | None, as_json: bool) -> None:
    """Report every fault of a case file at once, with line and column."""
    from stickpoint.case.check import check_and_compare
    from stickpoint.view import compared

    with _patience("check") as step:
        found, findings, held = check_and_compare(case, documents=documents, progress=step)
    if as_json:
        answer = {"ok": not findings, "findings": [finding.to_dict() for finding in findings]}
        more = {"unchecked": found.unchecked} if found is not None and found.unchecked else {}
        _print_json({**answer, "compared": compared.plain(held), **more})
    elif findings:
        _report(findings, as_json=False)
    elif found is not None:
        click.echo(_summary(case, found))
        for line in found.unchecked:
            click.echo(f"Not checked, for too many states would have to be compared: {line}.")
    if found is not None and held is not None and found.record.documents and not as_json:
        click.echo(compared.line(held, found), err=bool(findings))
    ctx.exit(_status(findings))


@main.command()
@click.argument("case")
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    type=click.Choice(["nash", "gmr", "smr", "seq", "sseq"]),
    help="Only these concepts. Repeatable.",
)
@_nature
@_as_json
@click.pass_context
def stable(
    ctx: click.Context, case: str, concepts: tuple[str, ...], nature: tuple[str, ...], as_json: bool
) -> None:
    """List the states that hold, under which concept and for whom."""
    ctx.meta["json"] = as_json
    with _patience() as step:
        loaded = _load(case, step)
        step("building the states, moves and ranks")
        conflict = loaded.conflict(nature=_setting(nature))
        from stickpoint.solve.stability.sanctions import CONCEPTS, stability
        from stickpoint.view import declared, plain, states

        step(f"judging {conflict.n_states:,} states")
        result = stability(conflict, concepts or CONCEPTS)
        found = declared.Declared(loaded, conflict, concepts or CONCEPTS)
        more = declared.plain(found) if as_json else {}
        shown = [] if as_json else list(declared.lines(found))
    if as_json:
        with _patience() as step:
            for done, piece in enumerate(plain.stable(result, more)):
                click.echo(piece, nl=False)
                step("writing the states", min(1.0, done * plain.AT_ONCE / conflict.n_states))
        click.echo()
    else:
        click.echo(states.as_text(result, width=_width()), nl=False)
        click.echo("".join(f"{line}\n" for line in shown), nl=False)


@main.command()
@click.argument("case")
@click.option(
    "--horizon", type=_Horizon(), help="How far to look ahead, in the case's unit of time."
)
@click.option(
    "--draws", type=_COUNT, help="Draws from the ranges; 100, or a few without a horizon."
)
@click.option("--seed", type=_SEED, default=0, show_default=True, help="Where the draws begin.")
@click.option("--set", "dates", multiple=True, metavar="NAME@DATE|NAME=RATE",
              help="Date of a change, never, or its rate.")  # fmt: skip
@click.option(
    "--without-issue", "without", multiple=True, metavar="ISSUE", help="Assume it closed."
)
@click.option("--fix", "fixed", multiple=True, metavar="OPTION=yes|no", help="Hold an option.")
@click.option("--payoff", "worths", multiple=True, metavar="PARTY[LINE]=X", help="Set a payoff.")
@click.option("--hypothesis", metavar="NAME", help="Take the payoffs of an explanation.")
@click.option("--simulate", "paths", type=_COUNT, metavar="N",
              help="Play N courses out: quantiles of the tolls.")  # fmt: skip
@click.option(
    "--shocks",
    type=click.Choice(["centred", "mistakes", "taste"]),
    default="centred",
    show_default=True,
    help="How to read the chance in choices.",
)
@_as_json
@click.pass_context
def clock(ctx: click.Context, /, case: str, as_json: bool, **given: Any) -> None:
    """Say how long it lasts, how it ends, who pays, and whose delay."""
    ctx.meta["json"] = as_json
    with _patience("clock") as step:
        loaded = _load(case, step)
        step("solving the clock over the draws")
        from stickpoint.view import clock as lens
        from stickpoint.view import clock_page, clock_plain, endless, endless_page, page
        from stickpoint.view.whatif import changes_from

        made = changes_from(
            loaded, given["dates"], given["without"], given["fixed"], given["worths"],
            given["hypothesis"],
        )  # fmt: skip
        settings = {key: given[key] for key in ("seed", "shocks")}
        far: Any = loaded.clock.horizon if given["horizon"] is None else given["horizon"]
        result, blocks = None, []
        if far in (None, "none"):
            if given["paths"]:
                raise click.UsageError("--simulate needs a horizon; give one with --horizon")
            ever = endless.Endless(loaded, made, draws=given["draws"], **settings)
            result = endless.as_data(ever) if as_json else None
            blocks = [] if as_json else endless_page.page(ever)
        else:
            draws = given["draws"] or lens.DRAWS
            answer = lens.course(loaded, changes=made, horizon=far, draws=draws, **settings)
            answer = replace(answer, paths=given["paths"] or 0)
            result = clock_plain.plain(answer) if as_json else None
            blocks = [] if as_json else clock_page.page(answer)
    if as_json:
        _print_json(result)
    else:
        click.echo(page.as_text(blocks, width=_width(), bold=_bold), nl=False)


@main.command()
@click.argument("case")
@click.option("--structural/--no-structural", default=True, show_default=True,
              help="Score the dated moves, which takes a minute or two.")  # fmt: skip
@click.option("--all-ranges", is_flag=True, help="Score them over every range of the case.")
@click.option("--each", default=250, show_default=True, type=click.IntRange(20, 100_000),
              help="Draws in each round: more take longer and err less.")  # fmt: skip
@click.option("--method", default="importance", show_default=True, help="How they are averaged.",
              type=click.Choice(["importance", "nested"]))  # fmt: skip
@click.option("--seed", type=_SEED, default=0, show_default=True, help="Where the draws begin.")
@click.option("--draws", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write what the moves leave of the ranges, as .csv.")  # fmt: skip
@_as_json
@click.pass_context
def motives(
    ctx: click.Context, /, case: str, draws: Path | None, as_json: bool, **given: Any
) -> None:
    """Set rival explanations side by side; name no winner."""
    ctx.meta["json"] = as_json
    if draws is not None and not given["structural"]:
        raise click.UsageError("--draws needs the dated moves to be scored")
    with _patience("clock") as step:
        loaded = _load(case, step)
        from stickpoint.view import motives as lens
        from stickpoint.view import motives_page, page, patience

        step("weighing the explanations")
        told = patience.Counter(step)
        answer = lens.Motives(loaded, progress=told, **given)
        result = lens.plain(answer) if as_json else None
        blocks = [] if as_json else motives_page.page(answer)
    if draws is not None:
        _write(draws, lens.draws(answer))
        click.echo(f"wrote {draws}", err=as_json)
    if as_json:
        _print_json(result)
    else:
        click.echo(page.as_text(blocks, width=_width(), bold=_bold), nl=False)


@main.command()
@click.argument("case")
@click.option("--terms", multiple=True, help="A settlement to make hold; all if left out.")
@click.option(
    "--concept",
    type=click.Choice(["nash", "gmr", "smr", "seq", "sseq"]),
    default="seq",
    show_default=True,
    help="Under which concept it should hold.",
)
@click.option("--within", type=float, help="By when it should be settled, in the case's unit.")
@click.option("--probability", default=0.5, show_default=True, help="How surely by then.")
@click.option("--horizon", type=float, help="How far to look ahead, in the case's unit of time.")
@click.option("--draws", type=_COUNT, default=20, show_default=True, help="Draws from the ranges.")
@click.option("--seed", type=_SEED, default=0, show_default=True, help="Where the draws begin.")
@_as_json
@click.pass_context
def levers(ctx: click.Context, /, case: str, as_json: bool, **given: Any) -> None:
    """Say what smallest change would end it, and whose move would help most."""
    ctx.meta["json"] = as_json
    with _patience("clock") as step:
        loaded = _load(case, step)
        step("searching for levers")
        from stickpoint.view import levers as lens
        from stickpoint.view import page

        answer = lens.levers(loaded, **given)
        result = lens.as_data(answer) if as_json else None
        blocks = [] if as_json else lens.page(answer)
    if as_json:
        _print_json(result)
    else:
        click.echo(page.as_text(blocks, width=_width(), bold=_bold), nl=False)


@main.command()
@click.argument("case")
@click.option("--cite", nargs=2, metavar="DOCUMENT WORDS", help="Print the source: of some words.")
@click.option("--quote", is_flag=True, help="With --cite: the words too, as they may be passed on.")
@click.option(
    "--documents", type=click.Path(exists=True, file_okay=False), help="Folder of the documents."
)
@click.option("--export", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write .bib, .csl.json, .jsonld, .timeline.json or .csv.")  # fmt: skip
@click.option("--table", is_flag=True, help="One row for each dated entry, instead of the page.")
@_as_json
@click.pass_context
def record(ctx: click.Context, /, case: str, as_json: bool, **given: Any) -> None:
    """Lay out the record: what happened when, who told whom, what is missing."""
    ctx.meta["json"] = as_json
    if given["quote"] and not given["cite"]:
        raise click.UsageError("--quote needs --cite")
    from stickpoint.case.check import document_folders
    from stickpoint.view import cite, page, record_export, record_page, record_plain, record_table
    from stickpoint.view.record import record as lay_out

    loaded = _load(case)
    folders = document_folders(Path(loaded.path), given["documents"])
    if given["cite"]:
        document, words = given["cite"]
        found = cite.citation(loaded, document, words, folders, quoting=given["quote"])
        _print_json(cite.plain(found)) if as_json else click.echo("\n".join(found.lines()))
        return
    view = lay_out(loaded, folders)
    if given["export"]:
        _write(given["export"], record_export.export(view, given["export"]))
        click.echo(f"wrote {given['export']}", err=as_json)
    elif not as_json:
        as_table, wide = given["table"], _width()
        blocks = record_table.table(view, wide) if as_table else record_page.page(view)
        click.echo(page.as_text(blocks, width=wide, bold=_bold), nl=False)
    if as_json:
        _print_json(record_plain.plain(view))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--yaml", "as_yaml", is_flag=True, help="Print a fragment of a case to edit.")
@click.option("--quote", is_flag=True, help="With --yaml: add short quotes as comments.")
@_as_json
def read(file: Path, as_yaml: bool, quote: bool, as_json: bool) -> None:
    """Propose entries of a record from a text, by rules, for you to edit."""
    if (as_yaml and as_json) or (quote and not as_yaml):
        raise click.UsageError("--yaml and --json exclude each other; --quote needs --yaml")
    from stickpoint.view import reading

    short = file.stat().st_size < LONG_READ
    with click.progressbar(
        length=reading.PASSES, label=f"reading {file.name}", file=sys.stderr, hidden=short
    ) as bar:
        found = reading.read(file, bar.update)
    if as_json:
        _print_json(reading.plain(found))
    else:
        shown = reading.as_yaml(found, quote=quote) if as_yaml else reading.as_text(found)
        click.echo(shown, nl=False)


@main.command()
@_as_json
def cases(as_json: bool) -> None:
    """List the built-in cases."""
    from stickpoint.case import library
    from stickpoint.case.check import load

    titles = {name: load(name).title for name in library.names()}
    if as_json:
        _print_json({"cases": [{"name": name, "title": title} for name, title in titles.items()]})
        return
    wide = max(map(len, titles), default=0)
    for name, title in titles.items():
        click.echo(f"{name:<{wide}}  {title}")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def new(file: Path) -> None:
    """Write a commented template of a case to FILE."""
    from stickpoint.case import template

    _write(file, template.text())
    click.echo(f"wrote {file}; next: stickpoint check {file}, then stickpoint why {file}")


@main.command(short_help="Turn a .gmcr file into a case, a case into a graph or tables.")
@click.argument("source")
@click.argument("target", type=click.Path(path_type=Path))
def convert(source: str, target: Path) -> None:
    """Turn a .gmcr file into a case, or a case into .graphml or a folder of .csv files.

    SOURCE is a .gmcr file or a case; TARGET ends in .yaml, in .graphml, or names a folder.
    """
    from stickpoint.view.convert import convert as turn

    with _patience():
        written = turn(source, target)
    for path in written:
        click.echo(f"wrote {path}")


@main.command(short_help="Print the JSON Schema of the case file, or write it.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def schema(file: Path | None) -> None:
    """Print the JSON Schema of the case file, or write it to FILE, for completion in editors."""
    from stickpoint.case.schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if file is None:
        click.echo(text, nl=False)
    else:
        _write(file, text)
        click.echo(f"wrote {file}")


def _load(name: str, step: Callable[..., object] | None = None) -> Case:
    from stickpoint.case.check import load

    return load(name, progress=step)


def _setting(pairs: tuple[str, ...]) -> Mapping[str, bool]:
    setting: dict[str, bool] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if value not in ("yes", "no"):
            raise click.UsageError(f"--nature {pair!r}: write NAME=yes or NAME=no")
        if setting.get(name, value == "yes") != (value == "yes"):
            raise click.UsageError(f"--nature fixes {name} to yes and to no; keep one")
        setting[name] = value == "yes"
    return setting


def _status(findings: tuple[Finding, ...]) -> int:
    """Tell faults in a file from the lack of one."""
    if all(finding.code == UNREADABLE for finding in findings):
        return MISUSE if findings else 0
    return FAULTS


def _report(findings: tuple[Finding, ...], *, as_json: bool) -> None:
    if as_json:
        _print_json({"ok": False, "findings": [finding.to_dict() for finding in findings]})
        return
    for finding in findings:
        click.echo(str(finding))
    number = len(findings)
    click.echo(f"{number} {'fault' if number == 1 else 'faults'} found", err=True)


def _summary(name: str, case: Case) -> str:
    from stickpoint.view.words import count

    judged = case.judgements()
    sourced = sum(line.sourced for line in judged)
    return (
        f"{name}: no faults. {count(len(case.parties), 'party', 'parties')}, "
        f"{count(len(case.options), 'option')}, {count(len(judged), 'judgement')}, "
        f"{sourced} of them with a source."
    )


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        _misuse(f"{file} exists already; nothing was written. Choose another name.")


def _misuse(message: str) -> NoReturn:
    raise click.ClickException(message)


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((88, 24)).columns, 100)


def _bold(text: str) -> str:
    return click.style(text, bold=True)


@contextmanager
def _patience(lens: str = "stability") -> Iterator[Callable[..., None]]:
    """Say on stderr what is going on when it takes more than a second; give what to tell it."""
    from threading import Thread

    from stickpoint.view.patience import Waiting

    watched = sys.stderr.isatty()
    waiting = Waiting(lambda line: click.echo(line, err=True), lens, watched=watched)
    Thread(target=waiting.run, daemon=True).start()
    try:
        yield waiting.step
    finally:
        waiting.stop()


if __name__ == "__main__":
    sys.exit(main())
