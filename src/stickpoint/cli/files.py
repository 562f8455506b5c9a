"""Verbs about files and what they hold: check, record, read, cases, new, convert, schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.frame import (
    as_json_too,
    bold,
    load_case,
    main,
    print_json,
    report,
    status,
    waiting,
    width,
    write,
)

if TYPE_CHECKING:
    from stickpoint.case.model.case import Case

LONG_READ = 300_000
"""Characters, about a second's reading."""


@main.command()
@click.argument("case")
@click.option(
    "--documents", type=click.Path(exists=True, file_okay=False), help="Folder of the documents."
)
@as_json_too
@click.pass_context
def check(ctx: click.Context, case: str, documents: str | None, as_json: bool) -> None:
    """Report every fault of a case file at once, with line and column."""
    from stickpoint.case.check import check_and_compare
    from stickpoint.pages import check as compared

    with waiting("check") as step:
        found, findings, held = check_and_compare(case, documents=documents, progress=step)
    if as_json:
        answer = {"ok": not findings, "findings": [finding.to_dict() for finding in findings]}
        more = {"unchecked": found.unchecked} if found is not None and found.unchecked else {}
        print_json({**answer, "compared": compared.plain(held), **more})
    elif findings:
        report(findings, as_json=False)
    elif found is not None:
        click.echo(summary(case, found))
        for line in found.unchecked:
            click.echo(f"Not checked, for too many states would have to be compared: {line}.")
    if found is not None and held is not None and found.record.documents and not as_json:
        click.echo(compared.line(held, found), err=bool(findings))
    ctx.exit(status(findings))


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
@as_json_too
@click.pass_context
def record(ctx: click.Context, /, case: str, as_json: bool, **given: Any) -> None:
    """Lay out the record: what happened when, who told whom, what is missing."""
    ctx.meta["json"] = as_json
    if given["quote"] and not given["cite"]:
        raise click.UsageError("--quote needs --cite")
    from stickpoint.answers import citation as cite
    from stickpoint.answers.record import record as lay_out
    from stickpoint.case.check import document_folders
    from stickpoint.formats import record_exports as record_export
    from stickpoint.pages.data import record as record_plain
    from stickpoint.pages.record import page as record_page
    from stickpoint.pages.record import table as record_table
    from stickpoint.pages.why import full as page

    loaded = load_case(case)
    folders = document_folders(Path(loaded.path), given["documents"])
    if given["cite"]:
        document, words = given["cite"]
        found = cite.citation(loaded, document, words, folders, quoting=given["quote"])
        print_json(cite.plain(found)) if as_json else click.echo("\n".join(found.lines()))
        return
    view = lay_out(loaded, folders)
    if given["export"]:
        write(given["export"], record_export.export(view, given["export"]))
        click.echo(f"wrote {given['export']}", err=as_json)
    elif not as_json:
        as_table, wide = given["table"], width()
        blocks = record_table.table(view, wide) if as_table else record_page.page(view)
        click.echo(page.as_text(blocks, width=wide, bold=bold), nl=False)
    if as_json:
        print_json(record_plain.plain(view))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--yaml", "as_yaml", is_flag=True, help="Print a fragment of a case to edit.")
@click.option("--quote", is_flag=True, help="With --yaml: add short quotes as comments.")
@click.option("--case", help="The case it is for, by whose parties names are told.")
@as_json_too
def read(file: Path, as_yaml: bool, quote: bool, case: str | None, as_json: bool) -> None:
    """Propose entries of a record from a text, by rules, for you to edit."""
    if (as_yaml and as_json) or (quote and not as_yaml):
        raise click.UsageError("--yaml and --json exclude each other; --quote needs --yaml")
    from stickpoint.pages import reading

    parties = None if case is None else load_case(case).parties
    short = file.stat().st_size < LONG_READ
    with click.progressbar(
        length=reading.PASSES, label=f"reading {file.name}", file=sys.stderr, hidden=short
    ) as bar:
        found = reading.read(file, bar.update, parties)
    if as_json:
        print_json(reading.plain(found))
    else:
        shown = reading.as_yaml(found, quote=quote) if as_yaml else reading.as_text(found)
        click.echo(shown, nl=False)


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
        click.echo(f"{name:<{wide}}  {title}")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def new(file: Path) -> None:
    """Write a commented template of a case to FILE."""
    from stickpoint.case import template

    write(file, template.text())
    click.echo(f"wrote {file}; next: stickpoint check {file}, then stickpoint why {file}")


@main.command(short_help="Turn a .gmcr file into a case, a case into a graph or tables.")
@click.argument("source")
@click.argument("target", type=click.Path(path_type=Path))
def convert(source: str, target: Path) -> None:
    """Turn a .gmcr file into a case, or a case into .graphml or a folder of .csv files.

    SOURCE is a .gmcr file or a case; TARGET ends in .yaml, in .graphml, or names a folder.
    """
    from stickpoint.formats.convert import convert as turn

    with waiting():
        written = turn(source, target)
    for path in written:
        click.echo(f"wrote {path}")


@main.command(short_help="Print the JSON Schema of the case file, or write it.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def schema(file: Path | None) -> None:
    """Print the JSON Schema of the case file, or write it to FILE, for completion in editors."""
    from stickpoint.case.schema.json_schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if file is None:
        click.echo(text, nl=False)
    else:
        write(file, text)
        click.echo(f"wrote {file}")


def summary(name: str, case: Case) -> str:
    """Say in a line that a case has no faults, and what is in it."""
    from stickpoint.pages.wording.names import count

    judged = case.judgements()
    sourced = sum(line.sourced for line in judged)
    return (
        f"{name}: no faults. {count(len(case.parties), 'party', 'parties')}, "
        f"{count(len(case.options), 'option')}, {count(len(judged), 'judgement')}, "
        f"{sourced} of them with a source."
    )
