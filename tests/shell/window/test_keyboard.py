"""The keyboard: every page opens with its list or first field having it, and no key that F1 lists is dead there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QTextEdit

from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.table import TableView
from storeapp.shell.rooms import rooms
from storeapp.shell.window.next_pane import first_field
from storeapp.shell.window.shortcuts import ShortcutsSheet, list_keys

PAGES = [room.id for room in rooms()]
TABS = ["overview", "reviews", "products", "themes", "standing", "trust", "links"]
LISTS = ["customers", "orders", "products", "doubles"]
PLACES = [(page, "") for page in PAGES if page != "customers"]
PLACES += [("reputation", tab) for tab in TABS] + [("customers", tab) for tab in LISTS]
DESKTOP = {"import.choose", "import.folder"}  # open a window of the desktop
TURNED = {"aftersales.board"}  # turn the place into another one, until they are pressed again


def settle() -> None:
    for _round in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def go(program, place):
    page_id, tab = place
    program.navigate(OpenPage(page_id, tab))
    settle()
    return program.window.navigation.current


def close_all(program) -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog | QMenu) and widget.isVisible():
            widget.close()
    program.window.activateWindow()  # there is no window manager here that does it when a dialog closes
    settle()


def seen(program) -> tuple[object, ...]:
    """What a key may change: page, focus, selection, dialogs, notices."""
    page = program.window.navigation.current
    listed = page.keyboard()
    place = listed.currentIndex().row() if isinstance(listed, TableView) else getattr(listed, "_place", None)
    dialogs = sum(isinstance(one, QDialog | QMenu) and one.isVisible() for one in QApplication.topLevelWidgets())
    newest = id(program.notices.log[-1]) if program.notices.log else 0  # the log is as long as it may get at 50
    return page.ID, QApplication.focusWidget(), place, dialogs, newest


def test_every_page_opens_with_its_list_or_first_field_having_the_keys(on_sample):
    on_sample.window.activateWindow()
    wrong = []
    for place in PLACES:
        page = go(on_sample, place)
        holder, listed = QApplication.focusWidget(), page.keyboard()
        wanted = {listed} if listed is not None and listed.isVisible() else set()
        wanted = wanted or {first_field(page), first_field(on_sample.window.work.tools)}
        if holder not in wanted:
            wrong.append(f"{place}: {holder} has the keys, not {listed}")
    assert not wrong, "\n".join(wrong)


def dead_keys(program, place):
    """The keys of lists and pages that are listed at a place, but do nothing there."""
    book = program.book
    go(program, place)
    pressed = False
    for line in book.shortcuts():
        if pressed:  # whatever the last key did
            go(program, place)
            pressed = False
        if not book.has(line.id) or book.spec(line.id).scope == "window" or line.id in DESKTOP:
            continue
        action = book.action(line.id)
        if not action.isEnabled():
            continue
        pressed = True
        spy = QSignalSpy(action.triggered)
        before = seen(program)
        chord = QKeySequence(book.spec(line.id).keys)[0]
        QTest.keyClick(QApplication.focusWidget(), chord.key(), chord.keyboardModifiers())
        settle()
        if not spy.count() or (seen(program) == before and not line.id.startswith("customers.tab.")):
            yield f"{place}: {line.keys} ({line.id}) pressed in {QApplication.focusWidget()}, {spy.count()} times"
        if line.id in TURNED:
            book.run(line.id)
        close_all(program)
    page = go(program, place)
    if list_keys(page.keyboard()):
        before = seen(program)
        model = page.keyboard().model() if isinstance(page.keyboard(), TableView) else None
        last = model is not None and before[2] == model.rowCount() - 1  # J has nowhere to go from there, K has
        for _twice in range(2):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K if last else Qt.Key.Key_J)
        settle()
        rows = page.keyboard().model().rowCount() if isinstance(page.keyboard(), TableView) else 9
        if rows > 2 and seen(program) == before:
            yield f"{place}: {'K' if last else 'J'}"


@pytest.mark.slow
@pytest.mark.timeout(900)  # every key of every page
def test_no_key_that_is_listed_is_dead(on_sample):
    on_sample.window.activateWindow()
    dead = [words for place in PLACES for words in dead_keys(on_sample, place)]
    assert not dead, "\n".join(dead)


def test_ctrl_enter_is_the_main_action_of_every_page(on_sample):
    """And where a page has none, it says so."""
    on_sample.window.activateWindow()
    dead, without = [], []
    for page_id in PAGES:
        page = go(on_sample, (page_id, ""))
        spec = page.main_action()
        if spec is None:
            without.append(page_id)
        spy = QSignalSpy(on_sample.book.action(spec.id if spec is not None else "window.primary").triggered)
        before = seen(on_sample)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle()
        if not spy.count() or seen(on_sample) == before:
            dead.append(page_id)
        close_all(on_sample)
    assert not dead
    assert without == ["requests", "history", "settings"]


def test_f1_shows_the_keys_of_the_page_in_front(on_sample):
    def words(place):
        page = go(on_sample, place)
        return {line.text for line in on_sample.book.shortcuts()} | {w for _k, w in list_keys(page.keyboard())}

    today, reviews = words(("today", None)), words(("reputation", "reviews"))
    assert "Later today" in today - reviews
    assert {"Mark as replied", "Select the row"} <= reviews - today
    sheet = ShortcutsSheet(on_sample.book, on_sample.window.navigation.current.keyboard(), on_sample.window)
    assert sheet.windowTitle() == "All shortcuts"
    sheet.deleteLater()


def test_enter_leads_to_the_message_and_esc_back_to_the_list(on_sample):
    on_sample.window.activateWindow()
    page = go(on_sample, ("aftersales", None))
    size = on_sample.window.size()
    on_sample.window.resize(1024, 680)
    settle()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle()
    editor = page.panel.composer.pane.editor
    assert QApplication.focusWidget() is editor
    assert editor.visibleRegion().boundingRect().height() >= editor.fontMetrics().height() * 2  # two lines at least
    on_sample.window.resize(size)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    settle()
    assert on_sample.window.navigation.current is page
    assert QApplication.focusWidget() is page.table


def test_the_keys_come_back_after_a_sheet_the_palette_and_a_message(on_sample):
    on_sample.window.activateWindow()
    page = go(on_sample, ("aftersales", None))
    assert QApplication.focusWidget() is page.table
    for action in ("window.shortcuts", "aftersales.new"):
        on_sample.book.run(action)
        settle()
        close_all(on_sample)
        assert QApplication.focusWidget() is page.table
    on_sample.book.run("window.palette")
    settle()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle()
    assert QApplication.focusWidget() is page.table
    on_sample.notices.problem("Something went wrong.")
    settle()
    on_sample.window.work.topbar.toast.dismiss()
    settle()
    assert QApplication.focusWidget() is page.table


def test_what_takes_itself_away_gives_the_keys_to_the_list(on_sample):
    on_sample.window.activateWindow()
    page = go(on_sample, ("aftersales", None))
    line = next(one for one in page.panel.promises.lines() if one.row.kept_on is None)
    line.button.setFocus()
    QTest.keyClick(line.button, Qt.Key.Key_Space)
    settle()
    assert QApplication.focusWidget() is page.table


def test_escape_in_a_list_leads_to_the_page_before(on_sample):
    on_sample.window.activateWindow()
    go(on_sample, ("today", None))
    page = go(on_sample, ("aftersales", None))
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    settle()
    today = on_sample.window.navigation.current
    assert today.ID == "today"
    assert QApplication.focusWidget() is today.list


def test_no_single_letter_acts_where_one_types(on_sample):
    on_sample.window.activateWindow()
    for place in PLACES:
        page = go(on_sample, place)
        for field in (one for one in page.findChildren(QLineEdit) + page.findChildren(QTextEdit) if one.isVisible()):
            if field.isReadOnly() or not field.isEnabled():
                continue
            field.setFocus()
            before = seen(on_sample)
            QTest.keyClicks(field, "jkesocmlpdynriJ")
            settle()
            assert seen(on_sample)[0:2] == before[0:2]
            assert seen(on_sample)[3:] == before[3:]
