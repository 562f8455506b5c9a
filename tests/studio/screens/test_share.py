"""What is passed on: one page, with names and without."""

from __future__ import annotations

import base64
import re

import pytest
from studio_running import WHOLE

import stickpoint as sp
from stickpoint.studio.screens.writing.share import one_page


@pytest.mark.parametrize("args", [{}, {"nameless": "yes"}], ids=["named", "nameless"])
def test_one_page_has_the_answer_and_the_curve_and_no_name_where_none_is_wanted(
    args: dict[str, str],
) -> None:
    told = one_page(sp.loads(WHOLE), {"path": "ferry.case.yaml", "args": args})
    name = re.search(r'download="([^"]+)"', told)
    held = re.search(r"base64,([^\"]+)", told)
    assert name is not None
    assert held is not None
    page = base64.b64decode(held[1]).decode()
    assert "<svg" in page
    assert "Appendix" not in page
    assert ("Ann would gain" in page) is not bool(args)
    assert ("Ann" in page) is not bool(args)
    assert name[1] == ("case-one-page.html" if args else "ferry-one-page.html")
