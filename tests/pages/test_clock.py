"""The clock over a horizon, every range at its middle, in words and as data: ranges, what-ifs."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, replace

import numpy as np
import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.clock import Course, course
from stickpoint.answers.forecast import NEVER
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import why
from stickpoint.cli import main
from stickpoint.graph.build_game import Changes
from stickpoint.pages.clock import course as clock_page
from stickpoint.pages.clock import horizon as horizon_words
from stickpoint.pages.clock import shares as clock_shares
from stickpoint.pages.clock.ends import counted
from stickpoint.pages.clock.times import times
from stickpoint.pages.data import clock as clock_plain
from stickpoint.pages.data import why as data
from stickpoint.pages.data.clock import plain
from stickpoint.pages.model import Numbers, Table, Text
from stickpoint.pages.render.html import html
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.report.timing import timing
from stickpoint.pages.wording import numbers

TWO_ITEMS = """\
format: 1
title: Two items
clock: {start: 2001-01-01, unit: day, horizon: 30}
parties: {ann: Ann, bob: {name: Bob, pace: [0.5, 2]}}
options:
  ann.yield: {text: yield on pay, one_way: yes}
  bob.yield: {text: yield on hours, one_way: yes}
issues:
  pay: {name: pay, terms: {paid: ann.yield}}
  hours: {name: hours, terms: {shorter: bob.yield}}
wants: {ann: [ann.yield], bob: [bob.yield]}
payoffs:
  ann: [{when: "!settled", worth: [-3, -1]}]
  bob: [{when: "!settled", worth: -1}]
"""


def ask(text: str, **settings: object) -> Course:
    """Ask the clock about a case given as text, with few draws."""
    return course(sp.loads(text), draws=8, **settings)  # type: ignore[arg-type]


def read(answer: Course) -> str:
    """Return the page as one line."""
    return " ".join(as_text(clock_page.page(answer)).split())


def test_the_json_keeps_the_contract() -> None:
    result = CliRunner().invoke(main, ["clock", "korea-1952", "--draws", "5", "--json"])
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["unit"] == "month"
    assert len(answer["survival"]["t"]) == len(answer["survival"]["p"])
    assert answer["survival"]["p"][0] == pytest.approx(1.0)
    assert sum(answer["outcomes"].values()) == pytest.approx(1.0)
    assert set(answer["delay_share"]) == {"us", "prc", "ussr", "dprk"}
    assert sum(answer["delay_share"].values()) == pytest.approx(1.0)
    assert answer["issue_share"] == {"prisoners": 1.0}
    assert answer["tolls"]["US money"]["expected"] > 0
    assert answer["mean_within_horizon"] > 0


def test_north_korea_holds_the_smallest_share_of_the_delay() -> None:
    case = sp.load("korea-1952")
    alive = course(case, changes=Changes(on={"nature.stalin_dies": NEVER}))
    assert min(alive.delay, key=alive.delay.__getitem__) == "dprk"
    assert alive.delay["dprk"] < 0.05


def test_the_rate_of_settling_rises_after_the_date() -> None:
    begin, rate = course(sp.load("korea-1952")).run.hazard()
    before, after = rate[begin == 13.0][0], rate[begin == 16.0][0]
    assert after > 1.5 * before


def test_the_page_answers_every_question_with_ranges() -> None:
    text = read(course(sp.load("korea-1952"), draws=8))
    for words in (
        "How long does it last?",
        "in four draws out of five",
        "expected time unsettled",
        "Which way does it end?",
        "Who pays for the wait?",
        "falling on North Korea",
        "Whose doing is the delay?",
        "How sure is that?",
        "Stalin dies after 14 months; nobody foresees that.",
        "settling per month",
        "the largest",
    ):
        assert words in text


def test_two_items_share_the_delay() -> None:
    answer = ask(TWO_ITEMS)
    assert sum(answer.issues.values()) == pytest.approx(1.0)
    assert "Which item is the sticking point?" in read(answer)
    assert "looking twice as far changes nothing to speak of" in read(answer)
    assert set(plain(answer)["ranges"]["outcomes"]) == {"paid + shorter", "unsettled"}


def test_the_shares_have_a_band_and_a_leader_only_where_the_draws_agree() -> None:
    answer = ask(TWO_ITEMS)
    blame, sticking = answer.blame, answer.sticking
    assert blame is not None
    assert sticking is not None
    assert blame.draws == sticking.draws == 8
    assert blame.told.sum(axis=1) == pytest.approx(1.0)
    for name in blame.names:
        low, high = blame.band(name)
        assert low <= high
    assert sum(blame.leads(name) for name in blame.names) == pytest.approx(1.0)
    names = {"ann": "Ann", "bob": "Bob"}
    alone = replace(blame, shares=np.tile([0.9, 0.1], (8, 1)))
    assert clock_shares.leader(alone, names) == ("The largest share falls to Ann in 8 of 8 draws.")
    split = replace(blame, shares=np.array([[0.9, 0.1], [0.1, 0.9]] * 4))
    assert "do not decide" in clock_shares.leader(split, names)
    assert "to Ann in 4 and to Bob in 4 of 8 draws" in clock_shares.leader(split, names)
    empty = replace(blame, shares=np.full((8, 2), np.nan))
    assert "anything to share out" in clock_shares.leader(empty, names)
    assert math.isnan(empty.band("ann")[0])
    assert list(blame.table().columns) == ["saved in all", "ann", "bob"]


def test_a_what_if_stands_beside_the_case_as_it_is() -> None:
    plainly = ask(TWO_ITEMS)
    assert plainly.base is None
    quick = ask(TWO_ITEMS, changes=Changes(worth={("ann", 1): -30.0}))
    text = read(quick)
    assert "What the change does" in text
    assert "as the case stands with the change" in text
    told = plain(quick)
    assert told["base"]["median"] == pytest.approx(plainly.run.median)
    assert told["median"] != pytest.approx(plainly.run.median)


def test_no_number_in_the_json_is_beyond_what_json_can_say() -> None:
    stuck = TWO_ITEMS.replace("pace: [0.5, 2]", "pace: 0").replace(
        "ann: Ann", "ann: {name: Ann, pace: 0}"
    )
    json.dumps(plain(ask(stuck)), allow_nan=False)


def test_a_conflict_that_nobody_can_end_is_nobodys_delay() -> None:
    stuck = TWO_ITEMS.replace("pace: [0.5, 2]", "pace: 0").replace(
        "ann: Ann", "ann: {name: Ann, pace: 0}"
    )
    text = read(ask(stuck))
    assert "Nobody's hurry would shorten it: nothing that the case names leads to a" in text
    assert "beyond the horizon" in text
    assert "Looking twice as far changes this" in text


def test_without_a_horizon_the_caller_must_give_one() -> None:
    endless = TWO_ITEMS.replace("horizon: 30", "horizon: none")
    with pytest.raises(sp.SolveError, match="--horizon"):
        ask(endless)
    assert ask(endless, horizon=5.0).horizon == 5.0


def test_small_and_large_numbers_are_said_shortly() -> None:
    assert numbers.duration(26.4, "day") == "26 days"
    assert numbers.percent(0.0001) == "under 1 %"
    assert numbers.percent(0.9999) == "over 99 %"
    assert numbers.rounded(0.0) == "0"
    assert numbers.rounded(123456.0) == "120,000"


def test_what_lies_beyond_the_horizon_is_said_in_a_sentence():
    slow = TWO_ITEMS.replace("horizon: 30", "horizon: 0.5")
    shown = as_text(clock_page.page(ask(slow)), width=88)
    assert "more likely than not still open at the horizon" in " ".join(shown.split())
    assert "after beyond" not in shown
    assert "between beyond" not in shown


def test_a_what_if_keeps_to_the_width_of_a_page():
    slow = TWO_ITEMS.replace("horizon: 30", "horizon: 0.5")
    shown = as_text(clock_page.page(ask(slow, changes=Changes(fix={"ann.yield": True}))), width=88)
    about = shown.split("How long does it last?")[0]
    assert "over the ranges" in about
    assert max(map(len, about.splitlines())) <= 88


def test_a_date_before_the_start_is_no_fault_where_now_agrees() -> None:
    nature = "nature: {war: {text: war comes, now: yes, on: 2000-05-01}}\n"
    answer = ask(TWO_ITEMS.replace("issues:", nature + "issues:", 1))
    assert answer.game.events == ()
    assert answer.past == ("nature.war",)
    assert answer.run.mean == pytest.approx(ask(TWO_ITEMS).run.mean)


TRAP = """\
format: 1
title: A trap
clock: {start: 2020-01-01, unit: month, horizon: 60}
parties: {a: {name: Ayland, pace: 1, precision: 1, discount: 0.05/year}}
options: {a.war: {text: fight, undo: sign, now: yes}}
nature: {trap: {text: the frontier freezes, now: no, one_way: yes, rate: 0.3/month}}
issues: {peace: {name: peace, terms: {"signed": "!a.war"}}}
settled: peace
impossible: ["nature.trap & !a.war"]
wants: {a: [settled]}
payoffs: {a: [{when: "!settled", worth: -0.5}]}
tolls: {dead: {when: "!settled", per: month, amount: 100, unit: people, falls_on: a}}
"""


def test_a_wait_that_never_ends_for_some_is_said_to_depend_on_the_horizon() -> None:
    answer = ask(TRAP)
    assert 0.1 < answer.run.unsettled < 0.5
    assert not answer.depends_on_horizon
    found = plain(answer)
    assert found["horizon_dependence"] == {
        "median": False,
        "mean_within_horizon": True,
        "quantiles": {"0.1": False, "0.9": True},
        "unsettled": False,
        "outcomes": {"signed": False, "unsettled": False},
        "tolls": {"dead": True},
        "delay_share": {"a": False},
        "issue_share": {"peace": False},
    }
    twice = found["at_twice_the_horizon"]
    assert twice["tolls"]["dead"] == pytest.approx(100 * twice["mean_within_horizon"], rel=1e-4)
    assert twice["mean_within_horizon"] > 1.5 * found["mean_within_horizon"]
    text = read(answer)
    assert "changes this: 60 months ahead 120 months ahead" in text
    moved = {what: (near, far) for what, near, far in horizon_words.changed(answer)}
    beyond = "beyond the horizon"
    assert moved["settled, nine chances in ten"] == (beyond, beyond)
    assert set(moved) == {
        "settled, nine chances in ten", "expected time unsettled", "dead, people",
    }  # fmt: skip
    assert "changes nothing" not in text


def test_the_page_and_the_json_say_from_how_many_draws_the_shares_are() -> None:
    answer = course(sp.loads(TWO_ITEMS), draws=20, solves=32)
    assert answer.blame is not None
    assert answer.blame.draws == 8
    text = read(answer)
    assert "bands are from 20 draws out of their ranges" in text
    assert (
        "those of the parties' shares of the delay from 8 and those of the items' shares from 8"
        in text
    )
    found = plain(answer)["ranges"]
    assert found["draws"] == 20
    assert found["share_draws"] == {"delay_share": 8, "issue_share": 8}


def test_courses_played_out_give_quantiles_of_the_tolls() -> None:
    answer = replace(ask(TRAP), paths=500)
    told = plain(answer)["tolls"]["dead"]["simulated"]
    assert (told["paths"], told["seed"]) == (500, 0)
    low, middle, high = told["quantiles"].values()
    assert low < middle < high
    assert middle == pytest.approx(100 * (answer.run.median or 0), rel=0.2)
    assert "What 500 courses cost when played out (seed 0):" in read(answer)
    assert "simulated" not in plain(ask(TRAP))["tolls"]["dead"]


def test_every_probability_in_the_json_is_one() -> None:
    found = plain(course(sp.loads(TRAP.replace("worth: -0.5", "worth: [-9, -1]")), draws=60))
    ranges = found["ranges"]["outcomes"].values()
    values = [*found["survival"]["p"], *found["outcomes"].values(), *(x for b in ranges for x in b)]
    assert min(values) >= 0
    assert max(values) <= 1
    assert [clock_plain.chance(p) for p in (-1e-9, 1 + 1e-9, 0.5)] == [0.0, 1.0, 0.5]


def test_a_what_if_says_which_of_its_numbers_have_a_range() -> None:
    case = sp.loads(TWO_ITEMS)
    answer = course(case, changes=Changes(fix={"bob.yield": True}), draws=4)
    text = read(answer)
    assert "Medians of the same draws for both, but in the rows that say otherwise" in text
    about = text.split("How long does it last?")[0]
    for label in ("even chance of being settled", "expected time unsettled"):
        assert re.search(rf"{label} [\d.]+ days [\d.]+ days over the ranges [\d.]+ to ", about)


def test_what_is_settled_already_is_said_to_be() -> None:
    text = read(ask(TWO_ITEMS.replace("one_way: yes", "one_way: yes, now: yes")))
    assert "It is settled already, as things stand today" in text
    assert "between 0 days" not in text
    assert numbers.half(0.0, "month") == "as likely as not over at once"


def test_with_too_many_parties_the_page_says_why_there_are_no_shares() -> None:
    many = "".join(f", p{k}: P{k}" for k in range(7))
    wants = "".join(f", p{k}: [settled]" for k in range(7))
    text = TWO_ITEMS.replace("parties: {ann: Ann", f"parties: {{ann: Ann{many}")
    told = read(ask(text.replace("wants: {ann: [ann.yield]", f"wants: {{ann: [ann.yield]{wants}")))
    assert "Whose doing is the delay? Not worked out: 9 parties make 512 combinations" in told


def test_one_party_and_one_option_are_not_several(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "trap.case.yaml"
    path.write_text(TRAP, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(path)])
    assert "1 party, 1 option, " in result.output


def test_every_time_on_the_page_has_its_band_and_so_has_the_data() -> None:
    answer = ask(TWO_ITEMS)
    ranges = answer.ranges
    found = plain(answer)["ranges"]
    for q, drawn in (("0.1", ranges.early), ("0.9", ranges.late)):
        low, high = found["quantiles"][q]
        assert low < answer.run.quantile(float(q)) < high
        assert (low, high) == ranges.band(drawn)
    rows = times(answer).rows
    for label in ("one chance in ten", "an even chance", "nine chances in ten", "expected time"):
        (band,) = (row[2] for row in rows if label in row[0])
        assert re.search(r"^[\d.]+ to [\d.]+ days?$", str(band)), band


def test_ways_to_end_and_shares_that_twice_as_far_changes_are_told() -> None:
    case = sp.load("colombia-2014")
    answer = course(case, draws=4)
    found = answer.horizon_dependence
    assert found["delay_share"] == {"gov": True, "farc": True, "cd": True, "hosts": False}
    both = answer.shared.parties
    assert abs(both[0]["cd"] - both[1]["cd"]) > 0.02
    told = horizon_words.changed(answer)
    assert ("share of the delay, the opposition", "under 1 %", "10 %") in told
    assert plain(answer)["at_twice_the_horizon"]["delay_share"] == dict(both[1])
    assert "whose delay it is" in horizon_words.subjects(found)


WAR = """\
format: 1
title: Who gives in first
clock: {start: 2001-01-01, unit: month, horizon: 60}
parties:
  ann: {name: Ann, pace: 2, precision: 100, discount: 0.05/month}
  bob: {name: Bob, pace: 2, precision: 100, discount: 0.05/month}
options: {ann.yield: {text: give in, one_way: yes}, bob.yield: {text: give in, one_way: yes}}
impossible: [ann.yield & bob.yield]
issues: {prize: {name: the prize, terms: {bob has it: ann.yield, ann has it: bob.yield}}}
wants: {ann: [bob.yield], bob: [ann.yield]}
payoffs:
  ann: [{when: "!settled", worth: -1}, {when: bob.yield, worth: 0.5}]
  bob: [{when: "!settled", worth: -1}, {when: ann.yield, worth: 0.5}]
tolls: {days lost: {when: "!settled", per: month, amount: 10, falls_on: ann}}
"""


def test_where_a_billionth_decides_the_page_says_so_first_and_the_data_too() -> None:
    answer = ask(WAR)
    assert answer.run.sensitive is not None
    told = read(answer)
    assert told.index("Of every number on this page: The parties are exactly alike here") < (
        told.index("How long does it last?")
    )
    assert plain(answer)["sensitive"] == asdict(answer.run.sensitive)
    dull = ask(WAR.replace("precision: 100", "precision: 0.2"))
    assert "Of every number" not in read(dull)
    assert plain(dull)["sensitive"] is None


def test_a_what_if_warns_of_the_case_it_is_set_beside() -> None:
    answer = ask(WAR, changes=Changes(worth={("ann", 1): -3.0}))
    assert answer.run.sensitive is None
    assert "Of the case as it stands: The parties are exactly alike here" in read(answer)


def test_every_section_of_the_report_that_rests_on_a_knife_edge_says_so() -> None:
    found = Brief(why(sp.loads(WAR)))
    told = {section.name: section for section in timing(found, Numbers(data.brief(found)))}
    assert list(told) == ["how-long", "which-way", "who-pays", "hangs-on", "whose-delay"]
    # The others rest on the forecast, whose draws are not on that edge.
    first = told["whose-delay"].parts[0]
    assert isinstance(first, Text)
    assert "were kept so. That is a choice" in str(first.words)


@pytest.mark.parametrize("text", [TRAP, TWO_ITEMS], ids=["trap", "two items"])
def test_the_report_says_of_all_that_has_a_horizon_what_depends_on_it(text: str) -> None:
    found = Brief(why(sp.loads(text)))
    *_, sketch = timing(found, Numbers(data.brief(found)))
    assert found.course is not None
    notes = [part.words for part in sketch.parts if isinstance(part, Text)]
    assert horizon_words.sentence_of_shares(found.course) in notes
    tables = [part for part in sketch.parts if isinstance(part, Table)]
    wanted = list(horizon_words.table_of_shares(found.course))
    assert [t for t in tables if t.caption.startswith("What depends")] == wanted
    every = set(horizon_words.changed(found.course))
    assert set(horizon_words.shares_changed(found.course)) <= every


def test_what_stands_in_columns_is_a_table_in_a_browser_too() -> None:
    told = html(clock_page.page(ask(TWO_ITEMS, changes=Changes(fix={"ann.yield": True}))))
    for caption in ("Before and after", "How long", "Settled by when, and how"):
        assert f"<caption>{caption}</caption>" in told


def test_ends_that_never_come_are_named_in_one_line() -> None:
    text = TWO_ITEMS.replace(
        "{paid: ann.yield}", "{paid: ann.yield & nature.fair, dropped: ann.yield & !nature.fair}"
    ).replace("issues:", "nature: {fair: {text: the fair opens, one_way: yes}}\nissues:")
    told = read(ask(text))
    assert "- Dropped + shorter: " in told
    assert "- Never: paid + shorter. By which moves" in told
    changed = read(ask(text, changes=Changes(fix={"bob.yield": True})))
    assert "ends as paid" not in changed


def test_a_toll_whose_name_says_its_unit_is_not_given_it_twice() -> None:
    [toll] = sp.loads(TRAP).tolls
    assert counted(toll) == "dead, people"
    assert counted(replace(toll, unit="dead")) == "dead"
    assert counted(replace(toll, name="attacks by rebels", unit="attacks")) == "attacks by rebels"
