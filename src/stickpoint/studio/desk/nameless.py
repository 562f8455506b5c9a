"""A case without names and passages: its parties, numbers, orders and dates, in words of no one.

What is kept is listed here; whatever is not listed is left out, so that nothing slips through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from stickpoint.case.check import check_text
from stickpoint.studio.desk.aliases import Aliases, Data, aliases_of, letter
from stickpoint.studio.desk.faults import DeskError
from stickpoint.studio.edits.layout import Habits, block
from stickpoint.studio.edits.line_ends import plain
from stickpoint.studio.edits.written import read

_PATTERN = re.compile(r"[YN\-\s]+")
_SITUATION = ("now", "one_way", "effort", "size", "rate", "on", "by")


def nameless(text: str) -> str:
    """Return a case without names, passages, documents, reasons and notes; dates and numbers stay.

    Parameters
    ----------
    text : str
        The text of a sound case.

    Raises
    ------
    DeskError
        The case is not sound, or does not stay so without its names.
    """
    case, findings = check_text(text)
    if case is None:
        message = f"the case has {len(findings)} faults; mend them before it is passed on"
        raise DeskError(message)
    new = "\n".join(block(_Without(read(plain(text)).data()).whole(), 0, Habits())) + "\n"
    again, findings = check_text(new)
    if again is None:
        message = f"without its names the case would not be sound ({findings[0]})"
        raise DeskError(f"{message}; pass it on with them, or leave out what is meant here")
    return new


class _Without:
    """Rewrites one case, part by part."""

    def __init__(self, case: Mapping[str, Data]) -> None:
        self.case = case
        self.names: Aliases = aliases_of(case)

    def whole(self) -> dict[str, Data]:
        parts: dict[str, Data] = {"format": "1", "title": "A deadlock"}
        keep: dict[str, Callable[[Data], Data]] = {
            "clock": _same,
            "kind": _without("note"),
            "lengths": _same,
            "happened": self.happened,
            "parties": self.parties,
            "options": self.options,
            "nature": self.nature,
            "impossible": lambda lines: [
                self.phrase(_short(one, "that")["that"]) for one in _list(lines)
            ],
            "at_most_one": self.among,
            "exactly_one": self.among,
            "same": lambda lines: [self.phrase(one) for one in _list(lines)],
            "issues": self.issues,
            "packages": self.terms,
            "settled": self.phrase,
            "wants": self.by_party(lambda lines: [self.want(one) for one in _list(lines)]),
            "ranking": self.by_party(self.ranking),
            "weights": self.by_party(self.weights),
            "strength": self.by_party(lambda lines: [self.phrase(one) for one in _list(lines)]),
            "unknown": self.by_party(lambda pairs: [list(map(self.phrase, one)) for one in pairs]),
            "payoffs": self.by_party(self.payoffs),
            "terminal": self.by_party(self.payoffs),
            "tolls": self.tolls,
            "record": self.record,
            "hypotheses": self.hypotheses,
            "rating_scale": _same,
            "groups": lambda groups: [[self.names.entry("E", one) for one in g] for g in groups],
            "levers": lambda levers: [self.lever(k, one) for k, one in enumerate(levers)],
        }
        for key, rewrite in keep.items():
            if self.case.get(key):
                parts[key] = rewrite(self.case[key])
        return {key: part for key, part in parts.items() if part}

    def id(self, name: str) -> str:
        return self.names.ids[name]

    def party(self, name: str) -> str | None:
        return self.names.ids.get(name) if name in self.case["parties"] else None

    def phrase(self, data: Data) -> Data:
        """Rewrite a statement, or one that adds up weights."""
        if isinstance(data, dict):
            body = data["at_least"]
            of = {self.phrase(one): weight for one, weight in body["of"].items()}
            return {"at_least": {"of": of, "is": body["is"]}}
        return self.names.statement(data)

    def by_party(self, rewrite: Callable[[Data], Data]) -> Callable[[Data], Data]:
        return lambda table: {self.id(party): rewrite(lines) for party, lines in table.items()}

    def parties(self, table: Data) -> Data:
        kept = ("pace", "discount", "precision", "size")
        return {
            self.id(party): {"name": f"Party {letter(k)}", **_only(_short(body, "name"), kept)}
            for k, (party, body) in enumerate(table.items())
        }

    def options(self, table: Data) -> Data:
        found = {}
        for option, written in table.items():
            body = _short(written, "text")
            number = self.id(option).rpartition("_")[2]
            found[self.id(option)] = {
                "text": f"take option {number}",
                "undo": f"drop option {number}",
                **_only(body, _SITUATION),
                **({"needs": self.phrase(body["needs"])} if body.get("needs") else {}),
            }
        return found

    def nature(self, table: Data) -> Data:
        found = {}
        for name, written in table.items():
            new = self.id(f"nature.{name}").partition(".")[2]
            body = _only(_short(written, "text"), _SITUATION)
            if isinstance(body.get("rate"), list) and isinstance(body["rate"][0], dict):
                body["rate"] = [self.line(one, "rate", "size") for one in body["rate"]]
            found[new] = {"text": new.replace("_", " "), **body}
        return found

    def impossible(self, lines: Data) -> Data:
        return [self.phrase(_short(one, "that")["that"]) for one in _list(lines)]

    def among(self, lists: Data) -> Data:
        return [[self.id(option) for option in _short(one, "of")["of"]] for one in lists]

    def issues(self, table: Data) -> Data:
        found = {}
        for issue, written in table.items():
            body = _short(written, "name")
            new = {"name": self.id(issue).replace("_", " "), **_only(body, ("opened", "closed"))}
            if body.get("terms"):
                new["terms"] = self.terms(body["terms"])
            if body.get("positions"):
                new["positions"] = {
                    self.id(party): self.positions(party, names)
                    for party, names in body["positions"].items()
                }
            found[self.id(issue)] = new
        return found

    def positions(self, party: str, names: Data) -> Data:
        found = {}
        for name, written in names.items():
            new = self.id(f"{party}.{name}").partition(".")[2]
            body = {
                "text": f"take {new.replace('_', ' ')}",
                **_only(_short(written, "text"), ("now",)),
            }
            found[new] = body
        return found

    def terms(self, table: Data) -> Data:
        found = {}
        for name, written in table.items():
            body = self.line(_short(written, "when"), "holds", "lapses", "signed", "size")
            needs = _list(_short(written, "when").get("needs") or [])
            if needs:
                body["needs"] = [self.id(party) for party in needs]
            found[self.names.terms[name]] = body
        return found

    def want(self, written: Data) -> Data:
        body = _short(written, "that")
        found = {"that": self.phrase(body["that"]), **_only(body, ("great", "worth", "size"))}
        return {**found, **self.label(body)}

    def label(self, body: Data) -> Data:
        return {"label": self.names.entry("line ", body["label"])} if body.get("label") else {}

    def ranking(self, written: Data) -> Data:
        order = written["order"] if isinstance(written, dict) else written
        return [self.group(one) for one in order]

    def group(self, data: Data) -> Data:
        if isinstance(data, list):
            return [self.group(one) for one in data]
        is_pattern = isinstance(data, str) and _PATTERN.fullmatch(data)
        return data if is_pattern else self.phrase(data)

    def weights(self, written: Data) -> Data:
        if isinstance(written, dict):
            return {self.phrase(when): weight for when, weight in written.items()}
        return [self.line(one, "weight", "size") for one in written]

    def payoffs(self, lines: Data) -> Data:
        return [{**self.line(one, "worth", "once", "size"), **self.label(one)} for one in lines]

    def line(self, body: Data, *kept: str) -> dict[str, Data]:
        """Rewrite what has a statement under ``when``, and keep some of its other keys."""
        when = {"when": self.phrase(body["when"])} if body.get("when") else {}
        return {**when, **_only(body, kept)}

    def tolls(self, table: Data) -> Data:
        found = {}
        for name, body in table.items():
            bearer = self.party(body.get("falls_on", ""))
            found[self.names.entry("toll ", name)] = {
                **self.line(body, "per", "amount", "size"),
                **({"falls_on": bearer} if bearer else {}),
            }
        return found

    def happened(self, written: Data) -> Data:
        body = _short(written, "date")
        terms = [self.names.closing(one) for one in _list(body.get("terms") or [])]
        return {"date": body["date"], **({"terms": terms} if terms else {})}

    def record(self, body: Data) -> Data:
        names = self.names
        messages = body.get("messages") or []
        known = {one["id"]: names.entry("m", one["id"]) for one in messages}
        found: dict[str, Data] = {
            "messages": [self.message(one, known) for one in messages],
            "moves": [self.move(one) for one in body.get("moves") or []],
            "evidence": {
                names.entry("E", name): {
                    "text": f"evidence {names.entry('E', name)}",
                    **_only(_short(one, "text"), ("observed", "date")),
                }
                for name, one in (body.get("evidence") or {}).items()
            },
            "silent": [self.id(option) for option in body.get("silent") or []],
        }
        return {key: part for key, part in found.items() if part}

    def message(self, body: Data, known: Mapping[str, str]) -> Data:
        ends = {key: self.party(body.get(key, "")) or "somebody else" for key in ("from", "to")}
        if "to" not in body:
            del ends["to"]
        new = known[body["id"]]
        reply = known.get(body.get("reply_to", ""))
        return {
            "id": new,
            **_only(body, ("date",)),
            **ends,
            "act": body["act"],
            "text": f"message {new}",
            **({"reply_to": reply} if reply else {}),
        }

    def move(self, body: Data) -> Data:
        sets = {self.id(option): now for option, now in body["sets"].items()}
        party = self.id(body["party"])
        return {
            "id": self.names.entry("v", body["id"]),
            "date": body["date"],
            "party": party,
            "sets": sets,
        }

    def hypotheses(self, table: Data) -> Data:
        found = {}
        for name, body in table.items():
            new = self.names.entry("explanation ", name)
            about = self.party(body.get("about", ""))
            evidence = {
                self.names.entry("E", item): self.rating(one)
                for item, one in (body.get("evidence") or {}).items()
            }
            payoffs = self.by_party(self.payoffs)(body.get("payoffs") or {})
            found[new] = {
                "claim": new,
                **({"about": about} if about else {}),
                **_only(body, ("prior", "size")),
                **({"payoffs": payoffs} if payoffs else {}),
                **({"evidence": evidence} if evidence else {}),
            }
        return found

    def rating(self, written: Data) -> Data:
        rating = _short(written, "rating")["rating"]
        if isinstance(rating, dict):
            return {"rating": {self.names.entry("coder ", c): one for c, one in rating.items()}}
        return rating

    def lever(self, number: int, body: Data) -> Data:
        found = {"what": f"lever {number + 1}"}
        for key in ("payoff", "pace", "ranks", "effort"):
            if body.get(key):
                found[key] = self.id(body[key])
        if body.get("rate"):
            found["rate"] = self.id(f"nature.{body['rate'].removeprefix('nature.')}")
        if body.get("line"):
            line = body["line"]
            found["line"] = line if line.isdigit() else self.names.entry("line ", line)
        by = self.party(body.get("by", ""))
        by_whom = {"by": by} if by else {}
        return {
            **found,
            **self.line(body),
            **by_whom,
            **_only(body, ("direction", "cost", "limit")),
        }


def _same(data: Data) -> Data:
    return data


def _without(*left_out: str) -> Callable[[Data], Data]:
    def cut(data: Data) -> Data:
        if not isinstance(data, dict):
            return data
        return {key: part for key, part in data.items() if key not in left_out}

    return cut


def _only(body: Mapping[str, Data], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: body[key] for key in keys if key in body}


def _short(data: Data, key: str) -> dict[str, Data]:
    """Write out what stands for one key."""
    is_written_out = isinstance(data, dict) and "at_least" not in data
    return data if is_written_out else {key: data}


def _list(data: Data) -> list[Data]:
    return data if isinstance(data, list) else [data]
