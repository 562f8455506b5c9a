"""How long a verb will take, as is said before it begins; what would take hours is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stickpoint.cli.patience import Waiting, about
from stickpoint.cli.verbs import misuse

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast
    from stickpoint.answers.why.brief import Brief
    from stickpoint.case.model.case import Case
    from stickpoint.graph.conflict import Conflict

JUDGED, WRITTEN, WEIGHED, SEARCHED = 2e-6, 5e-6, 2e-7, 4e-3
"""Seconds on one core to judge a state for a party, to write it, to weigh an item of evidence on
a pair of explanations, and to search a state for levers on one settlement."""
JUDGED_ARC = 3e-7
"""Seconds, likewise, for each move of options that do not switch freely, besides."""
SOLVED = 5e-5
"""Seconds, likewise, to solve the clock once for each move that is listed: a rough mean."""
SOLVED_FREE = 4.2e-6
"""Seconds, likewise, for each state, party that switches freely and party that looks on. Within a
factor of two of 127, 1,010 and 4,400 s of processor for two parties among 2^14, 2^16 and 2^18
states, and 850 s for four among 2^14, reckoned up from what 8 to 64 draws of each took; one
solve among 2^20 took 3.8 times as long as one among 2^18."""
IN_BLOCKS = 1e-7
"""Seconds, likewise, to judge a state for a party where states are not stored."""
BUILT, BUILT_OF_ARCS = 3e-6, 1.8e-5
"""Seconds, likewise, of ``why`` where it asks no clock: for each state and party, where options
switch freely and where some do not."""
REORDERED = 2e-7
"""Seconds, likewise, to judge a state under one concept for one order of somebody's wants."""
BEGUN, HELD, NEARER = 1.5, 0.02, 0.085
"""Seconds of a report: to begin; for each state and settlement, to search what would make it hold;
for each lever and by the root of the number of moves, to run the clock. Within a factor of two of
what one core took on each of nine cases, of 2 to 3,600 moves."""
FORETOLD, SHARED = 1.2e-3, 1.5e-4
"""Seconds, likewise, to forecast and to try what is near, for each move of a game; to share out
the delay, for each move and group of parties. Where states differ little it takes less."""
SCREEN = 0.5
"""Share of the clock's runs that the one screen needs."""
MOST_COUNTED = 4_096
"""States beyond which moves are not counted only to say how long an answer takes."""

_UNRANKED = "nobody is ranked by wants"
_HOURS = (
    "a search for levers among {:,} states would take hours; exclude what cannot be by "
    "'impossible', merge options, or leave out those that change little, until {:,} states are "
    "left. Without --all the orders of wants are tried"
)


def say_how_long(
    case: Case, terms: tuple[str, ...], step: Waiting, tell: Callable[[str], object], *, whole: bool
) -> None:
    """Say how long a search for levers takes, and what it leaves out among many states.

    A whole search that would take hours is refused.
    """
    from stickpoint.answers.large.by_blocks import goes_by_blocks
    from stickpoint.answers.large.timed import clock_fits
    from stickpoint.answers.levers.ranks import MOST_SEARCHED, is_too_long, search_size
    from stickpoint.graph.moves import followed

    if goes_by_blocks(case):
        states = 1 << len(case.options)
        if not whole:
            _say_what_blocks_try(case, terms, step, tell)
            return
        if states > MOST_SEARCHED:
            misuse(_HOURS.format(states, MOST_SEARCHED))
    conflict = case.conflict()
    number, ways = conflict.n_states, len(terms or conflict.terms)
    if not ways:
        return
    if whole and number > MOST_SEARCHED:
        misuse(_HOURS.format(number, MOST_SEARCHED))
    seconds = search_size(conflict, ways) * SEARCHED
    if whole or not is_too_long(conflict, ways):
        _say_what_is_not_timed(conflict, tell, whole=whole or not case.payoffs)
        if case.payoffs and (whole or clock_fits(conflict)):
            seconds += FORETOLD * followed(conflict.moves)
        step.promise(f"searching {number:,} states for levers", seconds)
        return
    whole_too = f"--all asks for these too: {about(seconds)} or more"
    if number > MOST_SEARCHED:
        whole_too = (
            "For these, exclude what cannot be by 'impossible', until "
            f"{MOST_SEARCHED:,} states are left, and ask with --all"
        )
    _say_what_is_tried(case, conflict, step, lambda tried: tell(f"{tried}. {whole_too}"))


def _say_what_is_not_timed(
    conflict: Conflict, tell: Callable[[str], object], *, whole: bool
) -> None:
    """Say that moves and levers are not timed, where a search is whole but for that."""
    from stickpoint.answers.large.timed import clock_fits
    from stickpoint.graph.moves import listed

    if not whole and not clock_fits(conflict):
        tell(
            f"{conflict.n_states:,} states have {listed(conflict.moves):,} moves, too many for the "
            "clock to be asked about each: what would shorten the wait is left out. --all asks for "
            "that too, which may take hours"
        )


def _say_what_blocks_try(
    case: Case, terms: tuple[str, ...], step: Waiting, tell: Callable[[str], object]
) -> None:
    """Say what is tried of a case that is judged by blocks, and how to have what is left out.

    What there is no room for is refused.
    """
    from stickpoint.answers.large.reordered import Reordered, orders_by_blocks
    from stickpoint.answers.levers.ranks import MOST_SEARCHED

    states, parties = 1 << len(case.options), len(case.parties)
    tried = orders_by_blocks(states, parties)
    Reordered(case, "seq", terms).check_room(max(1, len(terms)))
    more = "--all asks for these too, which takes hours"
    if states > MOST_SEARCHED:
        more = (
            "For these, rule out by 'impossible' what will not be done, or merge options, until "
            f"{MOST_SEARCHED:,} states are left, and ask with --all"
        )
    tell(
        f"{states:,} states are judged by blocks: only the {tried:,} nearest orders of each "
        "party's wants are tried; other changes of ranking, of what can be done and of numbers are "
        f"left out. {more}"
    )
    # One concept takes half of what all take.
    seconds = states * parties * (1 + (tried - 1) * parties) * IN_BLOCKS / 2
    step.expect("trying orders of wants by blocks", seconds)


def _say_what_is_tried(
    case: Case, conflict: Conflict, step: Waiting, tell: Callable[[str], object]
) -> None:
    """Say what a short search tries, where anything is, and what it leaves out."""
    from stickpoint.answers.levers.ranks import judging_size, orders_tried, with_wants

    states, size = conflict.n_states, judging_size(conflict)
    tried, parties = orders_tried(case, size), with_wants(case)
    if not parties or tried < 2:
        why = "another order of wants takes minutes to judge" if parties else _UNRANKED
        tell(
            f"among {states:,} states nothing is tried, for {why}; changes of "
            "ranking, of what can be done and of numbers are left out"
        )
        return
    tell(
        f"among {states:,} states only the {tried:,} nearest orders of each party's wants are "
        "tried, for settlements that do not hold already; other changes of ranking, of what can "
        "be done and of numbers are left out"
    )
    seconds = size * parties * tried * REORDERED
    step.expect(f"trying orders of wants among {states:,} states where need be", seconds)


def promise_large(case: Case, step: Waiting) -> None:
    """Say how long the stability lens takes, before states are built, where they are many.

    Where the clock answers too it takes longer than these.
    """
    from stickpoint.graph.build import count_states, setting_of_nature

    if 1 << len(case.options) <= MOST_COUNTED:
        return
    number = count_states(case, setting_of_nature(case, {}))
    if number <= MOST_COUNTED:
        return
    tied = any(option.one_way or option.needs is not None for option in case.options)
    each = BUILT_OF_ARCS if tied or case.constraints or case.imposed else BUILT
    step.promise(f"the answer, among {number:,} states", number * len(case.parties) * each)


def asks_the_clock(found: Brief) -> bool:
    """Tell whether an answer asks the clock, as far as its states can be built."""
    from stickpoint.answers.ended import nothing_ends
    from stickpoint.answers.large.timed import clock_fits

    try:
        if not found.case.payoffs or nothing_ends(found.case):
            return False
        return clock_fits(found.why.conflict)
    except Exception:  # the answer says why, and what it knows all the same
        return False


def say_what_is_not_timed(found: Brief, tell: Callable[[str], object]) -> None:
    """Say that the clock is not asked, where a case has too many states or moves for it."""
    from stickpoint.answers.ended import nothing_ends
    from stickpoint.answers.large.timed import too_large

    if not found.case.payoffs or nothing_ends(found.case):
        return
    try:
        large = too_large(found.why.conflict)
    except Exception:  # as above
        return
    if large:
        tell(f"the clock is left out: {large.removesuffix('.')}")


def promise(found: Brief, step: Waiting, *, report: bool) -> None:
    """Say how long the answer takes in all, where the states can be built and are not too many."""
    from stickpoint.answers.large.timed import shares_fit
    from stickpoint.graph.moves import followed

    case, moves = found.case, 0
    try:
        conflict = found.why.conflict
    except Exception:  # the answer says why, and what it knows all the same
        return
    if is_timed := asks_the_clock(found):
        moves = conflict.n_moves
    elif conflict.n_states > MOST_COUNTED:
        return
    sizes = conflict.n_states, moves, len(conflict.terms), len(case.levers)
    seconds = taken(*sizes, report=report)
    if is_timed:
        steps = followed(conflict.moves)
        shared = SHARED * steps * 2 ** min(conflict.n_parties, 8) * shares_fit(conflict)
        seconds = max(seconds, BEGUN + FORETOLD * steps + shared)
    step.promise("the report" if report else "the answer", seconds)


def say_by_blocks(found: Brief, step: Waiting) -> None:
    """Say how long an answer about states that are judged by blocks takes, where that is long."""
    number = found.why.n_states
    seconds = number * len(found.case.parties) * IN_BLOCKS * 2
    step.expect(f"judging {number:,} states by blocks", seconds)


def judging(conflict: Conflict) -> float:
    """Reckon how many seconds it takes to judge stored states under every concept."""
    from stickpoint.graph.moves import listed

    return conflict.ranks.size * JUDGED + listed(conflict.moves) * JUDGED_ARC


def expect(answer: Forecast, step: Waiting) -> None:
    """Say how long the clock may take over its draws, where that is long."""
    from stickpoint.answers.clock import Course

    game, middle = answer.game, answer.middle
    solves = answer.rules.draws * (2 if answer.known.elapsed else 1)
    if isinstance(middle, Course):
        sets = 1 << min(game.n_parties, 8)
        solves += middle.draws + max(4, middle.solves // sets) * sets + 2 * sets
    free = sum(own is not None for own in game.free)
    each = solved_once(game.n_states, game.target.size, free, game.n_parties)
    step.expect(f"solving the clock for {game.n_states:,} states", solves * each)


def solved_once(states: int, listed: int, free: int, parties: int) -> float:
    """Reckon how many seconds one solve of the clock takes.

    Of parties whose options switch freely no move is listed, and it does not matter how many moves
    they have.

    >>> round(764 * solved_once(1 << 18, 0, 2, 2)), round(764 * solved_once(200, 3_000, 0, 2))
    (3365, 115)
    """
    return SOLVED * listed + SOLVED_FREE * states * free * parties


def taken(states: int, moves: int, settlements: int, levers: int, *, report: bool) -> float:
    """Reckon how many seconds ``why`` takes, with its report or without.

    >>> round(taken(120, 760, 3, 7, report=True))
    25
    """
    held = HELD * states * settlements if report else 0.0
    return BEGUN + held + NEARER * max(1, levers) * moves**0.5 * (1.0 if report else SCREEN)
