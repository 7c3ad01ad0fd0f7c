"""Reviews that vanish between two exports: noticed, brought back, and taken back with the import."""

from __future__ import annotations

from typing import Any

import pytest

from storeapp.exchange import service
from storeapp.store.db import Database
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.staged import StagedFiles


def export(*days: int, without: tuple[int, ...] = (), **file: Any) -> StagedFiles:
    """Reviews of these days of March, in a platform's own format; every third has two stars."""
    staged = StagedFiles()
    staged.file("reviews.json", **({"format": "etsy_reviews"} | file))
    for day in days:
        if day not in without:
            stars = 2.0 if day % 3 == 0 else 5.0
            staged.review(order_number=f"A{day}", rating=stars, text=f"Said on {day}", posted_on=f"2026-03-{day:02}")
    return staged


def absent(db: Database) -> list[tuple[str, bool]]:
    """What was said in reviews noticed as gone, and whether they are back."""
    with db.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT r.text, a.back_at IS NOT NULL FROM review_absences a JOIN reviews r ON r.id = a.review_id "
            "ORDER BY r.posted_on"
        )
        return [(row[0], bool(row[1])) for row in rows]


MARCH = tuple(range(1, 21))


def test_a_review_missing_in_a_whole_export_is_noticed_and_kept(db: Database, bring_in: BringIn) -> None:
    bring_in(export(*MARCH))
    bring_in(export(*MARCH, 21, without=(9,)))
    assert absent(db) == [("Said on 9", False)]
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM reviews").scalar() == 21


def test_it_is_back_when_a_later_export_has_it_and_can_go_again(db: Database, bring_in: BringIn) -> None:
    bring_in(export(*MARCH))
    bring_in(export(*MARCH, without=(9,)))
    bring_in(export(*MARCH, 21))
    assert absent(db) == [("Said on 9", True)]
    bring_in(export(*MARCH, 21, 22, without=(9,)))
    assert absent(db) == [("Said on 9", False)]


@pytest.mark.parametrize(
    "second",
    [
        export(*(day for day in MARCH if day % 3)),  # five stars only
        export(*(day for day in MARCH if day % 3 == 0)),  # two stars only
        export(*range(12, 21)),  # the newest page
        export(*MARCH, without=(1, 20)),  # other first and last days
        export(*MARCH, without=(3, 5, 8, 9, 11)),  # too much is missing: not a whole export
        export(*MARCH, without=(9,), format=""),  # mapped by hand: nobody knows what was left out
        export(*MARCH, without=(9,), platform="ebay", format="ebay_feedback"),  # another channel
    ],
    ids=["good stars", "bad stars", "page", "edges", "holes", "by hand", "other channel"],
)
def test_what_proves_nothing_is_not_noticed(db: Database, bring_in: BringIn, second: StagedFiles) -> None:
    bring_in(export(*MARCH))
    bring_in(second)
    assert absent(db) == []


def test_several_files_of_one_import_count_together(db: Database, bring_in: BringIn) -> None:
    bring_in(export(*MARCH))
    staged = export(*MARCH, without=(9,))
    staged.file("more.json", format="etsy_reviews")
    staged.review(order_number="A9", rating=2.0, text="Said on 9", posted_on="2026-03-09")
    bring_in(staged)
    assert absent(db) == []


def test_undo_takes_the_notice_back(db: Database, bring_in: BringIn) -> None:
    bring_in(export(*MARCH))
    bring_in(export(*MARCH, without=(9,)))
    with db.read() as conn:
        action = conn.exec_driver_sql("SELECT max(id) FROM actions").scalar()
    service.undo_import(db, action)
    assert absent(db) == []


def test_an_edited_review_is_not_gone(db: Database, bring_in: BringIn) -> None:
    bring_in(export(*MARCH))
    staged = export(*MARCH, without=(9,))
    staged.review(order_number="A9", rating=1.0, text="Said on 9 and worse", posted_on="2026-03-09")
    bring_in(staged)
    assert absent(db) == []
