"""The verb that sets rival explanations of a deadlock side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stickpoint.answers.progress import SCORED_IN
from stickpoint.cli.expected import WEIGHED
from stickpoint.cli.frame import answer_text, as_json_too, load_case, main, seed_too, waiting, write
from stickpoint.cli.streams import say
from stickpoint.cli.warm import first_use


@main.command()
@click.argument("case")
@click.option("--structural/--no-structural", default=True, show_default=True,
              help=f"Score the dated moves: {SCORED_IN}.")  # fmt: skip
@click.option("--all-ranges", is_flag=True, help="Score them over every range of the case.")
@click.option("--each", default=250, show_default=True, type=click.IntRange(20, 100_000),
              help="Draws in each of the last rounds: more take longer.")  # fmt: skip
@click.option("--method", default="importance", show_default=True, help="How they are averaged.",
              type=click.Choice(["importance", "nested"]))  # fmt: skip
@seed_too
@click.option("--draws", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write what the moves leave of the ranges, as .csv.")  # fmt: skip
@as_json_too
def motives(case: str, draws: Path | None, as_json: bool, **given: Any) -> None:
    """Set rival explanations side by side; name no winner."""
    if draws is not None and not given["structural"]:
        raise click.UsageError("--draws needs the dated moves to be scored")
    with waiting() as step:
        loaded = load_case(case, step)
        from stickpoint.answers.motives.rivals import motives as ask
        from stickpoint.cli.patience import Counter
        from stickpoint.pages.data import motives as data

        if given["structural"]:
            first_use(loaded, step, "dated")
        pairs = len(loaded.hypotheses) ** 2 * len(loaded.record.evidence)
        step.expect("weighing the explanations", pairs * WEIGHED)
        answer = ask(loaded, progress=Counter(step), **given)
        shown = answer_text(answer, as_json=as_json)
    if draws is not None:
        write(draws, data.draws(answer))
        say(f"wrote {draws}", err=as_json)
    say(shown, nl=False)
