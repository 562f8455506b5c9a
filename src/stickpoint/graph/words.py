"""What parties and options are called, as plain data on a conflict → phrases about its moves.

A conflict that was built from a case carries the case's texts along, so that the mathematics can
speak of a party and its deeds without knowing the case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stickpoint.graph.conflict import Conflict
    from stickpoint.logic.formula import Formula

_AFTER_HEAD = re.compile(r" (?:of|in|at|on|from|for|with|under|around|against)\b.*| \(.*")
NO_LONGER = "no longer "
_PLURAL_WITHOUT_S = frozenset(
    {"people", "police", "men", "women", "children", "clergy", "elderly", "unemployed", "poor"}
)
_PEOPLES = re.compile(
    r"(?:[A-Z]\w+ )?(?:(?!\w*[Dd]ioc)[A-Z]\w+ese|"
    r"(?:Brit|Dan|Engl|Finn|Ir|Pol|Scott|Span|Swed|Turk)ish|"
    r"French|Dutch|Welsh|Swiss)"
)
_WORDS = """
activists actors airlines allies authorities banks bishops bondholders buyers cardinals carriers
cities citizens companies conservatives councillors creditors defendants democrats deputies
developers dockers doctors donors drivers employees employers farmers fishers firms founders
generals growers guerrillas hardliners heirs hospitals hunters insurers insurgents investors
journalists judges landlords lenders liberals loyalists managers mediators members militias
miners ministers moderates monarchists municipalities musicians neighbors neighbours nurses
officers operators owners parents partners patients pilots plaintiffs players prisoners
producers professors prosecutors protesters provinces publishers radicals railways ranchers
rebels refugees regulators republicans residents restaurants retailers sailors secessionists
sellers senators separatists settlers shareholders shipowners socialists soldiers staffers
strikers students studios suppliers taxpayers teachers teams tenants tribes trustees unions
universities users victims villagers voters workers writers
"""
_MANY = frozenset(_WORDS.split())
"""Words that, alone and with a capital, name many: no place, firm or person is called by them."""
_ARTICLES = frozenset({"a", "an", "le", "la", "el", "il", "lo", "der", "das", "un", "une"})
"""With these a name of one thing begins, here and in languages whose endings say another thing."""
_SINGULAR_WITH_S = frozenset(
    {"States", "Nations", "Netherlands", "Philippines", "Emirates", "Bahamas", "Maldives"}
)


@dataclass(frozen=True)
class Texts:
    """Words for print, at which no computation looks: parties as within a sentence, and deeds.

    ``done`` and ``undone`` are, for each of the parties' options in bit order, taking it up and
    leaving it, as in "could …"; nature's options come after them and are nobody's deed. ``stakes``
    are the payoffs: whose, what the case calls it or while what it is paid, and when that holds.
    ``imposed`` are the options of others that a party can set: whose deed, which option, and what
    having it taken up and having it left are.
    """

    parties: tuple[str, ...]
    done: tuple[str, ...]
    undone: tuple[str, ...]
    stakes: tuple[tuple[int, str, Formula], ...] = ()
    imposed: tuple[tuple[int, int, str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """Speaks of a conflict in texts (a `Speaker` for witnesses)."""

    conflict: Conflict
    texts: Texts

    def party(self, party: int) -> str:
        """Return what a party is called."""
        return self.texts.parties[party]

    def deed(self, party: int, source: int, target: int) -> str:
        """Say what a party does to lead from one state to another, as in "could …"."""
        before, after = set(self.conflict.yes(source)), set(self.conflict.yes(target))
        options = self.conflict.options
        own = [k for k, owner in enumerate(self.conflict.owners) if owner == party]
        undone = [self.texts.undone[k] for k in own if options[k] in before - after]
        done = [self.texts.done[k] for k in own if options[k] in after - before]
        for patron, k, taken, left in self.texts.imposed:
            if patron == party:
                undone += [left] * (options[k] in before - after)
                done += [taken] * (options[k] in after - before)
        return listed(undone + done) or f"move to state {target + 1}"


def undo_text(text: str, undo: str) -> str:
    """Say how an option is left, from the case's own words."""
    return plain(undo or f"{NO_LONGER}{text}")


def listed(deeds: Sequence[str]) -> str:
    """Join deeds, so that what follows "no longer" is not taken for left as well.

    >>> listed(["no longer let the house", "sell it"]), listed(["stop it", "sell it"])
    ('sell it and no longer let the house', 'stop it and sell it')
    """
    return joined(sorted(deeds, key=lambda deed: deed.startswith(NO_LONGER)))


def plain(text: str) -> str:
    """Return a text as part of a sentence: no line breaks, no full stop."""
    return " ".join(text.split()).rstrip(".")


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + f" {last} " + parts[-1]


def is_plural(name: str) -> bool:
    """Tell whether what is called so takes its verb in the plural: "the owners move".

    "The …s" does, but for words and names that end so and mean one; and so do "the … and the …",
    "the English" and "rebels", which has no article and no capital. Of what has a capital and no
    article only a common word for many does, and only alone: "Studios", but not "Texas".

    >>> [is_plural(name) for name in ("the unions", "the English", "rebels of the north")]
    [True, True, True]
    >>> is_plural("Studios")
    True
    >>> [is_plural(name) for name in ("the press", "Texas", "the English Crown", "le congrès")]
    [False, False, False, False]
    """
    name = plain(name)
    if name.lower() in _MANY:
        return True
    article, _, rest = name.partition(" ")
    if article.lower() != "the" or not rest:
        if not name[:1].islower() or article in _ARTICLES:
            return False
        rest = name
    elif _PEOPLES.fullmatch(rest):
        return True
    last = _AFTER_HEAD.sub("", rest).split(" ")[-1]
    if last in _SINGULAR_WITH_S:
        return False
    ends = last.endswith("s") and not last.endswith(
        ("ss", "us", "is", "'s", "\N{RIGHT SINGLE QUOTATION MARK}s")
    )
    return ends or last in _PLURAL_WITHOUT_S or " and the " in rest
