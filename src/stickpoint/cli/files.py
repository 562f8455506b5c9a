"""Verbs about files: check, record, read, cases, kinds, new, convert, scale, schema."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.frame import (
    COUNT,
    answer_text,
    as_json_too,
    documents_too,
    load_case,
    main,
    page_text,
    print_json,
    refuse_existing,
    refuse_unwritable,
    seed_too,
    waiting,
    write,
)
from stickpoint.cli.streams import carry, say, width
from stickpoint.cli.verbs import report, status, wrapped

if TYPE_CHECKING:
    from stickpoint.case.model.case import Case

LONG_READ = 300_000
"""Bytes of a text from which reading takes long enough to show how far it is."""


@main.command()
@click.argument("case")
@documents_too
@as_json_too
@click.pass_context
def check(ctx: click.Context, case: str, documents: str | None, as_json: bool) -> None:
    """Report every fault of a case file at once, with line and column."""
    from stickpoint.case.check import check_and_compare
    from stickpoint.pages import check as page
    from stickpoint.pages.data.record import compared, late

    with waiting() as step:
        found, findings, held = check_and_compare(case, documents=documents, progress=step)
    if as_json:
        answer = {"ok": not findings, "findings": [finding.to_dict() for finding in findings]}
        more: dict[str, Any] = {}
        if found is not None and found.unchecked:
            more["unchecked"] = found.unchecked
        if found is not None and found.remarks:
            more["notes"] = [note.to_dict() for note in found.remarks]
        if found is not None and (later := late(found)):
            more["hindsight"] = later
        print_json({**answer, "compared": compared(held), **more})
    elif findings:
        report(findings, as_json=False)
    elif found is not None:
        say("\n".join(map(wrapped, page.summary(case, found))))
    if found is not None and held is not None and found.record.documents and not as_json:
        say(wrapped(page.compared(held, found)), err=bool(findings))
    ctx.exit(status(findings))


@main.command()
@click.argument("case")
@click.option(
    "--cite", nargs=2, metavar="DOCUMENT WORDS", help="Print the entry that cites some words."
)
@click.option("--quote", is_flag=True, help="With --cite: the words too, as they may be passed on.")
@documents_too
@click.option("--export", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write .bib, .csl.json, .jsonld, .timeline.json or .csv.")  # fmt: skip
@click.option("--table", is_flag=True, help="One row for each dated entry, instead of the page.")
@click.option("--knew", metavar="PARTY", help="What a party had been told, instead of the page.")
@click.option("--on", metavar="DATE", help="With --knew: by the end of that day.")
@as_json_too
def record(case: str, as_json: bool, **given: Any) -> None:
    """Lay out the record: what happened when, who told whom, what is missing."""
    for option, other in (("quote", "cite"), ("on", "knew")):
        if given[option] and not given[other]:
            raise click.UsageError(f"--{option} needs --{other}")
    from stickpoint.answers.citation import citation
    from stickpoint.answers.record import record as lay_out
    from stickpoint.case.check import document_folders
    from stickpoint.formats.record_exports import export
    from stickpoint.pages.data import record as data
    from stickpoint.pages.record.citation import lines
    from stickpoint.pages.record.page import page, table

    loaded = load_case(case)
    if given["knew"]:
        say(_knew(loaded, given["knew"], given["on"], as_json=as_json), nl=False)
        return
    folders = document_folders(Path(loaded.path), given["documents"])
    if given["cite"]:
        document, words = given["cite"]
        found = citation(loaded, document, words, folders, quoting=given["quote"])
        print_json(data.citation(found)) if as_json else say("\n".join(lines(found)))
        return
    view = lay_out(loaded, folders)
    if given["export"]:
        write(given["export"], export(view, given["export"]))
        say(f"wrote {given['export']}", err=as_json)
    elif not as_json:
        say(page_text(table(view, width()) if given["table"] else page(view)), nl=False)
    if as_json:
        print_json(data.record(view))


def _knew(case: Case, party: str, on: str | None, *, as_json: bool) -> str:
    """Return what is printed of what a party had been told by a day."""
    from stickpoint.answers.forecasting.known import day_of
    from stickpoint.answers.knowledge.knew import knew

    return answer_text(knew(case, party, day_of(on)), as_json=as_json)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--yaml", "as_yaml", is_flag=True, help="Print a fragment of a case to edit.")
@click.option("--quote", is_flag=True, help="With --yaml: add short quotes as comments.")
@click.option("--case", metavar="CASE", help="The case it is for, by whose parties names are told.")
@as_json_too
def read(file: Path, as_yaml: bool, quote: bool, case: str | None, as_json: bool) -> None:
    """Propose entries of a record from a text, by rules, for you to edit."""
    if (as_yaml and as_json) or (quote and not as_yaml):
        raise click.UsageError("--yaml and --json exclude each other; --quote needs --yaml")
    from stickpoint.answers.reading import PASSES
    from stickpoint.answers.reading import read as propose
    from stickpoint.pages import reading
    from stickpoint.pages.data.record import reading as as_data

    known = None if case is None else load_case(case)
    given = () if known is None else (known.parties, known.record.ids)
    short = file.stat().st_size < LONG_READ
    with click.progressbar(
        length=PASSES, label=f"reading {file.name}", file=sys.stderr, hidden=short
    ) as bar:
        found = propose(file, bar.update, *given)
    if as_json:
        print_json(as_data(found))
    else:
        shown = reading.as_yaml(found, quote=quote) if as_yaml else reading.as_text(found)
        say(shown, nl=False)


@main.command()
@as_json_too
def cases(as_json: bool) -> None:
    """List the built-in cases."""
    from stickpoint.case import library
    from stickpoint.case.check import load

    titles = {name: load(name).title for name in library.names()}
    if as_json:
        print_json({"cases": [{"name": name, "title": title} for name, title in titles.items()]})
        return
    wide = max(map(len, titles), default=0)
    for name, title in titles.items():
        say(wrapped(f"{name:<{wide}}  {title}", " " * (wide + 2)))


@main.command()
@as_json_too
def kinds(as_json: bool) -> None:
    """List kinds of deadlock: how long each lasts, and how much longer after a while."""
    if as_json:
        from stickpoint.pages.data.kinds import plain

        print_json(plain())
        return
    from stickpoint.pages.kinds import page

    say(page_text(page()), nl=False)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--ask", is_flag=True, help="Ask a few questions, and write the case they describe.")
def new(file: Path, ask: bool) -> None:
    """Write a commented template of a case to FILE, or a case from your answers."""
    from stickpoint.case import library

    refuse_existing(file)
    if ask:
        refuse_unwritable(file)
        _keep(file, _asked())
    else:
        write(file, library.TEMPLATE)
    say(f"wrote {file}; next: stickpoint check {file}, then stickpoint why {file}")


def _asked() -> str:
    """Ask on the terminal what a case is about, and return its text."""
    from stickpoint.studio.edits.questions import dialogue

    say(wrapped(
        "A few questions; from the answers a sound case is written, with guesses where you give "
        "none, each marked as one. Ctrl-C leaves without writing anything."
    ))  # fmt: skip
    hear = partial(click.prompt, default="", show_default=False)
    try:
        return dialogue(say, lambda asked: str(hear(f"> {asked}")))
    except click.Abort:
        say()
        say("stopped; nothing was written", err=True)
        raise


def _keep(file: Path, text: str) -> None:
    """Write what was asked for, or print it where that fails: it is not typed twice."""
    try:
        write(file, text)
    except (OSError, click.ClickException):
        say(text, nl=False)
        say(f"{file} was not written; what it was to hold is printed instead", err=True)
        raise


@main.command()
@click.argument("source")
@click.argument("target", type=click.Path(path_type=Path))
def convert(source: str, target: Path) -> None:
    """Turn a .gmcr file into a case, or a case into .graphml or a folder of .csv files.

    SOURCE is a .gmcr file or a case; TARGET ends in .yaml, in .graphml, or names a folder.
    """
    from stickpoint.formats.convert import convert as turn

    with waiting():
        made = turn(source, target)
    for path in made.written:
        say(f"wrote {path}")
    for line in made.left_out:
        say(wrapped(line))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sheet", metavar="NAME", help="Which sheet of a workbook; the first if left out.")
@click.option("--reference", type=float, metavar="X",
              help="Where the matter stays without agreement, on the scale.")  # fmt: skip
@click.option("--draws", type=COUNT, default=400, show_default=True, help="Draws from the ranges.")
@seed_too
@as_json_too
def scale(
    file: Path, sheet: str | None, reference: float | None, draws: int, seed: int, as_json: bool
) -> None:
    """Say where an item on a line may be settled: FILE is a table of who stands where.

    FILE is CSV or XLSX with columns actor, capability, position and salience; 40..60 is a range.
    """
    from stickpoint.answers.scale.scale import scale as ask
    from stickpoint.formats.scale_table import read_positions

    with waiting() as step:
        step("playing the challenges out")
        answer = ask(read_positions(file, sheet), reference, draws=draws, seed=seed)
        shown = answer_text(answer, as_json=as_json)
    say(shown, nl=False)


@main.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def schema(file: Path | None) -> None:
    """Print the JSON Schema of the case file, or write it to FILE, for completion in editors."""
    from stickpoint.case.schema.layout import json_schema

    carry(as_json=True)
    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if file is None:
        say(text, nl=False)
    else:
        write(file, text)
        say(f"wrote {file}")
