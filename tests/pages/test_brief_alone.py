"""One lens that fails takes no other with it, and says in words why it has no answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from strike import STRIKE

import stickpoint as sp
from stickpoint.errors import ModelError, NoRoom, SolveError
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.why import brief as page
from stickpoint.pages.why.full import page as full_page

TALKS = (
    STRIKE
    + """\
record: {evidence: {e: A letter.}}
hypotheses:
  pride: {claim: He was proud, about: bob, evidence: {e: ++}}
  greed: {claim: He was greedy, about: bob, evidence: {e: -}}
"""
)
NO_ROOM, FIRST = MemoryError(), "answers.why.brief.course"
FAULTS = {
    NO_ROOM: "there is not enough memory for it",
    SolveError("the steps became too small."): "the steps became too small.",
    OverflowError("math range error"): "a fault of this program stopped it (OverflowError: math",
    ImportError("No module named 'numba'", name="numba"): "the clock needs numba",
}
PARTS = {
    "answers.why.brief.course": ("how long", "who pays"),
    "answers.clock.Course.run": ("how long",),
    "answers.clock.Course.ranges": ("how long",),
    "answers.forecasting.predict.Forecast.model": ("how long", "who pays"),
    "answers.clock.Course.blame": ("held by",),
    "answers.why.brief.shifts": ("would end it",),
    "solve.stability.result.Stability.why": ("held by", "why", "would end it"),
    "answers.why.stability.Why.settlements": ("would end it",),
    "answers.why.stability.Why.basis": ("rests on",),
    "answers.motives.rivals.Motives.posterior": ("motive",),
}


RUNS = [(part, error) for part in PARTS for error in FAULTS if part in FIRST or error is NO_ROOM]


@pytest.fixture(scope="module")
def whole() -> dict[str, object]:
    return dict(page.labelled(sp.why(sp.loads(TALKS), draws=8)).rows)


@pytest.mark.parametrize(("part", "error"), RUNS)
def test_a_lens_fails_alone_and_in_words(part, error, whole, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    is_attribute = part.split(".")[-2][0].isupper() and not part.endswith("Stability.why")
    monkeypatch.setattr(f"stickpoint.{part}", property(fail) if is_attribute else fail)
    found = sp.why(sp.loads(TALKS), draws=8)
    rows = dict(page.labelled(found).rows)
    # Without a forecast there is nothing that could hang on anything.
    assert list(rows) == [row for row in whole if row != "hangs on" or not found.silent]
    failed = {name for name, said in rows.items() if FAULTS[error] in " ".join(map(str, said))}
    assert failed & set(PARTS[part])
    assert rows["stuck on"] == whole["stuck on"]
    if not part.startswith("answers.motives"):
        assert rows["motive"] == whole["motive"]
    if part.startswith(("answers.clock", "answers.motives", "answers.why.brief")):
        assert rows["why"] == whole["why"]
    assert as_text(found.page())
    assert FAULTS[error] in json.dumps(found.to_dict())


STATES = {
    "build": (NoRoom("4,096 states of 2 parties need about 9 GiB, and 1 GiB of memory are free"),
              "4,096 states of 2 parties need about 9 GiB"),
    "stability": (MemoryError(), "there is not enough memory for it"),
}  # fmt: skip


@pytest.mark.parametrize("part", STATES)
def test_states_that_cannot_be_built_or_judged_leave_the_other_lenses_their_answers(
    part: str, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    error, reason = STATES[part]

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(f"stickpoint.answers.why.stability.{part}", fail)
    found = sp.why(sp.loads(TALKS), draws=8)
    rows = dict(page.labelled(found).rows)
    # Without a forecast there is nothing that could hang on anything.
    assert list(rows) == [row for row in whole if row != "hangs on" or not found.silent]
    failed = {name for name, said in rows.items() if reason in " ".join(map(str, said))}
    both = {"why", "would end it"}
    assert failed == (both | {"held by", "how long", "would sign"} if part == "build" else both)
    for name in ("stuck on", "motive"):
        assert rows[name] == whole[name]
    if part == "stability":
        for name in ("how long", "who pays", "rests on"):
            assert rows[name] == whole[name]
        assert rows["held by"] == whole["held by"]
    told = found.to_dict()
    assert reason in told["silent"]
    assert (told["title"], told["open_items"][0]["name"]) == ("A strike", "pay")
    assert told["judgements"]["total"] == 7
    assert ("silent" in told["clock"]) is (part == "build")
    full = as_text(full_page(found.why))
    assert "What is settled, and what is open" in full
    assert reason.split()[0] in full
    found.save(tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert reason in " ".join(text.split())
    for words in ("Every judgement, and what it rests on", "Rival explanations"):
        assert words in text


def test_a_setting_that_cannot_be_is_still_refused() -> None:
    with pytest.raises(ModelError, match="is not a thing of nature"):
        sp.why(sp.loads(TALKS), nature={"rain": True})


def test_a_case_with_payoffs_has_an_answer_without_numba(tmp_path: Path) -> None:
    case = tmp_path / "talks.case.yaml"
    case.write_text(TALKS, encoding="utf-8")
    script = (
        "import sys; sys.modules['numba'] = sys.modules['llvmlite'] = None\n"
        "from stickpoint.cli import main; main(['why', *sys.argv[1:]])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(case)], capture_output=True, text=True, check=False
    )
    assert (run.returncode, "Traceback" in run.stderr) == (0, False)
    said = " ".join(run.stdout.split())
    assert "how long No answer: the clock needs numba, which is not installed." in said
    assert "why The deadlock does not hold" in said
    assert "motive The record favours 'pride'" in said
