"""Foresight, attitudes and views of a case: read, judged, and said by each verb that knows them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.why.believed import Believed, Correction
from stickpoint.case.check import check_text
from stickpoint.case.model.judgements import judgements
from stickpoint.cli import main
from stickpoint.pages.why.believed import sentences, unread

PLAIN = """\
format: 1
title: Two cars
parties: {red: the red car, blue: the blue car}
options:
  red.swerve: {text: swerve, undo: drive straight on, now: yes}
  blue.swerve: {text: swerve, undo: drive straight on, now: yes}
issues:
  road:
    name: the road
    terms:
      red goes first: "!red.swerve & blue.swerve"
      blue goes first: "red.swerve & !blue.swerve"
wants:
  red: [red.swerve | blue.swerve, "!red.swerve", blue.swerve]
  blue: [red.swerve | blue.swerve, "!blue.swerve", red.swerve]
"""
VIEWS = """\
views:
  red: {wants: {blue: [red.swerve iff blue.swerve]}, because: It heard so.}
  blue: {wants: {red: [red.swerve iff blue.swerve]}}
"""
KEYS = {"foresight", "attitudes", "views"}


def asked(text: str, tmp_path: Path, *more: str) -> str:
    """Ask the program about a case given as text."""
    case = tmp_path / "cars.case.yaml"
    case.write_text(text, encoding="utf-8")
    verb, *rest = more
    result = CliRunner().invoke(main, [verb, str(case), *rest])
    assert result.exit_code == 0, result.output
    return result.stdout


def believed(text: str) -> Believed:
    """Read a case given as text."""
    case = sp.loads(PLAIN + text)
    return Believed(case, case.conflict())


def said(text: str) -> str:
    """Return what is said of a case given as text."""
    return " ".join(sentences(believed(text), full=True))


def test_a_case_without_them_gets_no_more_keys_and_no_more_lines(tmp_path: Path) -> None:
    assert not KEYS & set(json.loads(asked(PLAIN, tmp_path, "stable", "--json")))
    assert "as_seen" not in json.loads(asked(PLAIN, tmp_path, "why", "--json"))
    assert "as seen" not in asked(PLAIN, tmp_path, "why")
    assert said("") == unread(sp.loads(PLAIN)) == ""


def test_foresight_picks_for_each_party_the_row_of_its_concept(tmp_path: Path) -> None:
    data = json.loads(asked(PLAIN + "foresight: {red: gmr}\n", tmp_path, "stable", "--json"))
    assert data["foresight"]["looks"] == {"red": "gmr", "blue": "seq"}
    assert data["foresight"]["stable"]["red"] == data["stable"]["gmr"]["red"]
    assert data["foresight"]["stable"]["blue"] == data["stable"]["seq"]["blue"]
    assert said("foresight: {red: gmr}\n") == (
        "With each party looking as far as the case says (the red car to any answer at all; the "
        "blue car to answers that others gain by), the status quo does not hold: the blue car "
        "would leave it."
    )
    assert "the status quo holds." in said("foresight: {red: gmr, blue: smr}\n")


def test_attitudes_left_out_are_the_usual_ones(tmp_path: Path) -> None:
    text = PLAIN + 'attitudes: {red: {blue: "+"}}\n'
    data = json.loads(asked(text, tmp_path, "stable", "--json"))
    assert data["attitudes"]["signs"] == {
        "red": {"red": "+", "blue": "+"},
        "blue": {"red": "0", "blue": "+"},
    }
    assert data["attitudes"]["stable"]["nash"]["blue"] == data["stable"]["nash"]["blue"]
    usual = believed('attitudes: {red: {red: "+", blue: "0"}}\n').feeling
    assert usual is not None
    plain = sp.stability(usual.conflict).stable
    assert all(np.array_equal(mask, plain[key]) for key, mask in usual.stable.items())


def test_attitudes_are_said_with_who_would_leave() -> None:
    text = said('attitudes: {red: {red: "0", blue: "+"}, blue: {red: "+"}}\n')
    assert text.startswith(
        "By who wishes whom what (the red car is indifferent to itself and wishes the blue car "
        "well; the blue car wishes the red car well), the status quo holds: no move would be a gain"
    )
    ill = said('attitudes: {red: {red: "0", blue: "-"}}\n')
    assert "(the red car is indifferent to itself and wishes the blue car ill)" in ill
    assert "does not hold: " in ill


def test_a_view_that_the_status_quo_hangs_on_is_named() -> None:
    found = believed(VIEWS)
    assert found.seen is not None
    assert found.seen.by_error("seq").tolist() == [False, False, False, True]
    wanted = "red.swerve iff blue.swerve"
    assert found.corrections(3, "seq") == [
        Correction("red", "blue", wanted, is_first=True),
        Correction("blue", "red", wanted, is_first=True),
    ]
    assert said(VIEWS) == (
        "In the sense that others would answer every gain, to their own gain, with no way round "
        "it, the status quo holds only because the red car takes the blue car to want “swerve” "
        "(the red car) exactly if “swerve” above all; and because the blue car takes the red car "
        "to want “swerve” exactly if “swerve” (the blue car) above all; if all saw what is, it "
        "would not hold in that sense."
    )


def test_a_view_is_told_by_stable_in_words_and_as_data(tmp_path: Path) -> None:
    data = json.loads(asked(PLAIN + VIEWS, tmp_path, "stable", "--json"))
    assert data["views"]["by_error"]["seq"] == [4]
    assert data["views"]["equilibria"]["seq"] == [2, 3, 4]
    assert data["equilibria"]["seq"] == [2, 3], "what it always meant"
    shown = asked(PLAIN + VIEWS, tmp_path, "stable")
    assert "seq by error   4\n" in shown
    told = json.loads(asked(PLAIN + VIEWS, tmp_path, "why", "--json"))["as_seen"]
    assert told["views"]["fact"] == ["gmr", "smr"]
    assert set(told["views"]["played"]) == {"gmr", "smr", "seq", "sseq"}
    assert told["sentences"] == [said(VIEWS)]


def test_an_option_that_a_party_does_not_know_of_can_surprise_it() -> None:
    found = believed("views: {red: {options: {blue.swerve: unknown}}}\n")
    assert found.seen is not None
    view = found.seen.views[0]
    assert view.conflict.n_states == 2
    assert [view.conflict.yes(int(s)) for s in view.place] == [
        ("blue.swerve",), ("red.swerve", "blue.swerve"),
    ] * 2  # fmt: skip
    text = said("views: {red: {options: {blue.swerve: unknown}}}\n")
    assert "because the red car does not know of “swerve” (the blue car)." in text
    assert found.seen.surprises(3, "seq") == [(0, 1, 1, True)]


def test_a_view_within_a_view_changes_what_its_holder_expects_alone() -> None:
    nested = "views: {red: {views: {blue: {wants: {red: [red.swerve iff blue.swerve]}}}}}\n"
    found = believed(nested).seen
    assert found is not None
    plain = sp.stability(found.conflict).stable["seq"]
    assert np.array_equal(found.played["seq"], plain)
    assert found.expected["seq"][0, 1, 3]
    assert not plain[1, 3]
    assert said(nested).endswith(
        "The red car would be surprised if the blue car were to drive straight on, as the blue car "
        "would if it looks to answers that others gain by."
    )


def test_a_view_that_equals_what_is_changes_nothing() -> None:
    same = "views: {red: {wants: {blue: [red.swerve | blue.swerve, '!blue.swerve', red.swerve]}}}\n"
    assert said(same) == (
        "The status quo holds as the parties see it, just as it would if all saw what is."
    )


KIM = '{dprk: ["!ussr.remove & !prc.remove", "!dprk.plead", ussr.back if !settled]}'


def test_what_each_patron_was_told_of_kim_changes_nothing_that_holds() -> None:
    prc, ussr = (
        f"{{wants: {KIM}, because: {why}}}" for why in ("p-kim-yields", "p-stalin-verdict")
    )
    told = f"views: {{prc: {prc}, ussr: {ussr}}}"
    case = sp.loads(f"{sp.load('korea-1952').source}\n{told}\n")
    found = Believed(case, case.conflict()).seen
    assert found is not None
    assert not any(found.by_error(key).any() or found.undone(key).any() for key in found.equilibria)
    now = found.conflict.status_quo
    assert now is not None
    assert found.surprises(now, "seq") == []
    assert {one.viewer for one in found.surprises(now, "nash")} == {1, 2}, (
        "were he to look no further"
    )


def test_every_line_of_them_is_a_judgement() -> None:
    text = VIEWS + "foresight: {red: {concept: seq, because: It is careful.}}\n"
    case = sp.loads(
        PLAIN + text + 'attitudes: {red: {blue: {sign: "-", because: An old grudge.}}}\n'
    )
    lines = [line for line in judgements(case) if line.kind in ("foresight", "attitude", "view")]
    assert [(line.kind, line.where, line.because) for line in lines] == [
        ("foresight", "red", ("It is careful.",)),
        ("attitude", "red", ("An old grudge.",)),
        ("view", "red", ("It heard so.",)),
        ("view", "blue", ()),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("foresight: {red: far}", ["16:18 C107"]),
        ("foresight: {green: seq}", ["16:13 C202"]),
        ('attitudes: {red: {green: "-"}}', ["16:19 C202"]),
        ("attitudes: {red: {blue: well}}", ["16:25 C107"]),
        ("views: {red: {wants: {red: [red.swerve]}}}", ["16:23 C513"]),
        ("views: {red: {options: {red.swerve: unknown}}}", ["16:25 C513"]),
        ("views: {red: {options: {blue.stop: unknown}}}", ["16:25 C201"]),
        ("views: {red: {views: {red: {wants: {blue: [red.swerve]}}}}}", ["16:23 C513"]),
        ("views: {red: {views: {blue: {wants: {blue: [red.swerve]}}}}}", ["16:38 C513"]),
        ("views: {red: {ranking: {blue: [YY]}}}", ["16:25 C501"]),
        ("views: {red: {wants: {blue: []}, weights: {blue: {red.swerve: 1}}}}",
         ["16:23 C502", "16:44 C503"]),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_found_where_it_stands(text: str, found: list[str]) -> None:
    _, findings = check_text(PLAIN + text + "\n", "cars.case.yaml")
    assert [f"{one.line}:{one.column} {one.code}" for one in findings] == found


def test_the_clock_says_that_it_does_not_read_them() -> None:
    assert unread(sp.loads(PLAIN + VIEWS + "foresight: {red: seq}\n")) == (
        "The clock does not read foresight and views: its figures are those of the case without "
        "them."
    )
