"""Numbers in a text → their value and what they count; dates and times of day are left out."""

from __future__ import annotations

import re
from decimal import Decimal

from stickpoint.case.reading.proposal import Proposal
from stickpoint.case.reading.sentences import Sentences, lowered

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: number for number, word in enumerate(_UNITS)}
_SMALL |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_SMALL |= {"a": 1, "an": 1}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000}
_SCALES |= {"million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9}
_SCALES |= {"trillion": 10**12}
_MONEY = {"$": "dollars", "us$": "dollars", "£": "pounds", "€": "euros", "¥": "yen"}
_MANY = {"tens": 10, "dozens": 24, "hundreds": 100, "thousands": 1000, "millions": 10**6, "": 1}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_WORD = "|".join(sorted((w for w in _SMALL if w not in ("a", "an", "one", "zero")), key=len)[::-1])
_WORDS = rf"(?:{_WORD})(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
_FIGURE = r"\d{1,16}(?:[,.]\d{1,9}|[ \u00a0\u202f]\d{3}(?!\d)){0,6}"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|bn|mn|m|k)\b"
_PERCENT = r"%|per\scents?\b|percent\b"
_NUMBER = re.compile(
    rf"(?<![\w.,$£€¥])(?:"
    rf"(?:(?P<money>us\$|[$£€¥])\s?)?(?P<figure>{_FIGURE})(?!\d)"
    rf"(?:\s?(?:[-–]|to)\s?(?P<until>{_FIGURE})(?!\d))?"
    rf"(?:[\s-]?(?P<scale>{_SCALE}))?(?:\s?(?P<percent>{_PERCENT}))?"
    r"|(?P<many>tens|hundreds|thousands|dozens|millions)(?:\sof\s(?P<many2>thousands|millions))?"
    r"|(?P<over>one|two|three|four|a)[\s-](?P<part>third|quarter|fifth|tenth|half)s?\b(?=\sof\b)"
    r"|(?P<half>half)(?=\sof\b(?!\s(?:that|this|it)\b))"
    r"|(?P<one>an?|one)\s(?P<unit>\w{3,12})\sand\sa\shalf\b"
    rf"|(?P<article>an?\s)?(?P<scale2>hundred|thousand|million|dozen)\b"
    rf"|(?P<words>{_WORDS})(?:[\s-](?P<scale3>{_SCALE}))?"
    rf"(?:\s?(?:-|–|to|or|and)\s?(?P<until2>{_WORDS}))?(?:\s(?P<percent2>{_PERCENT}))?(?![\w])"
    r")"
)
_COUNTED = re.compile(
    r"[\s°]{0,3}(?:of\s)?(?:(?:the|its|their|his|her|our|all)\s)?(?:(?:following|next|last|first)\s)?"
    r"(?P<what>[A-Za-z][\w’-]*(?:\s[A-Za-z][\w’-]*){0,3})"
)
_STOP = re.compile(
    r"(?:\s|^)(?:and|or|to|in|by|at|for|from|the|on|that|which|who|whom|were|was|is|are|had|has"
    r"|have|of|with|as|than|so|if|but|it|he|she|they|went|between|against|before|after|did|low"
    r"|came|left|met|lowest|would|could|will|into|over|per|until|since|when|while|do|does|died|went)\b.*$"
)
_LIST_ITEM = re.compile(r"(?:^|\n)[ \t]*$")
_LABEL = re.compile(
    r"\b(?:item|items|no|nos|nr|page|pages|p|pp|chapter|article|section|paragraph|figure|table"
    r"|resolution|line|volume|vol|part|world war)\.?\s$",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:\b(?:at|to|till|until)\s|,\s?)$")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d$")


_COUNTS = {
    "people": """people person man woman child soldier troop prisoner captive refugee death casualty
        worker employee driver member vote voter family household inhabitant resident citizen
        civilian passenger miner striker delegate student protester demonstrator hostage officer
        migrant patient life job post teacher nurse doctor farmer sailor guard victim adult male
        female volunteer detainee pow infantryman villager settler seat dead wounded killed missing
        division battalion regiment brigade""",
    "money": """dollar pound euro yen franc mark rouble ruble yuan won krone crown lira peso rupee
        cent penny pence usd eur gbp shilling dinar rial riyal guilder florin""",
    "territory": """hectare acre kilometre kilometer mile village town province district island
        square country territory region county parallel""",
    "time": "second minute hour day week month year decade century night fortnight season term",
}
_KIND_OF = {word: kind for kind, words in _COUNTS.items() for word in words.split()}
_ODD = {"men": "man", "women": "woman", "children": "child", "lives": "life"}
_PER = re.compile(r"\s(?:an?|each|every|per|later|ago)\b.*")


def counts(one: Proposal) -> str:
    """Return what kind of thing a number counts: people, money, territory or time; else nothing.

    >>> counts(Proposal("number", 0, 1, 1.0, "", value="3", what="cubic metres a second"))
    ''
    >>> counts(Proposal("number", 0, 1, 1.0, "", value="3", what="North Korean prisoners"))
    'people'
    """
    words = re.findall(r"[a-z]+", _PER.sub("", one.what.lower()))
    kinds = (_kind_of(word) for word in words)
    return next((kind for kind in kinds if kind), "")


def _kind_of(word: str) -> str:
    if word.endswith(("men", "women")) and word not in _ODD:
        return "people" if len(word) > 5 else ""
    ends = (_ODD.get(word, word), word.removesuffix("s"), word.removesuffix("ies") + "y")
    return next((_KIND_OF[end] for end in ends if end in _KIND_OF), "")


def small_number(words: str) -> int:
    """Read a whole number written in figures or as one word; 1 for an article."""
    return int(words) if words.isdigit() else _SMALL[words.lower()]


def numbers(text: str, sentences: Sentences, taken: list[tuple[int, int]]) -> list[Proposal]:
    """Return every number that is none of the dates, sorted and apart, with what it counts."""
    found_all = []
    place = 0
    for found in _NUMBER.finditer(lowered(text)):
        start, end = found.span()
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        if place < len(taken) and taken[place][0] < end:
            continue
        if not _is_label(text, found):
            found_all.append(_proposal(text, found, sentences))
    return found_all


def _is_label(text: str, found: re.Match[str]) -> bool:
    """Tell whether figures only name a thing: an item, a page, a time of day."""
    figure = found["figure"]
    if figure is None or found["money"] or found["percent"]:
        return False
    before = text[max(0, found.start() - 16) : found.start()]
    after = text[found.end() : found.end() + 1]
    item = _LIST_ITEM.search(before) and after in (".", ")")
    time = _CLOCK.match(figure) and _AT.search(before)
    return bool(item or time or _LABEL.search(before) or after.isalpha())


def _proposal(text: str, found: re.Match[str], sentences: Sentences) -> Proposal:
    value, sure, reason = _value(found)
    if value and (found["percent"] or found["percent2"]):
        value += "%"
    after = _COUNTED.match(text, found.end())
    what = found["unit"] or (_STOP.sub("", " ".join(after["what"].split())) if after else "")
    if found["money"]:
        what = _MONEY[found["money"]]
    elif not what:
        sure, reason = sure - 0.2, f"{reason}; what it counts is not clear"
    return Proposal(
        "number", found.start(), found.end(), round(sure, 2), reason,
        passage=sentences.around(*found.span()), value=value, what=what,
    )  # fmt: skip


def _value(found: re.Match[str]) -> tuple[str, float, str]:
    if found["figure"]:
        return _figures(found)
    if found["unit"]:
        return "1.5", 0.8, "one and a half"
    if found["many"]:
        least = _MANY[found["many"]] * _MANY[found["many2"] or ""]
        return f"{least}-{least * 10}", 0.7, "an order of magnitude"
    if found["half"]:
        return "1/2", 0.8, "a fraction in words"
    if found["over"]:
        return f"{_SMALL[found['over']]}/{_PARTS[found['part']]}", 0.85, "a fraction in words"
    if found["scale2"]:
        return str(_SCALES[found["scale2"]]), 0.75, "a number in words"
    number = _spelled(found["words"])
    number *= _SCALES[found["scale3"]] if found["scale3"] else 1
    if found["until2"]:
        return f"{number}-{_spelled(found['until2'])}", 0.85, "a range in words"
    return str(number), 0.8, "a number in words"


def _spelled(words: str) -> int:
    return sum(_SMALL[word] for word in words.split("-"))


def _figures(found: re.Match[str]) -> tuple[str, float, str]:
    scale = _SCALES[found["scale"]] if found["scale"] else 1
    low = _plain(found["figure"], scale)
    if low is None:
        return "", 0.4, "figures whose grouping is unclear"
    if found["until"]:
        high = _plain(found["until"], scale)
        return (f"{low}-{high}" if high else ""), 0.85, "a range in figures"
    return low, 0.9, "a number in figures"


def _plain(figures: str, scale: int) -> str | None:
    """Read figures with commas, spaces or points; None when the groups do not fit."""
    whole, point, rest = figures.partition(".")
    groups = re.split("[, \u00a0\u202f]", whole)
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):
        return None
    if "." in rest or (not rest.isdigit() and point):
        return None
    value = Decimal("".join(groups) + point + rest) * scale
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
