"""The documentation as built → formulas that need no script, and nothing loaded from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
WITH_FORMULAS = ("clock", "ensembles", "levers-cardinal", "record", "scale", "stability")


class Loads(HTMLParser):
    """Gathers what a page loads by itself, and the formulas it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.formulas = 0
        self.raw: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in LOADED:
            self.loaded.append(given.get(LOADED[tag]) or "")
        self.loaded += re.findall(r"url\(([^)]*)\)", given.get("style") or "")
        if tag == "math":
            assert given["alttext"]
            self.formulas += 1

    def handle_data(self, data):
        if "\\frac" in data or "$$" in data:
            self.raw.append(data)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the pages of the theory, which have all formulas, with the settings of all pages."""
    source = tmp_path_factory.mktemp("docs")
    shutil.copy(DOCS / "conf.py", source)
    shutil.copytree(DOCS / "theory", source / "theory")
    (source / "index.md").write_text(
        "# Theory\n\n```{toctree}\n:caption: All\n:glob:\n\ntheory/*\n```\n"
    )
    made = source / "_build"
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return made


def read(page: Path) -> Loads:
    found = Loads()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def test_no_page_loads_anything_from_the_network(built):
    pages = list(built.rglob("*.html"))
    loaded = [target for page in pages for target in read(page).loaded]
    assert len(pages) > 7
    assert loaded
    assert not [target for target in loaded if re.match(r"([a-z]+:)?//", target)]
    for style in built.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*[\"']?https?:|@import\s+[\"']?https?:", text), style.name


@pytest.mark.parametrize("name", WITH_FORMULAS)
def test_formulas_are_set_before_anybody_opens_the_page(built, name):
    found = read(built / "theory" / f"{name}.html")
    assert found.formulas
    assert not found.raw


def test_whoever_has_no_mouse_or_no_screen_gets_all_of_a_page(built):
    pages = [page.read_text(encoding="utf-8") for page in (built / "theory").glob("*.html")]
    text = "\n".join(pages)
    scrolled = re.findall(r'<(?:pre|div [^>]*class="(?:math"|table-wrapper )[^>]*)>', text)
    assert scrolled
    assert not [tag for tag in scrolled if 'tabindex="0"' not in tag]
    assert not re.search(r'<th class="head">(<p></p>)?</th>', text)
    assert 'role="heading" aria-level="2"' in text
    assert not re.search(r'role="heading">', text)


def test_every_page_with_a_formula_is_among_those_looked_at():
    pages = [page for page in DOCS.rglob("*.md") if "_build" not in page.parts]
    marked = {page for page in pages if "\n$$\n" in page.read_text(encoding="utf-8")}
    assert marked == {DOCS / "theory" / f"{name}.md" for name in WITH_FORMULAS}


def test_a_page_that_loads_from_elsewhere_is_noticed():
    found = Loads()
    found.feed('<script src="https://cdn.example/m.js"></script><i style="background:url(//a/b)">')
    assert found.loaded == ["https://cdn.example/m.js", "//a/b"]
