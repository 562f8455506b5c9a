"""Line ends and the mark at the beginning of a file, kept as they were.

Everything else in this folder sees lines that end in a line feed, as a browser sends them.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

MARK = "\ufeff"
MOST_COMPARED = 2000
"""Changed lines that are compared one with another; where more are, all take the commonest end."""
_BREAK = re.compile(r"\r\n|\r|\n")


def plain(text: str) -> str:
    """Return a text whose lines end in line feeds, without a mark at its beginning."""
    return _BREAK.sub("\n", text.removeprefix(MARK))


def as_before(new: str, old: str) -> str:
    r"""Return a changed text with the line ends and the mark that the old one has.

    A line that stays keeps its own end; a new one takes the commonest.

    Parameters
    ----------
    new : str
        The changed text, lines ending in line feeds.
    old : str
        The text before, as it is in the file.

    Examples
    --------
    >>> as_before("a: 1\nb: 3\n", "a: 1\r\nb: 2\r\n")
    'a: 1\r\nb: 3\r\n'
    """
    ends = _BREAK.findall(old)
    mark = MARK if old.startswith(MARK) else ""
    if set(ends) <= {"\n"}:
        return mark + new
    usual = Counter(ends).most_common(1)[0][0]
    if len(set(ends)) == 1:
        return mark + new.replace("\n", usual)
    before, after = plain(old).split("\n"), new.split("\n")
    chosen = [usual] * (len(after) - 1)
    for first, second, size in _alike(before, after):
        for k in range(size):
            if first + k < len(ends) and second + k < len(chosen):
                chosen[second + k] = ends[first + k]
    return mark + "".join(line + end for line, end in zip(after, [*chosen, ""], strict=True))


def _alike(before: list[str], after: list[str]) -> list[tuple[int, int, int]]:
    """List runs of lines that are in both texts: where in the one, in the other, how many."""
    most = min(len(before), len(after))
    head = next((k for k in range(most) if before[k] != after[k]), most)
    rest = most - head
    tail = next((k for k in range(rest) if before[-1 - k] != after[-1 - k]), rest)
    inner_before, inner_after = before[head : len(before) - tail], after[head : len(after) - tail]
    runs = [(0, 0, head), (len(before) - tail, len(after) - tail, tail)]
    if max(len(inner_before), len(inner_after)) <= MOST_COMPARED:
        matches = SequenceMatcher(None, inner_before, inner_after, autojunk=False)
        blocks = matches.get_matching_blocks()
        runs += [(head + first, head + second, size) for first, second, size in blocks]
    return runs
