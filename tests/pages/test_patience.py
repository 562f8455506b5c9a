"""What somebody is told who has to wait."""

from __future__ import annotations

from stickpoint.case.check import load
from stickpoint.cli.patience import Waiting


def heard(*, watched: bool, lines: int, share: float | None = None) -> list[str]:
    """Return what is said during one step, which ends after so many lines."""
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if len(said) == lines:
            waiting.stop()

    waiting = Waiting(say, "check", watched=watched)
    waiting.step("counting the states", share)
    waiting.run(first=0.0, every=0.0)
    return said


def test_the_step_is_named_and_its_share_where_that_is_known() -> None:
    assert heard(watched=False, lines=9) == ["working: counting the states …"]
    assert heard(watched=False, lines=9, share=0.25) == ["working: counting the states, 25% …"]


def test_only_somebody_who_watches_is_told_again() -> None:
    assert heard(watched=True, lines=3) == [
        "working: counting the states …",
        "working: counting the states, 0 s …",
        "working: counting the states, 0 s …",
    ]


def test_what_is_over_within_the_first_second_is_not_mentioned() -> None:
    said: list[str] = []
    waiting = Waiting(said.append, "check", watched=True)
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
