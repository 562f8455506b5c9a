"""Dates as people write them → the days they may mean, and times from the start of the clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stickpoint.case.dates.periods import Span, as_years, completed, is_edtf, period
from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError

_LEAST_MARGIN = timedelta(days=3)
_LONGEST = 100

_SIDE = re.compile(r"(before|after|by|until|since|from)\s+(.+)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:about|around|circa|approximately|ca\.?|c\.)\s*(.+)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:between (?P<a>.+?) and (?P<b>.+)|(?:from )?(?P<c>.+?) to (?P<d>.+))", re.IGNORECASE
)
_OR = re.compile(r" or ", re.IGNORECASE)
# A dash between two periods: set off, between two years, or next to a word that is no part of one.
_DASH = re.compile(
    r"(.+?) - (.+)|(\d{4})-(\d{4})|(?!early-|mid-|late-)(.*?[a-z.])-(.+)|(.+?)-((?!x)[a-z].+)",
    re.ASCII | re.IGNORECASE,
)
_SPLIT_WINTER = re.compile(r"[a-z ]+ \d{4}/(\d\d|\d{4})", re.ASCII | re.IGNORECASE)

_Read = tuple[Span, bool]


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """The days that a written date may mean.

    Parameters
    ----------
    first, last : date
        Both inclusive. `date.min` and `date.max` stand for an open end.
    written : str
        What was written, unaltered.
    approximate : bool
        Whether the writer marked it as approximate or doubtful; the span is then widened.
    """

    first: date
    last: date
    written: str
    approximate: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it means one day."""
        return self.first == self.last

    @property
    def open_start(self) -> bool:
        """Whether nothing says how early it was."""
        return self.first == date.min

    @property
    def open_end(self) -> bool:
        """Whether nothing says how late it was."""
        return self.last == date.max

    def __str__(self) -> str:
        """Return what was written."""
        return self.written


def parse_date(text: str) -> FuzzyDate:
    """Read one date or interval in EDTF or plain English.

    A `ValueError` says what was found that is no date, and what is possible.

    Examples
    --------
    >>> when = parse_date("early February 1952")
    >>> print(when.first, when.last, when)
    1952-02-01 1952-02-10 early February 1952
    >>> parse_date("1952-02-30")
    Traceback (most recent call last):
    ValueError: 1952-02-30: February 1952 has 29 days
    """
    words = " ".join(text.split())
    if not words:
        raise ValueError("no date is written here; write for example 1952-07-14 or July 1952")
    if len(words) > _LONGEST:
        raise ValueError(f"a date has at most {_LONGEST} characters; found {len(words)}")
    (first, last), approximate = _read(words)
    return FuzzyDate(first, last, text, approximate)


def _read(words: str) -> _Read:
    """Read a set, an interval, an open side, a choice, or one date."""
    if words[0] + words[-1] in ("[]", "{}"):
        return _hull([_member(part.strip()) for part in words[1:-1].split(",")])
    if "/" in words and not _SPLIT_WINTER.fullmatch(words):
        return _interval(words)
    if is_edtf(words):
        return _marked(words)
    words = words.replace("–", "-")
    if (found := _BETWEEN.fullmatch(words)) is not None:
        begin, end = (side for side in found.groups() if side is not None)
        return _from_to(begin, end)
    if (found := _SIDE.fullmatch(words)) is not None:
        (first, last), approximate = _either(found[2])
        return _open_side(found[1].lower(), first, last), approximate
    return _either(words)


def _either(words: str) -> _Read:
    """Read dates with ``or`` between them, two with a dash, or one."""
    parts = _OR.split(words)
    for k in range(len(parts) - 2, -1, -1):
        parts[k] = completed(parts[k], parts[k + 1])
    return _hull([_with_dash(part) for part in parts])


def _with_dash(words: str) -> _Read:
    """Read two periods with a dash between them, or one."""
    try:
        return _marked(words)
    except ValueError:
        found = _DASH.fullmatch(words)
        if found is None or is_edtf(words.rstrip("~?% ")):
            raise
    begin, end = (side for side in found.groups() if side is not None)
    return _from_to(begin, end)


def _from_to(begin: str, end: str) -> _Read:
    """Read the span from one date to another, which may share their month or year."""
    _refuse_short_year(f"{begin} to {end}", begin, end)
    (first, _), fuzzy = _marked(completed(begin, end))
    (_, last), also = _marked(end)
    return _in_order(f"{begin} to {end}", first, last), fuzzy or also


def _refuse_short_year(words: str, begin: str, end: str) -> None:
    """Refuse a second year of two digits, saying how both are written."""
    if re.fullmatch(r"\d{4} \d\d", f"{begin} {end}") and (years := as_years(begin, end)):
        raise ValueError(f"{words}: the second year has two digits{years}")


def _in_order(words: str, first: date, last: date) -> Span:
    if first > last:
        raise ValueError(f"{words}: the end comes before the beginning")
    return first, last


def _member(words: str) -> _Read:
    """Read one member of a set: a date, or a run of them."""
    begin, dots, end = (part.strip() for part in words.partition(".."))
    return _interval(f"{begin or '..'}/{end or '..'}") if dots else _marked(begin)


def _hull(spans: Sequence[_Read]) -> _Read:
    """Return the span from the first day of several to the last."""
    first = min(span[0] for span, _ in spans)
    return (first, max(span[1] for span, _ in spans)), any(fuzzy for _, fuzzy in spans)


def _open_side(side: str, first: date, last: date) -> Span:
    """Return the span before, up to, from or after a period."""
    if side == "before":
        return date.min, first - timedelta(days=1)
    if side in ("by", "until"):
        return date.min, last
    if side in ("since", "from"):
        return first, date.max
    return last + timedelta(days=1), date.max


def _interval(words: str) -> _Read:
    """Read ``a/b``, where either end may be ``..`` or missing."""
    begin, *rest = (end.strip() for end in words.split("/"))
    if len(rest) != 1:
        raise ValueError(
            f"{words}: '/' joins the two ends of an interval, as in 1952-07-15/1952-07-17; "
            "a single day is written 1952-07-14"
        )
    _refuse_short_year(words, *words.split("/"))
    begins, ends = (_marked(end) if end not in ("..", "") else None for end in (begin, rest[0]))
    if begins is None and ends is None:
        raise ValueError(f"{words}: an interval needs a date at one end at least")
    (first, _), fuzzy = begins or ((date.min, date.min), False)
    (_, last), also = ends or ((date.max, date.max), False)
    return _in_order(words, first, last), fuzzy or also


def _marked(words: str) -> _Read:
    """Read one period and widen it where it is marked approximate or doubtful."""
    plain = words.rstrip("~?% ")
    approximate = plain != words
    if (found := _ABOUT.fullmatch(plain)) is not None:
        plain, approximate = found[1], True
    span = period(plain)
    return (_widened(span) if approximate else span), approximate


def _widened(span: Span) -> Span:
    """Add half the length of a period, and at least three days, at either end."""
    first, last = span
    margin = max(_LEAST_MARGIN, timedelta(days=((last - first).days + 1) // 2))
    # Stay one day away from the values that stand for an open end.
    earliest, latest = date.min + timedelta(days=1), date.max - timedelta(days=1)
    first = first - margin if first - earliest > margin else earliest
    last = last + margin if latest - last > margin else latest
    return first, last


def since_start(case: Case, date: FuzzyDate) -> float:
    """Return the time from the start to a date; to the middle of one that is not exact.

    Raises `ModelError` where the case does not say when its clock starts.
    """
    start = case.clock.start
    if start is None:
        raise ModelError("a date needs a case with 'clock: {start: …}'")
    middle = (date.first.toordinal() + date.last.toordinal()) / 2
    return (middle - start.first.toordinal()) / float(DAYS_IN[case.clock.unit])


def dated(case: Case, but: Mapping[str, float], undated: Collection[str] = ()) -> dict[str, float]:
    """Return when nature's dated changes come: in ``but`` as it has them, in ``undated`` never.

    Raises `ModelError` as `since_start` does, or where a change names no thing of nature.
    """
    names = [chance.id for chance in case.nature]
    for name in (*but, *undated):
        if name not in names:
            hint = f"it has {', '.join(names)}" if names else "it has none"
            raise ModelError(f"{name!r} is not a thing of nature of this case; {hint}")
    given = (*but, *undated)
    own = {c.id: since_start(case, c.date) for c in case.nature if c.date and c.id not in given}
    return own | dict(but)


def happened(
    case: Case, but: Mapping[str, float], undated: Collection[str] = ()
) -> dict[str, bool]:
    """Return what of nature's dated changes came by the start, that day included, and its value.

    What ``but`` puts there is otherwise than ``now`` has it; what the case puts there is yes.
    """
    past = {name for name, time in dated(case, but, undated).items() if time <= 0}
    return {c.id: not c.now if c.id in but else True for c in case.nature if c.id in past}
