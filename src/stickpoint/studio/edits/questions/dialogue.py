"""The questions, asked one after another where there is no page → the text of a case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stickpoint.studio.edits.questions.answered import (
    MAX_ACTIONS,
    MAX_COSTS,
    MAX_PARTIES,
    MAX_WAYS,
    NO_END,
    SAID,
    Unanswered,
    understood,
)
from stickpoint.studio.edits.questions.asked import QUESTIONS, Question, case_text
from stickpoint.studio.edits.questions.typed import ends

NO_AGREEMENT = "no agreement"
_LISTS = ("parties", "costs", "list")
_MOST = {"ways": MAX_WAYS, "parties": MAX_PARTIES, "actions": MAX_ACTIONS, "costs": MAX_COSTS}
_DIGITS = 3
"""Digits of a number that stands for something in a list; of thousands Python makes no number."""


def dialogue(say: Callable[[str], object], hear: Callable[[str], str]) -> str:
    """Ask every question, again where an answer will not do, and return the text of a case.

    Parameters
    ----------
    say : callable
        Shows a line.
    hear : callable
        Shows what is asked for, and returns the line that was typed; an empty one leaves it out.
    """
    asking = _Asking(say, hear)
    again: Sequence[Question] = QUESTIONS
    while again:
        for question in again:
            asking.ask(question)
        try:
            return case_text(asking.answers)
        except Unanswered as error:
            for said in error.missing.values():
                asking._tell(said)
            named = {name.partition(".")[0] for name in error.missing}
            again = [question for question in QUESTIONS if question.name in named]
    raise AssertionError("what is missing belongs to a question")


@dataclass
class _Asking:
    """Answers as they come."""

    say: Callable[[str], object]
    hear: Callable[[str], str]
    answers: dict[str, Any] = field(default_factory=dict)

    def ask(self, question: Question) -> None:
        """Ask one question of the first level, and keep its answer."""
        if question.kind == "parties":
            self._parties(question)
        elif question.kind == "names":
            self._show(question)
            self.answers[question.name] = ways = list[str]()
            self._lines(ways, question.name)
        else:
            self._put(self.answers, question, question.name)

    def _put(self, into: dict[str, Any], question: Question, at: str) -> None:
        """Put an answer in its place, asking again while it alone will not do."""
        self._show(question, at)
        while True:
            into[question.name] = self._given(question, at)
            lacking = self._lacking(at)
            if not lacking:
                return
            self._tell(lacking)

    def _lacking(self, at: str) -> list[str]:
        """Say what is wrong with the answer to one question; others may not be answered yet."""
        try:
            understood(self.answers)
        except Unanswered as error:
            return error.missing.get(at, [])
        return []

    def _show(self, question: Question, at: str = "") -> None:
        self.say("")
        left_out = "" if question.needed else " (Enter leaves it out)"
        self.say(f"{question.asks}{left_out}")
        if question.help and question.kind != "order" and question.name != "hurts":
            self.say(f"  {question.help}")
        for k, words in enumerate(self._offered(question, at), 1):
            self.say(f"  {k:>2}  {words}")
        if question.kind == "order":
            self.say(f"   0  {NO_AGREEMENT}: what comes after it, the party would rather not have")

    def _offered(self, question: Question, at: str) -> list[str]:
        """List what may be chosen by its number."""
        if question.kind in ("way", "order"):
            return list(self.answers["ways"])
        if question.name == "hurts":
            doer = int(at.split(".")[1])
            names = [party["name"] for party in self.answers["parties"]]
            return names[:doer] + names[doer + 1 :]
        return list((question.choices or {}).values())

    def _given(self, question: Question, at: str) -> object:
        """Hear one answer, in the form that its question takes."""
        if question.kind in _LISTS:
            return self._rows(question, at)
        offered = self._offered(question, at)
        if question.name == "hurts":
            such = " ".join(str(k) for k, _ in zip((1, 2), offered, strict=False))
            return _named(self.hear(f"their numbers, such as {such}"), offered)
        if question.kind == "order":
            such = " ".join(map(str, [2, 1, 0, *range(3, len(offered) + 1)]))
            typed = self.hear(f"numbers, best first, such as {such}")
            none = NO_END if NO_AGREEMENT in offered else NO_AGREEMENT
            found = _named(typed, [none, *offered], first=0)
            return [NO_END if name == none else name for name in found]
        if question.kind in ("choice", "way"):
            return self._chosen(question, self.hear("number").strip())
        if question.kind == "range":
            return ends(self.hear("low and high, such as 6 to 8"))
        return self.hear("yes or no" if question.kind == "yes or no" else "answer").strip()

    def _chosen(self, question: Question, typed: str) -> str:
        """Return what a number stands for, or the words themselves."""
        values = self.answers["ways"] if question.kind == "way" else list(question.choices or {})
        if typed.isdecimal():
            inside = len(typed) <= _DIGITS and 1 <= int(typed) <= len(values)
            return str(values[int(typed) - 1]) if inside else typed
        by_words = {words: value for value, words in (question.choices or {}).items()}
        return str(by_words.get(typed, typed))

    def _lines(self, into: list[Any], at: str, name: str = "") -> None:
        """Hear lines until an empty one; what will not do is asked again at once."""
        while not self._is_full(into, at):
            typed = self.hear(f"{len(into) + 1} (Enter ends the list)").strip()
            if typed:
                into.append({name: typed} if name else typed)
                last = f"{at}.{len(into) - 1}"
                lacking = self._lacking(f"{last}.{name}" if name else last)
                lacking += self._lacking(at) if len(into) > 1 else []
            else:
                lacking = self._lacking(at)
            if typed and lacking:
                into.pop()
            self._tell(lacking)
            if not typed and not lacking:
                return

    def _is_full(self, rows: Sequence[object], at: str) -> bool:
        """Tell whether a list has all that it may have, and say so."""
        most = _MOST[at.rpartition(".")[2]]
        if len(rows) < most:
            return False
        self.say(f"  that is {SAID[most]}, as many as there can be at first; the list ends here")
        return True

    def _tell(self, lacking: Sequence[str]) -> None:
        for sentence in lacking:
            self.say(f"  {sentence}")

    def _rows(self, question: Question, at: str) -> list[dict[str, Any]]:
        """Hear rows, each with its questions, until the first of them is left out."""
        rows: list[dict[str, Any]] = []
        _place(self.answers, at, rows)
        first, *others = question.each
        while not self._is_full(rows, at):
            self.say("")
            self.say(f"{first.asks} {first.help} (Enter ends the list)".replace("  ", " "))
            if not (typed := self.hear("answer").strip()):
                return rows
            rows.append({first.name: typed})
            where = f"{at}.{len(rows) - 1}"
            if lacking := self._lacking(f"{where}.{first.name}"):
                rows.pop()
                self._tell(lacking)
                continue
            for one in others:
                self._put(rows[-1], one, f"{where}.{one.name}")
        return rows

    def _parties(self, question: Question) -> None:
        """Ask who decides, all by name first, and then each for the rest."""
        name, *others = question.each
        self._show(Question(question.name, question.asks, "names", "Two to six, by name."))
        rows: list[dict[str, Any]] = []
        self.answers[question.name] = rows
        self._lines(rows, question.name, name.name)
        for k, row in enumerate(rows):
            self._head(row[name.name])
            for one in others:
                self._put(row, one, f"{question.name}.{k}.{one.name}")
                if one.kind == "way" and k == len(rows) - 1:
                    self._part(question.name, rows, one)

    def _part(self, at: str, rows: Sequence[dict[str, Any]], stand: Question) -> None:
        """Ask all again what each stands for, until they are not of one mind."""
        while lacking := self._lacking(at):
            self._tell(lacking)
            for k, row in enumerate(rows):
                self._head(row["name"])
                self._put(row, stand, f"{at}.{k}.{stand.name}")

    def _head(self, name: str) -> None:
        self.say("")
        self.say(f"-- {name} --")


def _named(typed: str, offered: Sequence[str], first: int = 1) -> list[str]:
    """Return what names, or numbers from ``first``, mean; what is neither stays, to be refused.

    >>> _named("The yard, 1", ["The workers", "The yard"])
    ['The yard', 'The workers']
    """
    whole = " ".join(typed.split())
    if whole in offered and not whole.isdecimal():
        return [whole]
    found: list[str] = []
    for part in re.split(r"\s*[,;]\s*", whole):
        is_name = part in offered and not part.isdecimal()
        for word in [part] if is_name else part.split():
            is_number = word.isdecimal() and len(word) <= _DIGITS
            inside = is_number and first <= int(word) < first + len(offered)
            found.append(offered[int(word) - first] if inside else word)
    return found


def _place(answers: Mapping[str, Any], at: str, rows: list[dict[str, Any]]) -> None:
    """Let a list that is being filled stand where its answer belongs."""
    *way, last = at.split(".")
    into: Any = answers
    for step in way:
        into = into[int(step)] if step.isdecimal() else into[step]
    into[last] = rows
