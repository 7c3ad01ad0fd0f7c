"""The page: a dropped workbook is known, decided by keys, put aside and gone on with, applied and undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storeapp.exchange.helper_workbooks import queries
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.exchange.helper_workbooks.ui.give_form import GiveForm
from storeapp.exchange.ui.page import ImportPage
from storeapp.kernel.clock import FixedClock
from storeapp.qtkit.typing_rest import LATEST_MS, REST_MS
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Case
from storeapp.store.unsaved_text import unsaved_text
from tests.exchange.helper_workbooks.hands import column, edit, filling, give


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


def test_own_text_is_safe_before_it_is_used(
    qtbot: Any, page: ImportPage, came_back: Path, helpers_shop: Database, clock: FixedClock
) -> None:
    """Within a second of the last key it is in the file, and back in its own cell, however the program ended."""
    clock.at += timedelta(hours=2)
    page.start([came_back])
    assert REST_MS < LATEST_MS <= 700  # the rest of the second is for the disk
    view, saved = page.helpers.view, page.desk.jobs
    assert view.state is not None
    first, second = view.state.open()
    view.pane.edit.setPlainText("Half a senten")
    assert view.pane.edit.toPlainText() == "Half a senten"

    def kept() -> str:
        with helpers_shop.read() as conn:
            return unsaved_text(conn, "helper file:1")

    qtbot.waitUntil(lambda: "Half a senten" in kept())
    assert not saved.busy("write")
    typed = iter(range(1_000))

    def never_rests() -> bool:
        view.pane.edit.setPlainText(f"Half a sentence {next(typed)}")
        return "Half a sentence" in kept()

    qtbot.waitUntil(never_rests)
    view.pane.edit.setPlainText("Half a senten")
    qtbot.waitUntil(lambda: '"Half a senten"' in kept())
    view.move_on(1)
    qtbot.waitUntil(lambda: view.pane.edit.toPlainText() == second.theirs)
    page.desk.actions.run("helpers.mine")
    qtbot.waitUntil(lambda: "mine" in kept())
    page.helpers._leave()
    page.start([came_back])  # as after a sudden end: nothing was put aside
    again = page.helpers.view
    assert again.state is not None
    assert [one.what for one in again.state.decisions.values()] == ["mine"]
    qtbot.waitUntil(lambda: again.pane.edit.toPlainText() == "Half a senten")
    assert again.state.own_text(first) == "Half a senten"
    again.pane.use.click()
    page.helpers.apply()
    assert notes_of(helpers_shop)[:2] == ["Half a senten", "Mine"]
    assert kept() == ""


def test_when_it_was_changed_is_told(qtbot: Any, page: ImportPage, helpers_shop: Database, tmp_path: Path,
                                     clock: FixedClock) -> None:  # fmt: skip
    """The time it was given out, the owner's own change, and when the file came back stand at the three values."""
    path = tmp_path / "cases.xlsx"
    give(helpers_shop, path, "reasons")
    clock.at += timedelta(days=1)
    with helpers_shop.write("Edit") as tx:
        tx.update(Case, 1, note="Mine")
    clock.at += timedelta(days=1)
    page.start([edit(path, filling([(2, "Note", "Theirs")]))])
    view = page.helpers.view
    qtbot.waitUntil(lambda: bool(view.pane.times["mine"].text()))
    told = [view.pane.times[key].text() for key in ("base", "mine", "theirs")]
    assert len(set(told)) == 3
    assert all(told)
    since = next(one for one in view.model.columns if one.id == "since")
    assert since.text(view.model.rows()[0]) == f"you, {told[1]}"


def test_a_row_without_a_code_is_asked(qtbot: Any, page: ImportPage, helpers_shop: Database, tmp_path: Path) -> None:
    """It stands in the list as a line of its own; W leads to the rows it may be; it counts only once it is matched."""
    path = tmp_path / "cases.xlsx"
    give(helpers_shop, path, "reasons")

    def change(sheet: Any) -> None:
        for place in (1, column(sheet, "Check")):
            sheet.cell(3, place).value = None
        sheet.cell(3, column(sheet, "Case")).value = "Lamp one flickers"
        sheet.cell(3, column(sheet, "Next step")).value = "Call back"
        sheet.cell(5, column(sheet, "Next step")).value = "Only words"

    page.start([edit(path, change)])
    view = page.helpers.view
    assert view.chips["new"].isVisible()
    assert [row.change.state for row in view.model.rows()] == ["new", "new"]
    page.desk.actions.run("helpers.whose")
    qtbot.waitUntil(lambda: view.pane.choices.count() == 3)
    assert "did not come back" in view.pane.choices.currentText()
    view.pane.match.click()
    qtbot.waitUntil(lambda: [row.change.state for row in view.model.rows()] == ["locked", "apply", "new"])
    page.desk.actions.run("helpers.whose")
    qtbot.waitUntil(lambda: view.pane.choices.isVisible() and view.pane.choices.count() == 3)
    view.pane.leave.click()
    qtbot.waitUntil(lambda: [row.change.state for row in view.model.rows()] == ["locked", "apply"])
    assert view.state is not None
    assert view.state.found.left == 1
    page.helpers.apply()
    with helpers_shop.read() as conn:
        assert conn.execute(select(Case.next_step).where(Case.id == 2)).scalar() == "Call back"
        assert queries.waiting(conn) == []


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


def test_choices_are_said_in_the_owners_words(qtbot: Any, page: ImportPage, came_back: Path, tmp_path: Path) -> None:
    """A reason is not its key, nor what another language calls it, in the list and in the list of differences."""
    page.start([came_back])
    state = page.helpers.view.state
    assert state is not None
    [row] = [row for row in state.rows() if row.column.key == "reason"]
    assert row.words(row.change.theirs) == "Product: Faulty"
    assert any("Product: Faulty" in line for line in state.differences())
