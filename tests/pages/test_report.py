"""The report: its numbers are those of the data, its words stay words, it needs nothing else."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from pages.test_brief import STRIKE

import stickpoint as sp
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import why
from stickpoint.case.model.judgements import judgements
from stickpoint.cli import main
from stickpoint.pages import model
from stickpoint.pages.data import why as data
from stickpoint.pages.model import Figure, Items, Lines, Part, Text, unmarked
from stickpoint.pages.render.html import html, policy, style
from stickpoint.pages.report.document import report
from stickpoint.pages.report.extra import NOT_THE_FORECAST, holding, parts_of
from stickpoint.pages.why.brief import brief

FULL = (
    STRIKE
    + """\
record:
  documents: {paper: {title: The local paper}}
  messages:
    - {id: m1, date: 2000-12-30, from: ann, to: bob, act: offer, text: offers a little,
       source: {document: paper}}
    - {id: m2, date: 2001-01~, from: the mayor, to: ann, act: plea, text: asks for peace}
  moves:
    - {id: v1, date: 2001-01-05, party: ann, sets: {ann.yield: yes}}
  evidence:
    e1: {text: she laughed, date: 2001-01-02}
hypotheses:
  pride: {claim: It is pride, evidence: {e1: "+"}}
  money: {claim: It is money, evidence: {e1: "-"}}
"""
)

VOID = {"meta", "br", "img", "path", "rect", "circle", "line"}


class Page(HTMLParser):
    """Reads a page: its tags in order with their attributes, and what each number says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.numbers: list[tuple[str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "data":
            self.numbers.append((given["data-key"], given["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def made(text: str) -> model.Page:
    """Make the report of a case."""
    return report(Brief(why(sp.loads(text))))


@cache
def page(text: str) -> Page:
    """Read the HTML report of a case."""
    return Page(html(made(text)))


def look_up(data: object, pointer: str) -> object:
    """Follow a JSON pointer."""
    for key in pointer.split("/")[1:]:
        plain = key.replace("~1", "/").replace("~0", "~")
        data = data[int(plain)] if isinstance(data, list) else data[plain]  # type: ignore[index]
    return data


def test_the_numbers_of_the_page_are_those_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "strike.case.yaml").write_text(FULL, encoding="utf-8")
    run = CliRunner().invoke(main, ["why", str(tmp_path / "strike.case.yaml"), "--json"])
    told = json.loads(run.stdout)
    shown = page(FULL).numbers
    wrong = {
        key: (value, look_up(told, key))
        for key, value in shown
        if look_up(told, key) != (float(value) if value else None)
    }
    assert wrong == {}
    keys = {key for key, _ in shown}
    clock, ahead = told["clock"], told["forecast"]
    wanted = {f"/forecast/quantiles/{q}" for q in ("0.1", "0.5", "0.9")}
    for part in ("model", "others", "waits"):
        wanted |= {f"/forecast/{part}/quantiles/{q}" for q in ("0.1", "0.5", "0.9")}
    columns = ("answer", "moves", "others", "waits")
    wanted |= {
        f"/forecast/chances/{k}/{one}" for k in range(len(ahead["chances"])) for one in columns
    }
    for half in ("outcomes", "model/outcomes", "holding"):
        wanted |= {f"/forecast/{half}/{name}" for name in ahead["outcomes"]}
    for end in ("middle", "low", "high"):
        wanted |= {f"/forecast/tolls/{name}/{end}" for name in ahead["tolls"]}
    assert len([key for key in keys if key.startswith("/forecast/open/p/")]) >= 5
    wanted |= {f"/clock/ranges/delay_share/{name}/middle" for name in clock["delay_share"]}
    wanted |= {f"/motive/posterior/{name}/{k}" for name in ("pride", "money") for k in range(3)}
    assert wanted <= keys


def test_no_time_share_or_toll_of_the_clock_with_a_horizon_is_told_as_an_answer() -> None:
    shown = {key for key, _ in page(FULL).numbers if key.startswith("/clock/")}
    assert shown
    assert {key for key in shown if not key.startswith("/clock/ranges/delay_share/")} == set()


def test_the_band_of_the_curve_is_that_of_the_same_draws() -> None:
    import numpy as np

    course = Brief(why(sp.loads(STRIKE))).course
    assert course is not None
    drawn = course.ranges
    assert drawn.open.shape == (course.draws, drawn.times.size)
    # Between two times of the curve what is open falls off at nearly one rate.
    own = [
        np.exp(np.interp(at, drawn.times, np.log(np.maximum(curve, 1e-9))))
        for at, curve in zip(drawn.median, drawn.open, strict=True)
    ]
    assert np.array(own) == pytest.approx(0.5, abs=1e-4)


def test_every_word_of_a_case_stays_a_word() -> None:
    evil = "<script>alert(1)</script>"
    sly = "\"><img src=x onerror=alert(1)>&amp;'"
    text = (
        FULL.replace("title: A strike", f"title: '{evil}'\nabout: '{evil}'")
        .replace("ann: Ann,", f"ann: {{name: '{evil}', short: '{evil}', text: '{evil}'}},")
        .replace("{text: yield, one_way: yes}", f"{{text: '{evil}', one_way: yes}}")
        .replace("name: pay", f"name: '{evil}'")
        .replace("low: ann.yield", f"'{evil}': {{when: ann.yield, text: '{evil}'}}")
        .replace("lost days:", f"'{evil}':")
        .replace("unit: coins", f"unit: '{evil}'")
        .replace("falls_on: the shops", f"falls_on: '{evil}'")
        .replace("title: The local paper", f"title: '{evil}', cite: '{evil}'")
        # A writer by a party's very name would be a fault: it wants the id.
        .replace("from: the mayor", f"from: 'mayor {evil}'")
        .replace("text: offers a little", f"text: '{evil}'")
        .replace("document: paper", f"document: paper, locator: '{evil}'")
        .replace("text: she laughed", f"text: '{evil}'")
        .replace("  pride: {", f"  '{evil}': {{by: ['{evil}'], ")
        .replace("claim: It is money", f"claim: '{evil}'")
        .replace("worth: -1}]\ntolls", f"worth: -1, because: 'see {evil} there'}}]\ntolls")
    )
    assert text.count(evil) >= 18
    sly_text = text.replace(evil, sly.replace("'", "''"))
    for said, times in ((evil, 25), (sly, 25)):
        shown = page(text if said == evil else sly_text)
        tags = {tag for tag, _ in shown.tags}
        assert not tags & {"script", "img", "iframe", "object", "link", "base", "form"}
        attributes = {name for _, given in shown.tags for name in given}
        assert not {name for name in attributes if name.startswith("on") or name == "src"}
        assert shown.text.count(said.strip("'")) >= times


def test_the_page_asks_for_nothing_and_allows_nothing() -> None:
    text = html(made(FULL))
    shown = Page(text)
    assert {given["href"][0] for tag, given in shown.tags if "href" in given} == {"#"}
    assert not re.search(r"url\(|@import|https?://", text)
    rule = next(g["content"] for _, g in shown.tags if "http-equiv" in g)
    assert rule == policy()
    assert "default-src 'none'" in rule
    assert "unsafe" not in rule
    assert f"<style>{style()}</style>" in text


def test_the_page_can_be_read_without_seeing_it() -> None:
    shown = page(FULL)
    levels = [int(tag[1]) for tag, _ in shown.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tables = sum(tag == "table" for tag, _ in shown.tags)
    assert not re.search(r"<th[^>]*></th>", html(made(FULL)))
    assert tables == sum(tag == "caption" for tag, _ in shown.tags) >= 6
    names = [given["id"] for _, given in shown.tags if "id" in given]
    assert len(names) == len(set(names))
    pictures = [g for tag, g in shown.tags if tag == "svg" and "aria-hidden" not in g]
    assert len(pictures) >= 5
    for given in pictures:
        # One image to whoever cannot see it, but where it has links to be followed.
        links = given["aria-labelledby"].startswith("timeline-t")
        assert given["role"] == ("group" if links else "img")
        assert set(given["aria-labelledby"].split()) <= set(names)
    assert shown.open == []


def test_links_within_the_page_lead_somewhere() -> None:
    shown = page(FULL)
    names = {given["id"] for _, given in shown.tags if "id" in given}
    links = {given["href"][1:] for tag, given in shown.tags if tag == "a"}
    assert "record-paper" in links
    assert links <= names


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb (WCAG 2.2)."""
    long = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(long[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_colours_stand_out_from_the_page(scheme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", style(), re.S)[scheme]
    colours = dict(re.findall(r"--(\w+): (#\w+)", block))
    paper = luminance(colours["paper"])

    def contrast(name: str) -> float:
        bright, dim = sorted((paper, luminance(colours[name])), reverse=True)
        return (bright + 0.05) / (dim + 0.05)

    words = ("ink", "soft", "accent", "link", "warn", "good")
    assert {name for name in words if contrast(name) < 4.5} == set()
    drawn = {name for name in colours if re.fullmatch(r"[co]\d", name)}
    assert len(drawn) == 14
    assert {name for name in drawn if contrast(name) < 3} == set()
    # What a party does is written in its colour.
    assert {name for name in drawn if name[0] == "c" and contrast(name) < 4.5} == set()


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_no_outcome_has_the_colour_of_a_party(scheme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", style(), re.S)[scheme]
    colours = dict(re.findall(r"--([co]\d): (#\w{6})", block))
    points = {name: [int(c[k : k + 2], 16) for k in (1, 3, 5)] for name, c in colours.items()}
    near = {
        (a, b)
        for a, b in combinations(points, 2)
        if "o" in a + b and math.dist(points[a], points[b]) < 40
    }
    assert near == set()


def test_outcomes_are_drawn_in_colours_that_no_party_has() -> None:
    drawn = {
        part.name: part.picture.draw()
        for section in made(STRIKE).sections
        for part in section.parts
        if isinstance(part, Figure)
    }
    assert re.search(r'class="bar o\d', drawn["outcomes"])
    assert not re.search(r'class="bar c\d', drawn["outcomes"])


def test_the_levers_of_the_page_are_those_of_the_verb(tmp_path: Path) -> None:
    pytest.importorskip("ortools")
    (tmp_path / "strike.case.yaml").write_text(STRIKE, encoding="utf-8")
    run = CliRunner().invoke(main, ["levers", str(tmp_path / "strike.case.yaml")])
    told = " ".join(run.stdout.split())
    found = {s.name: s.parts for s in made(STRIKE).sections}
    # What comes before is by the forecast, whose draws on this page are fewer.
    after = found["sooner"].index(Text(NOT_THE_FORECAST, "note")) + 1
    for parts in (found["sooner"][after:], found["holding"][:-1]):
        said = [" ".join(words.split()) for part in parts for words in words_of(part)]
        assert len(said) >= 4
        assert [words for words in said if words not in told] == []


def words_of(part: Part) -> list[str]:
    """Return the words of a part that came from the page of a lens."""
    if isinstance(part, Items):
        return [unmarked(item) for item in part.items]
    assert isinstance(part, Text | Lines)
    return list(part.rows) if isinstance(part, Lines) else [unmarked(part.words)]


@pytest.mark.parametrize("missing", [True, False], ids=["without", "with"])
def test_what_would_make_a_settlement_hold_needs_or_tools(
    missing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ortools")
    if missing:
        monkeypatch.setattr("stickpoint.pages.report.extra.find_spec", lambda name: None)
    section = holding(Brief(why(sp.load("elmira"))))
    assert section is not None
    heads = [p.words for p in section.parts if isinstance(p, Text) and p.kind == "heading"]
    terms = [] if missing else ["First order accepted", "Softened order accepted", "Plant closed"]
    assert heads == terms
    assert ("OR-Tools is not installed" in str(section.parts[0])) == missing


def test_every_judgement_is_there_with_its_source_or_the_word() -> None:
    case = sp.loads(FULL)
    section = next(s for s in made(FULL).sections if s.name == "judgements")
    rows = [row for part in section.parts if hasattr(part, "rows") for row in part.rows]
    lines = judgements(case)
    assert len(rows) == len(lines)
    bare = sum("unsourced" in str(row[2]) for row in rows)
    assert bare == sum(not line.sourced for line in lines) > 0


def test_what_cannot_hold_is_said_in_the_words_of_the_options() -> None:
    text = STRIKE.replace("bob.yield: {text: yield,", "bob.yield: {text: give in,")
    assert "Impossible: “yield” (Ann) and “give in” (Bob)" in page(text).text


@pytest.mark.parametrize("name", ["elmira", "syria-iraq-1975"])
def test_no_formula_is_left_for_a_reader_to_decode(name: str) -> None:
    case = sp.load(name)
    text = Page(html(report(Brief(why(case))))).text
    written = {text for line in judgements(case) for text in line.statements}
    written |= {limit.text for limit in case.constraints}
    written |= {terms.statement.text for issue in case.issues for terms in issue.terms}
    signed = {statement for statement in written if re.search("[!&|,]", statement)}
    assert signed
    assert [statement for statement in signed if statement in text] == []


def test_the_answer_of_a_page_sends_nobody_to_a_command() -> None:
    found = Brief(why(sp.load("garrison-1976")))
    assert "--full" in str(brief(found).sections)
    answer = next(s for s in report(found).sections if s.name == "answer")
    assert "--full" not in str(answer.parts)


def test_what_stands_under_an_item_does_not_tear_its_list_apart() -> None:
    told = Items((model.Item("One.", (Text("Its part."),)), "Two."))
    parts = parts_of([model.Section("lens", "A lens", (told,)), None])
    assert parts == [Text("A lens", "heading"), told]
    shown = html(model.Page("", (model.Section("all", "All", tuple(parts)),)))
    assert "<ul>\n<li>One.\n<p>Its part.</p>\n</li>\n<li>Two.</li>\n</ul>" in shown


def test_any_page_is_set_and_a_section_without_a_title_has_no_heading() -> None:
    shown = html(brief(Brief(why(sp.load("elmira")))))
    read = Page(shown)
    assert "h2" not in {tag for tag, _ in read.tags}
    names = {given["id"] for _, given in read.tags if "id" in given}
    assert {given["href"][1:] for tag, given in read.tags if tag == "a"} == {"answer"} <= names
    assert "<nav" not in shown


def test_the_contents_stand_behind_the_answer_and_name_all_that_follows_it() -> None:
    sections = [model.Section(name, name.title(), (Text("So."),)) for name in ("one", "two", "six")]
    shown = html(model.Page("Title", tuple(sections)))
    assert shown.index('id="one"') < shown.index("<nav") < shown.index('id="two"')
    named = shown[shown.index("<nav") : shown.index("</nav>")]
    assert re.findall('href="#([^"]*)"', named) == ["two", "six"]


def test_a_table_without_heads_has_no_row_of_empty_heads() -> None:
    table = model.Table("What it costs", ("", ""), (("for 1", "a month"),))
    shown = html(model.Page("", (model.Section("costs", "Costs", (table,)),)))
    assert "<thead>" not in shown
    assert "<caption>What it costs</caption>\n<tbody>" in shown


def test_a_table_of_few_rows_stays_whole_on_paper() -> None:
    assert "few" in {given.get("class") for tag, given in page(FULL).tags if tag == "table"}
    assert re.search(r"table\.few \{ break-inside: avoid", style().split("@media print")[1])


def test_an_id_is_never_broken_letter_by_letter() -> None:
    assert re.search(r"^code \{[^}]*overflow-wrap: anywhere", style(), re.MULTILINE) is None


def test_only_tables_of_many_columns_ask_a_narrow_screen_to_scroll() -> None:
    shown = page(FULL)
    tables = [given.get("class", "") for tag, given in shown.tags if tag == "table"]
    assert 0 < sum("many" in kind for kind in tables) < len(tables) / 2
    phone = style()[style().index("@media (max-width") :].split("@media print")[0]
    assert re.findall(r"(\S+) \{ min-width", phone) == ["table.many"]


def test_a_case_without_payoffs_says_why_there_is_no_clock() -> None:
    shown = page(re.sub(r"(?s)payoffs:.*", "", STRIKE))
    assert "The clock has no answer: the case gives no payoffs" in shown.text
    assert {tag for tag, _ in shown.tags} >= {"svg", "table"}


def test_a_report_without_a_horizon_has_the_forecast_and_no_clock() -> None:
    shown = page(STRIKE.replace("horizon: 30", "horizon: none"))
    assert "As likely as not over by" in shown.text
    assert "Which way it ends" in shown.text
    assert "Who pays for it" in shown.text
    assert "Horizon, for shares" not in shown.text
    assert "Shares of the delay, by another clock" not in shown.text


def test_the_command_writes_a_file_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    run = CliRunner().invoke(main, ["why", "elmira", "--report", str(out)])
    assert (run.exit_code, run.stdout) == (0, f"wrote {out}\n")
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    again = CliRunner().invoke(main, ["why", "elmira", "--report", str(out)])
    assert again.exit_code == 2
    assert "exists already" in again.output


def test_data_and_page_come_at_once_when_both_are_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    run = CliRunner().invoke(main, ["why", "elmira", "--json", "--report", str(out)])
    told = json.loads(run.stdout)
    assert told["title"] == data.brief(Brief(why(sp.load("elmira"))))["title"]
    assert out.exists()


@pytest.mark.parametrize("name", ["out.pdf", "out"])
def test_other_endings_are_misuse(name: str, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["why", "elmira", "--report", str(tmp_path / name)])
    assert run.exit_code == 2
    assert ".html or .docx" in run.output
    assert list(tmp_path.iterdir()) == []
