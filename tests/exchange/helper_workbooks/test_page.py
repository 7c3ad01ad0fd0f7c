"""The page: a dropped workbook is known, decided by keys, put aside and gone on with, applied and undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storeapp.exchange.helper_workbooks import queries
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.exchange.helper_workbooks.ui.give_form import GiveForm
from storeapp.exchange.ui.page import ImportPage
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Case
from tests.exchange.helper_workbooks.hands import edit, filling, give


@pytest.fixture
def page(qtbot: Any, desk: Any, helpers_shop: Database) -> ImportPage:
    """The page Import data on the shop."""
    made = ImportPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def notes_of(db: Database) -> list[str]:
    """The notes of all cases, by number."""
    with db.read() as conn:
        return list(conn.execute(select(Case.note).order_by(Case.id)).scalars())


@pytest.fixture
def came_back(helpers_shop: Database, tmp_path: Path) -> Path:
    """A workbook with a conflict in each of two notes, a reason, and a changed grey cell."""
    path = tmp_path / "cases.xlsx"
    give(helpers_shop, path, "reasons")
    with helpers_shop.write("Edits") as tx:
        tx.update_many(Case, ("note",), [(1, "Asked for daylight photos. Waiting."), (2, "Mine")])
    typed = [(2, "Note", "Asked for photos. They came."), (3, "Note", "Theirs"), (4, "Reason", "Product: Faulty")]
    return edit(path, filling([*typed, (4, "Case", "Other")]))


def test_a_dropped_workbook_is_merged(qtbot: Any, page: ImportPage, came_back: Path, helpers_shop: Database) -> None:
    """Recognised on the drop, decided with B and H, applied with the button, undone in one step."""
    page.start([came_back])
    view = page.helpers.view
    assert page.stack.currentWidget() is view
    assert [view.figures[name].text() for name in ("conflicts", "apply", "locked")] == ["2", "1", "1"]
    assert view.pane.both_text.text() == "Asked for daylight photos. They came."
    assert view.go.text() == "Apply 1 change"
    page.desk.actions.run("helpers.both")
    page.desk.actions.run("helpers.theirs")
    assert view.go.text() == "Apply 3 changes"
    page.desk.actions.run("import.go")
    assert notes_of(helpers_shop)[:2] == ["Asked for daylight photos. They came.", "Theirs"]
    assert not page.helpers.merging
    journal.undo(helpers_shop)
    assert notes_of(helpers_shop)[:2] == ["Asked for daylight photos. Waiting.", "Mine"]


def test_put_aside_and_gone_on_with(qtbot: Any, page: ImportPage, came_back: Path, helpers_shop: Database) -> None:
    """What was decided waits with the file on the start page."""
    page.start([came_back])
    page.desk.actions.run("helpers.both")
    page.desk.actions.run("helpers.aside")
    assert page.stack.currentIndex() == 0
    card = page.start_view.helpers
    qtbot.waitUntil(lambda: len(card.rows) == 2)
    came_back.unlink()
    with helpers_shop.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM actions WHERE title LIKE '%aside%'").scalar() == 0
    card.opened.emit(1)
    view = page.helpers.view
    assert view.state is not None
    assert [one.what for one in view.state.decisions.values()] == ["both"]
    assert len(view.state.open()) == 1
    view.decide("mine")
    page.helpers.apply()
    assert notes_of(helpers_shop)[:2] == ["Asked for daylight photos. They came.", "Mine"]


def test_filters_and_the_list_of_differences(qtbot: Any, page: ImportPage, came_back: Path, tmp_path: Path) -> None:
    """Chips and the search narrow the list; all that differs is saved as a table."""
    page.start([came_back])
    view = page.helpers.view
    view.chips["locked"].click()
    assert [row.change.column for row in view.model.rows()] == ["title"]
    view.chips["all"].click()
    view.finder.searched.emit("theirs")
    assert [row.change.theirs for row in view.model.rows()] == ["Theirs"]
    page.helpers._write_list(tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_text("utf-8-sig").count("\n") >= 5


def test_giving_work(qtbot: Any, page: ImportPage, helpers_shop: Database, tmp_path: Path) -> None:
    """The form offers what waits; the workbook is saved and listed, and can be called finished."""
    page.helpers.give()
    [form] = [one for one in page.findChildren(GiveForm) if one.isVisible()]
    form.task.choose("translate")
    form.task.picked.emit("translate")
    assert (form.work(), form.into.isVisible(), form.count.text()[-1]) == ("translate:en", True, "0")
    form.task.choose("tracking")
    form.task.picked.emit("tracking")
    assert "12" in form.count.text()
    form.boxes["country"].setChecked(False)
    form.helper.setText("Mia")
    given: list[GivenWork] = []
    form._then = given.append
    form.go.click()
    assert given[0].helper == "Mia"
    assert "country" not in given[0].columns
    page.helpers.save(given[0], tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").is_file()
    card = page.start_view.helpers
    qtbot.waitUntil(lambda: len(card.rows) == 1)
    card.finished.emit(1)
    with helpers_shop.read() as conn:
        assert queries.workbooks(conn)[0].back_at is not None
