"""What somebody is told who has to wait."""

from __future__ import annotations

from threading import Timer
from types import SimpleNamespace

import pytest
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.progress import (
    CLOCK,
    DRAWS,
    FORECAST,
    LEVERS,
    MIDDLE,
    NEARER,
    SHARES,
    TRIED,
    WAYS,
    progress,
)
from stickpoint.case.check import load
from stickpoint.cli.expected import expect, taken
from stickpoint.cli.patience import LONG, Bar, Waiting, about


def heard(*, watched: bool, lines: int, share: float | None = None) -> list[str]:
    """Return what is said during one step, which ends after so many lines."""
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if len(said) == lines:
            waiting.stop()

    waiting = Waiting(say, watched=watched)
    waiting("judging the states", share)
    waiting.run(first=0.0, every=0.0)
    return said


def test_the_step_is_named_with_its_share_and_the_whole_where_they_are_known() -> None:
    assert heard(watched=False, lines=1) == ["working: judging the states …"]
    (line,) = heard(watched=False, lines=1, share=0.25)
    assert line == "working: judging the states, 25% of a few seconds …"


@pytest.mark.parametrize("watched", [True, False])
def test_whoever_waits_long_is_told_again(watched: bool) -> None:
    assert heard(watched=watched, lines=3) == [
        "working: judging the states …",
        "working: judging the states, 0 s so far …",
        "working: judging the states, 0 s so far …",
    ]
    assert Waiting(print, watched=watched)._every == (5.0 if watched else 10.0)


def test_what_gives_up_by_itself_says_when() -> None:
    waiting = Waiting(print, watched=False)
    waiting("counting the states")
    assert waiting._line(0.0) == "working: counting the states, about 30 s at most …"


def test_what_takes_long_is_said_before_it_begins() -> None:
    said: list[str] = []
    waiting = Waiting(said.append, watched=False)
    waiting.expect("counting the states", 3.0)
    assert said == []
    waiting.expect("judging the states", 240.0)
    assert said == ["working: judging the states, about 4 min where nothing else runs …"]
    assert waiting._line(61.0).endswith("% of about 4 min, 61 s so far …")


def test_how_long_it_takes_in_all_is_said_first_and_beside_the_time_so_far() -> None:
    said: list[str] = []
    waiting = Waiting(said.append, watched=False)
    waiting.plan("solving", "sharing")
    waiting.promise("the report", 3.0)
    assert said == []
    waiting.count("solving", 0, 0)
    assert waiting._line(0.0) == "working: step 1 of 2, solving, a few seconds in all …"
    waiting.promise("the report", 30.0)
    assert said == ["working: the report, about 30 s where nothing else runs …"]
    assert waiting._line(11.0) == "working: step 1 of 2, solving, 11 s so far of about 30 s …"
    assert waiting._line(31.0) == "working: step 1 of 2, solving, 31 s so far …"
    over = "working: step 1 of 2, solving, 41 s so far, longer than thought (about 30 s) …"
    assert waiting._line(41.0) == over


def test_a_report_takes_longer_than_the_screen_and_a_large_case_than_a_small_one() -> None:
    small, large = (4, 8, 1, 1), (240, 3600, 3, 8)
    assert taken(*small, report=True) < LONG < taken(*large, report=True)
    assert taken(*large, report=False) < taken(*large, report=True)
    assert taken(12, 0, 3, 0, report=True) < LONG


def test_a_step_is_told_by_its_number_and_by_how_many_of_its_parts_are_done() -> None:
    waiting = Waiting(print, watched=False)
    waiting.plan("solving", "sharing", "writing")
    waiting("reading")
    assert waiting._line(0.0) == "working: reading …"
    waiting.count("solving", 0, 0)
    assert waiting._line(0.0) == "working: step 1 of 3, solving …"
    waiting.count("sharing", 0, 25)
    assert waiting._line(3.0) == "working: step 2 of 3, sharing, 0 of 25 done, 3 s so far …"
    waiting.count("sharing", 5, 25)
    said = waiting._line(3.0)
    assert said.startswith("working: step 2 of 3, sharing, 5 of 25 done, ")
    assert "left, 3 s so far" in said
    waiting("solving")
    assert waiting._line(0.0) == "working: step 1 of 3, solving …"


def test_what_takes_longer_than_was_thought_says_so_and_claims_no_share() -> None:
    waiting = Waiting(print, watched=False)
    waiting.expect("judging the states", 1e-9)
    said = waiting._line(20.0)
    assert "longer than the a few seconds" not in said
    assert "%" not in said
    assert said.startswith("working: judging the states, longer than thought")


def test_a_long_answer_tells_its_steps_and_counts_their_parts() -> None:
    told: list[tuple[str, int, int]] = []
    case = sp.loads(STRIKE)
    with progress.heard_by(lambda *one: told.append(one)):
        sp.forecast(case, draws=4).page()
        sp.levers(case, draws=3).page()
    assert {name for name, _, _ in told} <= {*CLOCK, *LEVERS}
    assert {FORECAST, MIDDLE, DRAWS, SHARES, WAYS, NEARER, TRIED} <= {name for name, _, _ in told}
    for name, total in ((DRAWS, 4), (SHARES, 4), (TRIED, 3)):
        assert [done for one, done, of in told if one == name] == list(range(total + 1)), name
        assert {of for one, _, of in told if one == name} == {total}
    before = len(told)
    sp.forecast(case, draws=4).page()
    assert len(told) == before


def test_sharing_out_can_be_stopped_before_the_last_game_is_solved() -> None:
    class Enough(BaseException):
        pass

    def hear(name: str, done: int, total: int) -> None:
        if name == SHARES and 0 < done < total:
            raise Enough

    with progress.heard_by(hear), pytest.raises(Enough):
        sp.forecast(sp.loads(STRIKE), draws=4).page()


def timed(parts: list[float], total: int) -> tuple[Waiting, Clock]:
    """Count parts of a step that take so many seconds each, by a clock set by hand."""
    clock = Clock()
    waiting = Waiting(print, watched=False, now=clock)
    waiting.count("sharing", 0, total)
    for done, seconds in enumerate(parts, 1):
        clock.time += seconds
        waiting.count("sharing", done, total)
    return waiting, clock


def test_what_is_paid_once_is_no_guide_to_the_time_left() -> None:
    waiting, clock = timed([60.0], 100)
    assert waiting._line(0.0) == "working: sharing, 1 of 100 done, at most about 2 h left …"
    clock.time += 61.0  # nor do the first parts bound the rest where the next takes longer
    assert waiting._line(0.0) == "working: sharing, 1 of 100 done, about 2 h left …"
    waiting, clock = timed([60.0, 1.0, 1.0], 100)
    assert waiting._line(0.0) == "working: sharing, 3 of 100 done, about 2 min left …"
    clock.time += 0.9  # what is under way changes nothing
    assert waiting._line(0.0) == "working: sharing, 3 of 100 done, about 2 min left …"


def test_parts_that_were_harder_than_most_are_no_guide_to_the_time_left_for_long() -> None:
    waiting, _ = timed([20.0] * 8 + [0.5] * 12, 100)
    assert waiting._line(0.0) == "working: sharing, 20 of 100 done, about 40 s left …"
    waiting, _ = timed([0.5] * 11 + [30.0], 52)
    assert waiting._line(0.0) == "working: sharing, 12 of 52 done, about 20 s left …"


def test_parts_that_are_done_together_share_the_time_that_they_took() -> None:
    waiting, _ = timed(([4.0] + [0.001] * 7) * 3, 104)
    assert waiting._line(0.0) == "working: sharing, 24 of 104 done, about 40 s left …"
    waiting, clock = timed([60.0, 0.002, 0.002], 2_000)
    assert "a second" in waiting._line(0.0)
    clock.time += 1.0
    waiting.count("sharing", 503, 2_000)
    assert "498 a second" in waiting._line(0.0)


def test_what_is_over_within_the_first_second_is_not_mentioned() -> None:
    said: list[str] = []
    waiting = Waiting(said.append, watched=True)
    waiting.stop()
    waiting.run(first=0.0)
    assert said == []


def test_reading_a_case_tells_its_steps() -> None:
    steps: list[str] = []
    load("elmira", progress=steps.append)
    assert steps == [
        "reading the case",
        "counting the states",
        "comparing states by terms and orders",
    ]


def test_nothing_is_said_while_somebody_else_speaks() -> None:
    said: list[str] = []
    waiting = Waiting(said.append, watched=False)
    Timer(0.05, waiting.stop).start()
    with waiting.paused():
        waiting.run(first=0.0, every=0.01)
    assert said == []


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


PIECES = {"values": 20.0, "course": 10.0, "draws": 30.0}


def test_the_bar_names_what_is_under_way_and_what_is_left() -> None:
    said: list[str] = []
    now = Clock()
    bar = Bar(said.append, watched=True, now=now)
    bar.begin(PIECES, 30.0)
    bar.show(["values"])
    assert said[-1] == "\rcompiling [····················] 3 of 3 left, about 30 s: values"
    bar.end()
    assert said[-1].strip() == ""


def test_the_time_left_follows_the_pace_so_far() -> None:
    now = Clock()
    bar = Bar(lambda _line: None, watched=True, now=now)
    bar.begin(PIECES, 30.0)
    assert bar.left() == 30
    now.time = 20.0
    bar.finish("values")
    assert bar.left() == 40  # a third took twice as long as it was thought to
    now.time = 300.0
    assert bar.left() == 600


def test_who_waits_for_longer_than_was_said_is_told() -> None:
    said: list[str] = []
    now = Clock()
    bar = Bar(said.append, watched=True, now=now)
    bar.begin({"draws": 20.0}, 20.0)
    now.time = 64.0
    assert bar.left() is None
    bar.show(["draws"])
    assert "1 of 1 left, 64 s, longer than thought: draws" in said[-1]


def test_where_nobody_watches_a_line_is_said_now_and_then() -> None:
    said: list[str] = []
    now = Clock()
    bar = Bar(said.append, watched=False, now=now)
    bar.begin({"values": 20.0, "course": 10.0}, 30.0)
    for now.time in (0.2, 9.9, 10.0, 10.2, 41.0):
        bar.show(["values"])
    bar.end()
    assert said == [
        "compiling once after installation: values, course; about 30 s …\n",
        "compiling: 2 of 2 left, about 20 s: values …\n",
        "compiling: 2 of 2 left, 41 s, longer than thought: values …\n",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(2, "a few seconds"), (33, "about 35 s"), (50, "about 1 min"),
     (170, "about 3 min")],
)  # fmt: skip
def test_no_more_is_said_of_the_time_than_is_known(seconds: float, words: str) -> None:
    assert about(seconds) == words


CUBE = """
format: 1
title: A cube
clock: {{start: 2020-01-01, unit: month, horizon: 24}}
parties: {{ann: Ann, bob: Bob}}
options: {{{options}}}
issues: {{x: {{name: x, terms: {{done: ann.o0 & bob.o1}}}}}}
payoffs: {{ann: [{{when: "!settled", worth: -1}}], bob: [{{when: "!settled", worth: -1}}]}}
"""


@pytest.mark.parametrize(("bits", "took"), [(14, 127.0), (16, 1010.0), (18, 4400.0)])
def test_what_is_promised_of_options_that_switch_freely_is_near_what_was_measured(
    bits: int, took: float
) -> None:
    """Seconds of processor that the clock took, with its 400 draws and all shares."""
    options = ", ".join(f"{('ann', 'bob')[k % 2]}.o{k}: do {k}" for k in range(bits))
    answer = sp.forecast(sp.loads(CUBE.format(options=options)))
    promised: list[float] = []
    step = SimpleNamespace(expect=lambda _, seconds: promised.append(seconds))
    expect(answer, step)
    assert took / 2 < promised[0] < 2 * took
