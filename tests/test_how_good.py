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
LATER = "drawn later"
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


@pytest.fixture(scope="module")
def held(made, scores):
    """Return the scores that a reader should judge by: all that were held out and run."""
    return scores[made.kept.held(scores)]


@pytest.fixture(scope="module")
def invented(made, scores):
    """Make scores up for the second draw, which no forecast was made for, and pool them."""
    rng, rows = np.random.default_rng(5), []
    for name in made.kept.half_of(made.kept.LATER):
        for share in made.kept.asked(name):
            days, pit, log_score = float(rng.uniform(1, 200)), *map(float, rng.random(2))
            against = {"base_rate": log_score - 1.5, "log_uniform": -2.1, "waits": -2.0 - pit}
            rows.append({
                "name": name, "as_of": "2000-01-01", "share": share, "days": days,
                "median": days * float(rng.uniform(0.5, 2)), "log_score": log_score, "crps": 1.0,
                "crps_log": 1.0, "pit": pit, "covered80": 0.1 <= pit <= 0.9,
                "outcome_log": -0.5 - pit, "brier": 0.5, "model": -1.0,
                "against": against | {"uniform_outcomes": -log(4)},
            })  # fmt: skip
    later = {"cases": rows, "totals": made.kept.totals(rows)}
    return made.kept.with_pool({one: scores[one] for one in made.kept.HALVES} | {LATER: later})


def test_every_page_is_what_the_scores_say(made):
    pages = made.pages()
    told = [name for one in made.kept.scored(made.kept.read()) for name in made.kept.half_of(one)]
    assert len(pages) == 3 + len(told) + len(made.built_in.STORIES)
    for path, text in pages.items():
        assert path.read_text(encoding="utf-8") == text, f"python benchmarks/how_good.py: {path}"


def test_the_readme_says_the_result_in_the_same_sentence(made, scores):
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert made.page.in_one_sentence(scores) in readme


@pytest.mark.parametrize("half", ["held out", "training", "all held out", LATER])
def test_scores_are_of_the_cases_frozen_for_their_set_at_each_time(made, scores, invented, half):
    rows = [(row["name"], row["share"]) for row in scores.get(half, invented[half])["cases"]]
    names = made.kept.half_of(half)
    assert len(set(rows)) == len(rows)
    assert set(rows) == {(name, share) for name in names for share in made.kept.asked(name)}


@pytest.mark.parametrize("half", ["held out", "training"])
def test_a_case_of_more_than_three_days_is_asked_about_four_times(made, half):
    assert all(
        [f"{share:g}" for share in made.kept.asked(name)] == list(SHARES)
        for name in made.kept.half_of(half)
    )


def test_a_case_of_two_or_three_days_is_asked_about_once_a_day(made):
    assert made.kept.asked("denmark-1987") == [0.0, 0.5]
    assert made.kept.asked("mx-gap-1982") == [0.0, 0.5, 0.75]


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("half", ["held out", "training", "all held out"])
def test_means_are_those_of_the_cases(invented, half, share):
    scores = invented
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


def test_advice_follows_the_sign_of_the_result_and_not_the_wish(made, held):
    total = held["totals"]["0"]
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
    found = [len(made.picture.pits(scores, made.kept.held(scores), share)) for share in SHARES]
    assert [d.count("V") for d in steps if "H" in d] == found


def test_the_words_of_the_picture_count_deadlocks_over_by_then(made, scores, held):
    rows = [row for row in held["cases"] if not row["share"]]
    counts = [sum(row["pit"] <= chance for row in rows) for chance in (0.1, 0.5, 0.9)]
    said = f"At the start: held out, of {len(rows)}: {counts[0]}, {counts[1]} and {counts[2]};"
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
    with pytest.raises(SystemExit, match="not the cases of one set"):
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


def test_what_pages_say_of_the_shares_is_what_the_held_out_cases_showed(made, held):
    """The sentences that stand beside the shares carry figures; they are those of the scores."""
    rows = [row for row in held["cases"] if row["share"] == 0]
    given = exp(sum(row["outcome_log"] for row in rows) / len(rows))
    even = exp(sum(row["against"]["uniform_outcomes"] for row in rows) / len(rows))
    for sentence in (which.RECORD, which.IN_SHORT):
        assert f"{100 * given:.0f} %" in sentence
        assert f"{100 * even:.0f} %" in sentence
    for sentence in (which.RECORD, which.IN_SHORT, when.LENGTHS):
        assert f"On {made.kept.number(len(rows))} deadlocks" in sentence
    # The page sends its reader to the base rate for as long as that is the better guide later on.
    rate = {at: total["better_than"]["base_rate"] for at, total in held["totals"].items()}
    assert rate["0"]["low"] < 0 < rate["0"]["high"]
    assert "as good a guide to how long at the start" in when.LENGTHS
    assert rate["0.5"]["high"] < 0
    assert rate["0.75"]["high"] < 0
    assert "from half way on the better guide" in when.LENGTHS


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
    assert list(again) == list(kept)
    for half, rows in again.items():
        near = 1.6 if half == made.kept.POOLED else 0.8  # of twice as many lengths
        for share, row in rows.items():
            for name, one in row.items():
                assert one["ratio"] == pytest.approx(kept[half][share][name]["ratio"], rel=0.35)
                assert one["inside"] == pytest.approx(kept[half][share][name]["inside"], abs=near)


def test_what_perfect_forecasters_come_to_together_is_the_sum_of_both_sets(made):
    kept = made.honest.read()
    for share, row in kept[made.kept.POOLED].items():
        for name, one in row.items():
            both = [kept[half][share][name]["inside"] for half in ("held out", LATER)]
            assert one["inside"] == pytest.approx(sum(both), abs=0.3)


def test_what_the_way_of_asking_explains_is_said_by_the_figures(made, scores):
    totals = dict(scores["held out"]["totals"])
    at = made.honest.of_kinds("held out", "0.75")
    for said, words in ((at.ratio, "enough to explain it"), (9 * at.ratio, "too long by another")):
        late = totals["0.75"] | {"median_over_truth": said}
        assert words in made.honest.beyond(totals | {"0.75": late}, "held out")


def test_the_second_draw_is_told_on_no_page_before_its_run(made, scores):
    first = {one: scores[one] for one in made.kept.HALVES}
    pages = made.pages(first)
    assert not {f"{name}.md" for name in made.kept.half_of(LATER)} & {path.name for path in pages}
    assert not any(LATER in text or "twenty-four" in text for text in pages.values())


def test_totals_from_rows_are_those_that_were_printed(made, scores):
    for half in made.kept.HALVES:
        again = made.kept.totals(scores[half]["cases"])
        for share, total in scores[half]["totals"].items():
            assert again[share]["cases"] == total["cases"]
            for name, gain in total["better_than"].items():
                assert again[share]["better_than"][name] == pytest.approx(gain, rel=1e-3, abs=1e-4)
            assert again[share]["outcome_gain"] == pytest.approx(
                total["outcome_gain"], rel=1e-3, abs=1e-4
            )


def test_once_run_all_held_out_are_judged_by_and_the_second_draw_stands_beside(made, invented):
    pages = {path.name: text for path, text in made.pages(invented).items()}
    page = pages["how-good.md"]
    assert made.page.in_one_sentence(invented).startswith("On twenty-four real deadlocks")
    assert "thirty-five real deadlocks" in page
    assert page.count("(#the-twenty-four-that-nobody-had-seen)") == 1
    assert "\n## The twenty-four that nobody had seen\n" in page
    assert "\n### The twelve drawn later, alone\n" in page
    assert page.count("| at the start | 24 |") == page.count("| at the start | 12 |") == 1
    assert "| at a quarter | 21 |" in page  # three cases are too short to be asked about then
    assert "$" not in page
    index = pages["calibration.md"]
    assert index.index("## Held out, drawn later") < index.index("(lucasville-1993.md)")
    assert "drawn when the others" in pages["lucasville-1993.md"]
    assert len(pages) == 3 + 35 + len(made.built_in.STORIES)


def test_the_picture_has_a_curve_for_the_second_draw_once_it_is_run(made, invented):
    root = ElementTree.fromstring(made.picture.picture(invented))
    for look, half in (("held", "all held out"), ("later", LATER), ("training", "training")):
        steps = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("class") == look]
        found = [len(made.picture.pits(invented, half, share)) for share in SHARES]
        assert [d.count("V") for d in steps if "H" in d] == found


def test_two_draws_that_say_the_opposite_are_told(made, scores, invented):
    low, high = ({"mean": m, "low": m - 0.1, "high": m + 0.1} for m in (-1.0, 1.0))
    even = {"mean": 0.0, "low": -0.1, "high": 0.1}
    opposite = made.page.opposite
    assert opposite(low, high)
    assert opposite(high, low)
    assert not any(opposite(*pair) for pair in ((low, low), (low, even), (even, high)))
    # The scores made up beat the base rate by 1.5 in every case; the first twelve lost to it.
    assert scores["held out"]["totals"]["0"]["better_than"]["base_rate"]["high"] < 0
    *_, last = made.page.later_alone(invented)
    assert last.startswith("The two draws say the opposite against the base rate of the kind")


def test_scores_of_the_second_draw_are_kept_beside_those_of_the_first(
    made, scores, invented, tmp_path, monkeypatch
):
    kept = made.kept
    file = tmp_path / "scores.json"
    file.write_bytes(kept.FILE.read_bytes())
    monkeypatch.setattr(kept, "FILE", file)
    printed = [
        {key: value for key, value in row.items() if key != "name"}
        | {"case": kept.case(row["name"]).title}
        for row in invented[LATER]["cases"]
    ]
    kept.keep([{"cases": printed, "totals": invented[LATER]["totals"]}])
    again = kept.read()
    assert list(again) == ["held out", "training", LATER, "all held out"]
    assert again["held out"] == scores["held out"]
    assert again[LATER] == kept.rounded(invented[LATER])
    assert "all held out" not in file.read_text(encoding="utf-8")
