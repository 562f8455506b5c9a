"""A studio in a process of its own, as a person starts it, and what asks it without a browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.sync.client import ClientConnection, connect

SMALL = """\
format: 1
title: Ferry
clock: {start: 2001-01-01, unit: day, horizon: 8}
parties:
  ann: {name: Ann, pace: [0.5, 2], precision: 1, discount: 0.1, note: Ann is quick.}
  bob: {name: Bob, pace: 1, discount: 0.1}
options:
  ann.strike: {text: strike, now: yes}
  ann.yield: {text: yield}
  bob.offer: {text: offer}
issues: {wage: {name: the wage, terms: {paid: bob.offer, left: ann.yield}}}
wants:
  ann: [wage, "!ann.yield"]  # what Ann wants
  bob: ["!bob.offer", wage]
payoffs:
  ann: [{when: ann.strike, worth: -1}, {when: "!settled", worth: [-2, -1], label: lost wages}]
  bob: [{when: ann.strike, worth: -2}, {when: bob.offer, worth: -0.5}]
tolls: {crossings: {when: ann.strike, per: day, amount: 3, unit: boats, falls_on: all}}
"""
"""A case with payoffs that is answered in no time."""
LETTER = "Ann wrote in May 2001. On 3 June 2001 Ann cabled Bob and asked him for an offer."
WHOLE = (
    SMALL
    + """\
record:
  documents: {letter: {title: A letter, file: letter.txt}}
  passages: {p1: {document: letter, chars: [0, 22]}}
  messages:
    - {id: m1, date: 2001-05, from: ann, to: bob, act: plea, text: asks, source: {passage: p1}}
  evidence: {E1: {text: it rained}, E2: {text: it snowed}}
hypotheses:
  pride: {claim: It is pride, evidence: {E1: "+"}}  # kept
  money: {claim: It is money, evidence: {E2: "-"}}
levers:
  - {what: a bridge, payoff: ann, line: lost wages, direction: up, cost: 2, limit: 0.5}
"""
)
"""The same with a record, explanations and a lever; ``letter.txt`` holds the letter."""
PATIENCE = 120.0
"""Seconds after which an answer is given up; a quick machine needs a hundredth of it."""


class Page:
    """One socket to a studio, and what came over it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.n, self.heard = socket, 0, list[dict[str, Any]]()

    def send(self, **message: Any) -> int:
        """Send a message, with its number."""
        self.n += 1
        self.socket.send(json.dumps({"n": self.n, "tab": str(id(self)), **message}))
        return self.n

    def until(self, fits: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Wait for the first message that fits."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            message = json.loads(self.socket.recv(timeout=PATIENCE))
            self.heard.append(message)
            if fits(message):
                return message
        raise AssertionError(f"nothing came that fits; last {self.heard[-3:]}")

    def answer(self, part: str, n: int = 0) -> str:
        """Wait for the answer of a part that is as new as a message."""

        def fits(m: dict[str, Any]) -> bool:
            return m.get("part") == part and m["n"] >= n and ("html" in m or "error" in m)

        found = next(filter(fits, reversed(self.heard)), None) or self.until(fits)
        return found.get("html") or found["error"]

    def settled(self) -> None:
        """Wait until every part that was asked has its answer."""
        self.until(lambda m: "state" in m)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            asked = {m["part"] for m in self.heard if "asked" in m}
            if asked and asked <= {m["part"] for m in self.heard if "html" in m or "error" in m}:
                return
            self.until(lambda m: "part" in m)
        raise AssertionError("some parts have no answer")

    def saved(self) -> dict[str, Any]:
        """Wait until something is saved."""
        return self.until(lambda m: "saved" in m)


class Studio:
    """A running studio and how to reach it."""

    def __init__(self, address: str, path: Path, process: subprocess.Popen[str]) -> None:
        self.address, self.path, self.process = address, path, process
        parts = urlsplit(address)
        self.port, self.token = int(parts.port or 0), parts.query.removeprefix("token=")
        self.origin = f"http://127.0.0.1:{self.port}"
        self.cookie = f"stickpoint-{self.port}={self.token}"

    def get(self, where: str, **heads: str) -> httpx.Response:
        """Ask for a page with the token."""
        return httpx.get(self.origin + where, headers={"cookie": self.cookie, **heads}, timeout=60)

    @contextmanager
    def page(self, screen: str = "case", *, opened: bool = True) -> Iterator[Page]:
        """Open a screen's socket."""
        url = f"ws://127.0.0.1:{self.port}/socket"
        heads = {"Cookie": self.cookie}
        with connect(
            url, origin=self.origin, additional_headers=heads, max_size=None, proxy=None,
            open_timeout=PATIENCE, close_timeout=1, ping_interval=None, max_queue=None,
        ) as socket:  # fmt: skip
            page = Page(socket)
            if opened:
                page.send(do="open", screen=screen, asked={})
            yield page


def launched(
    path: Path, *words: str, beside: Mapping[str, str] | None = None, **more: Any
) -> subprocess.Popen[str]:
    """Start a studio on a file, with more words and more in its environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "stickpoint", "studio", path.name, *words],
        cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | (beside or {}),
        **more,
    )  # fmt: skip


def address_of(process: subprocess.Popen[str]) -> str:
    """Wait until a studio tells its address."""
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://\S+", said)
    assert found, (said, process.stderr and process.stderr.read())
    return found[0]


@contextmanager
def running(path: Path, text: str | None = SMALL) -> Iterator[Studio]:
    """Start a studio on a file, and end it."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    process = launched(path, "--no-browser")
    try:
        yield Studio(address_of(process), path, process)
    finally:
        process.terminate()
        process.communicate(timeout=30)
