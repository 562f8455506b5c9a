"""The page about how good the forecasts are → what `benchmarks/calibration/scores.json` holds."""

from __future__ import annotations

import re
import sys
from math import exp, log
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from stickpoint.pages.clock import when, which
from stickpoint.solve.durations.laws import LogUniform

ROOT = Path(__file__).parents[1]
SHARES = ("0", "0.25", "0.5", "0.75")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def made():
    """Import the script as it is run: with its own folder first among those looked in."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import how_good

        return how_good
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def scores(made):
    return made.kept.read()


def test_every_page_is_what_the_scores_say(made):
    pages = made.pages()
    assert len(pages) == 3 + len(made.kept.frozen()) + len(made.built_in.STORIES)
    for path, text in pages.items():
        assert path.read_text(encoding="utf-8") == text, f"python benchmarks/how_good.py: {path}"


def test_the_readme_says_the_result_in_the_same_sentence(made, scores):
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert made.page.in_one_sentence(scores) in readme


@pytest.mark.parametrize("half", ["held out", "training"])
def test_scores_are_of_the_cases_frozen_for_their_half_at_four_times(made, scores, half):
    rows = [(row["name"], f"{row['share']:g}") for row in scores[half]["cases"]]
    assert len(set(rows)) == len(rows)
    assert set(rows) == {(name, share) for name in made.kept.half_of(half) for share in SHARES}


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("half", ["held out", "training"])
def test_means_are_those_of_the_cases(scores, half, share):
    rows = [row for row in scores[half]["cases"] if f"{row['share']:g}" == share]
    total = scores[half]["totals"][share]

    def mean(values):
        return pytest.approx(sum(values) / len(values), rel=1e-4, abs=1e-5)

    assert total["cases"] == len(rows)
    assert total["log_score"]["mean"] == mean([row["log_score"] for row in rows])
    assert total["covered80"] == mean([0.1 <= row["pit"] <= 0.9 for row in rows])
    assert log(total["median_over_truth"]) == mean(
        [log(r["median"] / r["days"]) for r in rows if r["median"]]
    )
    for name, gain in total["better_than"].items():
        pairs = [(r["log_score"], r["against"][name]) for r in rows if r["against"][name]]
        assert gain["mean"] == mean([a - b for a, b in pairs])
        assert gain["low"] <= gain["mean"] <= gain["high"]
    ends = [(r["outcome_log"], r["against"]["uniform_outcomes"]) for r in rows if r["outcome_log"]]
    assert total["outcome_gain"]["mean"] == mean([a - b for a, b in ends])


def test_a_verdict_is_given_only_where_the_range_has_one_sign(made):
    verdict = made.page.verdict
    better = verdict({"mean": log(2), "low": log(1.5), "high": log(3)})
    worse = verdict({"mean": -log(2), "low": -log(3), "high": -log(1.5)})
    open_ = verdict({"mean": 0.1, "low": -0.1, "high": 0.3})
    assert better == "better, by a factor of 2.00 (1.50 to 3.00)"
    assert worse == "worse, by a factor of 2.00 (1.50 to 3.00)"
    assert open_ == f"too close to call, a factor of {exp(0.1):.2f} (0.90 to 1.35)"


def test_advice_follows_the_sign_of_the_result_and_not_the_wish(made, scores):
    total = scores["held out"]["totals"]["0"]
    said = {}
    for shift in (-5.0, 0.0, 5.0):
        gain = {"mean": shift, "low": shift - 1, "high": shift + 1}
        moved = total | {"outcome_gain": gain, "better_than": {"base_rate": gain}}
        said[shift] = " ".join(made.page.advice(moved))
    assert "alone was the better guide" in said[-5.0]
    assert "could not be told" in said[0.0]
    assert "is a better guide" in said[5.0]
    assert ["not as odds" in said[shift] for shift in (-5.0, 0.0, 5.0)] == [True, True, False]


def test_the_picture_says_without_eyes_what_it_shows_and_loads_nothing(made, scores):
    text = made.picture.picture(scores)
    root = ElementTree.fromstring(text)
    titles = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert root.get("aria-labelledby") == " ".join(one.get("id") for one in titles)
    assert titles[1].text == made.picture.words(scores)
    assert not re.search(r"href|url\(|<script|<image", text)
    steps = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("class") == "held"]
    assert [d.count("V") for d in steps if "H" in d] == [12] * 4


def test_the_words_of_the_picture_count_deadlocks_over_by_then(made, scores):
    rows = [row for row in scores["held out"]["cases"] if not row["share"]]
    counts = [sum(row["pit"] <= chance for row in rows) for chance in (0.1, 0.5, 0.9)]
    said = f"At the start: held out, of 12: {counts[0]}, {counts[1]} and {counts[2]};"
    assert said in made.picture.words(scores)


def test_a_page_of_a_case_shows_nothing_that_came_later_before_its_day(made, scores):
    text = made.cases_told.told(scores, "spratly-1988")
    first, later = text.split("### A quarter of the way")
    assert "about 22 February 1988" in first
    assert "17 March 1988" not in first
    assert later.index("17 March 1988") < later.index("### Half way")


def test_words_of_a_case_are_shown_as_they_are(made):
    assert made.cases_told.plain("$5 to $6, *not* <b>\n[x]_a|") == (
        r"\$5 to \$6, \*not\* \<b> \[x\]\_a\|"
    )


def test_half_a_half_is_refused(made, scores):
    row = dict(scores["held out"]["cases"][0])
    row["case"] = made.kept.case(row.pop("name")).title
    with pytest.raises(SystemExit, match="not the cases of one half"):
        made.kept.keep([{"cases": [row], "totals": {}}])


def test_halves_that_disagree_are_told_and_others_are_not(made):
    def gains(mean):
        gain = {"mean": mean, "low": mean - 0.1, "high": mean + 0.1}
        return {"totals": {"0": {"better_than": dict.fromkeys(made.page.RIVALS, gain)}}}

    def said(held, seen):
        return list(made.page.halves_differ({"held out": gains(held), "training": gains(seen)}))

    assert all("better here, worse on" in line for line in said(-1.0, 1.0))
    assert all("worse here, better on" in line for line in said(1.0, -1.0))
    assert (len(said(-1.0, 1.0)), said(1.0, 1.0), said(0.0, 1.0)) == (3, [], [])


def test_what_pages_say_of_the_shares_is_what_the_held_out_cases_showed(scores):
    """The sentences that stand beside the shares carry figures; they are those of the scores."""
    held = scores["held out"]
    rows = [row for row in held["cases"] if row["share"] == 0]
    given = exp(sum(row["outcome_log"] for row in rows) / len(rows))
    even = exp(sum(row["against"]["uniform_outcomes"] for row in rows) / len(rows))
    for sentence in (which.RECORD, which.IN_SHORT):
        assert f"{100 * given:.0f} %" in sentence
        assert f"{100 * even:.0f} %" in sentence
    assert len(rows) == 12
    # The page sends its reader to the base rate for as long as that is the better guide.
    assert held["totals"]["0"]["better_than"]["base_rate"]["high"] < 0
    assert "the better guide" in when.LENGTHS


@pytest.mark.parametrize("name", ["korea-1952", "colombia-2014"])
def test_a_built_in_case_is_told_as_of_its_days_and_counted_in_no_score(made, scores, name):
    told, rows = made.built_in.told(name), made.built_in.read()[name]
    assert [row["as_of"] for row in rows] == list(made.built_in.STORIES[name].days)
    assert "part of no score" in told
    assert "$" not in told
    assert all(name != row["name"] for half in scores.values() for row in half["cases"])
    parts = told.split("\n### ")[1:]
    assert len(parts) == 4
    assert all(part.count("**The tool said:**") == 1 for part in parts)
    page = (ROOT / "docs" / "casebook" / f"{name}.md").read_text(encoding="utf-8")
    assert f"({name}-forecasts.md)" in page


def test_what_a_perfect_forecaster_comes_to_is_what_the_definition_gives(made):
    law, share = LogUniform(1.0, 1000.0), 0.5
    found = made.honest.perfect([law], share, groups=400)
    ratios, inside = [], []
    for u in np.random.default_rng(made.honest.SEED).random(400):
        length = 1000.0**u
        gone, still = share * length, law.since(share * length)
        ratios.append(log(float(still.quantile(0.5)) / (length - gone)))
        inside.append(0.1 <= 1.0 - float(still.open(length - gone)) <= 0.9)
    assert found.ratio == pytest.approx(exp(np.mean(ratios)), rel=1e-6)
    assert found.inside == pytest.approx(np.mean(inside))
    assert made.honest.pareto(0.75) == (3.0, True)
    assert made.honest.pareto(0.0) is None
    first = made.honest.perfect([law] * 4, 0.0, groups=400)
    assert first.inside == pytest.approx(3.2, abs=0.1)


def test_what_is_kept_of_perfect_forecasters_is_what_fewer_give_about(made):
    kept, again = made.honest.read(), made.honest.run([0.0, 0.75], groups=40)
    for half, rows in again.items():
        for share, row in rows.items():
            for name, one in row.items():
                assert one["ratio"] == pytest.approx(kept[half][share][name]["ratio"], rel=0.35)
                assert one["inside"] == pytest.approx(kept[half][share][name]["inside"], abs=0.8)


def test_what_the_way_of_asking_explains_is_said_by_the_figures(made, scores):
    totals = dict(scores["held out"]["totals"])
    at = made.honest.of_kinds("held out", "0.75")
    for said, words in ((at.ratio, "enough to explain it"), (9 * at.ratio, "too long by another")):
        late = totals["0.75"] | {"median_over_truth": said}
        assert words in made.honest.beyond(totals | {"0.75": late}, "held out")
