"""What the program sets for its own process: one thread for tables, and what a user chose stays."""

from __future__ import annotations

import gc
import os

import pytest
from click.testing import CliRunner

from stickpoint.cli import main


@pytest.mark.parametrize("chosen", [None, "3"])
def test_tables_are_left_to_one_thread_unless_a_user_chose_another(monkeypatch, chosen):
    before = gc.get_threshold()
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        if chosen is None:
            # Set first, so that what the program sets is taken back.
            monkeypatch.setenv(name, "")
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, chosen)
    try:
        assert CliRunner().invoke(main, ["--version"]).exit_code == 0
        assert os.environ["OPENBLAS_NUM_THREADS"] == (chosen or "1")
        assert os.environ["MKL_NUM_THREADS"] == (chosen or "1")
    finally:
        gc.set_threshold(*before)
