"""The size of a case → counted before anything is stored, and refused when it cannot be held."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tracemalloc

import pytest

from stickpoint.case.check import check_text, loads
from stickpoint.errors import Finding, ModelError
from stickpoint.graph.build import check_size
from stickpoint.logic import Diagram
from stickpoint.logic.formula import MAX_NODES
from stickpoint.memory import needed, refusal

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


@pytest.mark.parametrize(("n_options", "codes"), [(20, []), (27, ["C404"])])
def test_two_to_the_26_states_are_the_most(n_options: int, codes: list[str]) -> None:
    assert [finding.code for finding in findings_of(n_options)] == codes
    assert refusal(1 << 26, 2, free=1 << 40) == ""


@pytest.mark.parametrize("more", ["", "nature: {n: {text: it rains}}\n"])
def test_states_beyond_the_memory_of_this_process_are_refused_before_they_are_stored(
    more: str,
) -> None:
    options = "\n".join(f"  a.x{k}: do {k}" for k in range(26))
    program = (
        "import resource, sys\n"
        "from stickpoint.case.check import check_text, loads\n"
        "resource.setrlimit(resource.RLIMIT_AS, (3 << 30, resource.RLIM_INFINITY))\n"
        "print(*check_text(sys.stdin.read())[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=f"{HEAD}options:\n{options}\n{more}",
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.fullmatch(
        r"<text>:6:3 C404 67,108,864 states of 1 party need about 12\.5 GiB, and "
        r"[012]\.\d GiB of memory are free; exclude what cannot be by .*\n",
        done.stdout,
    )


def test_building_takes_half_of_what_was_estimated_for_building_and_analysis() -> None:
    options = "\n".join(f"  a.x{k}: do {k}" for k in range(18))
    sides = "terms: {one way of it: a.x0, the other way of it: '!a.x0'}"
    issues = f"issues: {{d: {{{sides}}}, e: {{{sides}}}}}"
    case = loads(f"{HEAD}options:\n{options}\n{issues}\n")
    tracemalloc.start()
    conflict = case.conflict()
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert conflict.terms == (
        "the other way of it + the other way of it",
        "one way of it + one way of it",
    )
    assert used < needed(1 << 18, 1) / 2


def test_a_setting_of_nature_with_too_many_states_is_refused_by_the_builder_too() -> None:
    with pytest.raises(ModelError, match=r"134,217,728 states are possible, at most 67,108,864"):
        check_size(1 << 27, 2)
    check_size(1 << 10, 2)


def test_many_options_that_exclude_one_another_are_few_states() -> None:
    names = ", ".join(f"a.x{k}" for k in range(63))
    assert findings_of(63, f"at_most_one: [[{names}]]\n") == ()


def test_constraints_too_tangled_to_count_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # Counted as far as ever it takes seconds; a tenth of that shows the same.
    monkeypatch.setitem(Diagram.__init__.__kwdefaults__, "max_nodes", MAX_NODES // 10)
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


def ordered(n_options: int, more: str, limits: str = "") -> str:
    """Write a case of one party with so many options."""
    options = "\n".join(f"  a.x{k}: do {k}" for k in range(n_options))
    return f"format: 1\ntitle: t\nparties: {{a: A}}\noptions:\n{options}\n{limits}{more}\n"


MILD_FIRST = "wants: {a: [a.x0, {that: a.x1, great: yes}]}"
EQUALS = "weights: {a: {a.x0: 1, a.x1: 0.1}}\nstrength: {a: [a.x2]}"
TWICE = "ranking: {a: [a.x0, a.x0 & a.x1, yes]}"
NEVER = "ranking: {a: [a.x0 & !a.x0, yes]}"
SAME_PAIR = "wants: {a: [a.x0]}\nunknown: {a: [[a.x1, a.x1 & (a.x2 | !a.x2)]]}"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (MILD_FIRST, "C505"),
        (EQUALS, "C505"),
        (TWICE, "C508"),
        (NEVER, "C508"),
        (SAME_PAIR, "C504"),
    ],
)
@pytest.mark.parametrize("n_options", [3, 18, 22])
def test_a_contradiction_is_found_however_many_states_there_are(
    n_options: int, more: str, code: str
) -> None:
    assert [found.code for found in check_text(ordered(n_options, more))[1]] == [code]


def test_the_states_of_a_contradiction_are_whole_and_possible() -> None:
    limits = "impossible: ['!a.x19 & a.x1']\n"
    (finding,) = check_text(ordered(20, MILD_FIRST, limits))[1]
    high, low = "YN" + 18 * "N", "NY" + 17 * "N" + "Y"
    assert f"by its preferences {high} is at least as good as {low}" in finding.message


def test_what_is_tied_to_an_order_by_a_constraint_counts_in_judging_it() -> None:
    limits = "impossible: ['!(a.x0 iff a.x17)', '!(a.x1 iff a.x17)']\n"
    assert check_text(ordered(20, MILD_FIRST, limits))[1] == ()


def test_what_too_many_states_leave_unchecked_is_said() -> None:
    lines = ", ".join(["a.x0", "{that: a.x1, great: yes}", *(f"a.x{k}" for k in range(2, 23))])
    case, findings = check_text(ordered(23, f"wants: {{a: [{lines}]}}"))
    assert findings == ()
    assert case is not None
    assert case.unchecked == ("whether the great statements of 'a' agree with its order",)
