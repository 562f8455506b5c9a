"""A settlement that holds against each alone: whether a group of parties would leave it as one.

Nobody may gain by leaving terms alone while two gain by leaving them as one: such terms stand only
until the two talk. Elmira's is the case that the field teaches this by (D. M. Kilgour, K. W. Hipel,
L. Fang and X. Peng, 2001, *Group Decision and Negotiation* 10, 151-166).
"""

from __future__ import annotations

from stickpoint.answers.why.stability import Settlement, Why
from stickpoint.answers.why.together import Deal
from stickpoint.pages.wording.names import CaseWords, joined, plain


def together(settlement: Settlement, answer: Why, words: CaseWords) -> str:
    """Say, after the reason for which terms hold, that a group would leave them as one, if so.

    Nothing where none would, or only for another state on the same terms, or where there are too
    many states to ask.
    """
    left = [] if answer.joint is None else answer.joint.leaving_state(settlement.state)
    elsewhere = [deal for deal in left if deal.terms != settlement.terms]
    return f"; but {leaving(elsewhere[0], words)}" if elsewhere else ""


def leaving(deal: Deal, words: CaseWords) -> str:
    """Say that a group would leave a state as one, and for what."""
    each = "both" if len(deal.members) == 2 else "all"
    names = joined([words.party(i) for i in deal.members])
    to = f", for {plain(deal.terms)}" if deal.terms else ", though that settles nothing"
    return f"{names} would {each} gain by leaving it together{to}"
