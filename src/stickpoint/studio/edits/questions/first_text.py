"""What answers mean → the text of a case, with comments that teach how to go on."""

from __future__ import annotations

from stickpoint.studio.edits.layout import Habits, pair
from stickpoint.studio.edits.questions.answered import Answers, Stand
from stickpoint.studio.edits.values import written_number
from stickpoint.studio.edits.written import Data

_HORIZONS = {"day": 180, "week": 104, "month": 60, "year": 20}
"""How far a first case looks ahead, by its unit."""
_WAIT_WORTH = {
    "nothing": (-0.1, 0.0),
    "little": (-0.4, -0.1),
    "much": (-1.0, -0.4),
    "more": (-2.0, -1.0),
}
"""What waiting is worth, where 1 is about what the dispute is worth."""
_BEST, _WORST, _SPREAD = 0.85, 0.2, 0.15
"""The middles for the best way to end and the last that beats no agreement; half the ranges."""
_HARM, _HARMED = ["-0.5", "-0.1"], -0.3
"""What being hurt by another's doing is worth, and the middle of that."""

_COMMENTS = {
    "clock": "How time is counted, and how far to look ahead.",
    "kind": """What such deadlocks have in common: how long they last. Other kinds: stickpoint
        kinds.""",
    "parties": """Who decides. Pace: chances to change course in each unit of time; a range [low,
        high] where you are not sure. To say where a number comes from, write 'because:' beside
        it.""",
    "issues": """What is on the table. Each party stands for one position at a time; 'terms' are
        the ways to end, each with the statement that makes it so. & is and, | is or, ! is not.""",
    "options": """What else each can do or leave. 'now' is how things stand; 'one_way: yes' would
        say that it cannot be undone, 'effort' what making the move costs.""",
    "settled": "When the deadlock is over.",
    "wants": """What each wants, most important first: of two outcomes the better is the one that
        fits the first line in which they differ. '!settled' means: rather no agreement than what
        comes below.""",
    "payoffs": """What it is worth to each in every unit of time while a statement holds. Only
        proportions count; 1 is about what the dispute is worth. All of these are guesses until
        you change them.""",
    "tolls": "What the wait costs in its own units, whoever bears it.",
    "notes": "What to do next, and what was left out.",
}


def text_of(answers: Answers) -> str:
    """Return the text of a case with a comment above each part."""
    how = Habits()
    blocks = ["\n".join(["format: 1", *pair("title", answers.title, 0, how)])]
    for key, data in _parts(answers).items():
        comment = _comment(_COMMENTS[key])
        blocks.append("\n".join([*comment, *pair(key, data, 0, how)]))
    return "\n\n".join(blocks) + "\n"


def _parts(answers: Answers) -> dict[str, Data]:
    clock = {"start": answers.start} if answers.start else {}
    horizon = _HORIZONS[answers.unit]
    parts: dict[str, Data] = {
        "clock": {**clock, "unit": answers.unit, "horizon": str(horizon)},
        "kind": answers.kind,
        "parties": {party.id: _party(party) for party in answers.parties},
        "options": {
            f"{party.id}.{action.id}": {"text": action.text, "now": "yes" if action.now else "no"}
            for party in answers.parties
            for action in party.actions
        },
        "issues": {answers.item_id: _issue(answers)},
        "settled": answers.item_id,
        "wants": {party.id: _wants(answers, k) for k, party in enumerate(answers.parties)},
        "payoffs": {party.id: _payoffs(answers, k) for k, party in enumerate(answers.parties)},
        "tolls": _tolls(answers),
        "notes": _NOTES,
    }
    return {key: data for key, data in parts.items() if data}


_NOTES = [
    "Written from a few answers. Next, give the numbers that matter most a source under 'because'.",
    "Left out so far: what was said and done and when (record), rival explanations (hypotheses), "
    "and what could be changed at what price (levers).",
]


def _party(party: Stand) -> Data:
    return {"name": party.name, "pace": ["0.3", "1"], "precision": ["1", "4"], "size": "guess"}


def _issue(answers: Answers) -> Data:
    terms = {
        way.name: " & ".join(f"{party.id}.{way.id}" for party in answers.parties)
        for way in answers.ways
    }
    positions = {
        party.id: {
            way.id: {"text": f"stand for {way.name}", **({"now": "yes"} if k == party.now else {})}
            for k, way in enumerate(answers.ways)
        }
        for party in answers.parties
    }
    return {"name": answers.item, "terms": terms, "positions": positions}


def _wants(answers: Answers, who: int) -> Data:
    party = answers.parties[who]
    lines = [_outcome(answers, way) for way in party.order[:-1]]
    lines += [f"!{option}" for option, _ in _harms(answers, who)]
    for action in party.actions:
        option = f"{party.id}.{action.id}"
        lines.append(f"{option} iff !settled" if action.now else f"!{option}")
    return lines


def _payoffs(answers: Answers, who: int) -> Data:
    party = answers.parties[who]
    low, high = _WAIT_WORTH[party.wait]
    lines: list[Data] = [_line("!settled", [low, high], "the wait")]
    harms = [
        {"when": f"!settled & {option}", "worth": _HARM, "size": "guess", "label": label}
        for option, label in _harms(answers, who)
    ]
    better = party.order[: party.order.index(-1)]
    worse = party.order[len(better) + 1 :]
    step = (_BEST - _WORST) / max(1, len(better) - 1)
    lines += [_way(answers, way, _BEST - k * step) for k, way in enumerate(better)]
    least = low + _HARMED * len(harms)  # the worst that waiting can be
    lines += [_way(answers, way, least - 0.4 * (k + 1)) for k, way in enumerate(worse)]
    return lines + harms


def _harms(answers: Answers, who: int) -> list[tuple[str, str]]:
    """List the options of others that hurt a party, and what they are."""
    return [
        (f"{other.id}.{action.id}", action.text)
        for k, other in enumerate(answers.parties)
        for action in other.actions
        if who in action.hurts and k != who
    ]


def _way(answers: Answers, way: int, middle: float) -> Data:
    ends = [middle - _SPREAD, middle + _SPREAD]
    return _line(_outcome(answers, way), ends, answers.ways[way].name)


def _line(when: str, worth: list[float], label: str) -> Data:
    ends = [written_number(round(end, 2)) for end in worth]
    return {"when": when, "worth": ends, "size": "guess", "label": label}


def _outcome(answers: Answers, way: int) -> str:
    if way < 0:
        return "!settled"
    name = answers.ways[way].name
    mark = "'" if '"' in name else '"'
    return f"{answers.item_id} = {mark}{name}{mark}"


def _tolls(answers: Answers) -> Data:
    ids = {party.name: party.id for party in answers.parties}
    return {
        cost.what: {
            "when": "!settled",
            "per": cost.per,
            "amount": _range(cost.low, cost.high),
            **({"falls_on": ids.get(cost.falls_on, cost.falls_on)} if cost.falls_on else {}),
        }
        for cost in answers.costs
    }


def _range(low: float, high: float) -> Data:
    ends = [written_number(low), written_number(high)]
    return ends[0] if low == high else ends


def _comment(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + 1 + len(word) > 96:
            lines.append("")
        lines[-1] += f" {word}"
    return [f"#{line}" for line in lines]
