"""Ids of the record → what they stand for, or a finding; reasons as written."""

from __future__ import annotations

from dataclasses import dataclass, field

from stickpoint.case.model.basis import Because
from stickpoint.case.resolve.strangers import Strangers
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import Faults, Node, quote


@dataclass
class RecordNames:
    """What a reason or a source can refer to: ids of the record with their kinds.

    ``record_known`` is False when the record could not be read; ``unrecorded`` has the reasons that
    look like ids in a case without a record.
    """

    faults: Faults
    record: dict[str, str] = field(default_factory=dict)
    record_known: bool = True
    unrecorded: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.strangers = Strangers(self.faults)

    def record_id(self, node: Node | None, *kinds: str) -> str | None:
        """Look up an id of the record that must be of certain kinds, such as 'document'."""
        if node is None or node.broken:
            return None
        kind = self.record.get(node.text)
        if kind in kinds:
            self.strangers.use("record", node.text)
            return node.text
        if kind is None and (not self.record_known or self.faults.lost_mentions(node.text)):
            return None
        found = f"{quote(node.text)} is {_a(kind) if kind else 'not in the record'}"
        near = did_you_mean(
            node.text, (id_ for id_, of in self.record.items() if of in kinds), self.faults
        )
        wanted = " or ".join(map(_a, kinds))
        message = f"{found}, the id of {wanted} is expected{near}"
        if kind is None:
            self.strangers.miss("record", node.text, node, "C204", message)
        else:
            self.faults.add(node, "C204", message)
        return None

    def because(self, nodes: list[Node]) -> Because:
        """Keep reasons as written; one that looks like an id must be one."""
        for node in nodes:
            text = node.text.strip()
            is_sentence = len(text.split()) > 1
            if text in self.record:
                self.strangers.use("record", text)
            if is_sentence or text in self.record or self.faults.lost_mentions(text):
                continue
            if not self.record:
                self.unrecorded.append(node)
            elif self.record_known:
                near = did_you_mean(text, self.record, self.faults)
                if not near.startswith("; did you mean"):
                    near += "; a reason in words needs more than one"
                message = f"{quote(text)} is not in the record{near}"
                self.strangers.miss("record", text, node, "C204", message)
        return tuple(node.words for node in nodes)

    def report_unrecorded(self) -> None:
        """Report, once, that reasons name ids in a case without a record."""
        if self.unrecorded and self.record_known:
            first = min(self.unrecorded, key=lambda node: node.place)
            others = len(self.unrecorded) - 1
            more = f" (and {others} more like it)" if others else ""
            found = f"{quote(first.text)}{more} is not in the record, for there is none"
            message = f"{found}; a reason in words needs more than one"
            self.faults.add_unless_lost("record", first, "C204", message)


def _a(kind: str) -> str:
    """Name one thing of a kind in the record."""
    return "an item of evidence" if kind == "evidence" else f"a {kind}"
