"""Case files broken at random, by bytes, lines, words and structure, each a function of its number.

`mutant` makes them, `look` has one checked and looks into what is said of it.
`benchmarks/fuzz.py` makes millions; the tests make two thousand.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from mutant_seeds import KEYS, ODD, SEEDS, SMALL

import stickpoint as sp

_TREES = {name: yaml.load(text, yaml.BaseLoader) for name, text in SEEDS.items()}
_WORD = re.compile(r"[\w.]+|[^\w\s]")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LONGEST = 600
"""Characters that a finding may have."""


def words_of(text: str) -> list[str]:
    """List the words and signs of a text."""
    return _WORD.findall(text)


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file as an editor counts them."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if text.count("\r") > text.count("\n"):
        text = text.replace("\r", "\n")
    return text.split("\n")


def flaws(data: bytes, findings: Iterable[sp.Finding]) -> list[str]:
    """Say what is wrong with the findings about a file: their places, their length, their signs."""
    lines, wrong = lines_of(data), []
    for finding in findings:
        is_inside = 1 <= finding.line <= len(lines)
        if not is_inside or not 1 <= finding.column <= len(lines[finding.line - 1]) + 1:
            wrong.append(f"outside the file: {finding}")
        if not 15 < len(finding.message) <= LONGEST:
            wrong.append(f"{len(finding.message)} characters: {finding}")
        if not re.fullmatch(r"[CN]\d{3}", finding.code) or re.search(
            r"Error\b|Traceback|0x[0-9a-f]{8}", finding.message
        ):
            wrong.append(f"not in words: {finding}")
        odd = {sign for sign in str(finding) if unicodedata.category(sign) in _UNSEEN}
        if odd:
            wrong.append(f"{odd} in {finding!r}")
    return wrong


def look(data: bytes, path: Path) -> tuple[tuple[sp.Finding, ...], list[str], bool]:
    """Check a file of these bytes; return its findings, their flaws, and whether it is sound.

    What a sound case describes is built; only what is said on purpose may stand in the way.
    """
    path.write_bytes(data)
    case, findings = sp.check(path)
    notes = () if case is None else case.remarks
    wrong = flaws(data, (*findings, *notes))
    if list(findings) != sorted(set(findings)):
        wrong.append("out of order, or twice")
    if case is None and not findings:
        wrong.append("neither a case nor a finding")
    if case is not None:
        for build in (sp.conflict, sp.game):
            with suppress(sp.StickpointError):
                build(case)
    return findings, wrong, case is not None


def mutant(number: int, seeds: Iterable[str] = SEEDS) -> bytes:
    """Return the case file of a number: a seed broken one to five times."""
    chance = random.Random(number)
    names = list(seeds)
    small = [name for name in names if name in SMALL]
    name = chance.choice(small if small and chance.random() < 0.95 else names)
    if chance.random() < 0.5:
        return changed(_restructured(name, chance), chance.choice((0, 0, 0, 1, 2)), chance)
    return changed(SEEDS[name], chance.choice((1, 1, 2, 4)), chance)


def changed(text: str, times: int, chance: random.Random) -> bytes:
    """Return a text as a file, broken so many times, and one in ten by its bytes too."""
    for _ in range(times):
        text = chance.choice(_WAYS)(text, chance)
    data = text.encode("utf-8", "surrogatepass")
    return _bytes_changed(data, chance) if chance.random() < 0.1 else data


def _bytes_changed(data: bytes, chance: random.Random) -> bytes:
    """Break a file as disks, editors and encodings do."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 30))):
        at = chance.randrange(len(changed) + 1)
        end = min(len(changed), at + chance.choice((0, 1, 1, 4, 40)))
        odd = chance.choice(
            (b"", b"\xff", b"\0", b"\r", b"\n", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf")
        )
        changed[at:end] = chance.choice(
            (odd, bytes([chance.randrange(256)]), bytes(changed[at:end]) * 2)
        )
    way = chance.randrange(12)
    if way == 0:
        return bytes(changed[: chance.randrange(len(changed) + 1)])
    if way == 1:
        wide = chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1"))
        return changed.decode("utf-8", "replace").encode(wide, "replace")
    return bytes(changed).replace(b"\n", chance.choice((b"\n", b"\n", b"\r\n", b"\r")))


def _lines_moved(text: str, chance: random.Random) -> str:
    """Delete, repeat, swap, move, join, cut or indent lines."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    end = at + chance.choice((1, 1, 2, 5))
    column = chance.randrange(len(lines[at]) + 1)
    way = chance.randrange(9)
    if way == 0:
        del lines[at:end]
    elif way == 1:
        lines[other:other] = lines[at:end]
    elif way == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at : at + 2] = ["".join(lines[at : at + 2])]
    elif way == 4:
        lines[at : at + 1] = [lines[at][:column], lines[at][column:]]
    elif way == 5:
        space = chance.choice((" ", "  ", "\t", "    ", "- ", "# ", "\xa0", "? "))
        lines[at:end] = [space + line for line in lines[at:end]]
    elif way == 6:
        lines[at:end] = [re.sub(r"^ {1,2}", "", line) for line in lines[at:end]]
    elif way == 7:
        lines[at:end] = SEEDS[chance.choice(list(SMALL))].split("\n")[at:end]
    else:
        lines[at:] = [lines[at][:column]]
    return "\n".join(lines)


def _words_changed(text: str, chance: random.Random) -> str:
    """Put something else in the place of a word or sign, or beside it."""
    found = list(_WORD.finditer(text))
    if not found:
        return chance.choice(ODD)
    one = chance.choice(found)
    word, other = one[0], chance.choice(found)[0]
    at = chance.randrange(len(word) + 1)
    new = chance.choice((
        "", other, word * 2, chance.choice(KEYS), chance.choice(ODD), word + chance.choice(ODD),
        word[:at] + chance.choice(ODD) + word[at:], word[:at] + word[at + 1 :], word.upper(),
        word[::-1], f"[{word}]", f"'{word}'", f"{{{word}: {other}}}", f"&{other} {word}",
        f"*{word}",
    ))  # fmt: skip
    return text[: one.start()] + new + text[one.end() :]


def _number_changed(text: str, chance: random.Random) -> str:
    """Put another number, range or date in the place of one."""
    found = list(re.finditer(r"\b\d+(\.\d+)?\b", text))
    if not found:
        return text
    one = chance.choice(found)
    number, other = one[0], chance.choice(found)[0]
    new = chance.choice(
        (f"-{number}", f"{number}e2", f"[{number}, {other}]", other, number * 2, "0")
    )
    return text[: one.start()] + new + text[one.end() :]


def _value_changed(text: str, chance: random.Random) -> str:
    """Put something else after the colon of a key."""
    found = list(re.finditer(r"(?<=: )[^,{}\[\]\n]+|(?<=: )[\[{].*", text))
    if not found:
        return text
    one = chance.choice(found)
    new = chance.choice((chance.choice(ODD), chance.choice(found)[0], f"[{one[0]}, {one[0]}]"))
    return text[: one.start()] + new + text[one.end() :]


_WAYS = (_lines_moved, _words_changed, _words_changed, _value_changed, _number_changed)


def _restructured(name: str, chance: random.Random) -> str:
    """Change the tree of a seed and write it anew: other types, other keys, parts elsewhere."""
    tree = json.loads(json.dumps(_TREES[name]))
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = list(_places(tree))
        inside, key = chance.choice(places)
        holder, other = chance.choice(places)
        way = chance.randrange(7)
        if way == 0:
            del inside[key]
        elif way == 1:
            inside[key] = chance.choice(([], {}, "", [[]], {"": ""}, [{}], chance.choice(ODD)))
        elif way == 2:
            inside[key] = json.loads(json.dumps(holder[other]))
        elif way == 3:
            inside[key] = [inside[key], inside[key]] if chance.random() < 0.5 else [inside[key]]
        elif way == 4:
            inside[key] = {chance.choice(KEYS): inside[key]}
        elif isinstance(inside, dict):
            new = chance.choice(
                (chance.choice(KEYS), key[:-1], f"{key}.{key}", str(other), chance.choice(ODD))
            )
            inside[new] = inside[key] if way == 5 else inside.pop(key)
        if not tree:
            break
    return json.dumps(tree, ensure_ascii=False, indent=chance.choice((None, 1, 2)))


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """List every place of a tree, as what holds it and its key or number there."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from _places(tree[key])


def digest(numbers: Iterable[int], path: Path) -> str:
    """Return a hash of all that is said of some mutants."""
    said = (str(finding) for number in numbers for finding in look(mutant(number), path)[0])
    return hashlib.sha256("\n".join(said).replace(str(path), "").encode()).hexdigest()


if __name__ == "__main__":
    print(digest(range(int(sys.argv[1]), int(sys.argv[2])), Path(sys.argv[3])))
