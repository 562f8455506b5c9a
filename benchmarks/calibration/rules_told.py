"""The numbers of a forecast → a table that says where each comes from, and which half it saw."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.forecasting.base_rate import SPREAD, WAITS
from stickpoint.answers.forecasting.holding import AT_LEAST, WORTH
from stickpoint.answers.forecasting.rules import USUAL

FIXED, TRAINED = "fixed before any case was run", "chosen on the training half"
OLD = "eighteen older deadlocks, nine of which are in the training half"


def rules_told() -> Iterator[str]:
    """Yield a sentence before the table, the table, and a sentence after it."""
    yield (
        "None was set on the held-out half. The names are those of "
        "[the theory of the clock](theory/clock.md#a-forecast)."
    )
    yield "\n".join(["| number | value | where from |", "|---|---|---|", *_rows()])
    yield (
        "The choice on the training half was not the best there: a spread of 0 and only moves and "
        "rule, in equal parts, scored 0.4 higher over sixteen forecasts. The choice kept a tempo "
        "that silence can teach, and the base rate as insurance against paces that are wrong. The "
        "rule of mean waits, whose constants saw nine of the eleven, looks better on the training "
        "half than it is, and got the highest weight there; on the held-out half it is a fair "
        "rival."
    )


def _rows() -> Iterator[str]:
    weights = ", ".join(f"{one:g}" for one in (USUAL.moves, USUAL.kind, USUAL.waits))
    concepts = ", ".join(f"{one:g}" for one in (*WORTH.values(), AT_LEAST))
    for what, value, origin in (
        ("hold: part of the lowest pace at which terms become an end", f"{USUAL.hold:g}",
         f"fixed before it was tried on {OLD}"),
        ("look-ahead, in mean waits for a chance to move", f"{USUAL.look:g}", FIXED),
        ("middle of the log of the tempo", f"{USUAL.tempo_middle:g}",
         f"{FIXED}: the paces as written"),
        ("spread of the log of the tempo", f"{USUAL.tempo_spread:g}", TRAINED),
        ("weights of moves, base rate and rule of waits", weights, TRAINED),
        ("weight of any length, where a case names no kind", f"{USUAL.any_length:g}", TRAINED),
        ("rule of mean waits: how many, and the log spread", f"{WAITS:g} and {SPREAD:g}",
         f"fitted to {OLD}"),
        ("share of the stability lens in the ways to end", f"{USUAL.stable:g}",
         "fixed, and kept on the training half"),
        ("weights of the stability concepts, and of none", concepts, FIXED),
        ("base rates of the kinds", "[a table](how-to/how-long.md)",
         "fitted to lists of 18 to 1,549 deadlocks"),
    ):  # fmt: skip
        yield f"| {what} | {value} | {origin} |"
