"""Figures pasted from sheets and pages: what is understood, what is refused and why, and which publication is meant."""

from datetime import date

import pytest

from storeapp.articles.results.pasted_tables import Published, matched, read_figures_table
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money

TODAY = date(2026, 7, 16)
OUT = [
    Published(1, "Lamp sizes for small rooms", "https://a.example/lamps", "https://s.example/x1", "Shop", "2026-07-02"),
    Published(2, "Which bulb fits?", "", "", "Etsy", "2026-07-06"),
    Published(3, "Which bulb fits?", "https://forum.example/t/9", "", "Forum", "2026-07-06"),
]  # fmt: skip


def read(text):
    return read_figures_table(text, TODAY, "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "Title\tDate\tViews\tReads\nLamp sizes\t2026-07-08\t2,140\t610\n",
        "文章,日期,曝光量,阅读量\nLamp sizes,2026-07-08,2140,610",
        "Статья;Дата;Показы;Прочтения\nLamp sizes;08.07.2026;2 140;610",
        "\ufeffTítulo\tFecha\tImpresiones\tLecturas\nLamp sizes\t08/07/2026\t2.140\t610\nOther\t13/07/2026\t1\t1",
        "Judul\tTanggal\tTayangan\tDibaca\nLamp sizes\t2026-07-08\t2.140\t610",
        "My shop's report\nTitle\tDate\tViews\tReads\nLamp sizes\t2026-07-08\t2140\t610",
    ],
)
def test_heads_in_several_languages(text):
    one = read(text).rows[0]
    assert (one.title, one.day, one.views, one.reads, one.saves) == ("Lamp sizes", "2026-07-08", 2140, 610, None)


def test_what_is_left_out_is_said():
    table = read(
        "Title\tDate\tReads\tCost\tMood\n"
        "Good\t2026-07-08\t1.2万\t€12.50\tfine\n"
        "Tomorrow\t2026-07-17\t5\t\t\n"
        "Half\t\t1.5\t\t\n"
        "Word\t\tmany\t\t\n"
        "Share\t\t12%\t\t\n"
        "Silent\t2026-07-08\t\t\t\n"
        "Title\tDate\tReads\tCost\tMood\n"
        "Odd day\t31/31/2026\t4\t\t"
    )
    assert [(one.title, one.reads, one.cost) for one in table.rows] == [("Good", 12_000, Money(1250, "EUR"))]
    assert table.ignored == ("Mood",)
    assert [number for number, _why in table.refused] == [3, 4, 5, 6, 7, 9]


@pytest.mark.parametrize(
    ("cell", "cost"),
    [
        *(("12.50", "EUR 12.50"), ("€ 1.234,50", "EUR 1234.50"), ("US$12.50", "USD 12.50"), ("12元", "CNY 12.00")),
        *(("12 zł", "PLN 12.00"), ("JP¥1,200", "JPY 1200"), ("$3", "USD 3.00"), ("-5", ""), ("5 apples", "")),
        *(("EUR 12 (was 15)", ""), ("12%", ""), ("9" * 90, ""), ("10 000 000 000 000", "")),
    ],
)
def test_a_cost_is_in_the_currency_beside_it(cell, cost):
    table = read(f"Title\tCost\nLamp\t{cell}")
    assert [f"{one.cost.currency} {one.cost.plain()}" for one in table.rows] == ([cost] if cost else [])
    assert len(table.refused) == (not cost)


def test_a_cost_without_any_currency_is_refused_and_one_that_fits_the_shops_is_its_own():
    assert "EUR" in read_figures_table("Title\tCost\nLamp\t12", TODAY, "").refused[0][1]
    assert read_figures_table("Title\tCost\nLamp\t$12", TODAY, "AUD").rows[0].cost == Money(1200, "AUD")


@pytest.mark.parametrize(
    "text",
    [
        'Title\tViews\n"Lamp\t12\n"Best" shade\t5',  # a quotation mark that is only one
        "Title\tViews\r\nLamp\t12\rShade\t5\r\n",
        f"Title\tViews\nLamp\t12\nShade\t5\n{'x' * 200_000}\t{'9' * 500}",
    ],
)
def test_rows_are_read_however_they_end(text):
    table = read(text)
    assert [(one.title[-5:], one.views) for one in table.rows] == [
        ("Lamp", 12),
        ("shade" if '"' in text else "Shade", 5),
    ]
    assert all(len(why) < 200 for _row, why in table.refused)


def test_a_row_of_more_cells_than_heads_is_refused():
    table = read("Title,Cost,Views\nLamp,1.234,50,7\nShade,1,7,\n")
    assert [one.title for one in table.rows] == ["Shade"]
    assert [number for number, _why in table.refused] == [2]


@pytest.mark.parametrize("text", ["", "a\tb\n1\t2", "Title\tMood\nx\ty", "Reads\tClicks\n1\t2"])
def test_a_table_without_heads_is_refused(text):
    with pytest.raises(UserError):
        read(text)


def named(line, head="Title\tURL\tReads"):
    found = matched(read(f"{head}\n{line}").rows[0], OUT)
    return found.id if isinstance(found, Published) else found


def test_a_row_is_matched_by_address_then_title_and_never_guessed():
    assert named("Another name\thttp://www.a.example/lamps/\t5") == 1
    assert named("\thttps://s.example/x1\t5") == 1
    assert named("lamp sizes for small rooms!\t\t5") == 1
    assert named("Which bulb fits\thttps://forum.example/other\t5") == 3
    assert "Etsy, Forum" in named("Which bulb fits?\t\t5")
    assert "is called" in named("Unknown\t\t5")
    assert "address" in named("\thttps://nowhere.example\t5")
    assert "names no article" in named("\t\t5")
