"""Books that save themselves: when they are due, once each time, and what is said where it can't be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.reports import queries, scheduling
from storeapp.reports.schedule import BookPlan, is_due, next_on
from storeapp.store.db import Database
from tests.make import Make


@pytest.mark.parametrize(
    ("every", "last", "today", "due", "after"),
    [
        ("week", "", "2026-07-16", True, "2026-07-16"),
        ("week", "2026-07-13", "2026-07-16", False, "2026-07-20"),
        ("week", "2026-07-12", "2026-07-16", True, "2026-07-16"),
        ("week", "2026-07-16", "2026-07-20", True, "2026-07-20"),
        ("week", "2026-05-01", "2026-07-16", True, "2026-07-16"),
        ("month", "2026-07-01", "2026-07-16", False, "2026-08-01"),
        ("month", "2026-06-30", "2026-07-16", True, "2026-07-16"),
        ("month", "2026-12-31", "2026-12-31", False, "2027-01-01"),
    ],
)
def test_a_book_is_due_once_each_time(every: str, last: str, today: str, due: bool, after: str) -> None:
    plan, day = BookPlan("owner", every, "/", last), date.fromisoformat(today)
    assert is_due(plan, day) == due
    assert next_on(plan, day).isoformat() == after


@pytest.fixture
def shop(db: Database) -> Database:
    with db.write("Made a shop") as tx:
        make = Make(db, tx)
        make.order(placed_on="2026-06-28")
    return db


def test_a_due_book_is_saved_noted_and_not_saved_again(shop: Database, tmp_path: Path) -> None:
    scheduling.set_plan(shop, "owner", "week", tmp_path)
    saved, refused = scheduling.write_due(shop)
    assert ([one.book for one in saved], refused) == (["owner"], [])
    assert saved[0].path.parent == tmp_path
    assert "2026-06" in saved[0].path.name
    scheduling.note_due(shop, saved)
    assert scheduling.write_due(shop) == ([], [])
    with shop.read() as conn:
        last = queries.last_book(conn, "owner")
        assert last is not None
        assert last.path == str(saved[0].path)
    clock = shop.clock
    assert isinstance(clock, FixedClock)
    clock.at += timedelta(days=7)
    assert len(scheduling.write_due(shop)[0]) == 1


def test_what_was_not_noted_stays_due(shop: Database, tmp_path: Path) -> None:
    scheduling.set_plan(shop, "reputation", "month", tmp_path)
    assert len(scheduling.write_due(shop)[0]) == 1
    assert len(scheduling.write_due(shop)[0]) == 1


def test_a_folder_that_went_is_a_sentence_and_the_others_are_saved(shop: Database, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    scheduling.set_plan(shop, "aftersales", "week", gone)
    scheduling.set_plan(shop, "owner", "week", tmp_path)
    gone.rmdir()
    saved, refused = scheduling.write_due(shop)
    assert [one.book for one in saved] == ["owner"]
    assert len(refused) == 1
    assert refused[0].startswith("After-sales and causes: ")
    scheduling.note_due(shop, saved)
    with shop.read() as conn:
        assert [one.book for one in scheduling.due(conn, shop.clock.today())] == ["aftersales"]


def test_a_plan_is_set_changed_dropped_and_undone(shop: Database, tmp_path: Path) -> None:
    scheduling.set_plan(shop, "owner", "week", tmp_path)
    scheduling.set_plan(shop, "owner", "month", tmp_path)
    with shop.read() as conn:
        assert [(one.book, one.every) for one in scheduling.plans(conn)] == [("owner", "month")]
    assert scheduling.drop_plan(shop, "owner").value
    assert not scheduling.drop_plan(shop, "owner").value
    with pytest.raises(UserError, match="isn't there"):
        scheduling.set_plan(shop, "owner", "week", tmp_path / "nowhere")
