"""Great differences and unknown orders of a case: counted by `stable`, said by `why`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import why
from stickpoint.case.model.judgements import judgements
from stickpoint.cli import main
from stickpoint.pages.data import why as plain
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.why.brief import brief
from stickpoint.pages.why.full import page

PLAIN = """\
format: 1
title: Wage dispute
parties: {union: the union, firm: the firm}
options:
  union.strike: strike
  union.full: {text: insist on the full rise, now: yes}
  firm.offer: {text: offer, now: yes}
wants:
  union: [firm.offer, union.full, "!union.strike"]
weights:
  firm: {union.strike: -4, firm.offer: -2, union.full: -1}
"""
UNSURE = PLAIN + "unknown: {union: [[union.strike, firm.offer & !union.strike]]}\n"
GREAT = PLAIN + 'strength: {firm: ["!union.strike"]}\n'
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def asked(text: str, tmp_path: Path, *more: str) -> str:
    """Ask `stable` about a case given as text."""
    case = tmp_path / "wages.case.yaml"
    case.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["stable", str(case), *more])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_case_that_declares_neither_gets_no_more_keys_and_no_more_lines(tmp_path: Path) -> None:
    data = json.loads(asked(PLAIN, tmp_path, "--json"))
    assert not {"strength", "unknown"} & set(data)
    assert "declared" not in asked(PLAIN, tmp_path)


def test_strength_is_that_of_the_bands_of_the_case(tmp_path: Path) -> None:
    data = json.loads(asked(GREAT, tmp_path, "--json"))
    case = sp.loads(GREAT)
    conflict = case.conflict()
    expected = sp.strength(conflict, case.bands(conflict))
    assert data["strength"]["declared"] == ["firm"]
    for name, mask in expected.stable.items():
        for party, row in zip(conflict.parties, mask, strict=True):
            assert data["strength"]["stable"][name][party] == (row.nonzero()[0] + 1).tolist()
    for concept in ("gmr", "smr", "seq", "sseq"):
        held = data["strength"]["equilibria"]
        both = sorted(held[f"strong {concept}"] + held[f"weak {concept}"])
        assert both == data["equilibria"][concept]
    assert any(held[f"weak {concept}"] for concept in ("gmr", "smr")), held


def test_extensions_are_those_of_the_pairs_of_the_case(tmp_path: Path) -> None:
    data = json.loads(asked(UNSURE, tmp_path, "--json"))
    case = sp.loads(UNSURE)
    conflict = case.conflict()
    expected = sp.unknown(conflict, case.unknown_pairs(conflict))
    assert data["unknown"]["declared"] == ["union"]
    for name, mask in expected.equilibria.items():
        assert data["unknown"]["equilibria"][name] == (mask.nonzero()[0] + 1).tolist()
    assert data["unknown"]["equilibria"]["gmr_a"] != data["unknown"]["equilibria"]["gmr_d"]


def test_stable_in_words_says_both_for_the_concepts_asked_for(tmp_path: Path) -> None:
    both = GREAT + "unknown: {union: [[union.strike, firm.offer & !union.strike]]}\n"
    text = asked(both, tmp_path, "--concept", "gmr")
    assert "Great differences are declared for firm." in text
    assert "\n  weak gmr    5\n" in text
    assert "Orders are declared unknown for union." in text
    assert "\n  gmr_d       3 4 5 7\n" in text
    assert "seq" not in text


def test_why_says_in_which_extensions_the_status_quo_holds() -> None:
    answer = why(sp.loads(UNSURE))
    said = " ".join(as_text(page(answer)).split())
    assert (
        "Some orders of the union are declared unknown. They can be read in four ways, a to d, by "
        "whether they tempt a party to move and whether they deter one; the status quo holds in "
        "the readings b, c and d (symmetric metarational: others could answer every gain" in said
    )
    assert "b, c and d (general metarational: others could answer every gain, at whatever" in said
    short = " ".join(as_text(brief(Brief(answer))).split())
    assert "declared unknown; stickpoint why --full says what holds all the same." in short
    below = " ".join(as_text(brief(Brief(answer), below=True)).split())
    assert "declared unknown; what stands below says what holds all the same." in below
    held = plain.why(answer)["unknown"]["holds"]
    assert held == {"nash": "", "gmr": "bcd", "smr": "bcd", "seq": ""}
    assert "declared unknown" not in as_text(page(why(sp.loads(PLAIN))))
    assert "unknown" not in plain.why(why(sp.loads(PLAIN)))


def test_pairs_of_unknown_order_and_great_statements_count_as_judgements() -> None:
    before = why(sp.loads(PLAIN)).basis.total
    assert why(sp.loads(UNSURE)).basis.total == before + 1
    assert why(sp.loads(GREAT)).basis.total == before + 1
    kinds = [(line.kind, line.where, line.text) for line in judgements(sp.loads(UNSURE))]
    assert ("unknown", "union", "union.strike / firm.offer & !union.strike") in kinds


def test_too_many_pairs_are_refused_with_a_sentence_and_the_rest_is_answered(
    tmp_path: Path,
) -> None:
    options = "".join(f"  union.x{k}: do {k}\n" for k in range(10))
    text = UNSURE.replace("wants:\n", f"{options}wants:\n", 1)
    assert "not analysed: 8,192 states make too many pairs" in asked(text, tmp_path)
    data = json.loads(asked(text, tmp_path, "--json"))
    assert data["unknown"]["silent"].startswith("8,192 states make too many pairs")
    assert list(data["equilibria"]) == list(CONCEPTS)
    case = sp.loads(text.replace("wants:\n", "  firm.a: a\n  firm.b: b\nwants:\n", 1))
    with pytest.raises(sp.ModelError, match=r"pairs of 32,768 states for 2 parties need 2\.0 GiB"):
        case.unknown_pairs(case.conflict())
