"""Who cabled, wrote to, told or asked whom → proposals of messages, the act guessed from words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from stickpoint.case.reading.proposal import Proposal, Span
from stickpoint.case.reading.sentences import is_content
from stickpoint.case.reading.speakers import ACTOR, NAME, PRONOUN, Subjects, same_person, titled

_TO_SOMEBODY = {
    "cabled": "report", "wired": "report", "telegraphed": "report", "telephoned": "report",
    "wrote": "report", "written": "report", "told": "report", "informed": "report",
    "notified": "report", "reminded": "report", "advised": "report", "asked": "plea",
    "begged": "plea", "implored": "plea", "urged": "plea", "invited": "offer", "offered": "offer",
    "assured": "promise", "promised": "promise", "warned": "threat", "threatened": "threat",
    "ordered": "order", "instructed": "order", "commanded": "order", "forbade": "order",
    "answered": "report", "replied": "report", "rebuffed": "refusal", "called on": "plea",
    "called upon": "plea", "pressed": "plea", "demanded of": "plea", "demanded from": "plea",
    "demanded that": "plea", "summoned": "order",
}  # fmt: skip
_ONLY_TO = {
    "said": "report", "reported": "report", "commented": "report", "explained": "report",
    "complained": "report", "proposed": "offer", "appealed": "plea", "confirmed": "assent",
    "remarked": "report", "admitted": "report", "announced": "report", "suggested": "offer",
    "protested": "report", "spoke": "report",
}  # fmt: skip
_REPLIES = {
    "replied": "report", "answered": "report", "agreed": "assent", "declined": "refusal",
    "refused": "refusal", "consented": "assent", "accepted": "assent",
}  # fmt: skip
_VERBS = _ONLY_TO | _REPLIES | _TO_SOMEBODY
_VERB = re.compile(rf"\b(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})\b")
_WHO = re.compile(
    rf"(?P<who>{ACTOR}|\b{PRONOUN}\b)(?P<hers>[’']s?\s[a-z][\w-]{{2,19}})?"
    r"(?:,[^,.;\n]{1,80},)?\s"
    r"(?:(?:then|also|first|again|once|twice|later|now|had|has|have|\w{2,20}ly)\s){0,3}$"
)
_ONE = rf"(?P<whom>{ACTOR}|us\b|me\b|them\b|him\b|her\b(?!\s[a-z]))"
_WHOM = re.compile(rf"\s(?:back\s|again\s)?(?P<to>to\s)?{_ONE}")
_FAR_WORD = (
    r"\s(?!(?:that|to|whether|if|how|what|who|which|and|but|or|not|trip|trips|visit|return|journey"
    r"|flight|mission|move|change|end|solution|answer|limit|was|were|is|had|has)\b)[\w’'-]{1,20}"
)
_FAR = re.compile(rf"(?:{_FAR_WORD}){{1,6}}\s(?P<to>to\s){_ONE}")
_REACHES_FAR = {
    *("cabled", "wired", "telegraphed", "wrote", "offered", "promised", "said", "reported"),
    *("commented", "explained", "complained", "proposed", "announced", "suggested", "spoke"),
}
"""After these what was told, or where and when, may stand before "to" somebody."""
_THINGS = {
    *("letter", "letters", "note", "notes", "question", "questions", "offer", "offers"),
    *("proposal", "proposals", "call", "calls", "plea", "message", "messages", "appeal"),
    *("appeals", "demand", "demands", "request", "requests", "telegram", "cable", "words"),
    *("warning", "terms", "claim", "claims", "charge", "charges", "speech", "report", "plan"),
    *("help", "support", "consent", "advice"),
}
_HERS = re.compile(r"[’']s?\s(?P<noun>[a-z][\w-]{2,19})\b")
_AND = re.compile(
    rf"\sand\s(?P<more>{ACTOR})(?=[.,;:]|\s(?:that|to|for|not|of|about|on|in|an?|the)\b)"
)
_AND_BEFORE = re.compile(rf"(?:^|,\s)(?P<first>{ACTOR})\sand\s$")
_ASKED = r"(?:offer|proposal|plan|demand|request|plea|appeal|term|invitation|ultimatum|truce)s?"
_PRONOUN = re.compile(PRONOUN)
_PASSIVE = re.compile(
    rf"(?P<whom>{ACTOR}|\b{PRONOUN}\b)\s(?:had\sbeen|was|were|has\sbeen)\s"
    rf"(?P<verb>{'|'.join(_TO_SOMEBODY)})\sby\s(?P<who>{ACTOR})"
)
_NOUN = r"(?:telegram|cable|letter|message|note|reply|answer|order|instruction|warning|line)s?"
_PAPER = re.compile(
    rf"(?P<who>{NAME})[’']s?\s(?:\w{{2,15}}\s){{0,2}}?(?P<noun>{_NOUN})\sto\s(?P<whom>{ACTOR})"
    rf"|\b{_NOUN}\sfrom\s(?P<who2>{ACTOR})\sto\s(?P<whom2>{ACTOR})"
    rf"|(?P<who3>{NAME}|\b{PRONOUN})\sturned\s(?P<whom3>{ACTOR}|him|her|them)\sdown\b"
    rf"|(?P<whom5>{ACTOR})\s(?:had\s|has\s)?received\s(?:an?|the)\s(?:report|{_NOUN})\sfrom\s"
    rf"(?P<who5>{ACTOR})"
    rf"|(?P<who4>{NAME}|\b{PRONOUN})\ssent\s(?P<what4>[^.;\n]{{1,60}}?)\sto\s(?P<whom4>{ACTOR})"
    rf"|(?P<who7>{ACTOR}|\b{PRONOUN})\s(?P<verb7>rejected|refused|declined|accepted)\s(?:(?:the|an?|this)"
    rf"\s(?:\w{{2,15}}\s){{0,2}}?{_ASKED}\s(?:of|from|by)\s(?P<whom7>{ACTOR})"
    rf"|(?:the\s)?(?P<whom8>{NAME})[’']s?\s(?:\w{{2,15}}\s){{0,2}}?{_ASKED}\b)"
    rf"|(?P<who6>{NAME}|\b{PRONOUN})\s(?:sent|handed|gave)\s(?P<whom6>{ACTOR})\s(?:an?|its|his|her"
    rf"|their)\s(?:\w{{2,15}}\s){{0,2}}?(?P<noun6>{_NOUN}|ultimatum|offer|proposal|demand|protest)"
)
_SIGN = re.compile(
    rf"\b(?:turned|sent|received|handed|gave|rejected|refused|declined|accepted|{_NOUN})\b"
)
_MEANS = {"rejected": "refusal", "refused": "refusal", "declined": "refusal", "accepted": "assent",
          "ultimatum": "threat", "warning": "threat", "offer": "offer", "proposal": "offer",
          "demand": "plea", "order": "order", "instruction": "order"}  # fmt: skip
_CUES = [
    ("refusal", r"refus\w+|reject\w+|turn\w+ down|declin\w+|could go no|withdr\w+|no quarrel"),
    ("plea", r"begg\w+|beg|plead\w*|implor\w+|appeal\w*|asks? him|to accept|requests?|demand\w*"),
    ("offer", r"offer\w*|propos\w+|compromise"),
    ("threat", r"threat\w*|or else|otherwise|ultimatum|defend"),
    ("promise", r"promis\w+|would release|pledg\w+|undertak\w+"),
    ("assent", r"agree\w*|correct|right|approv\w+|accept(?:s|ed|ance)"),
]
_CUE = re.compile("|".join(rf"(?P<{act}>\b(?:{words})\b)" for act, words in _CUES), re.IGNORECASE)
_FIRM = {"plea", "offer", "threat", "promise", "order", "refusal", "assent"}
_NEAR, _JUST, _BACK = 1500, 200, 12
_WIDE = 300
"""More characters than a name has."""


def messages(subjects: Subjects, dates: list[Proposal]) -> list[Proposal]:
    """Return every message of which both sides can be told, in the order of the text."""
    told: list[Proposal] = []
    date_starts = [date.start for date in dates]
    for found in sorted(_found(subjects), key=lambda found: (found[0], -found[1])):
        start, end, _, named, act, sure, reason = found
        if told and start < told[-1].end:
            continue
        who, whom = _sides(subjects, found, told)
        if not named:
            sure, reason = sure - 0.2, f"{reason}; taken for an answer to the message before"
        if not who or not whom or same_person(who, whom):
            continue
        passage = subjects.sentences.around(start, end)
        likely, why = _act(subjects.text, end, passage, act)
        when, dated = _date(subjects, (start, end), dates, date_starts)
        reason = f"{reason}; {why}; {dated}"
        one = Proposal("message", start, end, round(sure, 2), reason, passage, when)
        told.append(replace(one, speaker=who, receiver=whom, act=likely))
    return told


_Found = tuple[int, int, str, str, str, float, str]


def _found(subjects: Subjects) -> Iterator[_Found]:
    text = subjects.text
    for found in _VERB.finditer(text):
        yield from _by_verb(subjects, found)
        if text.startswith("by", found.end() + 1):
            yield from _passive(subjects, found)
    for sign in _SIGN.finditer(text):
        place = sign.start()
        near = _PAPER.search(text, max(0, place - 100), place + 140)
        if near and near.start() <= place < near.end():
            yield from _by_paper(subjects, near)


def _by_verb(subjects: Subjects, found: re.Match[str]) -> Iterator[_Found]:
    text, verb = subjects.text, found[0]
    low = max(0, found.start() - 130)
    left = _WHO.search(text[low : found.start()])
    if left is None:
        return
    right = _WHOM.match(text, found.end(), found.end() + 90)
    if right is None or not (verb in _TO_SOMEBODY or right["to"]):
        far = verb in _REACHES_FAR
        right = _FAR.match(text, found.end(), found.end() + 160) if far else None
    start, name = _sender(subjects, left, low)
    whom, end = _receiver(text, right) if right else ("", 0)
    if whom.lower() in ("us", "me"):
        whom = subjects.speaker(start)
    elif whom.lower() in ("him", "her", "them"):
        whom = subjects.meant("he", start, but=name)
    who = subjects.meant(name, start, but=whom)
    named = titled(name) == who
    if right:
        sure = 0.85 if named else 0.65
        yield start, end, who, whom, _VERBS[verb], sure, f"{verb} somebody"
    elif verb in _REPLIES and not text.endswith("that ", 0, start):
        yield start, found.end(), who, "", _REPLIES[verb], 0.65 if named else 0.55, verb


def _receiver(text: str, right: re.Match[str]) -> tuple[str, int]:
    """Return who is told, and where the name ends: "Kim's envoy" is not Kim, but his letter is."""
    whom, end = titled(right["whom"]), right.end()
    hers = _HERS.match(text, end, end + 24)
    if hers and hers["noun"] not in _THINGS:
        return f"{whom}{hers[0]}", hers.end()
    more = _AND.match(text, end, end + 90) if whom[:1].isupper() else None
    return (f"{whom} and {titled(more['more'])}", more.end()) if more else (whom, end)


def _sender(subjects: Subjects, left: re.Match[str], low: int) -> tuple[int, str]:
    """Return where the name of who tells begins, and the name, with whom it is told together."""
    start, name, hers = low + left.start("who"), left["who"], left["hers"] or ""
    if hers and hers.split()[-1] not in _THINGS:
        return start, f"{name}{hers}"
    first = max(low, subjects.sentences.around(start, start + 1)[0])
    both = _AND_BEFORE.search(subjects.text[first:start]) if name[:1].isupper() else None
    if both:
        return first + both.start("first"), f"{both['first']} and {titled(name)}"
    return start, name


def _passive(subjects: Subjects, found: re.Match[str]) -> Iterator[_Found]:
    """Return who was told by whom; the whole is sought only around a verb with "by" behind it."""
    for whole in _PASSIVE.finditer(
        subjects.text, max(0, found.start() - _WIDE), found.end() + _WIDE
    ):
        if whole.start("verb") == found.start():
            who, whom = titled(whole["who"]), subjects.meant(whole["whom"], whole.start())
            yield *whole.span(), who, whom, _VERBS[found[0]], 0.7, f"was {found[0]} by"


def _by_paper(subjects: Subjects, found: re.Match[str]) -> Iterator[_Found]:
    groups = found.groupdict()
    who, whom = (
        next(words for key, words in groups.items() if words and key.rstrip("2345678") == side)
        for side in ("who", "whom")
    )
    act, reason, sure = "report", "a message by name, from one to another", 0.75
    if groups["whom3"]:
        act, reason, sure = "refusal", "turned somebody down", 0.8
        whom = subjects.meant("he", found.start(), but=who) if whom in ("him", "her") else whom
    elif groups["whom4"]:
        reason, sure = "sent somebody or something to another", 0.4
    elif groups["verb7"]:
        act, reason = (
            _MEANS[groups["verb7"]],
            f"{groups['verb7']} what another had asked or offered",
        )
    elif groups["noun6"]:
        act, reason = _MEANS.get(groups["noun6"].rstrip("s"), "report"), "handed a paper to another"
    elif (groups["noun"] or "").startswith(("order", "instruction", "line")):
        act = "order"
    name = subjects.meant(who, found.start(), but=titled(whom))
    yield *found.span(), name, titled(whom), act, sure, reason


def _sides(subjects: Subjects, found: _Found, told: list[Proposal]) -> tuple[str, str]:
    """Return both sides; one that is missing, or a pronoun, from the message just before."""
    start, who, whom = found[0], found[2], found[3]
    if not told or start - told[-1].end > _NEAR:
        return who, whom
    last = told[-1]
    pronoun = _PRONOUN.match(subjects.text[start : start + 5])
    if pronoun and not whom and start - last.end < _JUST:
        return last.receiver, last.speaker
    if not whom:
        if same_person(last.speaker, who):
            return who, last.receiver
        # A third party that refuses may answer anybody.
        return who, last.speaker if not who or same_person(last.receiver, who) else ""
    if pronoun and same_person(whom, last.speaker) and (not who or start - last.end < _JUST):
        return last.receiver, whom
    if not who:
        return (last.receiver if same_person(whom, last.speaker) else last.speaker), whom
    return who, whom


def _act(text: str, end: int, passage: Span, act: str) -> tuple[str, str]:
    """Guess the act: what the verb says, unless it says little and the words behind say more."""
    if act in _FIRM:
        return act, f"{act} by its verb"
    cue = _CUE.search(text, end, min(passage[1], end + 300))
    if cue and cue.lastgroup:
        return cue.lastgroup, f"{cue.lastgroup} by a word behind it, a guess"
    return act, f"{act} for want of a sign, a guess"


def _date(
    subjects: Subjects, found: Span, dates: list[Proposal], starts: list[int]
) -> tuple[str, str]:
    """Return the date of the sentence if it is that of the message, or else the running date."""
    passage = subjects.sentences.around(*found)
    index = bisect_left(starts, passage[0])
    for date in dates[index : index + 6]:
        if date.start >= passage[1]:
            break
        if date.date and date.reach != "nothing" and _dates_it(subjects, found, date):
            return date.date, "dated by its sentence"
    line = subjects.line(found[0])
    before = [
        date.date
        for date in dates[max(0, index - _BACK) : index]
        if date.date and date.reach == "on" and subjects.aside(date.start) in (None, line)
    ]
    return (before[-1], "dated by the last date before it") if before else ("", "no date before it")


def _dates_it(subjects: Subjects, found: Span, date: Proposal) -> bool:
    """Tell whether a date of its sentence goes with a message, not with what it says."""
    aside = subjects.aside(date.start)
    if aside and not aside[0] <= found[0] < aside[1]:
        return False
    return date.start < found[1] or not is_content(subjects.text, found[1], date.start)
