"""README and documentation → every block run as a reader would run it, and compared.

After a change of output, ``python tests/test_docs.py --write`` writes what the blocks must now say;
read the difference before committing it.

A page is run from top to bottom in an empty folder of its own. What a block does follows from the
line that opens its fence:

``yaml file=NAME``     a whole case: written to NAME. It must be sound, or with ``faulty`` must not.
``yaml add=NAME``      the next lines of that file, judged together with what is there.
``yaml in=CASE``       lines that stand in this order in a built-in case or in a file of the page.
``csv file=NAME``      a table for another program, written to NAME.
``text file=NAME``     a document, written to NAME.
``diff file=NAME``     lines with - are replaced by those with +; ``faulty`` as above.
``console``            ``$`` before a command, then exactly what it prints, 80 columns wide. A line
                       ``…`` stands for lines left out. ``exit=1``: how the last command ends. Only
                       ``stickpoint`` and ``make why`` are known.
``json run="COMMAND"`` what a command with ``--json`` prints, laid out for reading.
``python``             a doctest; names live on to the end of the page.
``sh``, ``text``, …    not run.

A bare ``yaml`` is refused, so that no example is left unread by mistake.
"""

from __future__ import annotations

import doctest
import json
import re
import shlex
import sys
import tempfile
import textwrap
from contextlib import chdir
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import stickpoint
from stickpoint.case import library
from stickpoint.cli import main, patience

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
TESTED_ELSEWHERE = {DOCS / "reference" / "case-file.md", DOCS / "reference" / "findings.md"}
PAGES = [
    ROOT / "README.md",
    *(p for p in sorted(DOCS.rglob("*.md")) if "_build" not in p.parts),
]
FENCE = re.compile(r"^```([a-z]+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
LEFT_OUT = "…"
BUILT_IN = [[name] for name in library.names()]


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the words after it, its text and where that begins."""

    language: str
    options: dict[str, str]
    body: str
    start: int
    line: int


def blocks(text: str) -> list[Block]:
    found = []
    for match in FENCE.finditer(text):
        words = [word.partition("=") for word in shlex.split(match[2])]
        options = {key: value for key, _, value in words}
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(match[1], options, match[3], match.start(3), line))
    return found


class Wrong(AssertionError):
    """A block that no new output can put right."""


@dataclass
class Reader:
    """Follows one page in an empty folder."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def read(self, block: Block) -> str:
        """Run a block and give what its text has to be."""
        action = getattr(self, f"_{block.language}", None)
        if action is None:
            return block.body
        with chdir(self.folder):
            return action(block)

    def _yaml(self, block: Block) -> str:
        if "in" in block.options:
            self._find(block.body, block.options["in"])
        elif "add" in block.options:
            path = Path(block.options["add"])
            self._write(path, path.read_text(encoding="utf-8") + block.body, block)
        elif "file" in block.options:
            self._write(Path(block.options["file"]), block.body, block)
        else:
            raise Wrong("say file=, add= or in= after yaml")
        return block.body

    def _csv(self, block: Block) -> str:
        Path(block.options["file"]).write_text(block.body, encoding="utf-8")
        return block.body

    def _text(self, block: Block) -> str:
        return self._csv(block) if "file" in block.options else block.body

    def _diff(self, block: Block) -> str:
        path = Path(block.options["file"])
        text = path.read_text(encoding="utf-8")
        lines = block.body.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in "- ")
        new = "".join(line[1:] for line in lines if line[0] in "+ ")
        if text.count(old) != 1:
            raise Wrong(f"the lines with - stand {text.count(old)} times in {path}")
        self._write(path, text.replace(old, new), block)
        return block.body

    def _write(self, path: Path, text: str, block: Block) -> None:
        path.write_text(text, encoding="utf-8")
        try:
            stickpoint.loads(text, str(path))
        except stickpoint.CaseError as error:
            if "faulty" not in block.options:
                raise Wrong(f"the case has faults:\n{error}") from error
        else:
            if "faulty" in block.options:
                raise Wrong("the case is said to be faulty and has no fault")

    def _find(self, part: str, name: str) -> None:
        path = library.path_of(name) if name in library.names() else Path(name)
        lines = iter(line.strip() for line in path.read_text(encoding="utf-8").splitlines())
        for wanted in filter(None, map(str.strip, part.splitlines())):
            if wanted != LEFT_OUT and wanted not in lines:
                raise Wrong(f"not in {name}, or not in this order: {wanted}")

    def _console(self, block: Block) -> str:
        parts = re.split(r"^\$ (.*)\n", block.body, flags=re.MULTILINE)
        if parts[0] or len(parts) < 3:
            raise Wrong("a console block begins with $ and a command")
        shown, status = "", 0
        for command, expected in zip(parts[1::2], parts[2::2], strict=True):
            if status:
                raise Wrong(f"exit status {status} before {command}")
            printed, status = run(command)
            shown += f"$ {command}\n{shortened(expected, printed)}"
        if status != int(block.options.get("exit", 0)):
            raise Wrong(f"exit status {status}:\n{shown}")
        return shown

    def _json(self, block: Block) -> str:
        printed, status = run(block.options["run"])
        if status != int(block.options.get("exit", 0)):
            raise Wrong(f"exit status {status}:\n{printed}")
        data = json.loads(printed)
        return laid_out(data)

    def _python(self, block: Block) -> str:
        examples = doctest.DocTestParser().get_examples(block.body)
        if not examples:
            raise Wrong("a python block needs >>> before its statements")
        recorder = Recorder(optionflags=FLAGS)
        test = doctest.DocTest(examples, self.names, "page", None, 0, block.body)
        recorder.run(test, out=lambda _: None, clear_globs=False)
        self.names = test.globs
        lines = block.body.splitlines(keepends=True)
        for example in reversed(examples):
            if example.lineno in recorder.got:
                first = example.lineno + example.source.count("\n")
                got = recorder.got[example.lineno].splitlines(keepends=True)
                end = first + example.want.count("\n")
                lines[first:end] = [
                    wrapped(line) if line.strip() else "<BLANKLINE>\n" for line in got
                ]
        return "".join(lines)


class Recorder(doctest.DocTestRunner):
    """Keeps what failing examples print instead of reporting them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.got: dict[int, str] = {}

    def report_failure(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:
        self.got[example.lineno] = got

    def report_unexpected_exception(
        self, out: Any, test: Any, example: doctest.Example, exc_info: Any
    ) -> None:
        raise Wrong(f"{example.source.strip()} raises {exc_info[1]!r}") from exc_info[1]


def wrapped(line: str) -> str:
    """Fold a long line; doctests take one white space for another."""
    if len(line) <= 89 or "  " in line.strip():
        return line
    return textwrap.fill(line, 88, break_long_words=False, break_on_hyphens=False) + "\n"


def run(command: str) -> tuple[str, int]:
    """Return what a command prints, as a terminal would mix it, and its exit status."""
    words = shlex.split(command)
    if words == ["make", "why"]:
        words = make_why()
    if words[:1] != ["stickpoint"]:
        raise Wrong(f"unknown command: {command}")
    # What is told of a built-in case hangs on nothing that a page wrote.
    told = said if words[1:2] == ["why"] and words[2:] in BUILT_IN else said.__wrapped__
    return told(*words[1:])


@cache
def said(*words: str) -> tuple[str, int]:
    """Return the same for the words after the program's name, each once."""
    runner = CliRunner(env={"COLUMNS": "80"})
    result = runner.invoke(main, words, prog_name="stickpoint")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise Wrong(f"{' '.join(words)} fails") from result.exception
    waiting = (patience.WORKING, patience.COMPILING)
    printed = [p for p in result.output.splitlines(keepends=True) if not p.startswith(waiting)]
    return "".join(printed), result.exit_code


def make_why() -> list[str]:
    """Read from the Makefile what `make why` runs."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    case = re.search(r"^CASE \?= (.*)$", makefile, re.MULTILINE)
    recipe = re.search(r"^why:.*\n\t@\$\(BIN\)/(.*)$", makefile, re.MULTILINE)
    assert case
    assert recipe
    return shlex.split(recipe[1].replace("$(CASE)", case[1]))


def shortened(expected: str, printed: str) -> str:
    """Leave out of an output what the page leaves out, wherever that still can be told."""
    if f"{LEFT_OUT}\n" not in expected.splitlines(keepends=True):
        return printed
    kept = re.split(rf"^{LEFT_OUT}\n", expected, flags=re.MULTILINE)
    pattern = ".*".join(map(re.escape, kept))
    if re.fullmatch(pattern, printed, re.DOTALL):
        return expected
    lines, found = printed.splitlines(keepends=True), []
    for place, piece in enumerate(kept, 1):
        wanted = piece.splitlines(keepends=True)
        at = lines.index(wanted[0]) if wanted and wanted[0] in lines else 0
        # The last piece goes on to the end, or an output that grew would lose its last lines.
        end = len(lines) if wanted and place == len(kept) else at + len(wanted)
        found.append("".join(lines[at:end]))
    return f"{LEFT_OUT}\n".join(found)


def laid_out(data: Any) -> str:
    """Indent JSON, but keep a list or object on one line where it fits."""

    def lay(value: Any, depth: int, used: int) -> str:
        flat = json.dumps(value, ensure_ascii=False)
        inner = "  " * (depth + 1)
        if not value or not isinstance(value, (dict, list)) or len(flat) + used <= 88:
            return flat
        if isinstance(value, list):
            items = [inner + lay(item, depth + 1, len(inner) + 1) for item in value]
            opening, closing = "[", "]"
        else:
            items = [
                f"{inner}{json.dumps(key)}: {lay(item, depth + 1, len(inner) + len(key) + 5)}"
                for key, item in value.items()
            ]
            opening, closing = "{", "}"
        return f"{opening}\n" + ",\n".join(items) + f"\n{'  ' * depth}{closing}"

    return lay(data, 0, 88) + "\n"


def corrected(page: Path, folder: Path) -> tuple[str, str]:
    """Return a page as it is and as it has to be."""
    text = page.read_text(encoding="utf-8")
    reader, new, end = Reader(folder), "", 0
    for block in blocks(text):
        try:
            body = reader.read(block)
        except Wrong as error:
            raise Wrong(f"{page.name}:{block.line} {error}") from error
        new += text[end : block.start] + body
        end = block.start + len(block.body)
    return text, new + text[end:]


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [p for p in PAGES if p not in TESTED_ELSEWHERE], ids=named)
def test_every_block_of_a_page_does_what_the_page_says(page, tmp_path):
    text, now = corrected(page, tmp_path)
    assert text == now, f"if this is meant: python tests/test_docs.py --write ({named(page)})"


def section(page: str, title: str) -> str:
    """Return the part of a page from a heading to the next of the same level."""
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert match, f"no section {title}"
    return match[1]


def prose(text: str) -> str:
    """Leave the fenced blocks out."""
    return "".join(text.split("```")[::2])


@pytest.fixture(scope="module")
def command_line():
    return (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_is_documented_with_its_own_help(verb, command_line):
    about = section(command_line, f"`{verb}`")
    assert f"$ stickpoint {verb} --help\n" in about
    for option in main.commands[verb].params:
        for spelling in option.opts if option.param_type_name == "option" else []:
            assert f"`{spelling}" in prose(about), spelling


@pytest.mark.parametrize("verb", ["why", "stable", "check", "cases"])
def test_every_field_of_the_json_is_explained(verb, command_line):
    about = section(command_line, f"`{verb}`")
    explained = set(re.findall(r"`([a-z_]+)`", prose(about)))
    for block in blocks(about):
        if block.language == "json":
            data = json.loads(block.body)
            names = set(data.get("stable", {}).get("nash", ())) | set(data.get("settlements", ()))
            names |= set(data.get("parties", ()))
            assert fields(data) - names <= explained | stickpoint_concepts()


def fields(data: Any) -> set[str]:
    if isinstance(data, dict):
        return set(data).union(*map(fields, data.values()))
    return set().union(*map(fields, data)) if isinstance(data, list) else set()


def stickpoint_concepts() -> set[str]:
    from stickpoint.pages.wording.names import CONCEPT_NAMES

    return set(CONCEPT_NAMES)


def test_every_public_name_has_its_place_in_the_python_reference():
    pages = [p for p in (DOCS / "reference").rglob("*") if p.suffix in {".md", ".rst"}]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    for name in set(stickpoint.__all__) - {"__version__"}:
        assert re.search(rf":: stickpoint\.{name}$", text, re.MULTILINE), name


def test_one_table_lists_every_public_name_with_a_link():
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| \[`(\w+)`\]\((\S+)\) \| \S.* \|$", section(page, "Every name"), re.MULTILINE
    )
    assert [name for name, _ in rows] == stickpoint.__all__
    headings = {
        title.lower().replace(" ", "-") for title in re.findall(r"^## (.*)$", page, re.MULTILINE)
    }
    for name, target in rows:
        path, _, heading = target.partition("#")
        assert heading in headings if not path else (DOCS / "reference" / path).is_file(), name


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_imports_from_inside_the_package(page):
    text = page.read_text(encoding="utf-8")
    assert not re.findall(r"^.*\b(?:from|import) stickpoint\..*$", text, re.MULTILINE)


@pytest.mark.parametrize("name", library.names())
def test_every_built_in_case_has_its_page(name):
    page = (DOCS / "casebook" / f"{name}.md").read_text(encoding="utf-8")
    assert f"$ stickpoint why {name}\n" in page


def test_every_link_of_the_readme_leads_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert target.startswith("https://") or (ROOT / target).exists(), target


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("```console\n$ stickpoint cases\nnothing\n```\n", None),
        ("```python\n>>> 1 + 1\n3\n```\n", None),
        ('```json run="stickpoint cases --json"\n{}\n```\n', None),
        ("```yaml file=a.yaml\nformat: 1\n```\n", "the case has faults"),
        ("```yaml\nformat: 1\n```\n", "say file="),
        ("```yaml in=elmira\ntitle: another\n```\n", "not in elmira"),
        ("```console\n$ stickpoint check nowhere\n…\n```\n", "exit status 2"),
        ("```console\n$ rm -rf /\n```\n", "unknown command"),
        ("```python\n>>> 1 / 0\n```\n", "ZeroDivisionError"),
    ],
)
def test_a_wrong_page_is_noticed(page, complaint, tmp_path):
    path = tmp_path / "page.md"
    path.write_text(page, encoding="utf-8")
    if complaint is None:
        old, new = corrected(path, tmp_path)
        assert old != new
    else:
        with pytest.raises(Wrong, match=complaint):
            corrected(path, tmp_path)


def test_lines_left_out_may_be_anything_and_the_rest_may_not():
    assert shortened("a\n…\nd\n", "a\nb\nc\nd\n") == "a\n…\nd\n"
    assert shortened("a\n…\nd\n", "a\nb\nc\ne\n") != "a\n…\nd\n"
    assert shortened("…\na\nb\n", "x\na\nb\nc\n") == "…\na\nb\nc\n"


def write() -> None:
    """Bring every page up to date."""
    for page in PAGES:
        if page in TESTED_ELSEWHERE:
            continue
        with tempfile.TemporaryDirectory() as folder:
            old, new = corrected(page, Path(folder))
        if old != new:
            page.write_text(new, encoding="utf-8", newline="\n")
            print(f"wrote {named(page)}")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/test_docs.py --write")
    write()
