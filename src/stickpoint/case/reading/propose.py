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
from stickpoint.case.reading.proposal import Proposal, apart
from stickpoint.case.reading.relative import all_dates
from stickpoint.case.reading.sentences import Sentences, quoted
from stickpoint.case.reading.speakers import Subjects, quotes, speeches

PASSES = 8
_BARE_RETURN = re.compile(r"\r(?!\n)")


def propose(text: str, progress: Callable[[int], object] = int) -> tuple[Proposal, ...]:
    """Read a text by rules: proposals sorted by place, whose ranges count its characters.

    ``progress`` is called with 1 after each of the `PASSES` over the text.

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
    asides = apart([*words, *((line.start, line.end) for line in lines)], lambda span: span)
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
