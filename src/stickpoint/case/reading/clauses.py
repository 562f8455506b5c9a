"""Which words of a sentence are what somebody said or asked for, not what was done.

"The chair told them on 2 June that the vote is on 3 July" has two dates, and only the first is that
of the message. What is said begins with "that", "whether" or "to do", with a mark, or with a word
such as "asking".
"""

from __future__ import annotations

import re

from stickpoint.case.reading.proposal import Span

_TELLING = (
    "said|says|told|tells|reminded|informed|warned|announced|argued|stated|wrote|cabled|wired|asked"
    "|begged|urged|ordered|insisted|noted|explained|claimed|reported|promised|replied|answered"
    "|proposed|suggested|declared|advised|recalled|remembered|observed|added|confirmed|admitted|remarked|commented|demanded|agreed|offered|instructed|notified|assured"
)
_INTO = re.compile(
    r"\b(?:that|whether|if|how)\s(?!(?:day|night|week|month|year|spring|summer|autumn|winter"
    r"|morning|evening|afternoon)\b)|\bto\s(?=[a-z])(?!(?:the|him|her|them|both|his|their|its|a|an"
    r"|all|each)\b)|[:;“\"«]|\b(?:asking|begging|urging|saying|telling|adding|warning|promising"
    r"|proposing|demanding|insisting|requesting|offering|threatening|explaining|who|which|when)\b"
)
_TOLD = re.compile(rf"\b(?:{_TELLING})\b")
_LONGEST = 400


def is_content(text: str, verb_end: int, place: int) -> bool:
    """Tell whether what stands at a place is part of what a verb before it says or asks."""
    return bool(_INTO.search(text, verb_end, max(verb_end, min(place, verb_end + _LONGEST))))


def is_told(text: str, sentence: Span, place: int) -> bool:
    """Tell whether something in a sentence is told by somebody in it, and not by its writer."""
    low = max(sentence[0], place - _LONGEST)
    verb = _TOLD.search(text, low, place)
    return verb is not None and is_content(text, verb.end(), place)
