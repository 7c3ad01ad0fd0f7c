"""The book of articles: what came out, what it brought and how that is known."""

from __future__ import annotations

from openpyxl import load_workbook

from storeapp.articles.results import service as results
from storeapp.articles.results.rules import PublicationFigures
from storeapp.kernel.text import use
from storeapp.reports import service
from storeapp.reports.rules import Scope
from tests.articles.making import article, published


def rows(book, title):
    head, *found = book[title].values
    return [dict(zip(head, row, strict=True)) for row in found]


def test_the_book_ranks_by_orders_and_says_how_they_are_known(db, make, tmp_path):
    lamp = published(db, article(db, "=Lamp sizes"), coupon="LAMP-7")
    care = published(db, article(db, "Care of wool"), url="https://a.example/wool")
    results.note_figures(db, lamp, "2026-07-10", PublicationFigures(reads=10))
    results.note_figures(db, care, "2026-07-10", PublicationFigures(reads=900))
    for number, said in enumerate(
        ({"discount_code": "LAMP-7"}, {"discount_code": "lamp-7"}, {"heard_from": "Care of wool"})
    ):
        make.order(
            number=str(number), placed_on="2026-07-05", status="delivered", currency="EUR", items_minor=1000, **said
        )
    make.order(number="9", placed_on="2026-07-05", status="delivered", currency="EUR", items_minor=1000)
    scope = Scope("this_year", "2026-01-01", "2026-07-16")
    saved = service.save_book(db, "articles", tmp_path / "a.xlsx", scope)
    book = load_workbook(saved.path)
    found = rows(book, "What articles brought")
    assert [(row["Article"], row["Orders"], row["Revenue in EUR"]) for row in found] == [
        ("=Lamp sizes", 2, 20),
        ("Care of wool", 1, 10),
    ]
    assert found[1]["Known by"] == "the buyer said so"
    assert [tuple(row.values()) for row in rows(book, "How orders are known")] == [
        ("coupon", 2),
        ("the buyer said so", 1),
    ]
    assert len(rows(book, "All articles")) == 2
    said = [str(row[0]) for row in book["Summary"].values if row[0]]
    assert any("for 30 days after it came out" in one for one in said)
    assert any("was read 900 times and brought 1 order" in one for one in said)
    assert any(one == "How many articles came out?" for one in said)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_empty_time_says_so(db, make, tmp_path):
    make.order(placed_on="2026-07-05")
    use("en")
    saved = service.save_book(db, "articles", tmp_path / "a.xlsx", Scope("this_year", "2026-01-01", "2026-07-16"))
    said = [str(row[0]) for row in load_workbook(saved.path)["Summary"].values if row[0]]
    assert "No article came out in this time." in said
    assert "How many articles came out?" not in said
