"""What is kept beside a case and still has a name that was changed in it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from studio_running import SMALL

from stickpoint.studio.desk import Desk
from stickpoint.studio.server.edits import left_behind


@pytest.fixture
def room(tmp_path: Path) -> Any:
    """Keep scenarios, a place and a pin beside a case."""
    path = tmp_path / "ferry.case.yaml"
    path.write_text(SMALL)
    desk = Desk.open(path)
    desk.save_scenario("less", ["ann[1]=0.3"])
    desk.save_scenario("calm", ["ann.strike=no"])
    desk.save_scenario("fair", ["nature.storm@never"])
    desk.place("ann.strike", 1.0, 2.0)
    yield SimpleNamespace(desk=desk, pinned=None)
    desk.close()


def test_each_is_named_that_has_the_old_name_and_no_other(room) -> None:
    said = left_behind(room, ["parties", "ann"])
    assert "'calm', 'less'" in said
    assert "boxes" in said
    assert "'calm'; boxes" in left_behind(room, ["options", "ann.strike"])
    assert "'fair'." in left_behind(room, ["nature", "storm"])
    for name in ("an", "bob", "strike", "ann.str"):
        assert left_behind(room, ["parties", name]) == ""


def test_the_pinned_case_is_named(room) -> None:
    room.pinned = room.desk.pin()
    assert "the pinned case has the old name" in left_behind(room, ["parties", "bob"])
    assert left_behind(room, ["parties", "nobody"]) == ""
