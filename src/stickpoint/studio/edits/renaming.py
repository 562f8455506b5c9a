"""A party, an option, an item or terms under another name, wherever the case names them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stickpoint.case.schema.layout import ID, RESERVED
from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.known import Step
from stickpoint.studio.edits.layout import in_place
from stickpoint.studio.edits.mentions import Mention, mentions
from stickpoint.studio.edits.written import Data, Part, after, read

_SORTS = {"parties": "party", "options": "option", "issues": "item", "nature": "nature"}
_CALLED = {
    "party": "a party", "option": "an option", "item": "an item", "terms": "a way to close it",
    "nature": "an event",
}  # fmt: skip
_NEVER = (*RESERVED, "true", "false", "at_least")
_NAME = r"[^\W\d]\w*(?:\.\w+)*"
_TOKEN = re.compile(
    rf"""(?P<quoted>"[^"]*"|'[^']*')|(?P<name>{_NAME})"""
    rf"""(?:(?P<equals>\s*=\s*)(?P<terms>"[^"]*"|'[^']*'|{_NAME}))?"""
)
_TAME = re.compile(r"[\w.]+(?: [\w.]+)*")


@dataclass(frozen=True)
class _Renaming:
    """What is renamed; ``item`` is whose terms, ``is_alone`` whether no others are called so."""

    sort: str
    old: str
    new: str
    item: str = ""
    is_alone: bool = True

    def words(self, mention: Mention) -> str:
        """Return what a mention says after it."""
        said = mention.part.words
        if mention.sort == "statement":
            return self.statement(said)
        if self.sort != "option" and mention.sort == "option":
            return self._name(said) if "." in said else said
        if mention.sort == "ending" and self.sort == "terms" and self.is_alone:
            return " + ".join(self.new if one == self.old else one for one in said.split(" + "))
        sort = "party" if mention.sort == "whoever" else mention.sort
        if sort != self.sort or (sort == "terms" and mention.keys[1] != self.item):
            return said
        return self.new if said == self.old else said

    def statement(self, said: str) -> str:
        """Return a statement after it."""
        return _TOKEN.sub(self._token, said)

    def _token(self, found: re.Match[str]) -> str:
        if found["quoted"]:
            return found[0]
        name, terms = self._name(found["name"]), found["terms"] or ""
        if self.sort == "terms" and terms.strip("\"'") == self.old and name == self.item:
            terms = _as_terms(self.new, quote=terms[0] if terms[0] in "\"'" else "")
        return f"{name}{found['equals'] or ''}{terms}"

    def _name(self, name: str) -> str:
        if self.sort == "party" and name.startswith(f"{self.old}."):
            return self.new + name[len(self.old) :]
        if self.sort == "nature" and name == f"nature.{self.old}":
            return f"nature.{self.new}"
        return self.new if self.sort in ("option", "item") and name == self.old else name


def renamed(text: str, path: Sequence[Step], new: str) -> str:
    r"""Return the text of a case in which something has another name, wherever it is named.

    Whatever is said in words stays, comments too.

    Parameters
    ----------
    text : str
        A sound case, its lines ending in line feeds.
    path : sequence of str
        Where it stands: ``["parties", "us"]``, ``["options", "us.stay"]``, ``["issues", "line"]``,
        ``["issues", "line", "terms", "as it is"]`` or ``["nature", "thaw"]``.
    new : str
        The new name: of a party, an item or a thing of nature the id, of an option the part behind
        the dot or the whole.

    Raises
    ------
    EditError
        The name is taken or none that can be written, the case has faults, or something would be
        named that is not meant; nothing is changed then.
    """
    root = read(text)
    every = list(mentions(root))
    change = _meant(path, new.strip(), every)
    if change.new == change.old:
        return text
    _refuse_clash(change, every)
    _refuse_faults(text, "the case has faults; mend them before you rename", "")
    all_words = [(one, words) for one in every if (words := change.words(one)) != one.part.words]
    places = [(one, words) for one, words in all_words if not one.through]
    changed = {id(one.part): words for one, words in places}
    _refuse_repeats(text, root, changed, all_words)
    for one, words in sorted(places, key=lambda place: -place[0].part.start):
        part = one.part
        text = text[: part.start] + _written(text, one, words, change) + text[part.end :]
    if not _holds(text, _data(root, changed)):
        raise EditError(
            f"'{change.old}' cannot be renamed without changing more; do it in the text"
        )
    _refuse_faults(text, f"'{change.new}' cannot be its name", change.old)
    return text


def _meant(path: Sequence[Step], new: str, every: Sequence[Mention]) -> _Renaming:
    keys = tuple(str(step) for step in path)
    is_terms = len(keys) == 4 and keys[::2] == ("issues", "terms")
    sort = "terms" if is_terms else _SORTS.get(keys[0] if len(keys) == 2 else "", "")
    if not sort:
        raise EditError(
            "only a party, an option, an item, its terms or an event has a name to change"
        )
    if not any(one.sort == sort and one.keys == keys for one in every):
        raise EditError(f"there is no '{keys[-1]}' in the file to rename; it may be gone already")
    old = keys[-1]
    if sort == "terms":
        if not new or "\n" in new or " + " in new or ('"' in new and "'" in new):
            raise EditError(
                "terms need a name in one line, without ' + ' and one kind of quotes at most"
            )
        namesakes = [one for one in every if one.sort == "terms" and one.part.words == old]
        return _Renaming(sort, old, new, keys[1], len(namesakes) == 1)
    owner, dot, _ = old.partition(".") if sort == "option" else ("", "", "")
    if dot and "." not in new:
        new = f"{owner}.{new}"
    if dot and not new.startswith(f"{owner}."):
        raise EditError(f"an option stays with its party: the name begins with '{owner}.'")
    own = new.removeprefix(f"{owner}.") if dot else new
    if not re.fullmatch(ID, own):
        raise EditError(
            f"'{own}' cannot be a name here; use small letters, digits and _, a letter first"
        )
    if own in _NEVER and not dot:
        raise EditError(f"'{own}' means something of its own in statements; choose another name")
    return _Renaming(sort, old, new)


def _refuse_clash(change: _Renaming, every: Sequence[Mention]) -> None:
    """Refuse a name that something else has, or that is used as words for somebody else."""
    sort, new = change.sort, change.new
    for one in every:
        words = one.part.words
        is_same = one.sort == sort and (sort != "terms" or one.keys[1] == change.item)
        if is_same and words == new:
            raise EditError(f"there is {_CALLED[sort]} '{new}' already; give another name")
        if sort == "party" and one.sort == "whoever" and words == new:
            raise EditError(
                f"'{new}' already stands for somebody who is no party; give another name"
            )


def _refuse_repeats(
    text: str, root: Part, changed: Mapping[int, str], words: Sequence[tuple[Mention, str]]
) -> None:
    """Refuse where '*name' stands for words that name something in one of the two places only."""
    said = {(*map(id, one.through), id(one.part)): new for one, new in words}
    for through, part in _texts(root):
        if through and changed.get(id(part)) != said.get((*map(id, through), id(part))):
            line = text.count("\n", 0, through[0].start) + 1
            raise EditError(
                f"'*{through[0].name}' in line {line} would no longer say the same as what it "
                "repeats, for only one of the two is a name; write it out there first"
            )


def _texts(part: Part, through: tuple[Part, ...] = ()) -> Iterator[tuple[tuple[Part, ...], Part]]:
    """Yield every text, keys too, with the repetitions by which it stands where it does."""
    if part.target is not None:
        yield from _texts(part.target, (*through, part))
    elif part.kind == "text":
        yield through, part
    for one in (*(piece for pair in part.pairs for piece in pair), *part.items):
        yield from _texts(one, through)


def _refuse_faults(text: str, lead: str, old: str) -> None:
    from stickpoint.case.check import check_text

    _, findings = check_text(text)
    if findings:
        first = findings[0]
        what = f" if '{old}' is renamed" if old else ""
        raise EditError(f"{lead} (line {first.line}{what}: {first.message})")


def _written(text: str, one: Mention, words: str, change: _Renaming) -> str:
    """Return what a mention looks like in the file, in the lines and quotes that it has."""
    start = one.part.start
    while text[start] in "&!":  # the name by which it is repeated elsewhere, or its tag, stays
        start = after(text, start + len(text[start:].split(maxsplit=1)[0]))
    part = replace(one.part, start=start)
    raw, before = text[start : part.end], text[one.part.start : start]
    if one.sort == "statement" and _TAME.fullmatch(change.new):
        lead, rest = raw[:1] if part.style in ("'", '"') else "", raw
        if part.style in ("|", ">"):
            lead = raw[: raw.find("\n")]
        piece = lead + change.statement(rest[len(lead) :])
        if _holds(piece, words):
            return before + piece
    return before + in_place(text, part, words, in_brackets=one.in_brackets)


def _holds(text: str, data: Data) -> bool:
    try:
        return json.dumps(read(text).data()) == json.dumps(data)
    except EditError:
        return False


def _as_terms(name: str, quote: str) -> str:
    """Write the name of terms in a statement, bare if it stood so and can."""
    if not quote and re.fullmatch(_NAME, name) and name.lower() not in _NEVER:
        return name
    quote = quote or '"'
    other = {'"': "'", "'": '"'}[quote]
    return f"{other}{name}{other}" if quote in name else f"{quote}{name}{quote}"


def _data(part: Part, changed: Mapping[int, str]) -> Data:
    """Return what a part says with some of its texts changed."""
    if part.kind == "alias":
        return _data(part.target, changed) if part.target else ""
    if part.kind == "list":
        return [_data(item, changed) for item in part.items]
    if part.kind == "mapping":
        pairs = part.pairs
        return {changed.get(id(key), key.words): _data(value, changed) for key, value in pairs}
    return changed.get(id(part), part.words)
