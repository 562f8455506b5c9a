"""Workers and their lanes: the newest question wins, the same question is answered once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from multiprocessing.connection import Listener
from pathlib import Path

import pytest
from studio_running import PATIENCE, SMALL

import stickpoint as sp
from stickpoint.answers.parameters import parameters
from stickpoint.case import library
from stickpoint.studio.answering import kept
from stickpoint.studio.answering.lane import Lane
from stickpoint.studio.answering.question import Question
from stickpoint.studio.screens.writing.numbers import groups
from stickpoint.studio.screens.writing.places import Places
from stickpoint.studio.screens.writing.scale import scale

KOREA = library.path_of("korea-1952").read_text(encoding="utf-8")


def moved(pace: float, text: str = SMALL, part: str = "frame-now") -> Question:
    """Ask about a case with one number elsewhere."""
    screen = part.partition("-")[0]
    return Question(screen, part, text, numbers={"parties.ann.pace": (pace, pace, pace)})


async def told(lane: Lane, *asks: tuple[str, Question]) -> list[tuple[str, str]]:
    """Ask all at once; return who was told what until the last was."""
    found: list[tuple[str, str]] = []
    done = asyncio.Event()

    def tell(asker, question):
        def heard(kind, what):
            if kind == "reply":
                found.append((asker, what.html or what.error))
                if question is asks[-1][1]:
                    done.set()

        return heard

    for asker, question in asks:
        lane.ask(asker, question, tell(asker, question))
    await asyncio.wait_for(done.wait(), PATIENCE)
    return found


def test_of_what_one_asks_the_newest_is_answered_and_the_same_question_once() -> None:
    async def play() -> None:
        lane = Lane()
        try:
            asks = [("a", moved(0.5 + k / 10)) for k in range(20)]
            first = await told(lane, *asks)
            assert len(first) == 1
            same = await told(lane, *((f"{k}", moved(7.0)) for k in range(30)))
            assert len(same) == 30
            assert len({html for _, html in same}) == 1
            assert await told(lane, asks[-1]) == first
        finally:
            lane.stop()

    asyncio.run(play())


def test_who_returns_to_what_is_being_answered_hears_nothing_of_what_came_between() -> None:
    async def play() -> None:
        lane = Lane()
        try:
            first, between, again = moved(0.6), moved(0.7), moved(0.6)
            last = await told(lane, ("other", first), ("a", first), ("a", between), ("a", again))
            assert [asker for asker, _ in last].count("a") == 1
            assert await told(lane, ("b", moved(0.8))) != []
            assert not lane._waiting
            lane.ask("a", first, lambda kind, what: last.append(("late", "")))
            assert last[-1] == ("late", "")  # kept, so told at once and alone
        finally:
            lane.stop()

    asyncio.run(play())


def test_a_long_answer_that_nobody_waits_for_is_dropped() -> None:
    async def play() -> None:
        lane = Lane()
        try:
            long = Question("forecast", "forecast-shares", KOREA)
            await told(lane, ("a", moved(1.0)))  # once warm, it begins at once
            found = await told(lane, ("a", long), ("a", moved(3.0)))
            assert [asker for asker, _ in found] == ["a"]
            assert "stuck on" in found[0][1]
            assert lane.replaced <= 1
        finally:
            lane.stop()

    asyncio.run(play())


def test_a_slider_s_number_is_what_the_text_would_give() -> None:
    case = kept.moved(SMALL, "x", {"parties.ann.pace": (1.0, 2.0, 3.0)})
    written = sp.loads(SMALL.replace("pace: [0.5, 2]", "pace: [1, 3]"))
    one, two = (parameters(found)["parties.ann.pace"] for found in (case, written))
    assert (one.low, one.mid, one.high, one.shape) == (two.low, two.mid, two.high, two.shape)
    assert kept.read(SMALL, "x")[0].parties[0].pace.high == 2.0
    assert sp.forecast(case, draws=8).quantile(0.5) == sp.forecast(written, draws=8).quantile(0.5)


def test_every_number_of_every_case_has_a_slider_that_holds_it_and_writes_it() -> None:
    for name in library.names():
        case = sp.load(name)
        places = Places(case.source)
        sliders = [one for _, found in groups(case, case.source) for one in found]
        assert len(sliders) == len(parameters(case))
        for one in sliders:
            ends = scale(one.of)
            assert ends.least <= one.of.low <= one.of.high <= ends.most, one
            if one.line:
                assert one.path is not None, one
                assert places.line(one.path) == one.line


def test_the_case_is_kept_once_for_a_text(tmp_path: Path) -> None:
    first, _ = kept.read(SMALL, str(tmp_path))
    assert kept.read(SMALL, str(tmp_path))[0] is first
    assert kept.brief(first, {}) is kept.brief(first, {"as_of": ""})
    assert kept.brief(first, {"as_of": "2001-01-03"}) is not kept.brief(first, {})


OWNER = """\
import sys
from multiprocessing import get_context
from multiprocessing.connection import Client
from stickpoint.studio.answering.worker import main

pipe = Client(sys.argv[1])
worker = get_context("spawn").Process(target=main, args=(pipe, 0))
worker.start()
pipe.close()
worker.join()
"""


def test_a_worker_ends_when_its_owner_is_killed_though_nobody_closes_its_pipe() -> None:
    with Listener() as listener:
        owner = subprocess.Popen([sys.executable, "-c", OWNER, str(listener.address)])
        with listener.accept() as pipe:
            assert pipe.recv()[1] == "ready"
            owner.kill()
            owner.wait()
            assert pipe.poll(PATIENCE)
            with pytest.raises(EOFError):
                pipe.recv()
