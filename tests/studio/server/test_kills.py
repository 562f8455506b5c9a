"""A studio that is killed at random moments loses nothing; see benchmarks for a thousand times."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest
from kill_history import History, Known
from studio_kills import rounds

PLANS = ("start", "edit", "start", "two", "start", "undo", "start", "start")
"""Few of those that let the whole studio come up first, for that is most of what a kill costs."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found by /proc")
def test_a_studio_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    came = rounds(tmp_path, PLANS, Random(4))
    assert sum(number for what, number in came.items() if what.startswith("killed: ")) == len(PLANS)
    assert came["edits acknowledged"] > 3
    assert came["steps walked"] > 3


TITLES = [{"do": "set", "path": ["title"], "value": f"Title {k}"} for k in range(3)]


def test_what_was_acknowledged_must_be_there_and_what_was_not_may_be() -> None:
    known = Known("title: First\n")
    known.waiting["one"] = TITLES[0]
    known.hear({"saved": 2, "text": "title: Title 0\n"})
    known.waiting.update(one=TITLES[1], two=TITLES[2])
    found = {(number, history.text) for number, history in known.possible()}
    assert found == {
        (2, "title: Title 0\n"), (3, "title: Title 1\n"), (3, "title: Title 2\n"),
        (4, "title: Title 1\n"), (4, "title: Title 2\n"),
    }  # fmt: skip
    assert not known.agree(1, "title: First\n")
    assert not known.agree(2, "title: First\n")
    assert known.agree(3, "title: Title 2\n")


def test_what_nobody_asked_for_is_no_acknowledgement() -> None:
    known = Known("title: First\n")
    known.waiting["one"] = TITLES[0]
    with pytest.raises(AssertionError, match="nobody asked"):
        known.hear({"saved": 2, "text": "title: Another\n"})


def test_a_history_goes_back_and_forth_until_another_way_is_taken() -> None:
    history = History(("title: First\n",)).after(TITLES[0]).after(TITLES[1])
    assert history.after("undo").after("redo") == history
    assert history.after("undo").after("undo").after("undo").text == "title: First\n"
    other = history.after("undo").after(TITLES[2])
    assert other.texts == ("title: First\n", "title: Title 0\n", "title: Title 2\n")
    assert not other.can_redo
