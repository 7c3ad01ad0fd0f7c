"""Figures pasted from sheets and pages: what is understood, what is refused and why, and which publication is meant."""

from datetime import date

import pytest

from storeapp.articles.results.pasted_tables import Published, matched, read_figures_table
from storeapp.kernel.errors import UserError

TODAY = date(2026, 7, 16)
OUT = [
    Published(1, "Lamp sizes for small rooms", "https://a.example/lamps", "https://s.example/x1", "Shop", "2026-07-02"),
    Published(2, "Which bulb fits?", "", "", "Etsy", "2026-07-06"),
    Published(3, "Which bulb fits?", "https://forum.example/t/9", "", "Forum", "2026-07-06"),
]  # fmt: skip


def read(text):
    return read_figures_table(text, TODAY)


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
    assert [(one.title, one.reads, one.cost) for one in table.rows] == [("Good", 12_000, 12.5)]
    assert table.ignored == ("Mood",)
    assert [number for number, _why in table.refused] == [3, 4, 5, 6, 7, 9]


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
