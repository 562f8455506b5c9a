"""Terms that nobody would leave alone, and that two would leave together, are said to be so."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.why.stability import why
from stickpoint.pages.why.together import together
from stickpoint.pages.why.ways import ways
from stickpoint.pages.wording.names import CaseWords

HUNT = """\
format: 1
title: Two hunters
parties: {ann: Ann, bob: Bob}
options:
  ann.stag: {text: wait for the stag, now: no}
  bob.stag: {text: wait for the stag, now: no}
issues:
  hunt:
    name: the hunt
    terms:
      a hare each: "!ann.stag & !bob.stag"
      the stag: ann.stag & bob.stag
settled: hunt
wants:
  ann: [ann.stag & bob.stag, "!ann.stag"]
  bob: [ann.stag & bob.stag, "!bob.stag"]
"""


def test_two_who_would_gain_by_going_together_are_named() -> None:
    found = " ".join(ways(why(sp.loads(HUNT))))
    assert (
        "A hare each: that is where things stand, and it holds, since nobody would gain by leaving "
        "it; but Ann and Bob would both gain by leaving it together, for the stag."
    ) in found
    assert "The stag would hold, since nobody would gain by leaving it." in found


@settings(max_examples=15)
@given(st.permutations(["ann.stag & bob.stag", "!ann.stag", "bob.stag"]), st.booleans())
def test_it_is_said_exactly_where_two_gain(lines, same) -> None:
    other = lines if same else lines[::-1]
    wants = f"wants:\n  ann: {lines!r}\n  bob: {other!r}\n"
    case = sp.loads(HUNT.partition("wants:")[0] + wants.replace("'", '"'))
    answer = why(case)
    conflict = answer.conflict
    for settlement in answer.settlements:
        here = settlement.state
        both = conflict.vectors[0] ^ conflict.vectors[0][conflict.vectors[1] == here][0] == 3
        state = conflict.vectors[1][both]
        other = conflict.terms_index[state] != conflict.terms_index[here]
        gain = (conflict.ranks[:, state] > conflict.ranks[:, [here]]).all(axis=0) & other
        said = together(settlement, answer, CaseWords.of(answer))
        assert ("gain by leaving it together" in said) == bool(np.any(gain))
