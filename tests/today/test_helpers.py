"""Workbooks that helpers should have sent back stand on Today, and go when something of them is applied."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storeapp.exchange.helper_workbooks import service
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.store.db import Database
from storeapp.today.lines import helper_lines
from storeapp.today.queries import overdue_workbooks
from tests.make import Make


def test_overdue_workbooks(db: Database, make: Make, tmp_path: Path) -> None:
    """One line for what is overdue, none for what is not due or back."""
    make.order(placed_on="2026-07-01")
    for name, until in (("late", date(2026, 7, 10)), ("due today", date(2026, 7, 16)), ("open", None)):
        service.give_out(db, tmp_path / f"{name}.xlsx", GivenWork("tracking", "Mia", until=until))
    today = date(2026, 7, 16)
    with db.read() as conn:
        [line] = helper_lines(overdue_workbooks(conn, today), today)
    assert (line.title, line.tag, line.files) == ("1 row with Mia should be back", "6 days overdue", True)
    service.finish(db, 1)
    with db.read() as conn:
        assert overdue_workbooks(conn, today) == []
