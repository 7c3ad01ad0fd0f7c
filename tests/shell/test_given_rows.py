"""Rows of any list go to a helper: by a key, from the menu of a row, with the works that fit these rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu
from sqlalchemy import func, select

from storeapp.exchange.helper_workbooks import queries, service
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.exchange.helper_workbooks.ui.give_form import GiveForm
from storeapp.kernel.targets import OpenPage
from storeapp.store.tables import Review


def settle() -> None:
    """Let what was asked for arrive."""
    for _ in range(4):
        QApplication.processEvents()


LISTS = (
    ("reputation", "reviews", "reputation.give", ["replies"]),
    ("customers", "orders", "customers.give", ["tracking", "requests"]),
    ("aftersales", "", "aftersales.give", ["reasons"]),
    ("requests", "", "requests.give", ["requests"]),
    ("articles", "", "articles.give", ["translate"]),
)


def table_of(page: Any) -> Any:
    """The list in front."""
    for found in (getattr(page, name, None) for name in ("tab", "articles", "stack", "bench")):
        for one in (getattr(found, "reviews", None), found):
            table = getattr(one, "table", None)
            if table is not None:
                return table
    raise AssertionError("no list")


@pytest.mark.parametrize(("page_id", "part", "action", "works"), LISTS)
def test_rows_of_a_list(
    on_sample: Any, qtbot: Any, tmp_path: Path, page_id: str, part: str, action: str, works: list[str]
) -> None:
    """Two rows that are selected, and these only, are in the workbook; the sheet offers what fits them."""
    on_sample.navigate(OpenPage(page_id, part))
    settle()
    rows = table_of(on_sample.window.navigation.current)
    qtbot.waitUntil(lambda: rows.rows() is not None and rows.rows().rowCount() > 1, timeout=5000)
    rows.go_to(0)
    rows.selectRow(0)
    flags = rows.selectionModel().SelectionFlag
    rows.selectionModel().select(rows.model().index(1, 0), flags.Select | flags.Rows)
    chosen: list[int] = []
    rows.selected_rows(lambda found: chosen.extend(one.id for one in found))
    qtbot.waitUntil(lambda: len(chosen) == 2, timeout=5000)
    assert on_sample.desk.actions.action(action) in rows.actions()
    rows.menu_asked.emit(rows.current_row(), QPoint(5, 5))
    menus = [one for one in on_sample.window.findChildren(QMenu) if one.isVisible()]
    assert any(one.objectName() == action for menu in menus for one in menu.actions())
    for menu in menus:
        menu.close()
    on_sample.desk.actions.run(action)
    page = on_sample.window.navigation.current
    assert page.ID == "import"
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(GiveForm)), timeout=5000)
    [form] = [one for one in page.findChildren(GiveForm) if one.isVisible()]
    assert {name.partition(":")[0] for name in form._waiting} == set(works)
    assert form.task.count() == len(works)
    assert not form.rows.isVisible()
    given: list[GivenWork] = []
    form._then = given.append
    form.go.click()
    assert set(given[0].records) == set(chosen)


def test_what_cannot_be_given_is_said(on_sample: Any, tmp_path: Path) -> None:
    """An answered review is not given away again, and how many were left out is counted."""
    db = on_sample.desk.db
    with db.read() as conn:
        done = conn.execute(select(Review.id).where(Review.replied_on.is_not(None)).limit(1)).scalar_one()
        open_one = conn.execute(
            select(Review.id).where(Review.replied_on.is_(None), Review.replied_at.is_(None)).limit(1)
        ).scalar_one()
        before = conn.execute(select(func.count()).select_from(Review)).scalar()
    given = service.give_out(db, tmp_path / "work.xlsx", GivenWork("replies", records=(done, open_one))).value
    assert (given.workbook.rows, given.left_out) == (1, 1)
    with db.read() as conn:
        assert queries.workbooks(conn)[0].rows == 1
        assert conn.execute(select(func.count()).select_from(Review)).scalar() == before
