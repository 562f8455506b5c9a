"""The picture of a clock: what it shows, in words and units that are on it."""

from __future__ import annotations

import io
import sys
from dataclasses import replace

import numpy as np
import pytest
from pages.test_report_front import NOTED
from strike import STRIKE

import stickpoint as sp
from stickpoint.graph.game import Event, Game
from stickpoint.pages.figures.clock_plot import COLOURS, bars
from stickpoint.pages.wording.spans import fitting
from stickpoint.solve.clock.clock import Clock, clock


def two_ways(horizon: float, rate: float = 0.2, **more: object) -> Clock:
    game = Game.from_arcs(
        [[]], np.zeros((1, 4)), pace=0, precision=1, discount=0,
        nature=[[0, 1, rate], [0, 2, 0.0001 * rate], [3, 1, rate]], settled=[0, 1, 1, 0],
        terms_index=[-1, 0, 1, -1], terms=("peace", "a miracle"), **more,
    )  # fmt: skip
    thaw = Event("thaw", horizon / 2, np.array([3, 1, 2, 3], dtype=np.int32))
    return clock(replace(game, events=(thaw,), unit="week"), 0, horizon=horizon)


def words_on(axis) -> str:
    parts = [axis.get_title("left"), axis.get_xlabel(), axis.get_ylabel()]
    return " | ".join(parts + [text.get_text() for text in axis.texts])


def test_each_panel_says_what_it_shows_and_in_which_unit() -> None:
    run = two_ways(60.0, tolls={"lives": [2.0, 0.0, 0.0, 2.0], "none": [0.0] * 4})
    figure = run.plot()
    how_long, pressing, which_way, cost = map(words_on, figure.axes)
    assert "weeks from the start" in how_long
    assert "50 % settled by week 3.5" in how_long
    assert "thaw, unforeseen" in how_long
    assert "rate of settling per week" in pressing
    assert "nothing left open" not in pressing
    assert "peace" in which_way
    assert "too thin to see: a miracle" in which_way
    assert "lives: 10 expected (" in cost
    assert "none" not in cost
    assert len(figure.axes[2].collections) == 3
    picture = io.BytesIO()
    figure.savefig(picture, dpi=40)
    assert picture.getvalue()[:4] == b"\x89PNG"


def test_what_lies_beyond_the_horizon_is_said_so() -> None:
    figure = two_ways(1.0).plot(quantiles=(0.05, 0.9))
    assert len(figure.axes) == 3
    assert "90 % settled: beyond the horizon" in words_on(figure.axes[0])
    assert "5 % settled by week" in words_on(figure.axes[0])
    assert figure.axes[0].lines[0].get_color() == COLOURS[0]


def test_once_nothing_is_open_there_is_no_rate() -> None:
    assert "nothing left open" in words_on(two_ways(60.0, rate=2.0).plot().axes[1])


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(sp.SolveError, match=r'pip install "stickpoint\[plots\]"'):
        two_ways(1.0).plot()


def test_the_table_by_month_goes_with_survival_and_hazard() -> None:
    run = two_ways(10.5)
    table = run.hazard_table()
    assert list(table.columns) == ["hazard", "open", "peace", "a miracle"]
    assert table.index.name == "week"
    assert table.index.tolist() == [float(k) for k in range(11)]
    assert table["open"].to_numpy() == pytest.approx(run.survival([*range(1, 11), 10.5]))
    steady = np.r_[np.full(5, 0.20002), np.nan, np.full(5, 0.2)]
    steady[5] = table["hazard"].iloc[5]
    assert table["hazard"].to_numpy() == pytest.approx(steady, abs=1e-5)
    assert 0.2 < steady[5] < 0.20002
    assert table.drop(columns="hazard").sum(axis=1).to_numpy() == pytest.approx(1.0, abs=1e-4)


def test_the_picture_of_slopes_names_what_a_case_names() -> None:
    case = sp.loads(NOTED)
    figure = sp.clock(case.game(), horizon=40.0).gradient().plot()
    figure.draw_without_rendering()
    (axes,) = figure.axes
    shown = [" ".join(text.get_text().split()) for text in axes.get_yticklabels()]
    assert "days without pay (Ann)" in shown
    assert "idle machines (Bob)" in shown
    assert not [text for text in shown if "state" in text or "payoffs" in text]
    assert "weeks more of it, for 1 more of each number" in axes.get_xlabel()
    for text in (*axes.get_yticklabels(), axes.title, axes.xaxis.label):
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width


def test_long_labels_and_titles_of_bars_stay_on_the_sheet() -> None:
    name = "a payoff with a name so long that no line of a picture would ever hold the whole of it"
    figure = bars([name, "short"], np.array([1.0, 2.0]), None, f"{name} {name}", f"{name} {name}")
    figure.draw_without_rendering()
    (axes,) = figure.axes
    texts = [*axes.get_yticklabels(), axes.xaxis.label, axes._left_title]
    for text in texts:
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height
    assert " ".join(texts[0].get_text().split()) == name


def test_no_label_runs_into_another_or_off_the_page() -> None:
    terms = ("peace", *(f"a miracle of the {k}th kind with a long name" for k in range(4)))
    nature = [[0, 1, 0.2], *([0, k, 1e-5] for k in range(2, 6))]
    game = Game.from_arcs(
        [[]], np.zeros((1, 6)), pace=0, precision=1, discount=0, nature=nature,
        settled=[0, 1, 1, 1, 1, 1], terms_index=[-1, 0, 1, 2, 3, 4], terms=terms,
        tolls={"lives": [2.0, 0, 0, 0, 0, 0]},
    )  # fmt: skip
    figure = clock(replace(game, unit="week"), 0, horizon=60.0).plot()
    figure.canvas.draw()
    boxes = [axis.xaxis.label.get_window_extent() for axis in figure.axes]
    assert not boxes[2].overlaps(boxes[3])
    for box in boxes:
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width
    for text in figure.axes[2].texts:
        assert text.get_window_extent().x1 <= figure.axes[2].bbox.x1 + 5


def test_a_long_label_of_a_toll_lies_on_no_other_bar() -> None:
    tolls = {
        "lives": [2.0, 0, 0, 2],
        f"lost {'very ' * 9}much": [3.0, 0, 0, 3],
        "e": [1.0, 0, 0, 1],
    }
    figure = two_ways(60.0, tolls=tolls).plot()
    figure.canvas.draw()
    axis = figure.axes[3]
    texts = [text for text in axis.texts if text.get_text()]
    assert "\n" in texts[1].get_text()
    bars = [bar.get_window_extent() for bar in axis.patches]
    assert not [t for t in texts for bar in bars if t.get_window_extent().overlaps(bar)]


def test_a_forecast_is_drawn_beside_what_each_of_its_parts_says_alone() -> None:
    answer = sp.forecast(sp.loads(STRIKE), draws=12)
    axis = answer.plot().axes[0]
    first, *beside = axis.lines[: 1 + len(answer.parts)]
    assert axis.get_ylabel() == "chance that it is still open, %"
    assert "from 1 January 2001" in axis.get_xlabel()
    assert first.get_label() == "the forecast"
    assert first.get_ydata()[0] == pytest.approx(100)
    each = fitting(float(answer.quantile(0.9)))[1]
    assert first.get_xdata()[-1] * each == pytest.approx(answer.quantile(0.9))
    assert first.get_ydata()[-1] == pytest.approx(10, abs=0.1)
    assert {line.get_label() for line in beside} == {
        {"moves": "the parties' moves alone", "others": "others of its kind"}.get(k, "plain rule")
        for k in answer.parts
    }


def test_the_picture_of_an_answer_has_bands_and_the_words_of_the_case() -> None:
    case = sp.loads(
        STRIKE.replace("wants:", "nature: {storm: {text: it storms, on: 2001-01-03}}\nwants:")
    )
    answer = sp.forecast(case, draws=12).middle
    figure = answer.plot()
    how_long, pressing, which_way, cost = map(words_on, figure.axes)
    [band] = [x for x in figure.axes[0].collections if x.get_label() == "four draws out of five"]
    low, high = answer.ranges.open_band()
    edges = band.get_paths()[0].vertices[:, 1]
    assert edges.min() == pytest.approx(100 * low.min(), abs=1e-6)
    inner = band.get_paths()[0].vertices
    at = answer.ranges.times[5]
    shown = sorted(set(inner[np.isclose(inner[:, 0], at), 1].round(6).tolist()))
    assert shown == pytest.approx(sorted({round(100 * low[5], 6), round(100 * high[5], 6)}))
    assert "50 % settled by day " in how_long
    assert "(" in how_long.partition("50 % settled")[2]
    assert "it storms, unforeseen" in how_long
    assert "every range at its middle" in pressing
    assert "Low " in which_way
    assert " days (" in cost
    assert "four draws out of five" in cost
    assert answer.plot(quantiles=(0.3,)).axes[0].lines
    points = STRIKE.replace("[0.5, 2]", "1").replace("[-3, -1]", "-2").replace("[1, 2]", "1.5")
    bare = sp.forecast(sp.loads(points), draws=2).middle.plot()
    assert not [x for x in bare.axes[0].collections if "draws" in str(x.get_label())]
