"""What a notebook shows of a case, conflict and game: short, and no word of theirs is markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import stickpoint as sp


class Cells(HTMLParser):
    """Gathers the cells of a table, and the tags that were met."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


def cells(html: str) -> Cells:
    found = Cells()
    found.feed(html)
    return found


def test_a_conflict_shows_its_parties_their_options_and_how_many_moves_they_have() -> None:
    conflict = sp.Conflict.from_options(
        [0, 1, 1], [range(8)] * 2, parties=("owner", "<b>union</b>")
    )
    found = cells(conflict._repr_html_())
    assert found.cells[:3] == ["party", "options", "moves"]
    assert found.cells[3:] == ["owner", "option 1", "8", "<b>union</b>", "option 2, option 3", "24"]
    assert "b" not in found.tags


def test_a_game_shows_the_numbers_of_its_parties() -> None:
    game = sp.load("korea-1952").game()
    html = game._repr_html_()
    assert cells(html).cells[1] == "pace per month"
    assert len(html) < 2_000


def test_a_conflict_with_arcs_counts_them() -> None:
    conflict = sp.Conflict.from_arcs([[(0, 1), (1, 0)], [(0, 2)]], [[0, 1, 2], [2, 1, 0]])
    assert cells(conflict._repr_html_()).cells[5::3] == ["2", "1"]


def test_a_case_shows_its_title_parties_agenda_and_judgements() -> None:
    html = sp.load("korea-1952")._repr_html_()
    found = cells(html)
    assert found.cells[:3] == ["party", "name", "options"]
    assert found.cells[3:6] == ["us", "United States and UN Command", "us.voluntary"]
    assert "Korean armistice talks" in html
    assert "1 issue open, 4 closed; rests on 151 judgements" in html
    assert len(html) < 2_000


def test_no_word_of_a_case_is_markup() -> None:
    case = replace(sp.load("prisoners-dilemma"), title="<i>x</i>")
    parties = tuple(replace(party, name="<b>bold</b>") for party in case.parties)
    html = replace(case, parties=parties)._repr_html_()
    assert not {"i", "b"} & cells(html).tags
