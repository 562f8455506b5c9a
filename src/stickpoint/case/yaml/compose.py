"""YAML text without syntax faults → a tree of nodes, every value kept as the text it was.

Built from parser events rather than by a loader: nothing is ever converted or constructed, depth
and size are bounded while reading, and an alias costs as much as what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from stickpoint.case.yaml.nodes import Faults, Node, cut, in_quotes, quote

# PyYAML may have been built without libyaml; its own parser gives the same events, slower.
_Parser: Any = getattr(yaml, "CLoader", yaml.Loader)

MAX_DEPTH = 24
MAX_NESTED = 200
MAX_NODES = 200_000
MAX_MERGED = 5_000
_ORDINARY_TAGS = {None, *(f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))}


def events(text: str) -> Iterator[Any]:
    """Return the parser's events; raises yaml.YAMLError at the first syntax fault."""
    parser = _Parser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def compose(text: str, faults: Faults) -> Node | None:
    """Build the tree of the first document in a text that parses; None for nothing, or too much."""
    return _Composer(text, faults).run()


class _Composer:
    """Builds one tree; ``open`` are the collections that the next node goes into."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text = text
        self.faults = faults
        self.root: Node | None = None
        self.open: list[Node] = []
        self.anchors: dict[str, Node] = {}
        self.total = 0
        self.too_deep = 0
        self.last_line = text.count("\n")
        self.last_column = len(text) - text.rfind("\n") - 1

    def run(self) -> Node | None:
        documents = 0
        for event in events(self.text):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    node = self._node("text", event)
                    message = "a second document begins here ('---'); a case is one document"
                    self.faults.add(node, "C008", f"{message}: move it into a file of its own")
                    self.faults.lost += self.text[node.start :]
                    break
            elif isinstance(event, yaml.NodeEvent):
                if not self._take(event):
                    return None
                # A parser takes for ever on these; faults of syntax were looked for so far only.
                if len(self.open) + self.too_deep > MAX_NESTED:
                    self.faults.lost += self.text
                    return None
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event)
        return self.root

    def _take(self, event: Any) -> bool:
        """Add what an event brings to the tree; False once there is too much of it."""
        is_collection = isinstance(event, yaml.CollectionStartEvent)
        if self.too_deep:
            self.too_deep += is_collection
            return True
        node = self._alias(event) if isinstance(event, yaml.AliasEvent) else self._new(event)
        self.total += node.size
        if self.total > MAX_NODES:
            self._too_much(event, node)
            return False
        if self.open:
            self.open[-1].items.append(node)
        else:
            self.root = self.root or node
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self.anchors[event.anchor] = node
        if is_collection and len(self.open) < MAX_DEPTH:
            self.open.append(node)
        elif is_collection:
            node.broken = True
            self.too_deep = 1
            message = f"more than {MAX_DEPTH} levels inside one another"
            self.faults.add(node, "C011", f"{message}; no part of a case needs so many")
        return True

    def _node(self, kind: str, event: Any, **more: Any) -> Node:
        begin, end = event.start_mark, event.end_mark
        more |= {"source": self.text, "start": begin.index, "end": end.index}
        if begin.line > self.last_line:  # nothing, after a last line that no line break ends
            return Node(kind, self.last_line + 1, self.last_column + 1, **more)
        return Node(kind, begin.line + 1, begin.column + 1, **more)

    def _new(self, event: Any) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            node = self._node("text", event, text=event.value, style=event.style or "")
        else:
            is_list = isinstance(event, yaml.SequenceStartEvent)
            node = self._node("list" if is_list else "mapping", event)
        if event.tag not in _ORDINARY_TAGS:
            self._refuse_tag(node, event.tag)
        return node

    def _refuse_tag(self, node: Node, tag: str) -> None:
        node.broken = True
        if node.kind == "text" and not tag.startswith("tag:"):
            written = " ".join(self.text[node.start : node.end].split())
            advice = f"put the whole value in quotes{in_quotes(written)}"
            message = f"{quote(written)} begins with '!', which YAML takes for a tag; {advice}"
        else:
            message = (
                f"YAML tag {quote(tag)} found; a case file holds text, lists and mappings "
                "only, and nothing in it is ever executed: remove the tag"
            )
        self.faults.add(node, "C010", message)

    def _alias(self, event: Any) -> Node:
        target = self.anchors.get(event.anchor)
        here = self._node("text", event, broken=True)
        name = cut(str(event.anchor))
        if target is None:
            message = f"'*{name}' repeats an anchor that no line above defines"
        elif target in self.open:
            message = f"'*{name}' stands inside what it repeats"
        else:
            return target
        advice = "write the value out, or put it in quotes if it is a text that begins with '*'"
        self.faults.add(here, "C004", f"{message}; {advice}")
        return here

    def _too_much(self, event: Any, node: Node) -> None:
        code = "C005"
        message = f"more than {MAX_NODES} values found; a case must be smaller: split it"
        if isinstance(event, yaml.AliasEvent):
            code = "C004"
            message = (
                f"'*{cut(str(event.anchor))}' repeats {node.size} values, with which the file "
                f"holds more than {MAX_NODES}; write out what you need instead of repeating it"
            )
        self.faults.add(self._node("text", event), code, message)

    def _close(self, event: Any) -> None:
        if self.too_deep:
            self.too_deep -= 1
            return
        node = self.open.pop()
        node.end = event.end_mark.index
        if node.kind == "mapping":
            self._pair(node)
        children = (*node.items, *(part for pair in node.pairs for part in pair))
        node.size = 1 + sum(child.size for child in children)

    def _pair(self, node: Node) -> None:
        """Turn the flat list of keys and values into pairs; say which keys are no good."""
        flat, node.items = node.items, []
        first: dict[str, tuple[Node, Node]] = {}
        for key, value in zip(flat[::2], flat[1::2], strict=True):
            if key.kind != "text":
                message = f"a {key.kind} stands where the name of a key is expected"
                self.faults.add(key, "C102", f"{message}; put a text in quotes")
            elif key.text in first:
                self._repeated(key, value, *first[key.text])
            else:
                node.pairs.append((key, value))
                first[key.text] = (key, value)

    def _repeated(self, key: Node, value: Node, earlier: Node, kept: Node) -> None:
        """Report a key that is there twice, and go on as if both had been written as one."""
        message = (
            f"key {quote(key.text)} stands a second time, first in line {earlier.line}; "
            "put both parts under one key, or rename one"
        )
        self.faults.add(key, "C003", message)
        if value.size + kept.size > MAX_MERGED:
            return
        if value.kind == kept.kind == "mapping" and value is not kept:
            names = {name.text for name, _ in kept.pairs}
            kept.pairs.extend(pair for pair in value.pairs if pair[0].text not in names)
        elif value.kind == kept.kind == "list" and value is not kept:
            kept.items.extend(value.items)
        kept.size += value.size
