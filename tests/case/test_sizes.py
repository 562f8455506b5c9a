"""The size of a case → counted before anything is stored, and refused when it cannot be held."""

from __future__ import annotations

import random
import tracemalloc

import pytest

from stickpoint.case.check import check_text
from stickpoint.errors import Finding

HEAD = "format: 1\ntitle: t\nparties: {a: A}\nwants: {a: [a.x0]}\n"


def findings_of(n_options: int, more: str = "") -> tuple[Finding, ...]:
    """Check a case with one party and so many options."""
    options = "\n".join(f"  a.x{k}: do {k}" for k in range(n_options))
    return check_text(f"{HEAD}options:\n{options}\n{more}")[1]


def test_sixty_four_options_are_one_too_many() -> None:
    (finding,) = findings_of(64, "at_most_one: [[" + ", ".join(f"a.x{k}" for k in range(64)) + "]]")
    assert (finding.line, finding.column, finding.code) == (69, 3, "C403")


def test_the_exact_number_of_states_is_said_before_they_are_stored() -> None:
    tracemalloc.start()
    (finding,) = findings_of(40, "at_most_one: [[a.x0, a.x1]]\n")
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (finding.line, finding.code) == (6, "C404")
    assert f"{3 * 2**38:,} states" in finding.message
    assert used < 20_000_000


@pytest.mark.parametrize(("n_options", "codes"), [(26, []), (27, ["C404"])])
def test_two_to_the_26_states_are_the_most(n_options: int, codes: list[str]) -> None:
    assert [finding.code for finding in findings_of(n_options)] == codes


def test_nature_does_not_count_for_it_is_fixed_in_each_analysis() -> None:
    assert findings_of(26, "nature: {n: {text: it rains}}\n") == ()


def test_many_options_that_exclude_one_another_are_few_states() -> None:
    names = ", ".join(f"a.x{k}" for k in range(63))
    assert findings_of(63, f"at_most_one: [[{names}]]\n") == ()


def test_constraints_too_tangled_to_count_are_refused() -> None:
    chance = random.Random(1)
    lines = []
    for _ in range(40):
        names = [f"a.x{k}" for k in chance.sample(range(50), 10)]
        lines.append("  - '" + " & ".join(names[:2] + [f"!{name}" for name in names[2:]]) + "'")
    found = findings_of(50, "impossible:\n" + "\n".join(lines))
    assert [finding.code for finding in found] == ["C406"]


def test_a_ranking_of_very_many_states_names_some_that_it_leaves_out() -> None:
    options = "\n".join(f"  a.x{k}: do {k}" for k in range(24))
    text = HEAD.replace("wants: {a: [a.x0]}", "ranking: {a: [a.x0, a.x1 & a.x2]}")
    (finding,) = check_text(f"{text}options:\n{options}\n")[1]
    assert finding.code == "C501"
    assert f"leaves out {3 * 2**21:,} of {2**24:,} states: {'N' * 24}, " in finding.message


def test_a_full_ranking_is_complete_under_constraints() -> None:
    text = HEAD.replace("wants: {a: [a.x0]}", "ranking: {a: [YN, [NY, NN]]}")
    assert check_text(f"{text}options: {{a.x0: x, a.x1: y}}\nimpossible: [a.x0 & a.x1]\n")[1] == ()
