"""How a report was worked out, with the papers; and what anybody needs to work it out again."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint import __version__
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Unanswered
from stickpoint.pages.clock.page import hold, look_ahead, pooled
from stickpoint.pages.clock.which import no_way
from stickpoint.pages.model import Part, Section, Text
from stickpoint.pages.wording.dates import day_in_words
from stickpoint.pages.wording.names import upper

# Of each method what it does, then its papers.
_STABILITY = (
    "Stability. A state holds for a party when it has no move to a state it ranks higher (Nash), "
    "or when the others can answer every such move so that it gains nothing: by any moves "
    "(general and symmetric metarational) or by moves they gain from themselves (sequential and "
    "symmetric sequential). All states are compared, exactly.",
    "J. Nash, Non-cooperative games, Annals of Mathematics 54 (1951), 286–295.",
    "N. Howard, Paradoxes of Rationality, MIT Press (1971).",
    "N. M. Fraser and K. W. Hipel, Conflict Analysis: Models and Resolutions, North-Holland "
    "(1984).",
    "L. Fang, K. W. Hipel and D. M. Kilgour, Interactive Decision Making: The Graph Model for "
    "Conflict Resolution, Wiley (1993).",
    "L. C. Rêgo and G. I. A. Vieira, Symmetric sequential stability in the graph model for "
    "conflict resolution with multiple decision makers, Group Decision and Negotiation 26 "
    "(2017), 775–792.",
)
_CLOCK = (
    "The clock. Parties get chances to move at random times and choose the better course more "
    "often than the worse, by a logit; values run back from the horizon, and the chance of each "
    "state forward from now. With a finite horizon there is one solution only.",
    "R. D. McKelvey and T. R. Palfrey, Quantal response equilibria for extensive form games, "
    "Experimental Economics 1 (1998), 9–41.",
    "P. Arcidiacono, P. Bayer, J. R. Blevins and P. B. Ellickson, Estimation of dynamic "
    "discrete choice models in continuous time with an application to retail competition, "
    "Review of Economic Studies 83 (2016), 889–931.",
    "J. R. Dormand and P. J. Prince, A family of embedded Runge-Kutta formulae, Journal of "
    "Computational and Applied Mathematics 6 (1980), 19–26.",
)
_FORECAST = (
    "The forecast. The clock is run over draws from the ranges of the case, each at a tempo of its "
    "own, since how fast things go is what is known least; the day asked about is its first day, "
    "and draws that would have ended by then lose their weight.",
    "L. Kish, Survey Sampling, Wiley (1965), section 8.2: how many draws of unequal weight are "
    "worth.",
)
_LOOK = (
    "No date is a horizon at which parties rush; values roll on with time.",
    "S. Sethi and G. Sorger, A theory of rolling horizon decision making, Annals of Operations "
    "Research 29 (1991), 387–416.",
)
_POOL = (
    "Weights and the spread of the tempo were chosen on eleven deadlocks with known ends; "
    "twenty-four others were only reported (benchmarks/calibration).",
    "D. Kahneman and D. Lovallo, Timid choices and bold forecasts, Management Science 39 (1993), "
    "17–31: why to look at other cases of the kind.",
    "M. Stone, The opinion pool, Annals of Mathematical Statistics 32 (1961), 1339–1342.",
)
_SHARES = (
    "Whose delay. Shares, and the moves by which it ends, come from a clock with the case's "
    "horizon, in which terms end it at once; no date of the first page is from there. A share is "
    "what the wait would lose if some parties played only to end it, shared out among them over "
    "all orders.",
    "L. S. Shapley, A value for n-person games, in Contributions to the Theory of Games II, "
    "Princeton (1953), 307–317.",
)
_MOTIVES = (
    "Rival explanations. Each rating stands for a range of likelihood ratios, and each prior for a "
    "range; what is shown is the range of the posterior over all of them.",
    "T. Fairfield and A. E. Charman, Social Inquiry and Bayesian Inference, Cambridge (2022).",
    "I. J. Good, Probability and the Weighing of Evidence, Griffin (1950).",
)
_LEVERS = (
    "Levers. The least change of orders, ranks or options is found by search and shown only after "
    "the stability lens was asked again; moves, levers and payments are tried by running the clock "
    "again. Ripe is a time at which all whose move is needed would rather have some terms than go "
    "on.",
    "H. Raiffa, The Art and Science of Negotiation, Harvard (1982).",
    "I. W. Zartman, Ripe for Resolution, Oxford (1985).",
)
_GRAPH = (
    "The picture of the conflict is set in layers.",
    "K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical "
    "system structures, IEEE Transactions on Systems, Man, and Cybernetics 11 (1981), 109–125.",
)


def section(found: Brief) -> Section:
    """Say by which methods, of those that had anything to say."""
    used: list[tuple[str, ...]] = [_STABILITY]
    if not found.silent:
        used += [_CLOCK, *([] if found.is_over else _forecast(found.forecast))]
        used += [_SHARES] * (found.course is not None)
    if found.why.case.settled is not None:
        used.append(_LEVERS)
    if found.why.case.hypotheses:
        used.append(_MOTIVES)
    parts: list[Part] = []
    for text, *papers in (*used, _GRAPH):
        parts += [Text(text), *(Text(paper, "paper") for paper in papers)]
    return Section("methods", "How it was worked out", tuple(parts))


def _forecast(answer: Forecast) -> tuple[tuple[str, ...], ...]:
    """Say how the forecast is made, with its own numbers."""
    roll, *rolling = _LOOK
    pool, *pools = _POOL
    return (
        _FORECAST,
        (f"{upper(look_ahead(answer.rules))}; {hold(answer.rules)}. {roll}", *rolling),
        (f"Pooled are {pooled(answer)}. {pool}{_shares(answer)}", *pools),
    )


def _shares(answer: Forecast) -> str:
    """Say what shares of the ways to end are made of in this case; nothing where it cannot end."""
    if no_way(answer):
        return ""
    firm = answer.holding is not None
    made = "half where these draws lead and half how firmly the terms would hold"
    made = made if firm else "where these draws lead"
    if answer.model.cut is None:
        return f" Shares of the ways to end are {made}."
    return (
        " Of the ways to end, what is open until a day that settles it for certain ends as that "
        f"day finds it; the shares of the rest are {made}."
    )


def origin(found: Brief) -> tuple[tuple[str, str], ...]:
    """Return what anybody needs to get the same numbers."""
    answer = found.why
    case, rows = answer.case, [("Program", f"stickpoint {__version__}")]
    if answer.by_blocks:
        rows += [("Conflict", answer.conflict.fingerprint), ("Method", "by blocks; exact")]
    elif not isinstance(answer, Unanswered):
        result = answer.result
        rows += [("Conflict", result.fingerprint), ("Method", result.method)]
    if answer.setting:
        fixed = (f"{name}={'yes' if on else 'no'}" for name, on in answer.setting.items())
        rows.append(("Fixed", ", ".join(fixed)))
    course = found.course
    if not found.silent and course is None:
        rows += [("Game", found.forecast.game.fingerprint), *_draws(found)]
        rows.append(("Seed", f"{found.seed}"))
    if not found.silent and course is not None:
        rows += [
            ("Game", course.run.fingerprint),
            ("Horizon, for shares", f"{course.horizon:g} {course.game.unit}s"),
            *_draws(found),
            ("Draws for shares", f"{course.blame.draws if course.blame else 0}, likewise"),
            ("Levers", "with the settings that stickpoint levers takes unless told otherwise"),
            ("Seed", f"{course.seed}"),
            ("Shocks", course.shocks),
        ]
    start = (found.written or case).clock.start
    if start is not None:
        rows.append(("Start", str(start)))
    if found.as_of is not None:
        rows.append(("As of", day_in_words(found.as_of)))
    return tuple(rows)


def _draws(found: Brief) -> Iterator[tuple[str, str]]:
    """Say over how many draws the forecast is, where there is one."""
    if not (found.silent or found.is_over):
        number = len(found.forecast.model.draws)
        yield "Draws", f"{number}, as stickpoint why; stickpoint clock takes more"
