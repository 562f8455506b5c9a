"""Everything a case asserts → rows of a table, in the words of the case."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from stickpoint.case.model.basis import GUESS, Judgement
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import Basis, judgements
from stickpoint.pages.model import Mark, Part, Section, Table, Text, Words
from stickpoint.pages.report.noted import Beside, noted, reasons
from stickpoint.pages.why.believed import judged
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import count, imposing, plain, upper
from stickpoint.pages.wording.numbers import amount, sizes
from stickpoint.pages.wording.statements import Spoken

KINDS = {
    "option": "What is open to whom",
    "imposed": "What a patron can impose on a client",
    "constraint": "What cannot hold",
    "nature": "What no party controls",
    "want": "What each wants, most important first",
    "ranking": "What each wants, as a ranking",
    "weight": "What each wants, as weights",
    "strength": "What makes a great difference",
    "unknown": "What nobody can order",
    "foresight": "How far each looks",
    "attitude": "Who wishes whom well or ill",
    "view": "How each sees the others",
    "payoff": "What it is worth to them",
    "terminal": "What it is worth at the horizon",
    "toll": "What the wait costs",
    "pace": "How often each can move",
    "discount": "How fast the future loses weight",
    "precision": "How sharply each chooses",
    "effort": "What a move costs its mover",
    "holds": "How fast terms become an end",
    "lapses": "How fast a pause comes undone",
    "prior": "How likely an explanation was before",
    "rating": "How evidence speaks on an explanation",
}


def section(case: Case) -> Section:
    """List whatever the case asserts, with what it rests on."""
    lines = sorted(judgements(case), key=lambda line: list(KINDS).index(line.kind))
    known = case.record.ids
    parts, beside = list[Part]([Text(_counted(lines, known), "lead")]), Beside(case)
    if numbers := _numbers(lines):
        parts.append(Text(numbers))
    for kind, group in groupby(lines, key=lambda line: line.kind):
        rows = tuple(_row(line, case, beside) for line in group)
        parts.append(Table(f"{KINDS[kind]} ({len(rows)})", ("of", "judgement", "because"), rows))
    return Section("judgements", "Every judgement, and what it rests on", tuple(parts))


def _cited(line: Judgement, known: frozenset[str]) -> bool:
    """Tell whether anything in the record is named as a reason, be it for a sign alone."""
    return any(reason.strip() in known for reason in line.because)


def _counted(lines: Sequence[Judgement], known: frozenset[str]) -> str:
    """Count what has a source, what has one for all but its size, and what has none."""
    sourced = sum(line.sourced for line in lines)
    signs = sum(_cited(line, known) and not line.sourced for line in lines)
    bare = len(lines) - sourced - signs
    text = f"The case asserts {count(len(lines), 'thing')}, "
    if sourced == len(lines):
        return f"{text}each with a source."
    text += f"{sourced} with a source in the record."
    if signs:
        text += f" For {signs} more the source gives which way a number points and not its size."
    if bare:
        text += f" Without one: {bare}, marked unsourced, with the reason where the case gives it."
    return text


def _numbers(lines: Sequence[Judgement]) -> str:
    """Count the numbers by what is known of their size; empty where none is said to be guessed."""
    basis = Basis.of([line for line in lines if line.amount is not None or line.size])
    if not basis.guessed:
        return ""
    return f"Among these are {count(basis.total, 'number')}: {sizes(basis)}, marked size guessed."


def _row(line: Judgement, case: Case, beside: Beside) -> tuple[Words, ...]:
    """Say of whom or what a judgement is, what it says, what it rests on, and what was noted."""
    rests = reasons(line.because, case.record.ids)
    marks = ["unsourced"] * (not (line.sourced or _cited(line, case.record.ids)))
    for mark in (*marks, *(["size guessed"] * (line.size == GUESS))):
        rests += ("; " if rests else "", Mark(mark, "bare"))
    spoken = Spoken(case)
    is_belief = line.kind in ("foresight", "attitude", "view")
    said = judged(line, spoken) if is_belief else _said(line, case, spoken)
    label = beside.label(line)
    said = f"{upper(label)}, where {said}" if label else said
    return _of(line, spoken), said, noted(rests, beside.note(line))


def _of(line: Judgement, spoken: Spoken) -> str:
    if line.kind == "constraint":
        return line.where.replace("_", " ")
    if line.kind == "nature":
        return upper(spoken.option(line.where)[1:-1])
    if not line.party:
        return plain(line.where)
    # Without its article a name fits a narrow column.
    name = upper(spoken.party(line.party).removeprefix("the "))
    under = line.where.removesuffix(line.party) if line.kind == "payoff" else ""
    return f"{under}{name}"


def _said(line: Judgement, case: Case, spoken: Spoken) -> str:
    """Say a judgement: its statements in words, its number as it was meant."""
    if line.kind == "constraint":
        limit = next(limit for limit in case.constraints if limit.place == line.place)
        return spoken.limit(limit) if limit.kind == "impossible" else spoken.members(limit)
    if line.kind in ("nature", "imposed"):
        option, _, _ = line.text.rpartition(" to ")
        known = line.kind == "nature"
        return _of_nature(line, case, spoken) if known else imposing(case, line.party, option)[2]
    if line.kind == "toll":
        toll = next(toll for toll in case.tolls if toll.name == line.where)
        return f"{amount(toll.amount)} {toll.unit} per {toll.per}".replace("  ", " ")
    if line.kind == "weight":
        return f"{_stated(line, spoken)}: {line.text.rpartition(': ')[2]}"
    number = amount(line.amount) if line.amount else ""
    if line.kind == "effort":
        return f"{spoken.option(line.where, line.party)}: {number}"
    if line.statements:
        return f"{_coder(line)}{_stated(line, spoken)}{': ' * bool(number)}{number}"
    if line.kind == "rating":
        return line.text.replace("-", "\N{MINUS SIGN}")
    return number or plain(line.text)


def _coder(line: Judgement) -> str:
    """Say by whom a want was put in writing, where several have done so."""
    is_coded = line.kind == "want" and line.text != line.statements[0]
    coder = line.text.removesuffix(f": {line.statements[0]}") if is_coded else ""
    return f"by {plain(coder)}: " * is_coded


def _of_nature(line: Judgement, case: Case, spoken: Spoken) -> str:
    """Say when something of nature's changes, how often, and while what."""
    if line.statements:
        return f"while {_stated(line, spoken)}: {line.text.rpartition(': ')[2]}"
    if line.amount:
        how = "so now with a chance of " if line.text.startswith("now: ") else ""
        return f"{how}{amount(line.amount)}"
    on = next(chance.date for chance in case.nature if chance.id == line.where)
    return in_words(on) if on else plain(line.text)


def _stated(line: Judgement, spoken: Spoken) -> str:
    return " against ".join(spoken.statement(text, line.party) for text in line.statements)
