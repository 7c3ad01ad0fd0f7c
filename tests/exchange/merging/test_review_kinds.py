"""Product reviews and seller feedback are two things: in one channel, of one buyer, on one day, in the same words."""

from __future__ import annotations

from typing import Any

import pytest

from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Review
from tests import kept
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.staged import StagedFiles

BUYERS = ("Ann Ott", "Ben Lind", "Cleo Vance", "Dora Hill", "Emil Roth", "Fay Moor", "Gus Pike")


def file_of(kind: str | None, platform: str = "amazon", buyers: tuple[str, ...] = BUYERS, **more: Any) -> StagedFiles:
    staged = StagedFiles()
    staged.file(f"{kind}.csv", platform=platform, format=f"{kind}")
    for number, buyer in enumerate(buyers):
        day = f"2026-02-{1 + BUYERS.index(buyer):02d}"
        words = {"rating": 4.0, "stars": 4, "text": "All good", "reviewer": buyer, "posted_on": day, "kind": kind}
        staged.review(**words | {name: value.format(number) for name, value in more.items()})
    return staged


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        assert kept.recount(conn).wrong == 0
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


def kinds(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT kind, count(*) FROM reviews GROUP BY kind ORDER BY kind")


@pytest.mark.parametrize("more", [{}, {"order_number": "A{}"}, {"key": "R{}"}], ids=["plain", "order", "key"])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)])
def test_the_same_words_about_product_and_seller_are_two(
    db: Database, bring_in: BringIn, order: tuple[int, ...], more: dict[str, Any]
) -> None:
    """In any order, again, in parts and with a row less; and nothing of one kind is missing in a file of the other."""
    files = (
        file_of("product", **more),
        file_of("seller", **more),
        file_of("product", buyers=BUYERS if more else BUYERS[:1] + BUYERS[2:], **more),
    )
    for turn in (*order, *order):
        bring_in(files[turn])
    assert kinds(db) == [("product", 7), ("seller", 7)]
    gone = "SELECT r.kind, r.reviewer FROM review_absences a JOIN reviews r ON r.id = a.review_id WHERE back_at IS NULL"
    assert set(rows(db, gone)) <= {("product", "Ben Lind")}
    assert rows(db, "SELECT count(*) FROM review_pairs") == [(0,)]


def test_a_file_that_tells_the_kind_tells_it_of_reviews_that_came_without(db: Database, bring_in: BringIn) -> None:
    bring_in(file_of(None))
    assert kinds(db) == [(None, 7)]
    again = bring_in(file_of("seller"))
    assert (again.new["reviews"], again.changed["reviews"]) == (0, 7)
    assert kinds(db) == [("seller", 7)]
    bring_in(file_of(None))
    assert kinds(db) == [("seller", 7)]


def test_a_platform_of_one_kind_keeps_no_kind(db: Database, bring_in: BringIn) -> None:
    """So that files of an old shop change nothing when their format begins to tell it."""
    bring_in(file_of(None, "etsy"))
    again = bring_in(file_of("product", "etsy"))
    assert (again.new["reviews"], again.changed["reviews"]) == (0, 0)
    assert kinds(db) == [(None, 7)]


def test_what_the_owner_said_of_a_review_stays(db: Database, bring_in: BringIn) -> None:
    bring_in(file_of(None))
    with db.write("Said it") as tx:
        tx.update(Review, 1, kind="seller")
    bring_in(file_of(None))
    assert kinds(db) == [(None, 6), ("seller", 1)]
    journal.undo(db)
