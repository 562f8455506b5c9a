"""How a report was worked out, with the papers; and what anybody needs to work it out again."""

from __future__ import annotations

from stickpoint import __version__
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Unanswered
from stickpoint.pages.model import Part, Section, Text

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
_SHARES = (
    "Whose delay. What the wait would lose if some parties played only to end it, shared out among "
    "them over all orders.",
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
    if not found.silent and found.course is not None:
        used += [_CLOCK, _SHARES]
    if found.why.case.settled is not None:
        used.append(_LEVERS)
    if found.why.case.hypotheses:
        used.append(_MOTIVES)
    parts: list[Part] = []
    for text, *papers in (*used, _GRAPH):
        parts += [Text(text), *(Text(paper, "paper") for paper in papers)]
    return Section("methods", "How it was worked out", tuple(parts))


def origin(found: Brief) -> tuple[tuple[str, str], ...]:
    """Return what anybody needs to get the same numbers."""
    answer = found.why
    case, rows = answer.case, [("Program", f"stickpoint {__version__}")]
    if not isinstance(answer, Unanswered):
        result = answer.result
        rows += [("Conflict", result.fingerprint), ("Method", result.method)]
    if answer.setting:
        fixed = (f"{name}={'yes' if on else 'no'}" for name, on in answer.setting.items())
        rows.append(("Fixed", ", ".join(fixed)))
    course = found.course
    if not found.silent and course is not None:
        rows += [
            ("Game", course.run.fingerprint),
            ("Horizon", f"{course.horizon:g} {course.game.unit}s"),
            ("Draws", f"{course.ranges.draws}, as stickpoint why; stickpoint clock takes more"),
            ("Draws for shares", f"{course.blame.draws if course.blame else 0}, likewise"),
            ("Levers", "with the settings that stickpoint levers takes unless told otherwise"),
            ("Seed", f"{course.seed}"),
            ("Shocks", course.shocks),
        ]
    if case.clock.start is not None:
        rows.append(("Start", str(case.clock.start)))
    return tuple(rows)
