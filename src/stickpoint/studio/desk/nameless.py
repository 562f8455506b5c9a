"""A case without names and passages: its parties, numbers, orders and dates, in words of no one.

What is kept is listed here; whatever is not listed is left out, so that nothing slips through.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from stickpoint.case.check import check_text
from stickpoint.studio.desk.aliases import Data, letter
from stickpoint.studio.desk.faults import DeskError
from stickpoint.studio.desk.nameless_record import WithoutNames, as_list, only, written_out
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


class _Without(WithoutNames):
    """Rewrites one case, part by part."""

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
                self.phrase(written_out(one, "that")["that"]) for one in as_list(lines)
            ],
            "at_most_one": self.among,
            "exactly_one": self.among,
            "same": lambda lines: [self.phrase(one) for one in as_list(lines)],
            "issues": self.issues,
            "packages": self.terms,
            "settled": self.phrase,
            "wants": self.by_party(self.wants),
            "ranking": self.by_party(self.ranking),
            "weights": self.by_party(self.weights),
            "strength": self.by_party(lambda lines: [self.phrase(one) for one in as_list(lines)]),
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

    def parties(self, table: Data) -> Data:
        kept = ("pace", "discount", "precision", "size")
        return {
            self.id(party): {
                "name": f"Party {letter(k)}",
                **only(written_out(body, "name"), kept),
                **self.patrons(written_out(body, "name").get("patron") or {}),
            }
            for k, (party, body) in enumerate(table.items())
        }

    def patrons(self, table: Data) -> Data:
        found: dict[str, dict[str, Data]] = {}
        for patron, imposed in table.items():
            lines = found.setdefault(self.id(patron), {})
            for option, written in imposed.items():
                body = written_out(written, "to")
                needs = {"needs": self.phrase(body["needs"])} if body.get("needs") else {}
                lines[self.id(option)] = {**only(body, ("to",)), **needs}
        return {"patron": found} if found else {}

    def options(self, table: Data) -> Data:
        found = {}
        for option, written in table.items():
            body = written_out(written, "text")
            number = self.id(option).rpartition("_")[2]
            found[self.id(option)] = {
                "text": f"take option {number}",
                "undo": f"drop option {number}",
                **only(body, _SITUATION),
                **({"needs": self.phrase(body["needs"])} if body.get("needs") else {}),
            }
        return found

    def nature(self, table: Data) -> Data:
        found = {}
        for name, written in table.items():
            new = self.id(f"nature.{name}").partition(".")[2]
            body = only(written_out(written, "text"), _SITUATION)
            if isinstance(body.get("rate"), list) and isinstance(body["rate"][0], dict):
                body["rate"] = [self.line(one, "rate", "size") for one in body["rate"]]
            found[new] = {"text": new.replace("_", " "), **body}
        return found

    def impossible(self, lines: Data) -> Data:
        return [self.phrase(written_out(one, "that")["that"]) for one in as_list(lines)]

    def among(self, lists: Data) -> Data:
        return [[self.id(option) for option in written_out(one, "of")["of"]] for one in lists]

    def issues(self, table: Data) -> Data:
        found = {}
        for issue, written in table.items():
            body = written_out(written, "name")
            new = {"name": self.id(issue).replace("_", " "), **only(body, ("opened", "closed"))}
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
                **only(written_out(written, "text"), ("now",)),
            }
            found[new] = body
        return found

    def terms(self, table: Data) -> Data:
        found = {}
        for name, written in table.items():
            body = self.line(written_out(written, "when"), "holds", "lapses", "signed", "size")
            needs = as_list(written_out(written, "when").get("needs") or [])
            if needs:
                body["needs"] = [self.id(party) for party in needs]
            found[self.names.terms[name]] = body
        return found

    def wants(self, written: Data) -> Data:
        if isinstance(written, dict) and "coders" in written:
            every = enumerate(written["coders"].values())
            return {"coders": {f"coder {letter(k)}": self.wants(lines) for k, lines in every}}
        return [self.either(one) for one in as_list(written)]

    def either(self, written: Data) -> Data:
        if not (isinstance(written, dict) and "either" in written):
            return self.want(written)
        sides = written["either"]
        return {
            "either": [
                [self.want(one) for one in side] if isinstance(side, list) else self.want(side)
                for side in sides
            ]
        }

    def want(self, written: Data) -> Data:
        body = written_out(written, "that")
        found = {"that": self.phrase(body["that"]), **only(body, ("great", "worth", "size"))}
        return {**found, **self.label(body)}

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
        body = written_out(written, "date")
        terms = [self.names.closing(one) for one in as_list(body.get("terms") or [])]
        return {"date": body["date"], **({"terms": terms} if terms else {})}


def _same(data: Data) -> Data:
    return data


def _without(*left_out: str) -> Callable[[Data], Data]:
    def cut(data: Data) -> Data:
        if not isinstance(data, dict):
            return data
        return {key: part for key, part in data.items() if key not in left_out}

    return cut
