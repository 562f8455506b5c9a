"""Who speaks in a text, whom a pronoun means, and which party a name means."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from stickpoint.case.model.case import Party
from stickpoint.case.reading.proposal import Proposal, Span, Spans
from stickpoint.case.reading.sentences import Sentences

_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Judge|General|President|Prime\sMinister)\b\.?\s)"
_CAP = r"(?:(?<![\w.])(?:[A-Z]\.){2,5}|[A-ZÀ-ÖØ-Þ][\w-]{0,30}(?![\w-]))"
_NOT_NAMES = (
    r"(?!(?:The|A|An|And|But|In|On|At|It|They|We|I|You|Then|Thus|So|After|Before|When|While|With"
    r"|Without|Since|From|By|For|If|As|That|This|These|Those|There|Not|No|Moreover|However|Every"
    r"|Each|One|Two|Three|What|Who|How|Why|Today|According|An|His|Her|Its|Their|Our|He|She"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Yesterday|Tomorrow|Last|Next|Later|Both|All|Nobody)\b)"
)
NAME = rf"(?<![\w-]){_TITLE}?{_NOT_NAMES}{_CAP}(?:\s(?:of\s(?:the\s)?)?{_CAP}){{0,5}}"
_ROLE = (
    "chair chairman chairwoman company union government ministry minister president delegation "
    "mediator ambassador ambassadors board office lenders secretary party parliament cabinet side "
    "sides negotiators delegates embassy general judge owners council workers reporters "
    "journalists court king queen premier committee army employers bank team mayor governor "
    "governments delegations drivers teachers nurses miners strikers rebels management employer "
    "city opposition coalition regime authorities leadership commander senate congress envoy "
    "envoys representative representatives spokesman spokeswoman deputy allies consul tribunal "
    "commission commissioner director manager prince sultan emperor pope shah"
).replace(" ", "|")
_THE = r"(?:[Tt]he|[Bb]oth|[Aa]ll|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur)"
_KIND = (
    r"(?:(?:head|foreign|prime|defen[cs]e|interior|finance|chief|strike|trade|provisional|acting"
    r"|new|old|other|central|local|federal|national|military|royal|special|opposing)\s){0,2}"
)
_ROLES = rf"{_KIND}(?:{_ROLE})\b(?:\sof\s(?:the\s)?{_CAP}(?:\s{_CAP}){{0,3}})?"
ACTOR = rf"(?:\b{_THE}\s(?:{_CAP}\s){{0,3}}{_ROLES}|\b(?:[Tt]he\s)?{NAME})"
PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey)"
_SAY = (
    r"(?:said|says|say|told|tells|observed|remarked|commented|answered|replied|added|adds|affirms"
    r"|affirmed|confirms|confirmed|reminds|reminded|asked|asks|argued|argues|stated|states|wrote"
    r"|writes|written|declared|warned|insisted|noted|explained|announced|claimed|concluded"
    r"|suggests|suggested|replies|answers|continues|continued|declares|objects|objected|recalled"
    r"|protested|maintained|shouted|whispered|exclaimed|stresses|stressed|points\sout)"
)
_SUBJECT = re.compile(
    rf"(?P<who>{ACTOR}|\b{PRONOUN})(?:,[^,.;\n]{{1,80}},)?\s(?:(?:then|also|first|\w{{2,20}}ly)\s)?"
    rf"(?:was|were|had|has|is|did|sent|left|met|saw|came|went|took|gave|held|made|believes|thinks|wants|hopes|fears|\w{{3,15}}ed|{_SAY})\b"
)
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "judge", "president", "prime", "minister", "the"}
_PRONOUN = re.compile(PRONOUN)
_SAID = re.compile(rf"\b{_SAY}\b|:\s?[“\"‘]$")
_WORD_OF = re.compile(
    rf"(?P<who>{NAME})[’']s?\s(?:\w{{2,20}}\s){{0,2}}?(?:line|order|words|remark|answer|reply|letter"
    r"|telegram|message|view|comment|slogan|motto|verdict)\b"
)
_CAPITALS = r"[A-Z][A-Z.’'-]{0,30}(?:[ ](?:[A-Z][A-Z.’'-]{0,30}|de|von|al)){0,4}"
_ASIDE = r"(?:[ ]?[\[(][^\])\n]{0,160}[\])])?"
_SPEECH = re.compile(
    rf"^[ \t]*(?:(?P<capitals>{_CAPITALS}){_ASIDE}(?:(?P<colon>[ ]?:)|[ ](?P<verb>{_SAY})\b)"
    rf"|(?P<titled>{_TITLE}{_CAP}(?:[ ]{_CAP}){{0,3}}){_ASIDE}[ ]?:"
    rf"|(?P<plain>{_NOT_NAMES}{_CAP}(?:[ ]{_CAP}){{0,3}}){_ASIDE}[ ]?:)(?=[ ]?\S)[^\n]*",
    re.MULTILINE,
)
_HEADINGS = {"note", "present", "subject", "date", "place", "to", "from", "re", "dear", "invented"}
_BEHIND = re.compile(
    rf"[,.!?]?(?:[\"”’»]|â€\x9d)?,?\s{{1,2}}(?:(?P<who>{ACTOR}|{PRONOUN})\s"
    rf"(?:(?:then|also|had|has|\w{{2,20}}ly)\s){{0,2}}{_SAY}\b"
    rf"|(?:{_SAY})\s(?P<who2>{ACTOR})|(?P<who3>his|her)\s(?:letter|telegram|note)\s(?:said|read))"
)


def titled(name: str) -> str:
    """Reduce what a rule found to a name: no article, no white space but single spaces."""
    return re.sub(r"^(?:the|The)\s", "", " ".join(name.split()))


def speeches(text: str) -> list[Proposal]:
    """Return every line of the form ``NAME: words`` or ``NAME says words``."""
    found_all = list(_SPEECH.finditer(text))
    often = Counter(found["plain"] for found in found_all)
    kept = []
    for found in found_all:
        name = found["capitals"] or found["titled"] or found["plain"]
        if name.split()[0].lower() in _HEADINGS or len(name) < 2:
            continue
        if found["colon"] or found["titled"]:
            sure, reason = 0.95, "a name and a colon at the beginning of a line"
        elif found["verb"]:
            sure, reason = 0.85, "a name in capitals with a verb of speaking begins a line"
        elif often[name] > 1:
            sure, reason = 0.7, "a name and a colon begin more than one line"
        else:
            continue
        span = found.end() - len(found[0].lstrip()), found.end()
        kept.append(Proposal("speech", *span, sure, reason, passage=span, speaker=name))
    return kept


class Subjects:
    """The subject of each sentence outside quotations, and so whom a pronoun may mean."""

    def __init__(
        self, text: str, sentences: Sentences, asides: list[Span], speaking: list[Proposal]
    ) -> None:
        self.text, self.sentences = text, sentences
        self._speaking = {(p.start, p.end): p.speaker for p in speaking}
        self._lines, self._asides = Spans(sorted(self._speaking)), Spans(asides)
        self._first: dict[int, list[tuple[int, str]]] = {}
        for found in _SUBJECT.finditer(text):
            if self._asides.at(found.start()) is None:
                number = sentences.index(found.start())
                self._first.setdefault(number, []).append((found.start(), found["who"]))

    def line(self, place: int) -> Span | None:
        """Return the speech at a place; None outside speeches."""
        return self._lines.at(place)

    def aside(self, place: int) -> Span | None:
        """Return the quotation or speech at a place; None in the account itself."""
        return self._asides.at(place) or self.line(place)

    def of_sentence(self, place: int) -> str:
        """Return the first subject before a place in its sentence; empty where there is none."""
        found = self._first.get(self.sentences.index(place), [])
        return self.meant(found[0][1], found[0][0]) if found and found[0][0] < place else ""

    def meant(self, who: str, place: int, *, but: str = "") -> str:
        """Return the name that an actor or pronoun at a place stands for."""
        if who.lower() in ("we", "i"):
            return self.speaker(place)
        if not _PRONOUN.fullmatch(who) and who.lower() not in ("his", "her"):
            return titled(who)
        number = self.sentences.index(place)
        for back in range(6):
            for start, name in self._first.get(number - back, []):
                named = not _PRONOUN.fullmatch(name)
                if named and start < place and not (but and same_person(name, but)):
                    return titled(name)
        return ""

    def speaker(self, place: int) -> str:
        """Return the speaker of the speech at a place; empty outside speeches."""
        line = self.line(place)
        return self._speaking[line] if line else ""


def same_person(one: str, two: str) -> bool:
    """Tell whether the words of one name are among those of another, titles aside."""
    # The letters of "U.S." are one word.
    plain = (re.sub(r"\b(\w)\.", r"\1", name.lower()) for name in (one, two))
    left, right = (set(re.findall(r"\w+", name)) - _TITLES for name in plain)
    return bool(left and right) and (left <= right or right <= left)


def quotes(spans: list[Span], subjects: Subjects, told: list[Proposal]) -> list[Proposal]:
    """Return quoted words with their speaker, whom a message that begins behind them may name."""
    found_all: list[Proposal] = []
    senders = {one.start: one for one in told}
    for start, end in spans:
        previous = found_all[-1] if found_all else None
        speaker, sure, reason = _speaker(start, end, previous, subjects)
        behind = next((senders[k] for k in range(end, end + 5) if k in senders), None)
        if behind and _goes_on(subjects.text, end, behind.start):
            speaker, sure, reason = behind.speaker, behind.confidence, "who told it to somebody"
        if not speaker:
            sure, reason = 0.6, "words between quotation marks; nobody near them speaks"
        around = subjects.sentences.around(start, end)
        found_all.append(Proposal("quote", start, end, sure, reason, around, speaker=speaker))
    return found_all


def _goes_on(text: str, end: int, verb: int) -> bool:
    """Tell whether the sentence of a quotation goes on behind it, where its speaker may be."""
    between = text[end:verb]
    if "\n" in between or "." in between:
        return False
    return text[end - 1] != "." or not text[verb : verb + 1].isupper()


def _speaker(
    start: int, end: int, previous: Proposal | None, subjects: Subjects
) -> tuple[str, float, str]:
    text = subjects.text
    name = subjects.of_sentence(start)
    first, _ = subjects.sentences.spans[subjects.sentences.index(start)]
    before = text[max(first, start - 300) : start]
    said = _SAID.search(before)
    behind = _BEHIND.match(text, end, end + 160)
    if behind and not _goes_on(text, end, behind.end() - len(behind[0].lstrip('.,!?"”’» \n'))):
        behind = None
    if name and said and before.rstrip('“"‘«„ ')[-1:].isalpha():
        other = behind and not same_person(name, behind["who"] or behind["who2"] or name)
        reason = "goes on a sentence in which its speaker speaks"
        return name, 0.5 if other else 0.75, f"{reason}; another follows" if other else reason
    if behind:
        who = behind["who"] or behind["who2"] or behind["who3"]
        name = subjects.meant(who, end)
        return name, 0.9 if name == titled(who) else 0.65, "its speaker is named behind it"
    possessive = _WORD_OF.search(before)
    if possessive and before.rstrip('“"‘ ').endswith(":"):
        return titled(possessive["who"]), 0.75, "words that are said to be somebody's"
    if name:
        return name, 0.75 if said else 0.55, "the subject of its sentence"
    return _from_before(start, previous, subjects, alone=not before.strip('“"‘«„ '))


def _from_before(
    start: int, previous: Proposal | None, subjects: Subjects, *, alone: bool
) -> tuple[str, float, str]:
    """Return the speaker of what stands before a quotation in whose sentence nobody speaks."""
    if previous and start - previous.end < 8:
        sure = round(0.6 * previous.confidence, 2)
        return previous.speaker, sure, "goes on from the quotation before it"
    speaking = subjects.speaker(start)
    if speaking:
        return speaking, 0.6, "stands in a speech"
    if previous and alone and start - previous.end < 200:
        return previous.speaker, 0.4, "the last who was quoted"
    return "", 0.0, ""


_BETWEEN = re.compile(r"[(),;/]")
_ALIKE = 0.6


class Match(NamedTuple):
    """The id of the party that words mean, or nothing and the id that is nearest, if any is."""

    id: str
    nearest: str = ""


def match_party(words: str, parties: Sequence[Party]) -> Match:
    """Tell which party words mean.

    A party is meant by its id, and by words that are all in one of its names, or hold one: its
    name is taken apart at brackets and commas, so that "Mao" and "China" both mean "China (Mao)".
    Where several parties could be meant, none is.

    Examples
    --------
    >>> us, prc = Party("us", "United States"), Party("prc", "China (Mao)")
    >>> [match_party(words, (us, prc)) for words in ("Mao", "Chino", "the press")]
    [Match(id='prc', nearest=''), Match(id='', nearest='prc'), Match(id='', nearest='')]
    """
    small = words.casefold()
    exact = [party.id for party in parties if small in map(str.casefold, _whole(party))]
    alike = [party.id for party in parties if any(same_person(words, n) for n in _parts(party))]
    for found in (exact, alike):
        if len(found) == 1:
            return Match(found[0])
        if found:
            return Match("", found[0])
    names = {_bare(n): p.id for p in parties for n in (*_whole(p), *_parts(p))}
    near = difflib.get_close_matches(_bare(words), names, n=1, cutoff=_ALIKE)
    return Match("", names[near[0]] if near else "")


def _bare(name: str) -> str:
    """Return a name by whose letters it may be told: "the town" and "the Governor" share none."""
    return name.casefold().removeprefix("the ")


def _whole(party: Party) -> list[str]:
    return [name for name in (party.id, party.name, party.short) if name]


def _parts(party: Party) -> list[str]:
    return [part.strip() for name in _whole(party)[1:] for part in _BETWEEN.split(name)]
