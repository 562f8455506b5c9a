"""The answer on one screen: each line has its range or its reason, and fits."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from asked import brief_of
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.clock import course
from stickpoint.answers.ended import ended
from stickpoint.answers.sampling.numbers import numbers_used
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import why
from stickpoint.graph.build_game import Changes
from stickpoint.pages.clock.course import page as clock_page
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.data import clock as clock_plain
from stickpoint.pages.data import why as data
from stickpoint.pages.render.text import LABEL
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.why.brief import brief, labelled
from stickpoint.pages.why.full import page

RIVALS = """\
hypotheses:
  pride: {claim: It is pride, about: ann, prior: [0.2, 0.6]}
  money: {claim: It is money, about: bob}
"""


def read(text: str) -> str:
    """Return the screen about a case as one line."""
    return " ".join(as_text(brief(Brief(why(sp.loads(text))))).split())


def test_every_question_has_its_line_with_its_range() -> None:
    text = read(STRIKE)
    for words in (
        "stuck on Pay, open.",
        "held by ",
        "Shares of the delay: ",
        "why The deadlock does not hold",
        "how long As likely as not over by ",
        "four chances in five: ",
        "Likeliest ways to end: ",
        "who pays Lost days: ",
        "falling on Ann, whose share of the delay is",
        "falling on the shops, with no say here",
        "Also counted: smoke.",
        "would sign ",
        "would end it ",
        "a gain to whoever makes it",
        "rests on ",
        "draws (seed 0); shares of the delay over ",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (r"    ?, terms: \{[^}]*\}|, terms: \{low[^}]*\}", "nothing says when it is over"),
        (r"(?s)tolls:.*", "The case counts no tolls."),
        (r"(?s)issues:.*?\n(?=wants)", "The case names no agenda"),
    ],
)
def test_what_cannot_be_said_is_said(change: str, words: str) -> None:
    text = re.sub(change, "", STRIKE)
    if "terms" not in text:
        text = text.replace('"!pay"', '"!ann.yield"').replace("[pay, ", "[")
    assert words in read(text)


def test_a_forecast_needs_no_horizon_and_shares_of_the_delay_do() -> None:
    endless = STRIKE.replace("horizon: 30", "horizon: none")
    plain, found = Brief(why(sp.loads(STRIKE))), Brief(why(sp.loads(endless)))
    with_one, rows = dict(labelled(plain).rows), dict(labelled(found).rows)
    for key in ("how long", "would end it", "motive", "why", "stuck on"):
        assert rows[key] == with_one[key]
    assert "ask stickpoint clock" in rows["held by"][-1]
    assert [line.split(",")[0] for line in rows["who pays"]] == [
        line.split(",")[0] for line in with_one["who pays"]
    ]
    assert rows["rests on"][-1] == re.sub("; shares of.*", ".", with_one["rests on"][-1])
    told = data.brief(found)
    assert told["forecast"]["quantiles"] == data.brief(plain)["forecast"]["quantiles"]
    assert "without end" in told["clock"]["silent"]


def test_without_a_horizon_what_is_settled_is_over() -> None:
    settled = STRIKE.replace("text: yield, one_way", "text: yield, now: yes, one_way", 1)
    found = Brief(why(sp.loads(settled.replace("horizon: 30", "horizon: none"))))
    assert found.is_over
    assert dict(labelled(found).rows)["how long"] == (OVER,)


def test_a_case_without_numbers_has_no_row_without_an_answer() -> None:
    bare = re.sub(r"payoffs:\n.*\n.*\n", "", STRIKE)
    rows = dict(labelled(Brief(why(sp.loads(bare)))).rows)
    assert list(rows) == ["stuck on", "held by", "why", "would sign", "would end it", "rests on"]
    assert "without payoffs time and tolls are not asked." in rows["rests on"][0]
    no_terms = re.sub(r"(?s)issues:.*?\n(?=wants)", "", bare).replace("[pay, ", "[")
    no_terms = no_terms.partition("tolls:")[0]
    assert "would end it" not in dict(labelled(Brief(why(sp.loads(no_terms)))).rows)
    motive = dict(labelled(Brief(why(sp.loads(bare.partition("tolls:")[0] + RIVALS)))).rows)
    assert "motive" in motive
    assert "motive" in dict(labelled(Brief(why(sp.loads(STRIKE)))).rows)


RECORD = """\
record:
  documents: {paper: {title: The paper}}
  moves:
    - {id: m1, date: 2001-01-04, party: ann, sets: {ann.yield: yes}, source: paper}
"""


def test_the_end_that_the_record_holds_is_said_beside_what_the_answer_gave_it() -> None:
    case = sp.loads(STRIKE + RECORD)
    rows = dict(labelled(Brief(why(case))).rows)
    [said] = rows["happened"]
    chance = r"(over |under )?\d+ %"
    form = (
        "By the record it ended, 4 January 2001, 3 days after the start, as low; this forecast "
        f"gave {chance} to an end by then and {chance} to this one of 2 ways."
    )
    assert re.fullmatch(form, said)
    page_of_forecast = " ".join(str(sp.forecast(case, draws=8)).split())
    assert "What happened? By the record it ended, 4 January 2001" in page_of_forecast
    page_of_clock = " ".join(as_text(clock_page(course(case, draws=8))).split())
    assert "What happened? By the record it ended, 4 January 2001" in page_of_clock
    short = Brief(why(sp.loads((STRIKE + RECORD).replace("horizon: 30", "horizon: 2"))))
    # No horizon bounds a forecast: what came after it has its chance too.
    assert re.fullmatch(form, dict(labelled(short).rows)["happened"][0])
    bare = re.sub(r"payoffs:\n.*\n.*\n", "", STRIKE)
    [ordinal] = dict(labelled(Brief(why(sp.loads(bare + RECORD)))).rows)["happened"]
    assert ordinal.startswith(
        "By the record it ended, 4 January 2001, 3 days after the start, as low"
    )
    assert "by this answer would" in ordinal


TOLD = "happened: {date: 2001-01-09, terms: low, note: By a vote.}\n"


def said_of_the_end(text: str) -> str:
    rows = dict(labelled(Brief(why(sp.loads(text)))).rows)
    return rows.get("happened", ("",))[0]


def test_the_end_that_the_case_tells_goes_before_its_record() -> None:
    said = said_of_the_end(STRIKE + RECORD + TOLD)
    assert said.startswith("It ended, 9 January 2001, 8 days after the start, as low; this")
    assert said.endswith("to this one of 2 ways.")


def test_an_end_on_terms_that_the_case_does_not_name_is_said_so() -> None:
    other = said_of_the_end(STRIKE + TOLD.replace("low", "other"))
    assert "after the start, on terms that the case does not name; this forecast gave" in other
    assert other.endswith("to an end by then.")
    bare = re.sub(r"payoffs:\n.*\n.*\n", "", STRIKE)
    said = said_of_the_end(bare + TOLD.replace("low", "other"))
    assert said.endswith("8 days after the start, on terms that the case does not name.")
    dated = said_of_the_end(STRIKE + TOLD.replace("terms: low, ", ""))
    assert re.search(r"8 days after the start; this forecast gave .* to an end by then.$", dated)


def test_no_answer_changes_with_what_happened() -> None:
    with_end, without = sp.loads(STRIKE + TOLD), sp.loads(STRIKE)
    assert with_end.conflict().fingerprint == without.conflict().fingerprint
    told, untold = (course(case, draws=8).ranges for case in (with_end, without))
    assert (told.open == untold.open).all()


def test_a_record_that_ends_open_or_began_settled_says_nothing_of_an_end() -> None:
    assert "happened" not in dict(labelled(Brief(why(sp.loads(STRIKE)))).rows)
    undone = RECORD.replace("ann.yield: yes", "ann.yield: no")
    assert ended(sp.loads(STRIKE + undone)) is None
    assert (
        ended(
            sp.loads(
                STRIKE.replace("ann.yield: {text: yield,", "ann.yield: {text: yield, now: yes,")
            )
        )
        is None
    )


def test_the_screen_and_the_data_give_the_same_numbers() -> None:
    answer = why(sp.loads(STRIKE))
    told = data.brief(Brief(answer))
    json.dumps(told, allow_nan=False)
    run = Brief(answer).course
    assert run is not None
    assert told["clock"] == clock_plain.plain(run)
    assert told["clock"]["median"] == pytest.approx(run.run.median)


def test_korea_fits_a_screen() -> None:
    lines = as_text(brief(brief_of("korea-1952"))).splitlines()
    assert len(lines) <= 60
    assert all(len(line) <= 88 for line in lines)
    assert {line[:LABEL].strip() for line in lines[1:]} >= {"held by", "how long", "rests on", ""}


def test_a_case_with_the_clock_fixed_by_nature_still_answers() -> None:
    answer = why(sp.load("korea-1952"), nature={"nature.stalin_dies": True})
    run = Brief(answer).course
    assert run is not None
    assert run.run.median is not None
    assert run.run.median < 10


def test_when_it_ends_does_not_hang_on_how_far_the_shares_of_the_delay_look() -> None:
    near, far = (
        dict(labelled(Brief(why(sp.loads(STRIKE.replace("horizon: 30", f"horizon: {t}"))))).rows)
        for t in ("0.5", "30")
    )
    assert near["how long"] == far["how long"]
    assert near["who pays"][0].partition(")")[0] == far["who pays"][0].partition(")")[0]


HELD = """\
format: 1
title: A line
parties: {ann: Ann, bob: Bob}
options:
  ann.stay: {text: stay behind the line, now: yes}
  bob.stay: {text: stay behind the line, now: yes}
  bob.grumble: {text: grumble}
issues: {line: {terms: {kept: ann.stay & bob.stay}}}
wants: {ann: [ann.stay], bob: [bob.stay, "!bob.grumble"]}
"""


def test_a_settlement_that_holds_today_is_not_denied() -> None:
    text = read(HELD)
    assert (
        "would end it Kept: that is where things stand, and it holds, since nobody would gain by "
        "leaving it."
    ) in text
    assert "no settlement on the table would hold" not in text


def test_a_settlement_that_holds_beyond_reach_is_said_to_be_there_and_beyond_reach() -> None:
    barred = HELD.replace(
        "ann.stay: {text: stay behind the line, now: yes}",
        "ann.stay: {text: stay behind the line, needs: 'no'}",
    )
    text = read(barred)
    assert (
        "Kept would hold, but no moves made one by one lead there from where things stand." in text
    )
    assert "no settlement on the table would hold" not in text
    assert "held by No moves of anybody lead to a settlement from where things stand." in text
    assert "Nothing can be settled unless" not in text
    full = " ".join(as_text(page(why(sp.loads(barred)))).split())
    assert "Who keeps it stuck? No moves of anybody lead to a settlement" in full
    assert data.brief(Brief(why(sp.loads(barred))))["keepers"] == []


def test_only_where_no_settlement_holds_is_none_said_to_hold() -> None:
    text = read(HELD.replace("[ann.stay]", "['!ann.stay']"))
    assert "As things stand no settlement on the table would hold." in text


def test_an_event_that_opens_a_way_is_told_beside_a_settlement_beyond_reach() -> None:
    shut = HELD.replace(
        "ann.stay: {text: stay behind the line, now: yes}",
        "ann.stay: {text: stay behind the line, needs: nature.thaw}",
    ).replace("issues:", "nature: {thaw: {text: the ice breaks, rate: 0.1}}\nissues:")
    text = read(shut)
    assert "but no moves made one by one lead there from where things stand." in text
    assert (
        "If this happened: the ice breaks. Then: Kept would hold, since nobody would gain by "
        "leaving it. 1 move leads there, a gain to whoever makes it"
    ) in text


def test_a_way_that_each_mover_gains_by_is_told_though_a_firmer_state_has_none() -> None:
    text = """\
format: 1
title: A contract
parties: {ann: Ann, bob: Bob}
options:
  ann.sign: {text: sign}
  ann.open: {text: open the shop}
  bob.watch: {text: watch}
issues: {contract: {terms: {signed: ann.sign}}}
wants: {ann: [ann.open, "!ann.sign & !bob.watch"], bob: ["!ann.open"]}
"""
    found = why(sp.loads(text)).settlements[0]
    assert found.stable["nash"] == [7]
    assert found.willing
    assert (found.concept, found.firmest) == ("smr", "nash")
    assert (
        "Signed would hold, but only by threats. 1 move leads there, a gain to whoever makes it: "
        "Ann: sign and open the shop."
    ) in read(text)
    full = " ".join(as_text(page(why(sp.loads(text)))).split())
    assert "Signed would hold: symmetric metarational (others could answer every gain" in full
    assert "In another state the same terms would hold more firmly: Nash (no move" in full


POINTS = STRIKE.replace("[0.5, 2]", "1").replace("[-3, -1]", "-2").replace("[1, 2]", "1.5")


def test_numbers_that_are_no_ranges_are_not_said_to_be_drawn_from_them() -> None:
    told = read(POINTS)
    assert "7 numbers, none of them a range: none with a source." in told
    for words in ("over the ranges", "over all ranges"):
        assert words not in told, words


def test_no_page_speaks_of_draws_or_of_middles_where_no_number_is_a_range() -> None:
    case = sp.loads(POINTS)
    changed = sp.what_if(case, fix={"ann.yield": False})
    for answer in (sp.forecast(case).middle, sp.levers(case), changed.middle):
        page = answer.page()
        # The forecast draws its tempo, whatever the case has.
        own = tuple(part for part in page.sections if part.name != "nearer")
        told = " ".join(as_text(replace(page, sections=own)).split())
        for words in ("draw", "range at its middle", "all ranges", "(the same)", "in the middle"):
            assert words not in told, words
        assert "o number of the case is a range" in told or "is a range, so" in told
    assert "draw" in " ".join(as_text(sp.forecast(sp.loads(STRIKE), draws=12).page()).split())


def test_numbers_of_rival_explanations_are_counted_only_where_the_clock_reads_them() -> None:
    pride = "pride: {claim: c, about: ann, payoffs: {ann: [{when: pay, worth: 7}]}}"
    rival = f"hypotheses:\n  {pride}\n"
    case = sp.loads(STRIKE + rival)
    used = [line.text for line in numbers_used(case)]
    assert "pay: 7" not in used
    assert "!pay: [-3, -1]" in used
    asked = [line.text for line in numbers_used(case, Changes(hypothesis="pride"))]
    assert set(asked) - set(used) == {"pay: 7"}
    assert set(used) - set(asked) == {"!pay: [-3, -1]"}
