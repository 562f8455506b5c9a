"""The table of kinds as it is read and as data."""

from __future__ import annotations

import json

from click.testing import CliRunner

from stickpoint.answers.forecasting.base_rate import kinds
from stickpoint.cli import main
from stickpoint.pages.data.kinds import plain
from stickpoint.pages.kinds import TRAPS, page
from stickpoint.pages.render.text import text


def test_every_kind_is_there_with_its_count_its_source_and_its_caution():
    shown = " ".join(text(page()).split())
    for kind, _ in kinds():
        assert f"{kind.name} {kind.figures.n:,}" in shown
        assert kind.source in shown
        assert kind.caution[1:] in shown
    for trap in TRAPS:
        assert trap in shown
    assert "that is selection" in shown


def test_lines_fit_a_terminal_of_eighty_columns():
    assert max(map(len, text(page(), width=80).splitlines())) <= 80


def test_the_data_are_the_figures_behind_the_page():
    found = {kind["name"]: kind for kind in plain()["kinds"]}
    assert list(found) == [kind.name for kind, _ in kinds()]
    strike = found["strike"]
    assert strike["days"]["p10"] < strike["days"]["p50"] < strike["days"]["p90"]
    assert strike["still_to_wait"]["month"]["p50"] > 25
    assert strike["still_to_wait"]["year"] is None
    assert found["crisis"]["known"]["gravity"]["existence"]["cases"] == 48


def test_the_verb_prints_both():
    lines = CliRunner().invoke(main, ["kinds"])
    data = CliRunner().invoke(main, ["kinds", "--json"])
    assert lines.exit_code == data.exit_code == 0
    assert "How long such things last" in lines.output
    assert json.loads(data.output) == json.loads(json.dumps(plain()))
