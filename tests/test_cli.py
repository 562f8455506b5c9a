"""The command line: what each verb prints, and how it ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from casefiles import whole
from click.testing import CliRunner, Result

from stickpoint import __version__
from stickpoint.answers.why import brief
from stickpoint.case.documents.fingerprints import fingerprint
from stickpoint.case.model.case import Case
from stickpoint.cli import main

BROKEN = """\
format: 1
title: Broken
parties: {a: Ann, b: Bob}
options:
  a.go: {text: go, now: yes}
  b.go: {text: go too}
impossible: [a.go]
wants:
  a: [a.gone]
  b: [b.go]
"""


def run(*arguments: str | Path) -> Result:
    """Run a verb in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Write a case with two faults."""
    path = tmp_path / "broken.case.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


ANSWERS: dict[str, brief.Brief] = {}


@pytest.fixture
def asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a verb have the answer to a question from before, where the very same was asked."""
    whole = brief.why

    def ask(case: Case, *args: object, **given: object) -> brief.Brief:
        key = repr((case.path, case.source, args, sorted(given.items())))
        if key not in ANSWERS:
            ANSWERS[key] = whole(case, *args, **given)
        return ANSWERS[key]

    monkeypatch.setattr(brief, "why", ask)


@pytest.mark.usefixtures("asked_once")
def test_why_answers_every_question_of_a_mediator() -> None:
    result = run("why", "korea-1952", "--full")
    assert result.exit_code == 0
    for heading in (
        "\nheld by ",
        "\nhow long ",
        "What is settled, and what is open",
        "Where each party stands now",
        "Why is it stuck?",
        "Who keeps it stuck?",
        "Which settlements would hold, and how would one get there?",
        "And if this happened: Stalin dies",
        "What does this rest on?",
    ):
        assert heading in result.stdout
    assert "remove Kim" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100
    assert "--full" not in result.stdout
    assert " more below." in " ".join(result.stdout.split())
    assert "stickpoint why --full" in " ".join(run("why", "korea-1952").stdout.split())


@pytest.mark.usefixtures("asked_once")
def test_why_as_json_is_one_object_and_nothing_else() -> None:
    answer = json.loads(run("why", "korea-1952", "--json").stdout)
    assert answer["holds"] == ["sseq", "seq", "smr", "gmr"]
    assert answer["parties"]["dprk"]["kind"] == "deterred"
    assert answer["keepers"] == ["ussr"]
    assert answer["if"][0]["nature"] == {"nature.stalin_dies": True}
    counts = {"total", "sourced", "reasoned", "guessed", "bare"}
    assert set(answer["judgements"]) == counts
    assert answer["version"] == __version__


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "no.case.yaml"),
        ("check", "no.case.yaml", "--json"),
        ("check", "no-such-case"),
        ("why", "no.case.yaml"),
        ("stable", "no.case.yaml"),
        ("record", "no.case.yaml"),
        ("read", "no.txt"),
        ("convert", "no.gmcr", "new.case.yaml"),
        ("convert", "no.case.yaml", "new.graphml"),
    ],
)
def test_a_path_that_does_not_exist_is_misuse_in_every_verb(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_check_says_what_it_did_not_check(tmp_path: Path) -> None:
    options = "".join(f"  a.x{k}: do {k}\n" for k in range(23))
    lines = ", ".join(["a.x0", "{that: a.x1, great: yes}", *(f"a.x{k}" for k in range(2, 23))])
    case = tmp_path / "big.case.yaml"
    head = f"format: 1\ntitle: t\nparties: {{a: A}}\nwants: {{a: [{lines}]}}\noptions:\n"
    case.write_text(head + options, encoding="utf-8")
    missed = "whether the great statements of 'a' agree with its order"
    result = run("check", case)
    assert result.exit_code == 0
    assert f"would have to be compared: {missed}." in " ".join(result.stdout.split())
    assert json.loads(run("check", case, "--json").stdout)["unchecked"] == [missed]


def test_stable_as_json_keeps_the_contract() -> None:
    answer = json.loads(run("stable", "prisoners-dilemma", "--json").stdout)
    assert {"parties", "options", "states", "status_quo", "stable", "equilibria"} <= set(answer)
    assert list(answer["stable"]) == ["nash", "gmr", "smr", "seq", "sseq"]
    assert {"number", "code", "yes", "settled"} <= set(answer["states"][0])
    assert [state["number"] for state in answer["states"]] == [1, 2, 3, 4]
    assert answer["equilibria"]["nash"] == [1]
    assert set(answer["stable"]["seq"]) == set(answer["parties"])


def test_stable_prints_the_status_quo_and_the_equilibria() -> None:
    result = run("stable", "korea-1952", "--concept", "nash", "--nature", "stalin_dies=yes")
    assert result.exit_code == 0
    assert "neutral custody" in result.stdout
    assert "seq" not in result.stdout


def test_a_merged_state_lists_the_vectors_behind_it() -> None:
    answer = json.loads(run("stable", "elmira-coalesced", "--json").stdout)
    assert len(answer["states"]) == 9
    assert [len(s["merged"]) for s in answer["states"] if "merged" in s] == [4]


def test_check_reports_all_faults_at_once_and_exits_with_one(broken: Path) -> None:
    result = run("check", broken)
    assert result.exit_code == 1
    assert f"{broken}:9:7 C201" in result.stdout
    assert "C4" in result.stdout
    listed = json.loads(run("check", broken, "--json").stdout)
    assert not listed["ok"]
    lines = result.stdout.splitlines()
    assert len(listed["findings"]) == sum(not line.startswith("    ") for line in lines)
    assert set(listed["findings"][0]) == {"path", "line", "column", "code", "message"}


def test_check_says_what_a_sound_case_holds() -> None:
    result = run("check", "korea-1952")
    assert result.exit_code == 0
    assert "no faults" in result.stdout
    answer = json.loads(run("check", "korea-1952", "--json").stdout)
    assert (answer["ok"], answer["findings"]) == (True, [])


def test_check_says_how_many_passages_it_compared_with_which_documents(talks: Path) -> None:
    cited = talks.read_text(encoding="utf-8").replace("[0, 25]}", "[0, 25], hash: 000000000000}")
    talks.write_text(cited, encoding="utf-8")
    result = run("check", talks)
    assert result.exit_code == 1
    assert "C605" in result.stdout
    assert " ".join(result.stderr.split()).endswith(
        "1 of 1 passage compared with 1 document at hand; not at hand: gone (gone.txt); "
        "1 document names no file."
    )
    (talks.parent / "talks.txt").unlink()
    result = run("check", talks)
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "0 of 1 passage compared with 0 documents at hand; not at hand: d (talks.txt)" in said
    assert json.loads(run("check", talks, "--json").stdout)["compared"] == {
        "passages": 0,
        "of": 1,
        "at_hand": [],
        "absent": ["d", "gone"],
        "without_file": ["bare"],
    }


def test_check_of_a_case_without_documents_speaks_of_none(tmp_path: Path) -> None:
    bare = tmp_path / "bare.case.yaml"
    bare.write_text(whole(""), encoding="utf-8")
    result = run("check", bare)
    assert result.exit_code == 0
    assert "with a source." in " ".join(result.stdout.split())
    assert "document" not in result.stdout.replace(str(bare), "")


def test_the_record_of_a_case_with_faults_is_not_shown_and_that_is_said(broken: Path) -> None:
    result = run("record", broken)
    assert result.exit_code == 1
    assert "nothing else is shown of a case with faults" in result.stderr


@pytest.mark.parametrize("verb", ["why", "stable"])
def test_other_verbs_report_faults_too(verb: str, broken: Path) -> None:
    result = run(verb, broken)
    assert result.exit_code == 1
    assert "C201" in result.stdout
    answer = json.loads(run(verb, broken, "--json").stdout)
    assert answer["ok"] is False


@pytest.mark.parametrize(
    "arguments",
    [
        ("why",),
        ("whi", "korea-1952"),
        ("stable", "korea-1952", "--concept", "nahs"),
        ("why", "korea-1952", "--nature", "stalin_dies=maybe"),
        ("why", "korea-1952", "--nature", "mao_dies=yes"),
        ("why", "korea-1952", "--nature", "stalin_dies=yes", "--nature", "stalin_dies=no"),
        ("why", "elmira", "--nature", "storm=yes"),
    ],
)
def test_misuse_exits_with_two_and_says_what_to_do(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.stderr


def test_cases_lists_the_casebook() -> None:
    names = [case["name"] for case in json.loads(run("cases", "--json").stdout)["cases"]]
    assert "korea-1952" in names
    assert all(name in run("cases").stdout for name in names)


def test_a_new_case_passes_check_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.case.yaml"
    assert run("new", path).exit_code == 0
    checked = run("check", path)
    assert checked.exit_code == 0
    assert " N1" not in checked.stdout  # nothing of it may have meant something else
    assert run("why", path).exit_code == 0
    before = path.read_text(encoding="utf-8")
    again = run("new", path)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert path.read_text(encoding="utf-8") == before


def test_a_new_case_is_made_of_what_is_asked_and_nothing_is_asked_in_vain(tmp_path: Path) -> None:
    path = tmp_path / "mine.case.yaml"
    typed = ["Fence", "", "", "1", "the fence", "east mends", "west mends", "", "East", "West", "",
             "2", "2 0 1", "2", "", "1", "1 0 2", "1", "", ""]  # fmt: skip
    result = CliRunner().invoke(main, ["new", str(path), "--ask"], input="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    assert "1  days" in result.stdout
    assert run("check", path).exit_code == 0
    again = run("new", path, "--ask")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "exists already" in again.stderr
    stopped = CliRunner().invoke(main, ["new", str(tmp_path / "x.yaml"), "--ask"], input="Fence\n")
    assert stopped.exit_code == 130
    assert not (tmp_path / "x.yaml").exists()
    assert stopped.stdout.endswith("\n")
    assert "stopped; nothing was written" in stopped.stderr
    nowhere = run("new", tmp_path / "none" / "x.yaml", "--ask")
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert "is no folder" in nowhere.stderr


def test_what_was_asked_is_printed_where_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.case.yaml"

    def meanwhile(*_: object) -> str:
        path.write_text("somebody else's", encoding="utf-8")
        return "format: 1\ntitle: Fence\n"

    monkeypatch.setattr("stickpoint.studio.edits.questions.dialogue", meanwhile)
    result = run("new", path, "--ask")
    assert result.exit_code == 2
    assert result.stdout.endswith("format: 1\ntitle: Fence\n")
    assert "exists already" in result.stderr
    assert path.read_text(encoding="utf-8") == "somebody else's"


def test_schema_is_printed_or_written(tmp_path: Path) -> None:
    printed = json.loads(run("schema").stdout)
    assert "parties" in printed["properties"]
    path = tmp_path / "schema.json"
    assert run("schema", path).exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == printed


def test_convert_writes_graphs_and_tables_and_refuses_the_rest(tmp_path: Path) -> None:
    graph = tmp_path / "pd.graphml"
    assert run("convert", "prisoners-dilemma", graph).exit_code == 0
    assert graph.read_text(encoding="utf-8").startswith("<?xml")
    folder = tmp_path / "tables"
    assert run("convert", "prisoners-dilemma", folder).exit_code == 0
    assert {path.name for path in folder.iterdir()} >= {"states.csv", "arcs.csv", "ranks.csv"}
    assert run("convert", "prisoners-dilemma", folder).exit_code == 2
    assert run("convert", "prisoners-dilemma", tmp_path / "x.docx").exit_code == 2
    assert run("convert", tmp_path / "none.gmcr", tmp_path / "x.graphml").exit_code == 2


UNSURE = """\
format: 1
title: t
parties: {a: {name: Ann and partners, short: Ann}, b: Bob, c: Cy}
options: {a.x: do x, b.y: do y}
wants: {a: [{either: [a.x, b.y]}], b: {coders: {one: [a.x, b.y], two: [b.y, a.x]}}, c: [a.x]}
"""


def test_convert_says_what_of_a_case_ranks_and_moves_do_not_hold(tmp_path: Path) -> None:
    case = tmp_path / "t.case.yaml"
    for more, said in (
        ("", []),
        (
            'attitudes: {a: {b: "+"}}\nforesight: {c: nash}\n',
            ["Not taken over: foresight and attitudes."],
        ),
    ):
        case.write_text(UNSURE + more, encoding="utf-8")
        for name in ("graph.graphml", "tables"):
            result = run("convert", case, tmp_path / f"{len(more)} {name}")
            told = " ".join(line for line in result.output.splitlines() if "wrote" not in line)
            assert told == " ".join([
                "The order of what is wanted is open for Ann and Bob; the ranks are those of the "
                "order that is written first.", *said,
            ])  # fmt: skip
    sure = UNSURE.replace("{either: [a.x, b.y]}", "a.x").replace(", two: [b.y, a.x]", "")
    case.write_text(sure, encoding="utf-8")
    output = run("convert", case, tmp_path / "sure.graphml").output
    assert output.startswith("wrote")
    assert output.count("\n") == 1


def test_a_gmcr_file_becomes_a_case(tmp_path: Path) -> None:
    model = {
        "version": "0.3.12",
        "title": "Chicken",
        "description": "",
        "decisionMakers": [
            {
                "name": name,
                "options": [{"name": f"{name} swerves", "reversibility": "b"}],
                "isCoalition": False,
            }
            for name in ("Ann", "Bob")
        ],
        "options": [
            {"name": "Ann swerves", "reversibility": "b"},
            {"name": "Bob swerves", "reversibility": "b"},
        ],
        "infeasibles": [],
    }
    source = tmp_path / "chicken.gmcr"
    source.write_text(json.dumps(model), encoding="utf-8")
    result = run("convert", source, tmp_path / "chicken.case.yaml")
    assert result.exit_code in (0, 1), result.output
    assert "Traceback" not in result.output


RIVALS = """\
format: 1
title: Two doors
clock: {start: 2001-01-01, unit: day, horizon: 20}
parties: {ann: {name: Ann, precision: 1}, bob: Bob}
options: {ann.yield: {text: yield, one_way: yes}}
wants: {ann: [ann.yield], bob: [ann.yield]}
payoffs: {ann: [{when: ann.yield, worth: -1}]}
record:
  moves: [{id: v1, date: 2001-01-04, party: ann, sets: {ann.yield: yes}}]
  evidence: {E1: a letter}
hypotheses:
  eager:
    claim: Ann wanted to.
    evidence: {E1: "+"}
    payoffs: {ann: [{when: ann.yield, worth: [1, 3]}]}
  forced: {claim: Ann had to.}
"""


def test_motives_sets_rivals_side_by_side_and_keeps_its_contract(tmp_path: Path) -> None:
    pytest.importorskip("dynesty")
    case, draws = tmp_path / "doors.case.yaml", tmp_path / "draws.csv"
    case.write_text(RIVALS, encoding="utf-8")
    result = run("motives", case, "--json", "--each", "40", "--seed", "3", "--draws", draws)
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert set(data["process_tracing"]) == {"eager", "forced"}
    low, middle, high = data["process_tracing"]["eager"]["posterior"]
    assert 0 < low < middle < high < 1
    assert set(data["structural"]) == {"eager"}
    assert data["structural"]["eager"]["error"] > 0
    assert "payoff" in data["not_scored"]["forced"]
    assert data["seed"] == 3
    assert draws.read_text(encoding="utf-8").startswith("hypothesis,draw,unknown,value\neager,0,")
    assert run("motives", case, "--json", "--each", "40", "--seed", "3").stdout == result.stdout


def test_motives_without_the_moves_is_quick_and_names_no_winner() -> None:
    result = run("motives", "korea-1952", "--no-structural")
    assert result.exit_code == 0
    assert "does not decide between any two of the 6" in " ".join(result.stdout.split())
    assert run("motives", "elmira").exit_code == 2
    assert run("motives", "korea-1952", "--no-structural", "--draws", "x.csv").exit_code == 2


TALKS = "The talks opened in July. The line was drawn in November. One item was left open.\n"


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Write a case with a document beside it."""
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8", newline="")
    path = tmp_path / "talks.case.yaml"
    path.write_text(
        whole(
            "record:\n"
            "  documents: {d: {title: Talks, file: talks.txt}, gone: {file: gone.txt}, bare: {}}\n"
            "  passages: {p: {document: d, chars: [0, 25]}}\n"
            "  messages: [{id: m, date: 1951-07, from: a, to: b, act: offer, text: talks}]\n"
        ),
        encoding="utf-8",
    )
    return path


def test_record_prints_a_page_or_one_object(talks: Path) -> None:
    result = run("record", talks)
    assert result.exit_code == 0
    assert "July 1951. Offer by A to B: talks. [m]" in result.stdout
    assert json.loads(run("record", talks, "--json").stdout)["timeline"][0]["id"] == "m"


def test_record_prints_a_table_of_what_is_dated(talks: Path) -> None:
    lines = run("record", talks, "--table").stdout.splitlines()
    assert lines[1].split() == ["date", "kind", "id", "who", "to", "whom", "act", "source"]
    assert lines[2].split() == ["July", "1951", "message", "m", "A", "B", "offer"]


def test_record_cites_words_to_the_letter_in_a_form_that_a_case_takes(talks: Path) -> None:
    words = "The line was  drawn"
    result = run("record", talks, "--cite", "d", words)
    assert result.exit_code == 0
    (source,) = [line for line in result.stdout.splitlines() if not line.startswith("#")]
    assert "# to the letter: …" in result.stdout
    text = talks.read_text(encoding="utf-8")
    talks.write_text(text.replace("text: talks}", f"text: talks, {source}}}"), encoding="utf-8")
    assert run("check", talks).exit_code == 0
    (place,) = json.loads(run("record", talks, "--cite", "d", words, "--json").stdout)["places"]
    start, end = place["chars"]
    assert TALKS[start:end] == "The line was drawn"
    assert (place["status"], place["score"]) == ("exact", 1)


def test_record_cites_a_fingerprint_and_the_words_only_when_told_to(talks: Path) -> None:
    words = "The line was drawn in November"
    bare = run("record", talks, "--cite", "d", words).stdout.splitlines()[-1]
    assert f"fingerprint: {fingerprint(words)}" in bare
    assert "line" not in bare
    (place,) = json.loads(run("record", talks, "--cite", "d", words, "--json").stdout)["places"]
    assert place["fingerprint"] == fingerprint(words)
    source = run("record", talks, "--cite", "d", words, "--quote").stdout.splitlines()[-1]
    assert f'quote: "{words}", prefix: "' in source
    text = talks.read_text(encoding="utf-8")
    talks.write_text(text.replace("text: talks}", f"text: talks, {source}}}"), encoding="utf-8")
    assert run("check", talks).exit_code == 0
    assert run("record", talks, "--quote").exit_code == 2


def test_record_cites_words_that_stand_there_nearly_and_says_how_nearly(talks: Path) -> None:
    near = json.loads(run("record", talks, "--cite", "d", "The lime wos drawn", "--json").stdout)
    (place,) = near["places"]
    assert place["status"] == "moved"
    assert 0.85 <= place["score"] < 1
    start, end = place["chars"]
    assert TALKS[start:end] == "The line was drawn"
    shown = run("record", talks, "--cite", "d", "The lime wos drawn").stdout
    assert f"# {place['score']:.0%} alike, look: …" in shown


def test_record_cites_a_file_that_the_case_does_not_have_yet(talks: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text("<p>No &amp; no</p><p>No &amp; no</p>", encoding="utf-8")
    shown = run("record", talks, "--cite", other, "No & no").stdout
    assert "# DOCUMENT: {file: other.html, sha256: " in shown
    assert "# 2 places; keep the one that is meant" in shown
    assert shown.count("source: {document: DOCUMENT, chars: [") == 2


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.bib", "@misc{d,"),
        ("r.csl.json", "["),
        ("r.jsonld", "{"),
        ("r.timeline.json", "{"),
        ("r.csv", "id,kind,date,earliest,latest"),
    ],
)
def test_record_writes_for_other_programs_and_never_over_a_file(
    talks: Path, tmp_path: Path, name: str, begins: str
) -> None:
    path = tmp_path / name
    result = run("record", talks, "--export", path)
    assert (result.exit_code, result.stdout) == (0, f"wrote {path}\n")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(begins)
    if "json" in name:
        json.loads(text)
    again = run("record", talks, "--export", path)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--cite", "d", "Nobody ever wrote this sentence"), "nor are words that agree"),
        (("--cite", "e", "The line"), "neither a document of the case nor a file"),
        (("--cite", "gone", "The line"), "is not at hand; see --documents"),
        (("--cite", "bare", "The line"), "it names no file; see --documents"),
        (("--cite", "d"), "requires 2 arguments"),
        (("--export", "record.docx"), "ends in none of .bib, .csl.json"),
        (("--documents", "talks.txt"), "is a file"),
    ],
)
def test_misuse_of_record_exits_with_two(
    talks: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(talks.parent)
    result = run("record", talks, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert not result.stdout


def test_record_reports_the_faults_of_a_case(broken: Path) -> None:
    assert run("record", broken).exit_code == 1
    assert json.loads(run("record", broken, "--json").stdout)["ok"] is False


def test_python_dash_m_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stickpoint", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert __version__ in done.stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from stickpoint.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "names = {'numpy', 'numba', 'pandas', 'pydantic', 'rich', 'lark', 'yaml'}\n"
        "heavy = names & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_file_that_cannot_be_written_is_named_without_the_number_of_the_error(
    tmp_path: Path,
) -> None:
    path = tmp_path / "nowhere" / "mine.case.yaml"
    result = run("new", path)
    assert result.exit_code == 2
    assert result.stderr == f"Error: {path}: No such file or directory\n"


def test_a_reader_who_stops_reading_is_told_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m stickpoint schema 2>'{tmp_path / 'said'}' | true"],
        check=True,
    )
    assert done.returncode == 0
    assert (tmp_path / "said").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(("words", "status"), [("no locator available for x", 2), ("else", 1)])
def test_nowhere_to_keep_the_kernels_is_said_and_other_faults_are_not_hidden(
    words: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_name: str, **_more: object) -> None:
        raise RuntimeError(words)

    monkeypatch.setattr("stickpoint.case.check.load", fail)
    result = run("stable", "elmira")
    assert result.exit_code == status
    assert ("NUMBA_CACHE_DIR" in result.stderr) == (status == 2)


LITTLE_MEMORY = """\
import resource, sys
from stickpoint import compiled
from stickpoint.cli import main
with compiled.whatever_the_size():
    main(["stable", "elmira"], standalone_mode=False)  # everything loaded and compiled
pages = int(open("/proc/self/statm").read().split()[0])
most = pages * resource.getpagesize() + (40 << 20)
resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
main(["stable", sys.argv[1]])
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="how much is taken is not known")
def test_memory_that_runs_out_is_said_in_a_sentence(tmp_path: Path) -> None:
    options = "".join(f"  a.x{k}: {{text: do {k}, one_way: yes}}\n" for k in range(12))
    options += "".join(f"  b.x{k}: do {k}\n" for k in range(4))
    case = tmp_path / "arcs.case.yaml"
    head = "format: 1\ntitle: t\nparties: {a: A, b: B}\nwants: {a: [a.x0], b: [b.x0]}\noptions:\n"
    case.write_text(head + options, encoding="utf-8")
    command = [sys.executable, "-c", LITTLE_MEMORY, str(case)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.search(r"Error: .* moves or more need about .* of memory are free", done.stderr)
    assert "Traceback" not in done.stderr
