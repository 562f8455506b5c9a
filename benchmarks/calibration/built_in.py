"""Two built-in cases as of four days each → pages like those of the calibration cases, unscored.

Whoever wrote them knew how they ended and chose what to write by it, so that no score counts them.
The words below were written after the first run and say where an answer makes no sense; numbers in
them are those of `built_in.json`, by the names that `_numbers` gives; what is said of the rule of
terms that stand was measured on 30 November 2026, over 100 draws.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from calibration import cases_told
from calibration.kept import HERE, rounded

import stickpoint as sp
from stickpoint.pages.wording.dates import day_in_words
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

FILE = HERE / "built_in.json"
UNSCORED = (
    "This deadlock is part of no score. Its end was known to whoever wrote the case, and what is "
    "in it was chosen knowing that; so what the tool says of it shows how an answer reads, and not "
    "how good it is. The four days are days on which something happened, or nothing did."
)


class Story(NamedTuple):
    """What a page says besides: a heading and a remark for each day, and what to think of all."""

    title: str
    own: str
    days: dict[str, tuple[str, str]]
    read_aloud: tuple[str, ...]


STORIES = {
    "korea-1952": Story(
        "The Korean prisoners, day by day",
        "[The case itself](korea-1952.md) has a page of its own.",
        {
            "1952-01-02": ("The offer of an exchange one for one", (
                "Nobody had proposed neutral custody yet. That it is among the ways to end, and "
                "the likeliest, is the writer's hindsight more than the tool's foresight."
            )),
            "1952-07-14": ("North Korea pleads", (
                "The plea changes next to nothing, and rightly: it needed Mao and Stalin to agree, "
                "and within three days they had refused."
            )),
            "1953-01-01": ("After a half year of refusals", (
                "The end has moved further away, though more of the wait is over: what has lasted "
                "is expected to last. A reader of that day also knew that a new president would "
                "take office in three weeks who had promised to end the war. The case has no "
                "option for that, so the tool does not know it."
            )),
            "1953-04-01": ("Stalin is dead, and China offers neutral custody", (
                "This is where the story stops making sense. Stalin had died on 5 March, Moscow "
                "had told its allies that the old line was over, and China had said in public what "
                "it would accept. One move of Washington's was left. Whoever read the "
                "newspapers expected an armistice within weeks, and it took seventeen. The tool "
                "says $median, and still gives $everyone to the return of everybody, which China "
                "had just given up."
            )),
        },
        (
            "Until the end of 1952 a mediator could have worked with it: a year or more, with "
            "neutral custody ahead, and no jump at a plea that came to nothing. As of April 1953 "
            "it would have misled her. It reads the great news of that spring as little news.",
            "Three things make it deaf. Terms count as an end only once they have stood about four "
            "times as long as the slowest party waits for a chance to move, half a year with the "
            "paces of this case; at Panmunjom it was signed seven weeks after the prisoners were "
            "settled. Taken without that rule, the parties' moves alone would have said four weeks "
            "on that day, which is too short. A case may say otherwise under `holds`, and this one "
            "does not. Next, the plain rule of waits and the base rate of the kind do not look at "
            "what happened. And the paces stay what they were, though everybody moved faster that "
            "spring: six entries of the record in eleven days, after eight in the last three "
            "months of 1952.",
            "That it was near on 14 July 1952 is luck as much as skill: half a year later it had "
            "the end eight months later.",
        ),
    ),
    "colombia-2014": Story(
        "Havana, day by day",
        "[The case itself](colombia-2014.md) has a page of its own.",
        {
            "2014-06-16": ("The day after the election", (
                "Near, but not for what the parties want: by their moves alone it would have taken "
                "$moves. The answer is that of other peace processes and of the rule of waits."
            )),
            "2014-12-20": ("The FARC stops firing", (
                "A truce of one side for five months to come is news that no answer here shows."
            )),
            "2015-05-22": ("The truce ends", (
                "Its end shows as little as its beginning did. More than half of the wait was to "
                "come."
            )),
            "2015-09-23": ("Justice is agreed on", (
                "The hardest item had closed and one move of the government's was left. The tool "
                "says $median, about as long as on the first day, and gives $prison to prison, "
                "which both sides had just ruled out. Here the story makes no sense."
            )),
        },
        (
            "The middle stands two years ahead on every one of these days, like a horizon. Of all "
            "that happened it noticed nothing. A mediator would have learnt from it that "
            "such talks take years, and that a special court was likelier than prison or a pardon; "
            "she would not have learnt that September 2015 was the turn.",
            "The reason is in the moves: in more than half of the draws it is still open after "
            "ten years. Terms must stand about four times as long as the slowest party waits, ten "
            "months with the paces of this case, and meanwhile somebody gains by leaving them; so "
            "they are met again and again and never end it. Taken without that "
            "rule the moves alone would have said four months on the first day and eleven weeks on "
            "the last, where it took 24 and 9 months. A text that is signed is not left "
            "as easily as a case of free options has it; `holds` on its terms would say so.",
        ),
    ),
}  # fmt: skip


def run() -> dict[str, list[dict[str, Any]]]:
    """Forecast each case as of its days, which takes a few minutes."""
    from stickpoint.answers.forecasting.score import plain

    found = {}
    for name, story in STORIES.items():
        case, rows = sp.load(name), []
        for day in story.days:
            answer = sp.forecast(case, as_of=day)
            row = plain(answer.score()) | {"outcomes": answer.outcomes}
            row["medians"] = {
                "moves": float(answer.model.law.quantile(0.5)),
                "others": float(answer.parts["others"].law.quantile(0.5)),
                "waits": float(answer.waits.quantile(0.5)),
            }
            rows.append({key: part for key, part in row.items() if key not in ("case", "share")})
        found[name] = rows
    return rounded(found)


def keep(found: dict[str, Any]) -> None:
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")


def read() -> dict[str, list[dict[str, Any]]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def told(name: str) -> str:
    """Return the page of one case."""
    story, case, rows = STORIES[name], sp.load(name), read()[name]
    parts = [cases_told.BY, f"# {story.title}", cases_told.plain(case.about),
             f"{UNSCORED} {story.own}", "## What was known, and what was said"]  # fmt: skip
    before = date.min
    for row in rows:
        day = date.fromisoformat(row["as_of"])
        heading, remark = story.days[row["as_of"]]
        said = "\n\n".join(cases_told.day_told(case, row, before, day, heading))
        parts += [said, beside(row), _filled(remark, row)]
        before = day
    parts += ["## What happened", *cases_told.end_told(case)]
    return "\n\n".join([*parts, "## Read aloud", *story.read_aloud]) + "\n"


def beside(row: dict[str, Any]) -> str:
    """Set beside the middle what each of its parts had."""
    moves, others, waits = (in_days(row["medians"][key]) for key in ("moves", "others", "waits"))
    return (
        f"In the middle the parties' moves alone had {moves}, other peace processes {others}, the "
        f"rule of mean waits {waits}."
    )


def _filled(remark: str, row: dict[str, Any]) -> str:
    for word, value in _numbers(row):
        remark = remark.replace(f"${word}", value)
    return remark


def _numbers(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "median", in_days(row["median"])
    yield "moves", in_days(row["medians"]["moves"])
    for name, share in row["outcomes"].items():
        yield name.split()[0], percent(share)


def listed() -> Iterator[str]:
    """Return the table of the two, for the page that lists all pages."""
    yield "| deadlock | as of | said | took | ended as |"
    yield "|---|---|---|---|---|"
    for name, rows in read().items():
        case = sp.load(name)
        for row in rows:
            day = day_in_words(date.fromisoformat(row["as_of"]))
            yield (
                f"| [{STORIES[name].title}]({name}-forecasts.md) | {day} | "
                f"{in_days(row['median'])} | {in_days(row['days'])} | "
                f"{cases_told.plain(case.happened.terms)} |"
            )
