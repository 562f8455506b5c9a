"""Why it is stuck, of states that are judged by blocks: in the same words as of stored ones."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stickpoint.answers.large.by_blocks import ByBlocks
from stickpoint.answers.why.stability import Why, why
from stickpoint.case.check import check_text
from stickpoint.case.model.case import Case
from stickpoint.pages.why.brief import ways
from stickpoint.pages.why.full import hold_sentence, verdict
from stickpoint.pages.why.reach import unless
from stickpoint.pages.wording.names import CaseWords


@st.composite
def cubes(draw: st.DrawFn) -> Case:
    """Draw a case of two to four parties, all of whose options switch freely, with two terms."""
    owners = draw(st.lists(st.integers(0, 3), min_size=4, max_size=7))
    parties = sorted({0, 1, *owners})
    ids = [f"p{owner}.o{k}" for k, owner in enumerate(owners)]
    literal = st.builds(str.__add__, st.sampled_from(["", "!"]), st.sampled_from(ids))
    both = st.builds("{} {} {}".format, literal, st.sampled_from(["&", "|", "iff"]), literal)
    wants = {i: draw(st.lists(literal | both, min_size=1, max_size=5)) for i in parties}
    terms = draw(st.lists(both, min_size=2, max_size=2))
    now = draw(st.lists(st.booleans(), min_size=len(ids), max_size=len(ids)))
    lines = ["format: 1", "title: Drawn", "parties:"]
    lines += [f"  p{i}: {{name: Party {i}}}" for i in parties]
    lines += ["options:"]
    lines += [f"  {id_}: {{text: do {id_[3:]}, now: {'yes' if x else 'no'}}}"
              for id_, x in zip(ids, now, strict=True)]  # fmt: skip
    lines += ["issues: {peace: {name: peace, terms: {"]
    lines += [f"  one: {terms[0]!r}, other: {terms[1]!r}", "}}}", "settled: peace", "wants:"]
    lines += [f"  p{i}: [{', '.join(map(repr, said))}]" for i, said in wants.items()]
    case, _ = check_text("\n".join(lines))
    assume(case is not None)  # terms that cannot be, or that nothing tells apart
    return case


def told(answer: Why) -> list[str]:
    """Return the sentences of one screen that states are compared for."""
    words = CaseWords.of(answer)
    held = [hold_sentence(hold, words) for hold in answer.parties]
    return [verdict(answer), unless(answer), *held, *ways(answer, full=True), *answer.holds]


@settings(max_examples=60, deadline=None)
@given(cubes())
def test_blocks_say_why_in_the_words_of_stored_states(case: Case) -> None:
    stored, blocks = why(case), ByBlocks(case, {})
    # Ways out name what a group would do, which blocks leave out.
    object.__setattr__(stored, "joint", None)
    assert told(blocks) == told(stored)
    assert blocks.keepers == stored.keepers
    for one, other in zip(blocks.settlements, stored.settlements, strict=True):
        assert (one.terms, one.concept, one.firmest) == (other.terms, other.concept, other.firmest)
        assert blocks.number(one.state) == other.state + 1
        counts = blocks.terms_found[one.terms].counts
        assert {key: counts[key] for key in other.stable} == {
            key: len(found) for key, found in other.stable.items()
        }
