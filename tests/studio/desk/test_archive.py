"""What is passed on: the same bytes each time, and no name where names are left out."""

from __future__ import annotations

import io
import json
import re
from calendar import month_name
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.case.library import TEMPLATE, names, path_of
from stickpoint.case.schema.layout import CASE
from stickpoint.case.schema.length_layout import KIND_NAMES
from stickpoint.case.schema.record_layout import ACTS
from stickpoint.studio.desk import Desk, DeskError
from stickpoint.studio.desk.archive import clock, replication_zip, stable
from stickpoint.studio.desk.nameless import nameless

ASKED = {"stable": stable, "clock": clock}
WORDS_OF_NO_ONE = {
    *("a", "deadlock", "party", "option", "take", "drop", "event", "item", "terms", "package"),
    *("line", "toll", "explanation", "coder", "message", "evidence", "lever", "somebody", "else"),
    *("yes", "no", "day", "week", "month", "year", "either", "down", "up", "guess", "source"),
    *("existence", "other", "to", "if", "iff", "at_least", "of", "is"),
}
"""What a case without names may say beside the keys of the format."""
MONTHS = {month.lower() for month in month_name if month}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    case = tmp_path / "yard.case.yaml"
    case.write_text(TEMPLATE, encoding="utf-8")
    desk = Desk.open(case)
    yield desk
    desk.close()


def opened(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_archive_holds_what_repeats_the_answers(desk: Desk) -> None:
    desk.save_scenario("dear strike", ["payoffs.union[lost wages]=-2"])
    data = replication_zip(desk, draws=4, seed=3, answers=ASKED)
    assert data == replication_zip(desk, draws=4, seed=3, answers=ASKED)
    files = opened(data)
    assert files["yard.case.yaml"].decode() == TEMPLATE
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256(files[name]).hexdigest() == digest
    assert f"stickpoint=={sp.__version__}\n" in files["lock.txt"].decode()
    assert "numpy==" in files["lock.txt"].decode()
    assert "clock yard.case.yaml --json --draws 4 --seed 3" in files["repeat.txt"].decode()
    assert json.loads(files["scenarios.json"])[0]["name"] == "dear strike"
    again = sp.forecast(sp.loads(TEMPLATE), draws=4, seed=3)
    told = json.loads(files["answers/clock.json"])
    assert told["forecast"]["quantiles"]["0.5"] == again.to_dict()["forecast"]["quantiles"]["0.5"]
    assert json.loads(files["answers/stable.json"])["parties"] == ["union", "company", "council"]


def test_an_archive_without_names_tells_none(desk: Desk) -> None:
    desk.save_scenario("dear strike", ["payoffs.union[lost wages]=-2"])
    files = opened(replication_zip(desk, names=False, draws=4, answers={"stable": stable}))
    whole = b"".join(files.values()).decode().lower()
    for word in (
        "union",
        "company",
        "council",
        "yard",
        "ferry",
        "crossings",
        "wage",
        "lost",
        "minutes",
    ):
        assert word not in whole
    assert sp.loads(files["case.case.yaml"].decode()).title == "A deadlock"


def test_a_faulty_case_is_not_passed_on(desk: Desk) -> None:
    desk.apply({"do": "set", "path": ["wants", "union", 1], "value": "no.such"}, "", 1)
    for names_kept in (True, False):
        with pytest.raises(DeskError, match="mend"):
            replication_zip(desk, names=names_kept)


def test_a_question_without_an_answer_says_why(desk: Desk) -> None:
    def silent(*_: Any) -> Mapping[str, Any]:
        raise sp.SolveError("nothing moves here.")

    files = opened(replication_zip(desk, answers={"why": silent}))
    assert json.loads(files["answers/why.json"]) == {"silent": "nothing moves here."}


def keys_of(schema: Any) -> set[str]:
    """List the words that the format itself has."""
    if isinstance(schema, list):
        return set().union(*map(keys_of, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", {})) | set().union(*map(keys_of, schema.values()))


@pytest.mark.parametrize("name", names())
def test_a_case_without_names_has_the_same_numbers(name: str) -> None:
    text = path_of(name).read_text(encoding="utf-8")
    new = nameless(text)
    before, after = sp.loads(text), sp.loads(new)
    assert np.array_equal(before.conflict().ranks, after.conflict().ranks)
    if before.payoffs:
        assert np.allclose(before.game().payoffs, after.game().payoffs)
        assert before.game().pace == pytest.approx(after.game().pace)
    known = WORDS_OF_NO_ONE | keys_of(CASE.schema()) | set(ACTS)
    known = {word for name in (*known, *KIND_NAMES) for word in re.split("[ _]", name)}
    plain = re.sub(r"\b(item|party|option|event)_\w+|\b[YN]+\b", "", new)
    plain = re.sub(r"\b(early|mid|late) |\b\d{4}\S*", "", plain)
    found = {word.lower() for word in re.findall(r"[^\W\d_]{2,}", plain)}
    assert found <= known | MONTHS
    assert "#" not in new
