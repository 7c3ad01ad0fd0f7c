"""Figures of rivals, read as seven languages write them."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.kernel.errors import UserError
from storeapp.reputation.trust.pasted import day_of, day_orders, number_of
from storeapp.reputation.trust.rivals import (
    DayFigures,
    RivalFigures,
    age_words,
    checked_name,
    read_figures,
    read_rows,
    stale,
)

TODAY = date(2026, 7, 16)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # English
        ("4.8 (1,234)", RivalFigures(4.8, 1234)),
        ("4.8 out of 5 stars · 1,234 reviews · 5,678 sales", RivalFigures(4.8, 1234, None, 5678)),
        ("99.8% positive feedback (12.3K) 45K items sold", RivalFigures(None, 12_300, 99.8, 45_000)),
        ("5 (12)", RivalFigures(5.0, 12)),
        ("1,234 sales", RivalFigures(None, None, None, 1234)),
        ("★ 4.9", RivalFigures(4.9)),
        # Simplified Chinese
        ("评分4.8，1234条评价，已售1.2万", RivalFigures(4.8, 1234, None, 12_000)),
        ("4.9分 2.3万+评价 好评率98%", RivalFigures(4.9, 23_000, 98.0)),
        # Traditional Chinese
        ("4.9 顆星（1,234）銷量：5.6萬", RivalFigures(4.9, 1234, None, 56_000)),
        ("評分 4.7 · 321 則評價", RivalFigures(4.7, 321)),
        # Spanish
        ("4,8 de 5 · 1.234 reseñas · 5.678 ventas", RivalFigures(4.8, 1234, None, 5678)),
        ("Puntuación: 4,8 (1.234 opiniones) +10mil vendidos", RivalFigures(4.8, 1234, None, 10_000)),
        # Russian
        ("1 234 отзыва 4,9", RivalFigures(4.9, 1234)),
        ("4,9 · 1\u00a0234 оценки", RivalFigures(4.9, 1234)),
        ("Рейтинг 4,9 из 5, 12,3 тыс. отзывов, 45 тыс. продаж", RivalFigures(4.9, 12_300, None, 45_000)),
        # Indonesian
        ("4,9 (1.234 ulasan) 1,2rb+ terjual", RivalFigures(4.9, 1234, None, 1200)),
        ("5.0 bintang, 2,5 rb penilaian", RivalFigures(5.0, 2500)),
        # Zulu
        ("4.8 izinkanyezi, 1,234 izibuyekezo", RivalFigures(4.8, 1234)),
        ("4,8 (1 234) okuthengisiwe 5 678", RivalFigures(4.8, 1234, None, 5678)),
    ],
)
def test_a_copied_line_gives_its_figures(text, figures):
    assert read_figures(text) == figures


@pytest.mark.parametrize("text", ["", "no figure here", "4.8/5/3 2026"[:0]])
def test_a_line_without_a_figure_is_refused(text):
    with pytest.raises(UserError, match="No figure"):
        read_figures(text)


@pytest.mark.parametrize(
    ("digits", "times", "value"),
    [
        ("1,234", "", 1234),
        ("1.234", "", 1234),
        ("1 234 567", "", 1_234_567),
        ("1'234", "", 1234),
        ("1,234,567", "", 1_234_567),
        ("1.234,5", "", 1234.5),
        ("1,234.5", "", 1234.5),
        ("4,8", "", 4.8),
        ("4.85", "", 4.85),
        ("0.125", "", 0.125),
        ("1.234", "k", 1234),
        ("2,5", "тыс.", 2500),
        ("1.2", "万", 12_000),
    ],
)
def test_groups_and_decimals_are_told_apart(digits, times, value):
    assert number_of(digits, times) == pytest.approx(value)


def test_rows_from_a_sheet_are_read_in_the_order_day_rating_ratings_sales():
    text = "2026-05-01\t4.7\t1,100\t5,000\n2026-06-01\t4.8\t1,234\t5,678\n"
    assert read_rows(text, TODAY) == [
        DayFigures(date(2026, 5, 1), RivalFigures(4.7, 1100, None, 5000)),
        DayFigures(date(2026, 6, 1), RivalFigures(4.8, 1234, None, 5678)),
    ]


def test_titles_say_which_column_is_which():
    text = "Продажи\tДата\tРейтинг\tОтзывы\n5 678\t01.06.2026\t4,9\t1 234\n"
    assert read_rows(text, TODAY) == [DayFigures(date(2026, 6, 1), RivalFigures(4.9, 1234, None, 5678))]
    chinese = "日期\t评分\t评价数\t销量\n2026年6月1日\t4.9\t1.2万\t3万\n"
    assert read_rows(chinese, TODAY) == [DayFigures(date(2026, 6, 1), RivalFigures(4.9, 12_000, None, 30_000))]


def test_a_single_cell_beside_the_day_may_hold_the_whole_line():
    assert read_rows("1/6/2026\t4.8 (1,234)\n13/6/2026\t4.9 (1,300)", TODAY) == [
        DayFigures(date(2026, 6, 1), RivalFigures(4.8, 1234)),
        DayFigures(date(2026, 6, 13), RivalFigures(4.9, 1300)),
    ]


def test_one_line_is_of_today():
    assert read_rows("4.8 (1,234)", TODAY) == [DayFigures(TODAY, RivalFigures(4.8, 1234))]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("5/6/2026\t4.8\t12", "Row 1: write its day such as 2026-07-16"),
        ("2026-06-01\t4.8\n2026-09-01\t4.9", "Row 2: its day is still to come"),
        ("2026-06-01\t48\t3", "Row 1: A rating is between 1 and 5 stars"),
        ("2026-06-01\tmany\t3", "Row 1: “many” is not a number"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(text, why):
    with pytest.raises(UserError) as refused:
        read_rows(text, TODAY)
    assert refused.value.sentence.startswith(why)


def test_days_are_read_only_where_they_are_sure():
    assert day_of("16.07.2026", {"dmy", "mdy"}) == date(2026, 7, 16)
    assert day_of("5/6/2026", {"dmy", "mdy"}) is None
    assert day_of("5/5/2026", {"dmy", "mdy"}) == date(2026, 5, 5)
    assert day_orders(["5/6/2026", "13/6/2026"]) == {"dmy"}
    assert day_of("31.02.2026", {"dmy"}) is None


def test_a_sixth_rival_is_refused_with_a_reason():
    assert checked_name("  Nordic   Glow ", 4) == "Nordic Glow"
    with pytest.raises(UserError, match="Five rivals are enough"):
        checked_name("Nordic Glow", 5)
    with pytest.raises(UserError, match="name"):
        checked_name(" ", 0)


def test_the_age_of_a_figure_is_said():
    assert age_words("2026-07-16", TODAY) == "today"
    assert age_words("2026-07-13", TODAY) == "3 days old"
    assert stale("2026-05-01", TODAY)
    assert not stale("2026-06-30", TODAY)
