"""Parts of case files → whole ones, with the findings expected where the parts are marked.

A mark such as ``⟨C101⟩`` stands where the finding is to point to, and is taken out.
"""

from __future__ import annotations

import re
from pathlib import Path

FINDINGS = (Path(__file__).parents[1] / "docs" / "reference" / "findings.md").read_text("utf-8")
CODES = re.findall(r"^### (C\d{3}): ", FINDINGS, re.MULTILINE)
"""The codes of findings, each with a section of the reference, in its order."""
REST = {
    "format": "format: 1\n",
    "title": "title: t\n",
    "parties": "parties: {a: A, b: B}\n",
    "options": "options: {a.x: do x, b.y: {text: do y, now: yes}}\n",
    "wants": "wants: {a: [a.x], b: [b.y]}\n",
}
MARK = re.compile(r"⟨(C\d{3})⟩")


def whole(part: str) -> str:
    """Put a part of a case first and add what it lacks to be sound."""
    keys = set(re.findall(r"^(\w+):", part, re.MULTILINE))
    return part + "".join(text for key, text in REST.items() if key not in keys)


def unmarked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Take the marks out; give the clean text and (line, column, code) of every mark."""
    places = []
    clean = ""
    end = 0
    for found in MARK.finditer(text):
        clean += text[end : found.start()]
        end = found.end()
        line = clean.count("\n") + 1
        places.append((line, len(clean) - clean.rfind("\n"), found[1]))
    return clean + text[end:], places
