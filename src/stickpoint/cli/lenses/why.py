"""The verb that says what keeps a case stuck, what it costs and what would end it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stickpoint.cli.expected import (
    asks_the_clock,
    promise,
    promise_large,
    say_by_blocks,
    say_what_is_not_timed,
)
from stickpoint.cli.frame import (
    answer_text,
    as_json_too,
    as_of_too,
    load_case,
    main,
    nature_too,
    page_text,
    setting_of,
    waiting,
)
from stickpoint.cli.streams import say
from stickpoint.cli.warm import cold, expect_loops, first_use

if TYPE_CHECKING:
    from stickpoint.case.model.case import Case


@main.command()
@click.argument("case")
@click.option("--full", is_flag=True,
              help="Every party, settlement and way, after the short answer.")  # fmt: skip
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the answers of every lens as one page, .html or .docx.")  # fmt: skip
@as_of_too
@nature_too
@as_json_too
def why(case: str, report: Path | None, as_json: bool, **given: Any) -> None:
    """Explain what holds a deadlock, what it costs and what would end it."""
    from stickpoint.pages.render import file

    if report is not None:
        file.check(report)
    with waiting() as step:
        loaded = load_case(case, step, large=True)
        from stickpoint.answers.large.by_blocks import BY_BLOCKS, goes_by_blocks

        if not goes_by_blocks(loaded):
            promise_large(loaded, step)
        from stickpoint.answers.progress import REPORT, WHY, progress
        from stickpoint.answers.why.brief import why as ask
        from stickpoint.pages.why.asks import section
        from stickpoint.pages.why.brief import brief
        from stickpoint.pages.why.full import page

        step("building the states and judging who would stay")
        expect_loops(loaded)
        found = ask(loaded, given["as_of"], nature=setting_of(given["nature"]))
        if not found.why.by_blocks and asks_the_clock(found):
            first_use(loaded, step, *_loops(loaded, in_full=report is not None))
        step("writing the answer, the clock and the levers with it")
        if found.why.by_blocks:
            step.plan(*BY_BLOCKS)
            say_by_blocks(found, step)
        else:
            say_what_is_not_timed(found, partial(say, err=True))
            step.plan(*(REPORT if report is not None else WHY))
            promise(found, step, report=report is not None)
        with progress.heard_by(step.count):
            if report is not None:
                found.save(report)
            shown = ""
            if as_json:
                shown = answer_text(found, as_json=True)
            elif report is None:
                answer = brief(found, below=given["full"])
                more = () if not given["full"] else (*page(found.why).sections, *section(found))
                shown = page_text(replace(answer, sections=answer.sections + more))
    if report is not None:
        say(f"wrote {report}", err=as_json)
    say(shown, nl=False)


def _loops(case: Case, *, in_full: bool) -> tuple[str, ...]:
    """Name what ``why`` may have to compile: for one game alone only where draws take that too."""
    if in_full:
        return ("course", "draws", "slopes")
    if not cold(("course",)):
        return ("draws",)
    from stickpoint.answers.warm_up import is_beside

    return ("draws",) if is_beside(case) else ("course", "draws")
