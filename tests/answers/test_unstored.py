"""Cases with more states than can be stored: judged by blocks as if they were stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint import memory
from stickpoint.answers.large.unstored import unstored, why_not
from stickpoint.cli import main
from stickpoint.errors import CaseError, ModelError

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
TEXT = """\
format: 1
title: Two sides and a river
parties: {a: {name: A}, b: {name: B}, c: {name: C}}
options:
  a.dam: {text: build the dam, now: yes}
  b.shut: shut the border
  a.pay: pay
  c.vouch: vouch for it
  b.sue: sue
nature: {flood: {text: the river floods, now: yes}}
issues: {water: {name: water, terms: {shared: a.pay & !b.sue}}}
settled: water
wants:
  a: [a.dam iff nature.flood, "!b.sue", c.vouch & !a.pay]
  b: ["!a.dam | a.pay", b.sue iff a.dam, "!b.shut"]
  c: [a.pay, "!c.vouch | b.shut"]
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a case on disk."""
    path = tmp_path / "river.case.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def little_room(written: Path) -> Iterator[Path]:
    """Let no more than four states be stored meanwhile."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(memory, "MAX_STATES", 4)
        yield written


@pytest.mark.parametrize("flood", [None, False])
def test_blocks_say_of_a_case_what_stored_states_say(written: Path, flood: bool | None) -> None:
    case = sp.load(written)
    setting = {} if flood is None else {"flood": flood}
    conflict = case.conflict(nature=setting)
    stored, answer = sp.stability(conflict), unstored(case, CONCEPTS, setting)
    codes = np.arange(1 << len(case.options), dtype=np.uint64)
    for name in CONCEPTS:
        for i in range(len(case.parties)):
            assert answer.found.holds(name, i, codes).tolist() == stored.stable[name][i].tolist()
    assert answer.status_quo == conflict.status_quo
    terms = ["" if k < 0 else conflict.terms[k] for k in conflict.terms_index.tolist()]
    assert answer.settled(codes) == terms


def test_stable_judges_by_blocks_what_cannot_be_stored_and_says_so(little_room: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(memory, "MAX_STATES", 1 << 26)
        stored = sp.stability(sp.load(little_room).conflict())
    result = CliRunner().invoke(main, ["stable", str(little_room)])
    assert result.exit_code == 0
    assert "32 states are judged by blocks and not listed one by one" in result.stderr
    for name in CONCEPTS:
        assert f"  {name:<5} {int(stored.equilibria[name].sum()):>15,}\n" in result.stdout
    (first,) = np.flatnonzero(stored.equilibria["nash"])[:1]
    assert f"{first + 1:>13,}  " in result.stdout


def test_what_is_left_out_of_states_judged_by_blocks_is_said(little_room: Path) -> None:
    first = "goes by the order that is written first"
    plain = CliRunner().invoke(main, ["stable", str(little_room), "--full"])
    assert "pairs of unknown order, what parties believe and how firm each" in plain.stderr
    assert first not in plain.stderr + plain.stdout
    for wants in (
        '[{either: [a.pay, "!c.vouch | b.shut"]}]',
        '{coders: {ann: [a.pay, "!c.vouch | b.shut"], bob: [a.pay]}}',
    ):
        text = TEXT.replace('[a.pay, "!c.vouch | b.shut"]', wants)
        little_room.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(main, ["stable", str(little_room)])
        assert result.exit_code == 0, result.stderr
        assert first in result.stderr
        assert "--full" not in result.stderr
        assert first in " ".join(result.stdout.split())
        assert result.stdout.partition("\nWhere")[0] == plain.stdout.partition("\nnash ")[0]


def test_what_blocks_cannot_tell_is_refused_at_once_as_before(little_room: Path) -> None:
    for verb in (["clock"], ["levers", "--robust"], ["stable", "--json"]):
        result = CliRunner().invoke(main, [*verb, str(little_room)])
        assert result.exit_code == 1
        assert "32 states are possible, at most 4 fit" in " ".join(result.stdout.split())


def test_why_is_told_of_what_cannot_be_stored_with_what_is_left_out(little_room: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(memory, "MAX_STATES", 1 << 26)
        stored = CliRunner().invoke(main, ["why", str(little_room)]).stdout
    result = CliRunner().invoke(main, ["why", str(little_room)])
    assert result.exit_code == 0, result.stderr
    for label in ("stuck on", "why", "motive"):
        row = stored.partition(f"\n{label} ")[2].partition("\n\n")[0]
        assert " ".join(row.split())[:60] in " ".join(result.stdout.split())
    said = " ".join(result.stdout.split())
    assert "left out 32 states are judged by blocks, and none of them is kept." in said
    assert "what would hold if nature changed (--nature asks for one change)" in said
    told = sp.why(sp.load(little_room, large=True)).to_dict()
    assert told["status_quo"] == 2
    assert told["settlements"]["shared"]["counts"]
    flooded = CliRunner().invoke(main, ["why", str(little_room), "--nature", "flood=no", "--json"])
    assert '"nature.flood": false' in flooded.stdout
    full = CliRunner().invoke(main, ["why", str(little_room), "--full"])
    assert "comparing all 32 possible states" in " ".join(full.stdout.split())


def test_levers_try_orders_of_what_cannot_be_stored(little_room: Path) -> None:
    result = CliRunner().invoke(main, ["levers", str(little_room), "--concept", "nash"])
    assert result.exit_code == 0, result.stderr
    assert "What change would turn what stands today?" in result.stdout
    assert "32 states are judged by blocks: only the" in result.stderr
    told = sp.levers(sp.load(little_room, large=True), concept="nash").to_dict()
    assert told["holding"][0]["terms"] == "shared"
    assert list(told["today"]["turned_by"]) == ["a", "b", "c"]
    assert CliRunner().invoke(main, ["levers", str(little_room), "--all"]).exit_code == 2


def test_a_case_that_is_no_cube_of_wants_says_why_not(little_room: Path) -> None:
    for said, line, reason in (
        ("shut the border", "{text: shut the border, one_way: yes}", "b.shut cannot be switched"),
        ("nature:", "impossible: [a.pay & b.sue]\nnature:", "some option vectors are ruled out"),
        ("{name: B}", "{name: B, patron: {a: {b.shut: no}}}", "a can set options of b's"),
    ):
        little_room.write_text(TEXT.replace(said, line), encoding="utf-8")
        case = sp.load(little_room, large=True)
        assert reason in why_not(case)
        with pytest.raises(ModelError, match="so many states can only be judged where all can be"):
            unstored(case, CONCEPTS)
        assert CliRunner().invoke(main, ["stable", str(little_room)]).exit_code == 1
    little_room.write_text(TEXT.replace("a.dam iff", "a.damm iff"), encoding="utf-8")
    with pytest.raises(CaseError):
        sp.load(little_room, large=True)
