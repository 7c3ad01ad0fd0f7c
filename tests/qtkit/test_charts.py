"""Charts: places of marks and labels, keyboard, copying, and that everything drawn stays inside."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from storeapp.qtkit.charts.bars import BarRow, BarRows, TwoSided, TwoSidedBars
from storeapp.qtkit.charts.base import nice_ticks, spread
from storeapp.qtkit.charts.line import Flag, LineChart, Series
from storeapp.qtkit.charts.marks import paint_range, spark_points, stretches
from storeapp.qtkit.charts.spark import Sparkline, TrendLine

MONTHS = ["May", "Jun", "Jul"]


@pytest.fixture
def line(look, qtbot):
    chart = LineChart("Rating over time")
    qtbot.addWidget(chart)
    chart.resize(700, 200)
    chart.show_lines(
        MONTHS,
        [Series("All", [4.70, None, 4.79], main=True), Series("Etsy", [4.8, 4.8, 4.795], "channel-etsy")],
        band=[(4.6, 4.8), None, (4.7, 4.85)],
        flags=[Flag(1, "New boxes")],
        counts=[10, 0, 12],
        count_name="ratings a month",
    )
    chart.show()
    chart.grab()
    return chart


@pytest.fixture
def stars(look, qtbot):
    chart = BarRows("Star distribution", "12 months before")
    qtbot.addWidget(chart)
    chart.resize(360, 60)
    chart.show_rows([BarRow("5", 1124, 0.863, 0.849, star=True, key=5), BarRow("1", 12, 0.009, None, key=1)])
    chart.show()
    chart.grab()
    return chart


def test_gridlines_are_few_and_round():
    for low, high in ((4.58, 4.86), (0, 1), (0, 1377), (-3, 3), (4.79, 4.79), (0, 0.004)):
        ticks = nice_ticks(low, high)
        assert 1 <= len(ticks) <= 4
        assert all(tick >= low - 1e-9 for tick in ticks)
    assert nice_ticks(4.58, 4.86) == [4.6, 4.7, 4.8]


def test_labels_keep_apart_in_their_order_and_inside():
    wanted = [50, 51, 52, 10, 300]
    placed = spread(wanted, 15, 0, 100)
    assert sorted(range(5), key=lambda n: wanted[n]) == sorted(range(5), key=lambda n: placed[n])
    ordered = sorted(placed)
    assert all(later - earlier >= 15 for earlier, later in pairwise(ordered))
    assert ordered[-1] <= 100
    assert spread([], 15, 0, 100) == []


def test_a_missing_value_leaves_a_gap():
    points = spark_points([1.0, None, 3.0, 2.0], QRectF(0, 0, 30, 10))
    assert points == [QPointF(0, 10), None, QPointF(20, 0), QPointF(30, 5)]
    assert [len(run) for run in stretches(points)] == [1, 2]


def test_the_arrows_visit_the_points_and_enter_opens_the_rows(line, qtbot):
    opened = []
    line.clicked.connect(opened.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(line, key)
    assert opened == [1]
    assert line.accessibleDescription() == "Jun\nNew boxes\nEtsy 4.80\n0 ratings a month"
    qtbot.keyClick(line, Qt.Key.Key_Right)
    assert line.accessibleDescription() == "Jul\nAll 4.79 (4.70\u20134.85)\nEtsy 4.79\n12 ratings a month"


def test_pointing_tells_and_clicking_hands_on_the_row(stars, qtbot):
    opened = []
    stars.clicked.connect(opened.append)
    mark = stars.marks()[1]
    qtbot.mouseMove(stars, mark.area.center().toPoint())
    qtbot.mouseClick(stars, Qt.MouseButton.LeftButton, pos=mark.area.center().toPoint())
    assert opened == [1]
    assert [mark.words for mark in stars.marks()] == ["5: 1,124, 86.3%\n12 months before 84.9%", "1: 12, 0.9%"]


def test_the_numbers_can_be_copied(line, stars, qtbot):
    qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "\tAll\tEtsy\tlikely from\tlikely to\tratings a month\n"
        "May\t4.7\t4.8\t4.6\t4.8\t10\nJun\t\t4.8\t\t\t0\nJul\t4.79\t4.795\t4.7\t4.85\t12\n"
    )
    assert stars.as_tsv().splitlines()[1] == "5\t1124\t86.3%\t84.9%"
    line.copy_picture()
    assert QGuiApplication.clipboard().image().width() == line.width()


def test_two_sides_name_the_chosen_theme(look, qtbot):
    chart = TwoSidedBars("Praise", ("Theme", "in 1-2 star reviews", "in 5-star reviews"))
    qtbot.addWidget(chart)
    chart.resize(460, 120)
    chart.show_rows([TwoSided("Light", 0.03, 0.46, "9 reviews", 7), TwoSided("None", 0, 0)], chosen=7)
    chart.show()
    chart.grab()
    assert [mark.key for mark in chart.marks()] == [7, "None"]
    assert chart.as_tsv() == "Theme\tin 1-2 star reviews\tin 5-star reviews\nLight\t3%\t46%\nNone\t0%\t0%\n"


@pytest.mark.parametrize("values", [[], [4.5], [None, None], [4.0, 4.0, 4.0], [1.0, None, 5.0, 2.0]])
def test_thin_data_is_drawn_without_a_fuss(look, qtbot, values):
    labels = [str(n) for n in range(len(values))]
    charts = [TrendLine("Now"), LineChart("Over time"), Sparkline(values), BarRows("Stars")]
    charts[0].show_values(labels, values)
    charts[1].show_lines(labels, [Series("All", values, main=True)] if values else [])
    for chart in charts:
        qtbot.addWidget(chart)
        chart.resize(200, 90)
        chart.show()
        assert not chart.grab().isNull()


def test_a_range_is_drawn_where_its_numbers_are(look):
    image = QImage(100, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    paint_range(painter, QRectF(0, 0, 100, 20), 4.2, 4.6, 4.8, (4.0, 5.0))
    painter.end()
    accent = look.color("accent").name()
    ticks = {x for x in range(100) if image.pixelColor(x, 6).name() == accent}
    assert ticks <= {18, 19, 20, 21, 22}
    assert ticks


def test_bars_start_at_zero_and_the_tick_stands_at_the_earlier_share(stars, look):
    picture = stars.grab().toImage()
    first = stars.marks()[0].area
    row = [picture.pixelColor(x, int(first.center().y())).name() for x in range(int(first.width()))]
    start, tick = row.index(look.color("accent").name()), row.index(look.color("text").name(), 40)
    track_end = len(row) - 1 - row[::-1].index(look.color("track").name())
    assert (tick - start) / (track_end - start) == pytest.approx(0.849, abs=0.02)
