"""A text → everything the rules propose for the record, in the order of the text.

One pass for each kind over compiled patterns whose repetitions are all bounded or unambiguous, so
that the time grows with the length of the text, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from stickpoint.case.reading.messages import messages
from stickpoint.case.reading.numbers import numbers
from stickpoint.case.reading.oddities import oddities
from stickpoint.case.reading.proposal import Proposal, Span
from stickpoint.case.reading.relative import all_dates
from stickpoint.case.reading.sentences import Sentences, quoted
from stickpoint.case.reading.speakers import Subjects, quotes, speeches

PASSES = 8
_BARE_RETURN = re.compile(r"\r(?!\n)")


def propose(text: str, progress: Callable[[int], object] = int) -> tuple[Proposal, ...]:
    """Read a text by rules.

    Parameters
    ----------
    text : str
        As in the document; it is not altered, and every range counts its characters.
    progress : callable, optional
        Called with 1 after each of the `PASSES` over the text.

    Returns
    -------
    tuple of Proposal
        Sorted by place.

    Examples
    --------
    >>> for found in propose("On 14 July 1952 Kim cabled Mao. Mao answered Kim on the 16th."):
    ...     print(found.kind, found.date, found.speaker, found.receiver, found.resolved)
    date 1952-07-14   False
    message 1952-07-14 Kim Mao False
    message 1952-07-16 Mao Kim False
    date 1952-07-16   True
    """
    # Old files end their lines with a carriage return; no character may change its place.
    text = _BARE_RETURN.sub("\n", text)
    sentences = Sentences(text)
    progress(1)
    words = quoted(text)
    progress(1)
    lines = speeches(text)
    progress(1)
    asides = _apart([*words, *((line.start, line.end) for line in lines)])
    dates = all_dates(text, sentences, asides, words)
    progress(1)
    subjects = Subjects(text, sentences, words, lines)
    progress(1)
    told = messages(subjects, dates)
    progress(1)
    counted = numbers(text, sentences, [(date.start, date.end) for date in dates])
    progress(1)
    odd = oddities(text, sentences)
    progress(1)
    found = [*dates, *lines, *quotes(words, subjects, told), *told, *counted, *odd]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _apart(spans: list[Span]) -> list[Span]:
    """Sort spans; of two that overlap keep the outer one."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
