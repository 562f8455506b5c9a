"""The front door: few names, sorted, each documented, each where it says it is."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path

import pytest

import stickpoint

NAMES = [name for name in stickpoint.__all__ if name != "__version__"]
ROOT = Path(__file__).parents[1]


def test_there_are_at_most_30_names_and_they_are_sorted() -> None:
    assert 5 < len(stickpoint.__all__) <= 30
    assert stickpoint.__all__ == sorted(set(stickpoint.__all__))


def test_nothing_else_is_offered() -> None:
    assert sorted(dir(stickpoint)) == stickpoint.__all__


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_says_what_it_is(name: str) -> None:
    thing = getattr(stickpoint, name)
    written = inspect.cleandoc(thing.__doc__ or "")
    assert len(written) > 20
    assert not written.startswith(f"{name}(")  # what dataclass writes for want of a docstring
    assert written.splitlines()[0].endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_has_an_example(name: str) -> None:
    written = inspect.cleandoc(getattr(stickpoint, name).__doc__ or "")
    examples = written.partition("\nExamples\n--------\n")[2]
    assert ">>> " in examples


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = stickpoint.nonsense


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert project["version"] == stickpoint.__version__
    assert f"\nversion: {stickpoint.__version__}\n" in citation
    assert f"\n## [{stickpoint.__version__}]" in changes or "\n## [Unreleased]" in changes


@pytest.mark.parametrize("name", ["why", "forecast", "what_if", "levers", "motives", "record"])
def test_the_name_of_a_file_is_no_case_and_the_advice_says_what_reads_one(name: str) -> None:
    said = r"'my\.yaml' found where a Case is expected; .*load"
    with pytest.raises(stickpoint.ModelError, match=said):
        getattr(stickpoint, name)("my.yaml")


def test_a_case_is_no_conflict_and_no_game_and_the_advice_says_what_makes_one() -> None:
    case = stickpoint.load("prisoners-dilemma")
    asks = (
        stickpoint.stability,
        stickpoint.coalition,
        stickpoint.limited,
        stickpoint.simultaneous,
        lambda given: stickpoint.paths(given, improving=True),
    )
    for ask in asks:
        with pytest.raises(
            stickpoint.ModelError, match=r"a Case found where a Conflict .*conflict\(case"
        ):
            ask(case)
    with pytest.raises(stickpoint.ModelError, match=r"a Case found where a Game .*game\(case"):
        stickpoint.clock(case)
    with pytest.raises(stickpoint.ModelError, match=r"a Case found where a Game .*game\(case"):
        stickpoint.clocks([case])
    with pytest.raises(stickpoint.ModelError, match="a Case found where a Sequence is expected"):
        stickpoint.clocks(case)
    for read in (stickpoint.load, stickpoint.check):
        with pytest.raises(stickpoint.ModelError, match="a Case found where a str is expected"):
            read(case)
    with pytest.raises(stickpoint.ModelError, match="as of 5: write a day"):
        stickpoint.why(case, 5)
    for make in (stickpoint.conflict, stickpoint.game):
        with pytest.raises(
            stickpoint.ModelError, match="a Conflict found where a Case is expected"
        ):
            make(stickpoint.conflict(case))


@pytest.mark.parametrize("draws", [0, -3, 2.5, "many", True])
def test_a_number_of_draws_that_is_none_is_refused_at_once(draws: object) -> None:
    case = stickpoint.load("prisoners-dilemma")
    for ask in (stickpoint.why, stickpoint.forecast, stickpoint.levers):
        with pytest.raises(stickpoint.ModelError, match=f"draws={draws!r}: a whole number"):
            ask(case, draws=draws)
