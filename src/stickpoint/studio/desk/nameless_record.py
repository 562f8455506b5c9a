"""The record of a case, its explanations and levers, without names; and what the rest shares.

Whatever is not listed here is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stickpoint.studio.desk.aliases import Aliases, Data, aliases_of


class WithoutNames:
    """Rewrites the parts of a case that point to others."""

    def __init__(self, case: Mapping[str, Data]) -> None:
        self.case = case
        self.names: Aliases = aliases_of(case)

    def id(self, name: str) -> str:
        """Return what a party, option, event or item becomes."""
        return self.names.ids[name]

    def party(self, name: str) -> str | None:
        """Return what a party becomes; None for words that name none."""
        return self.names.ids.get(name) if name in self.case["parties"] else None

    def phrase(self, data: Data) -> Data:
        """Rewrite a statement, or one that adds up weights."""
        if isinstance(data, dict):
            body = data["at_least"]
            of = {self.phrase(one): weight for one, weight in body["of"].items()}
            return {"at_least": {"of": of, "is": body["is"]}}
        return self.names.statement(data)

    def by_party(self, rewrite: Callable[[Data], Data]) -> Callable[[Data], Data]:
        """Return what rewrites a table by party."""
        return lambda table: {self.id(party): rewrite(lines) for party, lines in table.items()}

    def label(self, body: Data) -> Data:
        """Rewrite a label, which levers may point to."""
        return {"label": self.names.entry("line ", body["label"])} if body.get("label") else {}

    def payoffs(self, lines: Data) -> Data:
        """Rewrite lines of payoffs."""
        return [{**self.line(one, "worth", "once", "size"), **self.label(one)} for one in lines]

    def line(self, body: Data, *kept: str) -> dict[str, Data]:
        """Rewrite what has a statement under ``when``, and keep some of its other keys."""
        when = {"when": self.phrase(body["when"])} if body.get("when") else {}
        return {**when, **only(body, kept)}

    def record(self, body: Data) -> Data:
        """Keep dates, moves, who told whom, and what was observed."""
        names = self.names
        messages = body.get("messages") or []
        known = {one["id"]: names.entry("m", one["id"]) for one in messages}
        found: dict[str, Data] = {
            "messages": [self.message(one, known) for one in messages],
            "moves": [self.move(one) for one in body.get("moves") or []],
            "evidence": {
                names.entry("E", name): {
                    "text": f"evidence {names.entry('E', name)}",
                    **only(written_out(one, "text"), ("observed", "date")),
                }
                for name, one in (body.get("evidence") or {}).items()
            },
            "silent": [self.id(option) for option in body.get("silent") or []],
        }
        return {key: part for key, part in found.items() if part}

    def message(self, body: Data, known: Mapping[str, str]) -> Data:
        """Keep who told whom, when, and what was done by it."""
        ends = {key: self.party(body.get(key, "")) or "somebody else" for key in ("from", "to")}
        if "to" not in body:
            del ends["to"]
        new = known[body["id"]]
        reply = known.get(body.get("reply_to", ""))
        return {
            "id": new,
            **only(body, ("date",)),
            **ends,
            "act": body["act"],
            "text": f"message {new}",
            **({"reply_to": reply} if reply else {}),
        }

    def move(self, body: Data) -> Data:
        """Keep who moved when, and which options."""
        sets = {self.id(option): now for option, now in body["sets"].items()}
        party = self.id(body["party"])
        return {
            "id": self.names.entry("v", body["id"]),
            "date": body["date"],
            "party": party,
            "sets": sets,
        }

    def hypotheses(self, table: Data) -> Data:
        """Keep numbers, payoffs and ratings of explanations."""
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
                **only(body, ("prior", "size")),
                **({"payoffs": payoffs} if payoffs else {}),
                **({"evidence": evidence} if evidence else {}),
            }
        return found

    def rating(self, written: Data) -> Data:
        """Rewrite a rating, or those of several coders."""
        rating = written_out(written, "rating")["rating"]
        if isinstance(rating, dict):
            return {"rating": {self.names.entry("coder ", c): one for c, one in rating.items()}}
        return rating

    def lever(self, number: int, body: Data) -> Data:
        """Keep what a lever changes, which way, at what cost."""
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
            **only(body, ("direction", "cost", "limit")),
        }


def only(body: Mapping[str, Data], keys: tuple[str, ...]) -> dict[str, Any]:
    """Return what stands under some keys."""
    return {key: body[key] for key in keys if key in body}


def written_out(data: Data, key: str) -> dict[str, Data]:
    """Write out what stands for one key."""
    is_written_out = isinstance(data, dict) and "at_least" not in data
    return data if is_written_out else {key: data}


def as_list(data: Data) -> list[Data]:
    """Return a list, of one where one value stands for it."""
    return data if isinstance(data, list) else [data]
