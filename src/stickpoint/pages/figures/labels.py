"""What the rows of a picture are called: in the words of the case where a result has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.logic import evaluate
from stickpoint.pages.wording.names import upper

if TYPE_CHECKING:
    from stickpoint.graph.conflict import Conflict
    from stickpoint.graph.words import Texts

WIDEST = 42
"""Characters of a label on one line; longer ones take more lines."""


def in_lines(labels: Sequence[str]) -> list[str]:
    """Break labels into lines, so that they leave room for what they are about."""
    return [fill(label, WIDEST) for label in labels]


def title(words: str) -> str:
    """Begin a title with a capital and break it where the sheet ends."""
    return fill(upper(words), 56)


def conflict_of(result: Any) -> Conflict | None:
    """Return the conflict that a result, or its game, is about; None where it has none."""
    game = getattr(getattr(result, "run", result), "game", None)
    found: Conflict | None = getattr(result, "conflict", None) or getattr(game, "conflict", None)
    return found


def texts_of(result: Any) -> Texts | None:
    """Return the words of the case behind a result; None where there is no case."""
    conflict = conflict_of(result)
    return None if conflict is None else conflict.texts


def parties(result: Any) -> tuple[str, ...]:
    """Return what the parties of a result are called: as the case has it, or by their ids."""
    if (texts := texts_of(result)) is not None:
        return texts.parties
    names: tuple[str, ...] = (conflict_of(result) or getattr(result, "run", result).game).parties
    return names


def state(result: Any, number: int) -> str:
    """Say which state it is: what is done in it, or its number where states have no words."""
    conflict, texts = conflict_of(result), texts_of(result)
    if conflict is None or texts is None or conflict.codes is None:
        return f"state {number + 1}"
    yes = set(conflict.yes(number))
    named = zip(conflict.options, texts.done, strict=False)
    return "; ".join(text for name, text in named if name in yes) or "nothing is done"


def slopes(result: Any) -> list[tuple[str, float]]:
    """Name each number that an answer moves with, and how steeply: the steepest first.

    A payoff of a case is one number, in however many states it is paid.
    """
    found = [*_stakes(result), *_rates(result), *_efforts(result), *_chances(result)]
    return sorted(((n, x) for n, x in found if x), key=lambda pair: -abs(pair[1]))


def asked(of: Any, unit: str) -> tuple[str, str]:
    """Say what slopes are of, and in what they are counted."""
    if isinstance(of, str):
        return "the expected time unsettled", f"{unit}s more of it, for 1 more of each number"
    chance = f"the chance of an end within {of[1]:g} {unit}s"
    return chance, "more of that chance, for 1 more of each number"


def _stakes(result: Any) -> Iterator[tuple[str, float]]:
    conflict, texts, names = conflict_of(result), texts_of(result), parties(result)
    if conflict is not None and conflict.codes is not None and texts is not None and texts.stakes:
        for party, what, formula in texts.stakes:
            paid = evaluate(formula, conflict.codes)
            yield f"{what} ({names[party]})", float(result.payoffs[party, paid].sum())
    else:
        yield from _by_state("worth of", result.payoffs, result)
    yield from _by_state("worth at the horizon of", result.terminal, result)


def _by_state(what: str, values: np.ndarray, result: Any) -> Iterator[tuple[str, float]]:
    for name, row in zip(parties(result), values, strict=True):
        for s in np.flatnonzero(row).tolist():
            yield f"{what} {state(result, s)} ({name})", float(row[s])


def _rates(result: Any) -> Iterator[tuple[str, float]]:
    said = {"pace": "chances to move", "precision": "sharpness", "discount": "discount"}
    for kind, words in said.items():
        for name, slope in zip(parties(result), getattr(result, kind), strict=True):
            yield f"{words} of {name}", float(slope)


def _efforts(result: Any) -> Iterator[tuple[str, float]]:
    """Name efforts by the option that is switched, or by the two states of a move."""
    texts, owners = texts_of(result), getattr(conflict_of(result), "owners", ())
    for i, name in enumerate(parties(result)):
        own = [k for k, owner in enumerate(owners) if owner == i]
        for kind, place in (("turn_on", "done"), ("turn_off", "undone")):
            for k, slope in enumerate(getattr(result, kind)[i].tolist()):
                words = getattr(texts, place)[own[k]] if texts else f"switch option {k + 1}"
                yield f"effort to {words} ({name})", slope
        yield from _moves(result, i, name, own)


def _moves(result: Any, party: int, name: str, own: Sequence[int]) -> Iterator[tuple[str, float]]:
    """Name efforts of single moves, added up by what they switch where states have options."""
    values, conflict, texts = result.effort[party], conflict_of(result), texts_of(result)
    if not values.size:
        return
    source, target = result.game.arcs(party)[0].T
    if conflict is not None and conflict.codes is not None and texts is not None:
        switched = conflict.codes[source] ^ conflict.codes[target]
        for k in own:
            slope = float(values[(switched >> np.uint64(k)) & np.uint64(1) == 1].sum())
            yield f"effort to {texts.done[k]} or to leave it ({name})", slope
        return
    for a, b, slope in zip(source.tolist(), target.tolist(), values.tolist(), strict=True):
        yield f"effort of moving from state {a + 1} to {b + 1} ({name})", slope


def _chances(result: Any) -> Iterator[tuple[str, float]]:
    """Add up the rates by what of nature's they change, where states have options."""
    game, conflict = result.game, conflict_of(result)
    if conflict is None or conflict.codes is None:
        yield from ((f"rate of chance {k + 1}", float(x)) for k, x in enumerate(result.nature))
        return
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
    switched = conflict.codes[source] ^ conflict.codes[game.nature_target]
    for bits in np.unique(switched).tolist():
        names = [name for k, name in enumerate(conflict.options) if bits >> k & 1]
        said = ", ".join(names).replace("nature.", "").replace("_", " ")
        if names and not names[0].startswith("nature."):
            said = f"a pause coming undone ({said})"
        yield f"rate of {said or 'chance'}", float(result.nature[switched == bits].sum())
