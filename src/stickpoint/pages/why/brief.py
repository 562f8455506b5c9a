"""The answers of the lenses on one screen, each beside its question; what would end it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from stickpoint.answers.ended import ended
from stickpoint.answers.orders.firm import Firm
from stickpoint.answers.orders.uncertain import Uncertain
from stickpoint.answers.why.believed import Believed
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Why
from stickpoint.case.model.case import Toll
from stickpoint.case.model.pauses import pausing
from stickpoint.pages.clock import course as clock_page
from stickpoint.pages.clock import ended as clock_ended
from stickpoint.pages.clock import shares as clock_shares
from stickpoint.pages.clock import when, which
from stickpoint.pages.clock.ended import compared
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.hangs_on.said import of_brief
from stickpoint.pages.levers.nearer import heedless, in_a_line
from stickpoint.pages.model import Labelled, Page, Section
from stickpoint.pages.motives.rated import line
from stickpoint.pages.orders.words import firmness
from stickpoint.pages.orders.words import sentences as ordered
from stickpoint.pages.why.alone import alone, quiet
from stickpoint.pages.why.asks import questions
from stickpoint.pages.why.believed import sentences, unread
from stickpoint.pages.why.full import doubt, held_back, named, verdict
from stickpoint.pages.why.left_out import holding, left_out
from stickpoint.pages.why.reach import unless
from stickpoint.pages.why.rests import rests_on
from stickpoint.pages.why.signing import signed
from stickpoint.pages.why.two_lenses import in_short, reconciled
from stickpoint.pages.why.ways import HELD, ways
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import percent

MOST_TOLLS, FEW_SETTLED = 3, 2


def brief(found: Brief, *, full: bool = False, below: bool = False) -> Page:
    """Lay the answer out on one screen; ``full`` tells every way out, however long it is.

    ``below`` is for a page on which all of `full` stands below.
    """
    section = Section("answer", "", (labelled(found, full=full, below=below),))
    return Page(plain(found.why.case.title), (section,))


def labelled(
    found: Brief, *, full: bool = False, below: bool = False, shares: bool = True,
    only: Collection[str] = (),
) -> Labelled:  # fmt: skip
    """Set what each lens says beside the question that it answers.

    For a case without numbers, questions without an answer are left out. Without ``shares`` no
    party's share of the delay is told, which is no part of the forecast. Of labels in ``only``, if
    there are any, no other is told. Where the rest stands ``below``, no command is named for it.
    """
    case, here = found.why.case, full or below
    rows: dict[str, Callable[[], Iterable[str]]] = {
        "stuck on": lambda: _stuck_on(found.why, full),
        "held by": lambda: _held_by(found, shares),
        "why": lambda: _why(found.why, full, here),
        "as seen": lambda: _as_seen(found, full),
        "how long": lambda: _how_long(found, here),
        "happened": lambda: _happened(found),
        "who pays": lambda: _who_pays(found, shares),
        "hangs on": lambda: of_brief(found, full=full),
        "motive": lambda: [line(case) or "The case weighs no rival explanations."],
        "would sign": lambda: signed(found, full=full),
        "would end it": lambda: _would_end_it(found, here),
        "left out": lambda: [left_out(found.why)] if found.why.by_blocks else [],
        "rests on": lambda: rests_on(found, here),
        "asks": lambda: quiet(lambda: (*reconciled(found), *questions(found))) if full else (),
    }
    unasked: set[str] = set()
    if not case.payoffs:
        unasked = {"how long", "who pays", "hangs on"}
        unasked |= {"motive"} if len(case.hypotheses) < 2 else set()
        if case.settled is None:
            unasked.add("would end it")
    asked = [label for label in rows if label not in unasked and (not only or label in only)]
    told = ((label, tuple(alone(rows[label]))) for label in asked)
    return Labelled(tuple((label, said) for label, said in told if said))


def _would_end_it(found: Brief, full: bool) -> Iterator[str]:
    yield from ways(found.why, full=full)
    yield from holding(found.why)
    if found.is_over:
        return
    if found.nearer is not None:
        yield in_a_line(found.forecast, found.nearer)
    elif found.nearer_unknown:
        yield f"What would bring the end nearer is not known: {found.nearer_unknown}."


def _stuck_on(answer: Why, full: bool) -> Iterator[str]:
    if not answer.case.issues:
        yield "The case names no agenda; what is asked is whether the status quo holds."
        return
    # Where the states cannot be built, "why" says so.
    stands = "".join(quiet(lambda: [as_it_stands(answer)]))
    if stands:
        yield f"{upper(stands)}."
    names = [plain(issue.name) for issue in answer.closed]
    many = f"; {len(names)} other items settled" if len(names) > FEW_SETTLED and not full else ""
    for issue in answer.open if not stands else ():
        since = f", open since {in_words(issue.opened)}" if issue.opened else ", open"
        last = many if issue is answer.open[-1] else ""
        yield f"{upper(plain(issue.name))}{since}{last}."
    if pause := joined([plain(name) for name in pausing(answer.case)]):
        yield f"It stands on a pause, which lapses and is no end: {pause}."
    if not answer.open:
        yield "Nothing: every item of the agenda is settled."
    if names and (not many or not answer.open or stands):
        yield f"Settled before: {joined(names)}."


def as_it_stands(answer: Why) -> str:
    """Say as what the open items are settled today; empty where they are not."""
    terms, items = answer.terms(answer.now), [plain(issue.name) for issue in answer.open]
    return f"{joined(items)}: settled, as things stand, as {terms}" if terms and items else ""


def _held_by(found: Brief, shares: bool) -> Iterator[str]:
    answer, run = found.why, found.course if shares else None
    if run is None or found.silent or run.blame is None:
        if keepers := unless(answer):
            yield keepers
        if not answer.ends.kept and not answer.keepers:
            content = upper(named(answer, "content"))
            yield f"{content}, who would not gain by any move." if content else "Nobody by choice."
        if shares and not found.silent and found.unshared:
            yield f"Shares of the delay are not told here: {found.unshared}"
        return
    yield from alone(lambda: filter(None, [unless(answer)]))
    yield clock_shares.in_a_line(run, run.blame)
    if caution := clock_page.caution(run):
        yield caution


def _why(answer: Why, full: bool, below: bool) -> Iterator[str]:
    yield verdict(answer)
    if answer.by_blocks:
        yield from held_back(answer)
        return
    if unknown := doubt(answer, short=not full, below=below):
        yield unknown
    yield from held_back(answer)
    firm, unsure = Firm(answer.case, answer.conflict), Uncertain(answer.case, answer.conflict)
    # One screen has room for what hangs by a hair, and for what may not be so at all.
    hair = not full and not Uncertain.is_in(answer.case)
    yield from firmness(firm, answer.now, answer.holds, full=full, hair=hair)
    yield from ordered(unsure, answer.now, answer.holds)


def _as_seen(found: Brief, full: bool) -> Iterator[str]:
    """Say what foresight, attitudes and views do, where the case declares any."""
    if Believed.is_in(found.why.case) and not found.why.by_blocks:
        seen = Believed(found.why.case, found.why.conflict)
        yield from sentences(seen, full=full)
        if not found.silent:
            yield unread(found.why.case)


def _how_long(found: Brief, below: bool) -> Iterator[str]:
    if found.silent:
        yield f"No answer: {found.silent}"
        return
    if found.is_over:
        yield OVER
        return
    if not found.forecast.can_end:
        yield when.short(found.forecast)
        return
    yield " ".join(filter(None, (when.short(found.forecast), heedless(found.forecast))))
    told = (f"Likeliest ways to end: {which.leading(found.forecast)}. {which.IN_SHORT}",)
    yield " ".join((*told, *quiet(lambda: in_short(found, below=below))))
    yield from when.beside(found.forecast)


def _happened(found: Brief) -> Iterator[str]:
    """Say what the record has of the end, and how the answer compares; nothing where it is open."""
    case = found.written or found.why.case
    end = ended(case)
    if end is None:
        return
    came = clock_ended.happened(end, case.clock.unit)
    if not found.silent:
        yield compared(found.forecast, end)
        return
    held = {s.terms: s.concept for s in found.why.settlements}
    if not end.is_named:
        yield f"{came}."
    elif end.name not in held:
        yield f"{came}, which could not come about while nature stood as it does here."
    elif concept := held[end.name]:
        yield f"{came}, which by this answer would hold, {HELD[concept]}."
    else:
        yield f"{came}, which by this answer would not hold."


def _who_pays(found: Brief, shares: bool) -> Iterator[str]:
    case = found.why.case
    if not case.tolls:
        yield "The case counts no tolls."
        return
    if found.silent:
        names = joined([toll.name for toll in case.tolls])
        yield f"The case counts {names}; without the clock there is no sum."
        return
    if found.is_over:
        yield "Nobody, for want of a wait."
        return
    for toll in case.tolls[:MOST_TOLLS]:
        sum_ = which.paid(found.forecast.tolls[toll.name], toll.unit)
        yield f"{upper(toll.name)}: {sum_}{_borne(toll, found, shares)}."
    if rest := [toll.name for toll in case.tolls[MOST_TOLLS:]]:
        yield f"Also counted: {joined(rest)}."


def _borne(toll: Toll, found: Brief, shares: bool) -> str:
    """Say on whom a toll falls, and what say that one has."""
    bearer, parties = toll.falls_on, party_names(found.why.case)
    if bearer not in parties:
        say = "" if bearer.startswith("nobody") else ", with no say here"
        return f", falling on {bearer}{say}" if bearer else ""
    over, held = found.course.blame if shares and found.course is not None else None, ""
    if over is not None and over.are_parts:
        held = f", whose share of the delay is {percent(over.three(bearer)[0])}"
    return f", falling on {parties[bearer]}{held}"
