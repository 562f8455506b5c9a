"""A studio as it is started: pages, paths, frames, many clients, two tabs, hostile cases."""

from __future__ import annotations

import os
import re
import signal
import socket as sockets
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from studio_running import SMALL, running
from websockets.exceptions import ConnectionClosed

import stickpoint as sp

SCREENS = ("case", "conflict", "forecast", "record", "motives", "levers", "share", "start")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with running(tmp_path_factory.mktemp("studio") / "ferry.case.yaml") as found:
        yield found


@pytest.fixture(autouse=True)
def _as_it_was(request):
    """Put the text back that other tests expect."""
    yield
    found = request.getfixturevalue("studio") if "studio" in request.fixturenames else None
    if found is not None and found.path.read_text() != SMALL:
        with found.page() as page:
            base = page.until(lambda m: "state" in m)["state"]["revision"]
            page.send(do="text", text=SMALL, base=base)
            page.saved()


def test_the_address_leads_to_the_case_and_leaves_the_token_behind(studio) -> None:
    with httpx.Client(follow_redirects=True, timeout=60) as client:
        answer = client.get(studio.address)
    assert answer.status_code == 200
    assert answer.url.path == "/case"
    assert studio.token not in answer.text
    kept = answer.history[0].headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=strict" in kept


def test_pages_hold_no_script_and_no_style_of_their_own(studio) -> None:
    for screen in SCREENS:
        text = studio.get(f"/{screen}").text
        assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=|https?://", text) == []


@pytest.mark.parametrize(
    "where",
    [
        "/static/../server/app.py", "/static/..%2fserver%2fapp.py", "/static/%2e%2e/app.js",
        "/static/....//app.js", "/static//etc/passwd", "/static/%2fetc%2fpasswd",
        "/../../etc/passwd", "/static/app.js%00.css", "/static/..\\app.js", "/frame", "/case/..",
        "/static/", "/.git/config",
    ],
)  # fmt: skip
def test_no_path_leads_out(studio, where) -> None:
    heads = (f"Host: 127.0.0.1:{studio.port}", f"Cookie: {studio.cookie}", "Connection: close")
    request = "\r\n".join((f"GET {where} HTTP/1.1", *heads, "", ""))
    with sockets.create_connection(("127.0.0.1", studio.port), timeout=60) as raw:
        raw.sendall(request.encode())
        answer = b"".join(iter(lambda: raw.recv(65_536), b""))
    assert re.match(rb"HTTP/1.1 (404|400|405)", answer), answer[:200]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_pages_can_only_be_read(studio, method) -> None:
    heads = {"cookie": studio.cookie}
    for where in ("/case", "/static/app.js"):
        assert httpx.request(method, studio.origin + where, headers=heads).status_code == 405


def test_a_frame_of_100_mb_ends_the_socket_and_nothing_else(studio) -> None:
    with studio.page() as page, pytest.raises((ConnectionClosed, OSError)):
        _read_to_the_end(page, "x" * 100_000_000)
    with studio.page() as page:
        assert page.answer("frame-now")


def _read_to_the_end(page, sent) -> None:
    page.socket.send(sent)
    while page.socket.recv(timeout=60):
        pass


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", "7", "{", '{"do": "nothing"}', '{"n": "x", "do": "undo"}',
        '{"do": "set", "path": ["nobody", "x"]}', '{"do": "set", "path": 7}',
        '{"do": "slide", "name": "x", "value": [3, 2, 1]}', '{"do": "show", "key": "as_of"}',
        '{"do": "slide", "name": "x", "value": [NaN, NaN, NaN]}', "[" * 100_000,
        '{"do": "open", "screen": "../case"}', '{"do": "text", "text": 7, "base": 1}',
    ],
)  # fmt: skip
def test_a_message_that_means_nothing_harms_nothing(studio, text) -> None:
    with studio.page() as page:
        page.until(lambda m: "state" in m)
        page.socket.send(text)
        n = page.send(do="open", screen="case", asked={})
        assert page.answer("frame-findings", n)
    assert studio.path.read_text() == SMALL


def test_a_slider_moves_the_answers_and_not_the_file(studio) -> None:
    with studio.page("forecast") as page:
        before = page.answer("forecast-middle")
        n = page.send(do="slide", name="parties.ann.pace", value=[4, 6, 8])
        after = page.answer("forecast-middle", n)
        again = page.send(do="let_go")
        assert before != after
        assert page.answer("forecast-middle", again) == before
    assert studio.path.read_text() == SMALL


def test_what_is_built_at_rest_waits_while_a_slider_moves(studio) -> None:
    with studio.page("forecast") as page:
        page.settled()
        n = page.send(do="slide", name="parties.ann.pace", value=[4, 6, 8])
        page.answer("forecast-middle", n)
        since = [m for m in page.heard if m.get("part") == "forecast-curve" and m["n"] >= n]
        assert [m.get("asked") for m in since] == [True]  # greyed, and not begun
        n = page.send(do="let_go")
        assert "svg" in page.answer("forecast-curve", n)
        assert "delayed by" in page.answer("frame-delaying", n)
        said = [m["part"] for m in page.heard if m.get("html") and m["n"] == n]
        assert said.index("forecast-curve") < said.index("frame-delaying")


def test_a_new_name_is_one_edit_and_one_undo(studio) -> None:
    with studio.page("case") as page:
        base = page.until(lambda m: "state" in m)["state"]["revision"]
        page.send(do="rename", path=["parties", "ann"], to="bob", base=base)
        assert "already" in page.until(lambda m: "error" in m and "part" not in m)["error"]
        page.send(do="rename", path=["parties", "ann"], to="zed", base=base)
        page.saved()
        assert studio.path.read_text().count("zed") == SMALL.count("ann.") + SMALL.count("ann:")
        page.send(do="undo")
        page.saved()
        assert studio.path.read_text() == SMALL


def test_what_still_speaks_of_the_old_name_is_told(studio) -> None:
    with studio.page("case") as page:
        base = page.until(lambda m: "state" in m)["state"]["revision"]
        for name, changes in (("slow", "ann[1]=0.3"), ("other", "bob.offer=no")):
            page.send(do="save_scenario", name=name, changes=changes)
            page.until(lambda m: m.get("done"))
        page.send(do="pin")
        page.send(do="rename", path=["parties", "ann"], to="ann", base=base)
        page.send(do="rename", path=["parties", "ann"], to="zed", base=base)
        told = page.until(lambda m: "error" in m and "part" not in m)["error"]
        assert told == (
            "Renamed, but the scenario “slow” and the pinned text still speak of 'ann'."
        )
        assert "zed" in studio.path.read_text()


def test_a_day_is_sent_back_as_it_was_taken(studio) -> None:
    with studio.page() as page:
        page.send(do="show", key="as_of", value=" 2001-06-04 ")
        assert page.until(lambda m: "as_of" in m)["as_of"] == "2001-06-04"
    with studio.page(opened=False) as page:
        page.send(do="open", screen="case", asked={"as_of": " 2001-06-04 "})
        assert page.until(lambda m: "as_of" in m)["as_of"] == "2001-06-04"
        assert "write a day" not in page.answer("frame-when")
        page.send(do="open", screen="case", asked={"as_of": "soon"})
        told = page.until(lambda m: "as_of" in m)
        assert (told["as_of"], told["error"][:15]) == ("", "'soon' is no da")


def test_of_many_steps_of_a_slider_the_last_is_answered(studio) -> None:
    with studio.page("forecast") as page:
        page.answer("forecast-middle")
        for k in range(60):
            value = 0.5 + 0.05 * k
            n = page.send(do="slide", name="parties.ann.pace", value=[value, value, value])
        last = page.answer("forecast-middle", n)
        written = page.send(do="set", path=["parties", "ann", "pace"], value=value)
        assert page.answer("forecast-middle", written) == last


def test_an_edit_is_a_small_change_of_the_file_and_can_be_undone(studio) -> None:
    with studio.page() as page:
        page.until(lambda m: "state" in m)
        page.send(do="set", path=["parties", "ann", "pace"], value=[1, 3])
        saved = page.saved()
        now = studio.path.read_text()
        changed = [pair for pair in zip(SMALL.splitlines(), now.splitlines(), strict=True)
                   if pair[0] != pair[1]]  # fmt: skip
        assert len(changed) == 1
        assert "pace: [1, 3]" in changed[0][1]
        assert saved["text"] == now
        page.send(do="undo")
        page.saved()
        assert studio.path.read_text() == SMALL


def test_two_tabs_on_a_case_see_the_same(studio) -> None:
    with studio.page() as one, studio.page() as other:
        for page in (one, other):
            page.until(lambda m: "state" in m)
        one.send(do="set", path=["title"], value="Ferries")
        assert "title: Ferries" in other.saved()["text"]
        base = one.saved()["saved"]
        other.send(do="set", path=["parties", "bob", "pace"], value=2)
        assert "Ferries" in one.saved()["text"]
        one.send(do="text", text=SMALL, base=base)
        clash = one.until(lambda m: "conflict" in m)
        assert "Ferries" in clash["conflict"]
        assert "Ferries" in studio.path.read_text()


def test_a_text_with_faults_is_kept_marked_and_leaves_the_last_sound_answers(studio) -> None:
    with studio.page() as page:
        base = page.until(lambda m: "state" in m)["state"]["revision"]
        sound = page.answer("frame-now")
        page.send(do="typed", text=SMALL.replace("wants:", "wnats:"))
        assert "wnats" in page.answer("frame-findings", page.n)
        assert studio.path.read_text() == SMALL
        page.send(do="text", text=SMALL.replace("wants:", "wnats:"), base=base)
        page.saved()
        old = page.until(lambda m: m.get("part") == "frame-now" and "html" in m)
        assert (old["html"], old["old"]) == (sound, True)
        assert "wnats" in studio.path.read_text()


def test_a_change_from_outside_is_told_and_not_written_over(studio) -> None:
    with studio.page() as page:
        page.until(lambda m: "state" in m)
        theirs = SMALL + "# from outside\n"
        studio.path.write_text(theirs)
        page.until(lambda m: m.get("state", {}).get("outside"))
        page.send(do="set", path=["title"], value="Mine")
        page.saved()
        assert studio.path.read_text() == theirs
        page.send(do="compare")
        assert "+# from outside" in page.until(lambda m: "difference" in m)["difference"]
        page.send(do="reload")
        page.until(lambda m: m.get("text") == theirs)
        page.send(do="undo")
        assert "title: Mine" in page.saved()["text"]


def test_fifty_clients_at_once_get_the_same_right_answers(studio) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(studio.page("forecast")) for _ in range(50)]
        with ThreadPoolExecutor(10) as pool:
            found = list(pool.map(lambda page: page.answer("frame-now"), pages))
            middles = list(pool.map(lambda page: page.answer("forecast-middle"), pages))
    assert len(set(found)) == len(set(middles)) == 1
    case = sp.loads(SMALL)
    median = sp.forecast(case).middle.run.median
    assert f"after {median:.2g} days" in middles[0]


def test_a_scenario_is_kept_beside_the_case_with_the_line_that_repeats_it(tmp_path) -> None:
    text = SMALL.replace("issues:", "nature: {thaw: {text: the ice melts, rate: 0.1}}\nissues:")
    with running(tmp_path / "ferry.case.yaml", text) as studio, studio.page("forecast") as page:
        n = page.send(do="save_scenario", name="no thaw", changes="thaw@never\n")
        told = page.answer("forecast-scenarios", n)
        assert "stickpoint clock ferry.case.yaml --set thaw@never" in told
        assert "as the case stands" in told
        n = page.send(do="show", key="as_of", value="2001-01-02")
        assert "--set thaw@never --as-of 2001-01-02</pre>" in page.answer("forecast-scenarios", n)
        for name, changes, field, why in (
            ("odd", "nobody@never", "changes", "nobody"),
            ("odd", "\n", "changes", "changes nothing"),
            (" ", "thaw@never", "name", "needs a name"),
            (" no  thaw", "thaw@never", "name", "already"),
            ("x" * 201, "thaw@never", "name", "at most 200"),
            ("half \ud83d", "thaw@never", "name", "half of a character"),
        ):
            n = page.send(do="save_scenario", name=name, changes=changes)
            told = page.until(lambda m, n=n: "error" in m and m["n"] == n)
            assert told["field"] == field
            assert why in told["error"]
        for name in ("twin", "twin", *"abcdef"):  # before any of them is answered
            page.send(do="save_scenario", name=name, changes="thaw@never")
        told = [page.until(lambda m: m.get("field") or m.get("done")) for _ in range(6)]
        assert ["twin” already" in one.get("error", "") for one in told[:2]] == [False, True]
        assert [one.get("done") for one in told[2:]] == [True] * 4
        assert "at most" in page.until(lambda m: "field" in m)["error"]
        for name in ("twin", *"abcd"):
            page.send(do="drop_scenario", name=name)
            page.until(lambda m: m.get("done"))
        n = page.send(do="drop_scenario", name="no thaw")
        assert "no thaw" not in page.answer("forecast-scenarios", n)
    assert studio.path.read_text() == text


def test_workers_that_die_are_replaced_and_it_is_said(studio) -> None:
    with studio.page("forecast") as page:
        page.answer("forecast-middle")
        for child in workers(studio.process.pid):
            os.kill(child, signal.SIGKILL)
        n = page.send(do="slide", name="parties.ann.pace", value=[1.5, 2.5, 4.5])
        first = page.answer("forecast-middle", n)
        n = page.send(do="slide", name="parties.ann.pace", value=[1.5, 2.5, 3.5])
        assert "<svg" in first or "another was started" in first
        assert "<svg" in page.answer("forecast-middle", n)


def workers(pid: int) -> list[int]:
    """List the processes that a server started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    names = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [child for child, name in names.items() if b"spawn_main" in name]


def test_words_of_a_case_are_never_markup(tmp_path) -> None:
    text = SMALL.replace("Ferry", SCRIPT).replace("name: Ann", f'name: "{SCRIPT}"')
    text = text.replace("name: the wage", f'name: "\'\\"><img src=x onerror=alert(1)> {SCRIPT}"')
    text = text.replace("label: lost wages", f'label: "{SCRIPT}"')
    text = text.replace("note: Ann is quick.", f'note: "{SCRIPT}"')
    text = text.replace("crossings:", f'"{SCRIPT}":').replace("unit: boats", f'unit: "{SCRIPT}"')
    text = text.replace("paid: bob.offer", f'"{SCRIPT}": bob.offer').replace(
        "text: offer", f'text: "{SCRIPT}"'
    )
    assert sp.loads(text).title == SCRIPT
    name = tmp_path / "<b>ferry.case.yaml"
    with running(name, text) as studio:
        for screen in SCREENS:
            found = [studio.get(f"/{screen}").text]
            with studio.page(screen) as page:
                page.settled()
                found += [m["html"] for m in page.heard if "html" in m]
            for html in found:
                assert "<script>" not in html
                assert "<img" not in html
                assert "<b>" not in html
