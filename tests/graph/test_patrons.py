"""Patrons: the moves that they gain, by a literal twin; what is said of them; what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import oracles
import pytest
from casefiles import whole
from examples import few

import stickpoint as sp
from stickpoint.case.checks.path import path_of
from stickpoint.case.model.basis import NOWHERE
from stickpoint.case.model.judgements import judgements
from stickpoint.errors import ModelError, SolveError
from stickpoint.pages.levers.changes import restricted
from stickpoint.pages.wording.names import CaseWords, imposing
from stickpoint.solve.levers.ranks.additions import KINDS, _Additions, least_addition
from stickpoint.solve.levers.ranks.restrictions import least_restriction
from stickpoint.solve.levers.ranks.result import Edit
from stickpoint.solve.stability.beliefs.margin import margins
from stickpoint.studio.desk.nameless import nameless

CLIENT = """\
format: 1
title: A client that would ask for terms
parties:
  empire: the empire
  client: {name: the client, patron: {empire: {client.ask: LINE}}}
options:
  client.ask: {text: ask for terms, undo: fight on, effort: 3}
  empire.aid: {text: send arms, undo: withhold arms, now: yes, effort: 2}
wants:
  client: [client.ask, empire.aid]
  empire: ["!client.ask", "!empire.aid if client.ask"]
payoffs: {client: [{when: client.ask, worth: 1}], empire: [{when: "!client.ask", worth: 1}]}
"""


def client(line: str = "no") -> sp.Case:
    return sp.loads(CLIENT.replace("LINE", line))


def test_the_patron_gains_the_move_and_it_is_said_in_words() -> None:
    conflict = client().conflict()
    now = conflict.status_quo
    asked = int(conflict.moves_from(1, now)[0])
    assert now in conflict.moves_from(0, asked)
    assert not (conflict.moves_from(0, now) == asked).any()
    assert str(sp.stability(conflict, ["seq"]).why(now, 1, "seq")) == (
        "The client would gain if it were to ask for terms, but then the empire could, to its own "
        "gain, withhold arms and make the client fight on, which would leave the client worse off "
        "than before."
    )
    spoken = client("{to: no, text: have the asker shot}").conflict()
    assert "could, to its own gain, withhold arms and have the asker shot" in str(
        sp.stability(spoken, ["seq"]).why(now, 1, "seq")
    )


def test_a_condition_and_a_way_limit_it() -> None:
    needs = client('{to: either, needs: "!empire.aid"}').conflict()
    there = {
        (int(needs.codes[s]), int(needs.codes[t]))
        for s in range(needs.n_states)
        for t in needs.moves_from(0, s)
    }
    assert (0b11, 0b10) not in there
    assert {(0b01, 0b00), (0b00, 0b01), (0b01, 0b10)} <= there


@pytest.mark.parametrize("seed", range(4))
def test_moves_and_concepts_are_the_twins(seed: int) -> None:
    rng = Random(seed)
    for _ in range(few(25)):
        text, owners, one_way, imposed = drawn(rng)
        case = sp.loads(text)
        conflict = case.conflict()
        codes = [int(code) for code in conflict.codes]

        def can(party: int, option: int, code: int, imposed=imposed) -> bool:
            way, needed = imposed.get((party, option), (None, None))
            if way is None or (needed is not None and not code >> needed & 1):
                return False
            return way != (1 if code >> option & 1 else -1)

        arcs = oracles.moves_from_options(owners, codes, one_way, n_parties=3, imposed=can)
        for party, state in product(range(3), range(len(codes))):
            assert set(conflict.moves_from(party, state).tolist()) == arcs[party][state]
        ranks = conflict.ranks.tolist()
        found = sp.stability(conflict)
        for concept, judge in oracles.CONCEPTS.items():
            rows = [set(np.flatnonzero(row).tolist()) for row in found.stable[concept]]
            assert rows == judge(arcs, ranks), concept


def drawn(rng: Random) -> tuple[str, list[int], list[int], dict]:
    """Draw a case of three parties and four options, with patrons."""
    ids, owners = "abc", [0, 1, 2, rng.randrange(3)]
    names = [f"{ids[owner]}.o{k}" for k, owner in enumerate(owners)]
    ways = [rng.choice((0, 0, 1)) for _ in names]
    imposed: dict[tuple[int, int], tuple[int, int | None]] = {}
    lines: dict[int, dict[int, list[str]]] = {}
    for party, (k, owner) in product(range(3), enumerate(owners)):
        if party != owner and rng.random() < 0.5:
            way = 1 if ways[k] else rng.choice((0, 1, -1))
            need = rng.choice((None, rng.choice([j for j in range(4) if j != k])))
            imposed[party, k] = (way, need)
            word = {0: "either", 1: "yes", -1: "no"}[way]
            needs = "" if need is None else f", needs: {names[need]}"
            lines.setdefault(owner, {}).setdefault(party, []).append(
                f"{names[k]}: {{to: {word}{needs}}}"
            )
    parties = ""
    for k, name in enumerate(ids):
        patrons = ", ".join(f"{ids[p]}: {{{', '.join(x)}}}" for p, x in lines.get(k, {}).items())
        patrons = f", patron: {{{patrons}}}" if patrons else ""
        parties += f"  {name}: {{name: {name.upper()}{patrons}}}\n"
    options = "".join(
        f"  {name}: {{text: do {name}, one_way: {'yes' if way else 'no'}}}\n"
        for name, way in zip(names, ways, strict=True)
    )
    either = [*names, *(f'"!{name}"' for name in names)]
    wants = "".join(f"  {name}: [{', '.join(rng.sample(either, 3))}]\n" for name in ids)
    text = f"format: 1\ntitle: t\nparties:\n{parties}options:\n{options}wants:\n{wants}"
    return text, owners, ways, imposed


def test_imposing_costs_the_patron_nothing_on_the_clock() -> None:
    game = sp.game(client())
    codes = game.conflict.codes
    pairs, efforts = game.arcs(0)
    arcs = {
        (int(codes[s]), int(codes[t])): float(cost)
        for (s, t), cost in zip(pairs, efforts, strict=True)
    }
    assert [arcs[0b11, code] for code in (0b10, 0b01, 0b00)] == [0, 2, 2]


def test_the_record_lets_a_patron_set_what_it_can_impose() -> None:
    sets = "record: {moves: [{id: m, date: 2001-03, party: PARTY, sets: {client.ask: VALUE}}]}\n"
    asks = "clock: {start: 2001-01-01}\n" + sets.replace("PARTY", "client").replace("VALUE", "yes")
    text = CLIENT.replace("LINE", "no")
    assert not path_of(sp.loads(text + asks)).gaps
    over = sets.replace("PARTY", "empire")
    case = sp.loads(text + "clock: {start: 2001-01-01}\n" + over.replace("VALUE", "yes"))
    assert path_of(case).gaps[0].gap == "'empire' cannot set 'client.ask' to yes"
    with pytest.raises(sp.CaseError, match="C205"):
        sp.loads(text.replace(", patron: {empire: {client.ask: no}}", "") + over)


def test_what_a_patron_can_do_is_a_judgement_and_survives_without_names() -> None:
    case = client('{to: no, because: It did before., needs: "empire.aid"}')
    line = next(line for line in judgements(case) if line.kind == "imposed")
    assert (line.party, line.text, line.because) == (
        "empire", "client.ask to no", ("It did before.",),
    )  # fmt: skip
    bare = sp.loads(nameless(case.source))
    assert np.array_equal(bare.conflict().arcs(0), case.conflict().arcs(0))


def test_what_has_no_meaning_where_two_switch_one_option_is_refused() -> None:
    with pytest.raises(SolveError, match="patron"):
        sp.simultaneous(client().conflict())
    with pytest.raises(ModelError, match="patron"):
        margins(client().conflict())


def test_a_party_without_patrons_is_as_it_was() -> None:
    assert sp.loads(whole("")).imposed == ()
    assert sp.loads(whole("")).conflict().imposed == ()


def test_the_text_of_a_patron_tells_the_way_it_goes_and_no_other() -> None:
    told = client("{to: no, text: have the asker shot}").conflict().texts.imposed
    assert told == ((0, 0, "make the client ask for terms", "have the asker shot"),)
    with pytest.raises(sp.CaseError, match="a text tells one of them"):
        client("{to: either, text: have the asker shot}")
    once = CLIENT.replace("undo: fight on, effort: 3", "one_way: yes")
    once = once.replace("LINE", "{to: either, text: have it ask}")
    assert sp.loads(once).conflict().texts.imposed[0][2] == "have it ask"


def test_lines_without_a_place_are_told_apart() -> None:
    text = CLIENT.replace("client.ask: LINE", "client.ask: no, client.trade: yes")
    text = text.replace("  empire.aid:", "  client.trade: trade\n  empire.aid:")
    case = sp.loads(text)
    bare = replace(case, imposed=tuple(replace(line, place=NOWHERE) for line in case.imposed))
    assert imposing(bare, "empire", "client.ask")[2] == "make the client fight on"
    assert imposing(bare, "empire", "client.trade")[2] == "make the client trade"


def bars(edit: tuple, code: int, after: int) -> bool:
    """Tell, literally, whether a restriction takes away a move of its party."""
    _, option, kind, *needs = edit
    was, now = code >> option & 1, after >> option & 1
    if needs:
        return was != now and code >> needs[0] & 1 != needs[1]
    return {"no_return": was > now, "no_renewal": was < now}.get(kind, was != now)


def every_edit(conflict: sp.Conflict, code: int) -> list[tuple]:
    """List every restriction of whoever can switch an option, its owner and its patrons."""
    pairs = [*zip(conflict.owners, range(4), strict=True), *conflict.imposed]
    kinds = [("no_return",), ("no_renewal",)]
    kinds += [("needs", k, value) for k in range(4) for value in (0, 1)]
    return [
        (party, option, *kind)
        for party, option in pairs
        for kind in [("fix" if code >> option & 1 else "drop",), *kinds]
        if kind[1:2] != (option,)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_least_restriction_is_that_of_trying_all_on_owners_and_patrons(seed: int) -> None:
    rng = Random(40 + seed)
    for _ in range(few(6)):
        conflict = sp.loads(drawn(rng)[0]).conflict()
        codes, ranks = conflict.codes.tolist(), conflict.ranks.tolist()
        whole_arcs = [
            {s: set(conflict.moves_from(i, s).tolist()) for s in range(16)} for i in range(3)
        ]
        state = rng.randrange(16)
        edits = every_edit(conflict, codes[state])

        def left(group: tuple, arcs=whole_arcs, codes=codes) -> list[dict[int, set[int]]]:
            return [
                {
                    s: {
                        t
                        for t in to
                        if not any(e[0] == i and bars(e, codes[s], codes[t]) for e in group)
                    }
                    for s, to in moves.items()
                }
                for i, moves in enumerate(arcs)
            ]

        for concept in ("nash", "seq"):

            def does(group: tuple, concept=concept, ranks=ranks, state=state, left=left) -> bool:
                judged = oracles.CONCEPTS[concept](left(group), ranks)
                return all(state in stable for stable in judged)

            found = least_restriction(conflict, state, concept, at_once=1)
            least = 0 if does(()) else 1 if any(does((edit,)) for edit in edits) else None
            assert found.cost == least, concept


def test_a_patron_that_would_leave_is_restricted_and_told_so_in_words() -> None:
    case = client()
    conflict = case.conflict()
    asked = int(np.flatnonzero(conflict.codes == 0b01)[0])
    found = least_restriction(conflict, asked, "nash", kinds=["drop", "fix"])
    words = CaseWords(case, conflict)
    told = [restricted(edit, words) for edit in found.changes]
    assert told == ["the empire could not make the client fight on"]
    assert not least_addition(conflict, asked, "nash").found


def test_a_patron_may_be_allowed_what_it_can_impose_one_way_only() -> None:
    case = client()
    conflict = case.conflict()
    barred = _Additions(conflict, "seq", KINDS, None, 2).barred
    assert (0, 0) in barred
    words = CaseWords(case, conflict)
    assert restricted(Edit(0, 0, "allow", None, 1.0), words) == (
        "the empire were free at any time to make the client ask for terms and to make the "
        "client fight on"
    )
