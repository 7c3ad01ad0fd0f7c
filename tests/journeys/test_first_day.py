"""The first day of an owner: the sample shop, own files, a report, a backup, another language, an old file."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storeapp.exchange.ui.import_state import CHECKED, COLUMNS, EMPTY
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.ask import Question
from storeapp.qtkit.buttons import Button
from storeapp.shell.palette.palette import Palette
from storeapp.shell.session.first_run import WelcomeScreen
from storeapp.store import backup
from storeapp.today.stats import shop_stats

pytestmark = [pytest.mark.window, pytest.mark.slow]
LONG = 60_000  # ms a step may take on a busy machine


def until(qtbot, met) -> None:
    qtbot.waitUntil(met, timeout=LONG)


def press(widget, words: str) -> None:
    found = (b for b in widget.findChildren(Button) if words in (b.text(), b.accessibleName()))
    QTest.mouseClick(next(button for button in found if button.isVisible()), Qt.MouseButton.LeftButton)


def drop(window, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), *rest))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), *rest))


def settled(program) -> bool:
    return program.desk is not None and not program.desk.jobs.busy() and not program.opener.busy()


def page(program, page_id: str):
    program.book.run(f"go.{page_id}")
    return program.window.navigation.current


def test_sample_shop_reply_undo_report(start, qtbot, tmp_path):
    program = start()
    assert isinstance(program.window.instead, WelcomeScreen)
    press(program.window.instead, "Open the sample shop")
    until(qtbot, lambda: settled(program))
    assert program.window.work.ribbon.isVisible()
    waiting = program.window.work.sidebar.items["today"].count
    assert waiting > 0

    today = program.window.navigation.current
    until(qtbot, lambda: program.window.focusWidget() is today.list)
    QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Return)
    until(qtbot, lambda: program.window.navigation.current.ID == "reputation" and settled(program))
    reviews = program.window.navigation.current.reviews
    until(qtbot, lambda: reviews.table.current_row() is not None)
    program.book.run("reputation.mark")
    until(qtbot, lambda: program.session.can_undo is not None)
    assert page(program, "today").ID == "today"
    until(qtbot, lambda: settled(program) and program.window.work.sidebar.items["today"].count == waiting - 1)
    program.book.run("window.undo")
    until(qtbot, lambda: settled(program) and program.window.work.sidebar.items["today"].count == waiting)

    reports = page(program, "reports")
    until(qtbot, lambda: settled(program))
    reports.show_book("overview")
    reports.save_to(tmp_path / "overview.xlsx")
    until(qtbot, lambda: settled(program) and (tmp_path / "overview.xlsx").exists())
    assert zipfile.is_zipfile(tmp_path / "overview.xlsx")

    program.book.run("window.palette")
    palette = program.window.findChild(Palette)
    QTest.keyClicks(palette.line, "walnut")
    until(qtbot, lambda: any(row.kind == "record" for row in palette.list.rows))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    until(qtbot, lambda: program.window.navigation.current.ID == "reputation" and settled(program))


def test_own_files_by_drop_then_undo_and_redo(start, qtbot, shared_data):
    shop = shared_data / "etsy_small_shop"
    files = [*sorted(shop.glob("EtsySoldOrderItems*.csv")), shop / "reviews.json"]
    assert len(files) == 5
    program = start()
    drop(program.window, files)
    until(qtbot, lambda: program.desk is not None and program.window.navigation.current.ID == "import")
    importing = program.window.navigation.current
    until(qtbot, lambda: importing.flow.state in (COLUMNS, CHECKED) and settled(program))
    if importing.flow.state == COLUMNS:
        program.book.run("import.go")
    until(qtbot, lambda: importing.flow.state == CHECKED and settled(program))
    program.book.run("import.go")
    until(qtbot, lambda: importing.flow.state == EMPTY and settled(program))
    with program.desk.db.read() as conn:
        stats = shop_stats(conn)
    assert (stats.orders, stats.order_lines, stats.units, stats.reviews) == (219, 266, 301, 83)
    assert stats.orders_without_review == 143
    assert program.window.status.imported.text().startswith("Last import: ")

    program.book.run("window.undo")
    until(qtbot, lambda: settled(program) and program.session.facts.rows == 0)
    program.book.run("window.redo")
    until(qtbot, lambda: settled(program) and program.session.facts.rows > 0)
    assert program.session.facts.channels == 1


def test_backup_and_restore(start, qtbot, own_sample):
    program = start()
    program.open(own_sample)
    until(qtbot, lambda: settled(program))
    settings = page(program, "settings")
    settings.open_target(OpenPage("settings", "backups"))
    press(settings.parts["backups"], "Back up now")
    until(qtbot, lambda: settled(program) and bool(backup.list_backups(own_sample)))
    settings.open_target(OpenPage("settings", "shop"))
    shop = settings.parts["shop"]
    until(qtbot, lambda: shop.name.text() == "Lumen & Loom")
    shop.name.setText("Renamed")
    shop.name.editingFinished.emit()
    until(qtbot, lambda: settled(program) and program.window.windowTitle() == "Renamed – Storeapp")
    settings.open_target(OpenPage("settings", "backups"))
    until(qtbot, lambda: settled(program))
    settings.parts["backups"].refresh()
    until(qtbot, lambda: settled(program))
    settings.parts["backups"].ask_restore(backup.list_backups(own_sample)[-1])
    QTest.mouseClick(settings.findChild(Question).go, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: settled(program) and program.window.windowTitle() == "Lumen & Loom – Storeapp")


def test_language_colours_and_text_size_while_working(start, qtbot, own_sample, english):
    program = start()
    program.open(own_sample)
    until(qtbot, lambda: settled(program))
    for language, scheme, scale in (("zh_CN", "dark", 150), ("pseudo", "light", 200), ("en", "light", 100)):
        program.speak(language)
        program.restyle(choice=scheme, text_scale=scale)
        for page_id in list(program.window.work.sidebar.items):
            page(program, page_id)
            until(qtbot, lambda: settled(program))
    assert not [notice for notice in program.notices.log if notice.kind == "problem"]


def test_an_old_file_is_opened_and_backed_up_first(start, qtbot, home):
    old = Path(__file__).parents[1] / "old_files" / "0001.zip"
    folder = home / "shops" / "Old"
    with zipfile.ZipFile(old) as packed:
        packed.extractall(folder)
    found = next(folder.rglob("*.sqlite"))
    if found.name != "shop.sqlite" or found.parent != folder:
        shutil.move(found, folder / "shop.sqlite")
    program = start()
    program.open(folder)
    until(qtbot, lambda: settled(program))
    assert program.window.instead is None
    assert program.session.facts.rows > 0


def test_the_window_comes_back_where_it_was(start, qtbot, own_sample):
    program = start()
    program.open(own_sample)
    until(qtbot, lambda: settled(program))
    program.window.resize(1111, 701)
    until(qtbot, lambda: program.window.size().toTuple() == (1111, 701))
    program.window.close()
    until(qtbot, lambda: not program.window.isVisible() and not program.opener.busy())
    again = start(Settings.load())
    assert again.window.size().toTuple() == (1111, 701)
    assert Settings.load().last_shop == str(own_sample)
