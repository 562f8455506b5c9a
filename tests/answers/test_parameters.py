"""Every number of a case that may be a range has a name that says which one it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from file_order import QUARREL

import stickpoint as sp
from stickpoint.answers.parameters import Parameter, parameters, quantile
from stickpoint.case import library
from stickpoint.case.model.amounts import amounts, with_amounts
from stickpoint.case.model.basis import Amount
from stickpoint.graph.build_game import Changes, build_game

NAMES = """\
parties.ann.pace
parties.ann.discount
parties.ann.precision
parties.bob.pace
parties.bob.precision
parties.eve.discount
options.ann.yield.effort
options.bob.threat.effort
options.eve.plead.effort
nature.rain.rate
nature.market.rate
payoffs.ann[the quarrel]
payoffs.ann[bob.threat]
payoffs.ann[giving in]
payoffs.ann[nature.market & !settled]
payoffs.bob[the quarrel]
payoffs.bob[bob.yield]
payoffs.bob[bob.threat]
payoffs.eve[!settled]
payoffs.eve[nature.fair & settled]
terminal.bob[settled]
terminal.ann[!settled]
tolls[lost days].amount
tolls[bad blood].amount
hypotheses[pride].payoffs.ann[!settled]
hypotheses[pride].payoffs.ann[ann.yield]
hypotheses[pride].prior
hypotheses[money].payoffs.bob[!settled]
rating_scale[++]
rating_scale[+]
levers[pay for lost days].cost
levers[pay for lost days].limit
levers[a mediator].cost
levers[a mediator].limit
levers[a ban on threats].limit
levers[rain].cost
levers[rain].limit
"""


def test_every_number_is_named_for_what_it_is() -> None:
    found = parameters(sp.loads(QUARREL))
    assert list(found.names) == NAMES.split("\n")[:-1]
    assert len(found) == len(set(found.names))
    assert found["nature.market.rate"] == Parameter(
        "nature.market.rate", 0.01, 0.05, 0.2, "triangle", None, 16
    )
    assert found["parties.ann.discount"].unit == "year"
    assert found["parties.ann.discount"].shape == "point"
    assert "parties.eve.pace" not in found
    with pytest.raises(KeyError, match="nobody"):
        found["nobody"]


def test_the_vector_can_be_read_as_arrays_and_as_a_table() -> None:
    found = parameters(sp.loads(QUARREL)).open
    assert "parties.ann.discount" not in found
    assert (found.low < found.high).all()
    assert ((found.low <= found.mid) & (found.mid <= found.high)).all()
    table = found.table()
    assert table.index.tolist() == list(found.names)
    assert table.loc["tolls[bad blood].amount", ["low", "high"]].tolist() == [1.0, 9.0]
    lines = QUARREL.splitlines()
    for item in found:
        assert f"{item.low:g}" in lines[item.line - 1]


@pytest.mark.parametrize("name", library.names())
def test_every_number_of_the_casebook_knows_its_name(name: str) -> None:
    case = sp.load(name)
    found = amounts(case)
    assert [amount.name for amount in found.values()] == list(found)
    read = set()

    def note(amount: Amount) -> float:
        read.add(amount.name)
        return amount.mid

    if case.payoffs:
        build_game(case, Changes(read=note))
        assert read <= set(found)


def test_a_payoff_goes_by_its_label_or_else_its_statement_and_a_number_where_two_are_the_same() -> (
    None
):
    text = QUARREL.replace(
        "    - {when: bob.threat, worth: [-0.2, 0.1]}\n",
        "    - {when: bob.threat, worth: 1}\n    - {when: bob.threat, worth: 2}\n"
        "    - {when: settled, label: bob.threat, worth: 3}\n",
    ).replace("what: a mediator", "what: rain")
    found = parameters(sp.loads(text))
    same = [f"payoffs.bob[bob.threat{more}]" for more in ("", ", 2", ", 3")]
    assert [found[name].mid for name in same] == [1.0, 2.0, 3.0]
    assert {"levers[rain].limit", "levers[rain, 2].limit"} <= set(found.names)


def test_numbers_are_changed_by_name_and_all_else_stays() -> None:
    case = sp.loads(QUARREL)
    assert with_amounts(case, lambda _, amount: amount) == case
    toll = amounts(case)["tolls[bad blood].amount"]

    def swapped(name: str, amount: Amount) -> Amount:
        return toll if name == "parties.bob.pace" else amount

    made = with_amounts(case, swapped)
    assert made.parties[1].pace == toll
    assert made.parties[0] == case.parties[0]


def test_the_shares_of_a_triangle_lie_where_its_area_does() -> None:
    one = Parameter("x", 1.0, 2.0, 5.0, "triangle", None, 0)
    found = quantile(one, np.array([0.0, 0.25, 1.0]))
    assert found == pytest.approx([1.0, 2.0, 5.0])
    assert quantile(one, np.array([0.5]))[0] == pytest.approx(5 - math.sqrt(6))
    steep = Parameter("x", 1.0, 1.0, 5.0, "triangle", None, 0)
    assert quantile(steep, np.array([0.0, 1.0])).tolist() == [1.0, 5.0]
