"""Case → Conflict: the only module that knows both the file's words and the arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.case import Case, Ranking, Wants, Weights, settlements
from stickpoint.case.model.pauses import ending
from stickpoint.case.model.situation import Imposition
from stickpoint.errors import ModelError, NoRoom, expect
from stickpoint.graph.coalesce import coalesce
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.ranks import as_ranks, by_groups, by_statements, by_weights
from stickpoint.graph.switching import Reach, option_moves
from stickpoint.graph.words import Texts, plain, undo_text
from stickpoint.logic import Diagram, Formula, evaluate
from stickpoint.memory import refusal

MAX_PAIRS = 1 << 30

Codes = NDArray[np.uint64]


def build(case: Case, *, nature: Mapping[str, bool] | None = None) -> Conflict:
    """Turn a case into states, moves and ranks.

    Nature is fixed: what no party controls stays as it is in the status quo unless ``nature``
    says otherwise, and states that differ from that setting are left out.

    Parameters
    ----------
    case : Case
        A case without findings.
    nature : mapping of str to bool, optional
        The setting of some of nature's options, by id with or without ``nature.``.

    Raises
    ------
    ModelError
        A name that is not nature's, too many feasible states, none at all, or a status quo
        that the chosen setting rules out.

    Examples
    --------
    >>> import stickpoint as sp
    >>> conflict = sp.conflict(sp.load("elmira"))
    >>> conflict
    <Conflict: 12 states, parties ministry, uniroyal, local>
    >>> conflict.yes(conflict.status_quo)
    ('uniroyal.delay',)
    """
    expect(case, Case)
    setting = setting_of_nature(case, nature or {})
    codes = feasible(case, setting, "under this setting of nature")
    ranks = as_ranks(np.stack([_ranks(case, p.id, codes) for p in case.parties]), codes.size)
    now = {option.id: option.now for option in case.options} | setting
    place = place_of(case, now, codes, "under this setting of nature")
    conflict = conflict_of(case, codes, ranks, place)
    return coalesce(conflict, [evaluate(same.formula, codes) for same in case.same])


def conflict_of(case: Case, codes: Codes, ranks: NDArray[np.int32], status_quo: int) -> Conflict:
    """Return some states of a case with its moves, its terms, its words and such ranks."""
    owners = [case.party_index[option.party] for option in case.options]
    needs = {k: option.needs for k, option in enumerate(case.options) if option.needs is not None}
    allowed = {k: evaluate(statement.formula, codes) for k, statement in needs.items()}
    one_way = [option.one_way for option in case.options]
    place, index_of = case.party_index, case.option_index
    imposed = [
        Reach(
            place[line.patron],
            index_of[line.option],
            line.way or one_way[index_of[line.option]],
            None if line.needs is None else evaluate(line.needs.formula, codes),
        )
        for line in case.imposed
    ]
    over = ending(case)
    terms, index = settlements(case, codes, None if over is None else evaluate(over, codes))
    return Conflict(
        ranks=ranks,
        moves=option_moves(codes, owners, one_way, len(case.parties), allowed, imposed),
        parties=tuple(party.id for party in case.parties),
        options=case.option_ids,
        owners=(*owners, *(-1 for _ in case.nature)),
        imposed=tuple((reach.party, reach.option) for reach in imposed),
        codes=codes,
        terms=terms,
        terms_index=index,
        status_quo=status_quo,
        texts=texts_of(case),
    )


def seen(
    case: Case, conflict: Conflict, unknown: Iterable[str]
) -> tuple[Conflict, NDArray[np.int64]]:
    """Return a conflict as somebody sees it, and the state that each of its states is seen as.

    Parameters
    ----------
    case : Case
        With the orders that the parties are taken to have.
    conflict : Conflict
        The conflict as it is, built from the same case in some setting of nature.
    unknown : iterable of str
        Options that the viewer does not know of: to it they are as they are now, whatever is done
        with them. A state that would then be none of those that can be has the place -1.
    """
    codes = np.sort(conflict.vectors[0])
    now = _codes_of(conflict)[conflict.status_quo or 0]
    hidden = np.uint64(sum(1 << case.option_index[name] for name in unknown))
    inside = codes[(codes & hidden) == (now & hidden)]
    ranks = as_ranks(np.stack([_ranks(case, p.id, inside) for p in case.parties]), inside.size)
    view = conflict_of(case, inside, ranks, int(np.searchsorted(inside, now)))
    view = coalesce(view, [evaluate(same.formula, inside) for same in case.same])
    known, place_of_vector = view.vectors
    by_code = np.argsort(known)
    looks = (_codes_of(conflict) & ~hidden) | (now & hidden)
    at = np.searchsorted(known, looks, sorter=by_code).clip(max=known.size - 1)
    found = by_code[at]
    return view, np.where(known[found] == looks, place_of_vector[found], -1)


def same_states(case: Case, codes: Codes) -> list[NDArray[np.bool_]]:
    """Mark the states that count as one, for each statement and each setting of nature."""
    found = []
    nature = codes >> np.uint64(len(case.options))
    for same in case.same:
        here = evaluate(same.formula, codes)
        found += [here & (nature == setting) for setting in np.unique(nature[here])]
    return found


def texts_of(case: Case) -> Texts:
    """Return what a case calls its parties, and doing and undoing each option."""
    return Texts(
        parties=tuple(party.called for party in case.parties),
        done=tuple(plain(option.text) for option in case.options),
        undone=tuple(undo_text(option.text, option.undo) for option in case.options),
        imposed=tuple(_told(case, line) for line in case.imposed),
        stakes=tuple(
            (case.party_index[p.party], plain(p.label or p.statement.text), p.statement.formula)
            for p in case.payoffs
        ),
    )


def _told(case: Case, line: Imposition) -> tuple[int, int, str, str]:
    """Return who sets which option, and what taking it up and dropping it so are in words."""
    k, who = case.option_index[line.option], case.party_index[line.patron]
    option, client = case.options[k], case.parties[case.party_index[line.client]].called
    done, undone = plain(option.text), undo_text(option.text, option.undo)
    taken, left = f"make {client} {done}", f"make {client} {undone}"
    if line.text:
        way = line.way or option.one_way
        taken, left = plain(line.text) if way > 0 else taken, plain(line.text) if way < 0 else left
    return who, k, taken, left


def bands(case: Case, conflict: Conflict) -> NDArray[np.int32]:
    """Return the coarse order of each party: states differ greatly when their bands differ.

    Shape (parties, states), higher is better; a party without great marks has one band.
    """
    codes = _codes_of(conflict)
    great = [[s.formula for s in case.strength.get(party.id, ())] for party in case.parties]
    return np.stack([by_statements(formulas, codes) for formulas in great])


def unknown_pairs(case: Case, conflict: Conflict) -> list[NDArray[np.bool_]]:
    """Give, party by party, which pairs of states it cannot be said to order, both ways round."""
    codes = _codes_of(conflict)
    size = len(case.parties) * codes.size**2
    if size > MAX_PAIRS:
        raise ModelError(
            f"pairs of {codes.size:,} states for {len(case.parties)} parties need "
            f"{size / 2**30:.1f} GiB, at most {MAX_PAIRS >> 30} GiB is allowed: rule out states, "
            "or ask with each order in turn"
        )
    result = []
    for party in case.parties:
        unsure = np.zeros((codes.size, codes.size), dtype=np.bool_)
        for left, right in case.unknown.get(party.id, ()):
            pair = np.outer(evaluate(left.formula, codes), evaluate(right.formula, codes))
            unsure |= pair | pair.T
        np.fill_diagonal(unsure, False)
        result.append(unsure)
    return result


def _codes_of(conflict: Conflict) -> Codes:
    if conflict.codes is None:
        raise ModelError("this conflict is an explicit graph; statements need options")
    return conflict.codes


def setting_of_nature(case: Case, chosen: Mapping[str, bool]) -> dict[str, bool]:
    """Return nature's options as they are now, but for those that are chosen."""
    setting = {chance.id: chance.now for chance in case.nature}
    for name, value in chosen.items():
        full = name if name.startswith("nature.") else f"nature.{name}"
        if full not in setting:
            known = ", ".join(id_.removeprefix("nature.") for id_ in setting)
            hint = f"it has {known}" if known else "it has none"
            raise ModelError(f"{name!r} is not a thing of nature of this case; {hint}")
        setting[full] = bool(value)
    return setting


def feasible(case: Case, fixed: Mapping[str, bool], why: str) -> Codes:
    """Return the codes of the states that can be with some options fixed, ascending."""
    diagram = _diagram(case, fixed)
    check_size(diagram.count, len(case.parties))
    if diagram.count == 0:
        raise ModelError(f"no state is feasible {why}")
    return diagram.codes()


def count_states(case: Case, fixed: Mapping[str, bool]) -> int:
    """Count the states that can be with some options fixed; none of them is listed."""
    return _diagram(case, fixed).count


def _diagram(case: Case, fixed: Mapping[str, bool]) -> Diagram:
    formulas: list[Formula] = [constraint.formula for constraint in case.constraints]
    for name, value in fixed.items():
        option: Formula = ("option", case.option_index[name])
        formulas.append(option if value else ("not", option))
    return Diagram(len(case.option_ids), formulas)


def check_size(states: int, parties: int) -> None:
    """Refuse more states than the memory there is can hold; nothing is stored yet."""
    too_many = refusal(states, parties)
    if too_many:
        raise NoRoom(
            f"{too_many}: rule out what cannot be under impossible, at_most_one or exactly_one"
        )


def place_of(case: Case, now: Mapping[str, bool], codes: Codes, why: str) -> int:
    """Find the state in which every option is as the status quo has it."""
    code = sum(1 << case.option_index[name] for name, value in now.items() if value)
    place = int(np.searchsorted(codes, np.uint64(code)))
    if place == codes.size or int(codes[place]) != code:
        raise ModelError(f"the status quo is not feasible {why}")
    return place


def _ranks(case: Case, party: str, codes: Codes) -> NDArray[np.int32]:
    wish = case.preferences.get(party)
    if isinstance(wish, Wants):
        return by_statements([item.statement.formula for item in wish.items], codes)
    if isinstance(wish, Ranking):
        ranks = by_groups([[s.formula for s in group] for group in wish.groups], codes)
        if not ranks.all():
            raise ModelError(
                f"the ranking of {party} leaves out {int((ranks == 0).sum())} feasible states; "
                "rank every state, or add a last group for the rest"
            )
        return ranks
    if isinstance(wish, Weights):
        return by_weights([(item.statement.formula, item.weight) for item in wish.items], codes)
    stakes = [
        (payoff.statement.formula, Fraction(payoff.worth.per(case.clock.unit).exact))
        for payoff in case.payoffs
        if payoff.party == party
    ]
    return by_weights(stakes, codes)
