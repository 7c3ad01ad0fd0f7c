"""The parts that are always there: sidebar, top bar, toasts, status bar, drops, keys, and the place on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QSplitter, QWidget

from storeapp.kernel.targets import LookAtFiles, OpenArticle, OpenPage
from storeapp.qtkit.jobs import Job
from storeapp.qtkit.notices import Notice
from storeapp.shell.window.next_pane import panes
from storeapp.shell.window.snapshot import Snapshot


def drop(window, files: list[Path]) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    actions = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(300, 300), *actions)
    QApplication.sendEvent(window, enter)
    event = QDropEvent(QPointF(300, 300), *actions)
    QApplication.sendEvent(window, event)
    return event


def test_sizes_are_those_of_the_design(program, qtbot):
    window = program.window
    window.resize(1440, 900)
    assert (window.minimumWidth(), window.minimumHeight()) == (1000, 630)
    assert window.work.sidebar.width() == 208
    assert window.work.topbar.height() == 52
    assert window.status.height() == 24
    qtbot.waitUntil(lambda: window.work.pages.size().toTuple() == (1232, 824))
    assert {item.height() for item in window.work.sidebar.items.values()} == {34}


def test_a_small_window_has_a_narrow_sidebar(program):
    program.window.resize(1100, 700)
    assert program.window.work.sidebar.width() == 56
    program.window.resize(1300, 700)
    assert program.window.work.sidebar.width() == 208


def test_counts_are_shown_and_said(program):
    item = program.window.work.sidebar.items["history"]
    program.window.work.sidebar.set_counts({"history": (1234, True)})
    assert item.accessibleName() == "History, 1,234"
    program.window.work.sidebar.set_counts({"history": (0, False), "unknown": (3, False)})
    assert item.accessibleName() == "History"


def test_the_sidebar_and_the_keys_show_pages(program, qtbot):
    program.window.activateWindow()
    program.window.work.sidebar.items["history"].click()
    assert program.window.navigation.current.ID == "history"
    assert program.window.work.topbar.title.text() == "History"
    program.book.run("go.settings")
    assert program.window.work.sidebar.items["settings"].isChecked()
    QTest.keyClick(program.window, Qt.Key.Key_Escape)
    assert program.window.navigation.current.ID == "history"


def test_what_is_open_inside_a_page_is_named_again_on_coming_back(program):
    work = program.window.work
    work.sidebar.items["history"].click()
    program.window.navigation.current.crumb_changed.emit("› A stretch")
    program.book.run("go.settings")
    assert not work.topbar.crumb.isVisible()
    for _again in range(2):  # also where the page in front is asked for once more
        work.sidebar.items["history"].click()
        assert work.topbar.crumb.text() == "› A stretch"
        assert work.topbar.crumb.isVisible()
    program.window.navigation.current.crumb_changed.emit("")
    assert not work.topbar.crumb.isVisible()


def test_a_done_notice_leaves_and_a_failure_stays(qtbot, program):
    toast = program.window.work.topbar.toast
    program.notices.problem("Nothing saved, the file is open elsewhere")
    program.notices.say("Reply marked as sent", undo=True)
    assert toast.notice.text == "Reply marked as sent"
    toast._clock.timeout.emit()
    qtbot.waitUntil(lambda: toast.notice is not None and toast.notice.text.startswith("Nothing saved"))
    assert toast.isVisible()
    toast.dismiss()
    assert not toast.isVisible()


def test_a_refusal_goes_with_its_page_and_a_failure_with_its_shop(program, qtbot, tmp_path):
    toast = program.window.work.topbar.toast
    program.notices.refuse("Fix 2 blockers first")
    assert toast.isVisible()
    program.book.run("go.settings")
    assert toast.notice is None
    program.notices.problem("Nothing saved, the file is open elsewhere")
    program.book.run("go.today")
    assert toast.isVisible()
    program.create(tmp_path / "another", "Another")
    qtbot.waitUntil(lambda: program.session is not None and program.session.facts.name == "Another")
    assert "Nothing saved" not in (toast.notice.text if toast.notice else "")
    toast.dismiss()
    assert toast.notice is None


def test_the_status_bar_knows_a_backup_that_an_import_made(make_program, shop, qtbot):
    from storeapp.store import backup

    for info in backup.list_backups(shop):
        info.path.unlink()
    program = make_program()
    program.start(None)
    program.open(shop)
    db = program.desk.db
    assert program.window.status.backup.text() == "No backup yet"
    program.desk.jobs.write("", lambda progress: backup.make(db, "import"))
    program.look_again()
    qtbot.waitUntil(lambda: program.window.status.backup.text() == "Backup today 09:00")


def test_undo_in_a_toast_is_the_journals(program):
    desk = program.desk
    from storeapp.channels.rules import ChannelFields
    from storeapp.channels.service import add

    desk.jobs.write("", lambda progress: add(desk.db, ChannelFields("etsy", "Etsy")))
    program.notices.say("Added", undo=True)
    program.window.work.topbar.toast.undo_asked.emit()
    assert program.session.facts.channels == 0


def test_a_notice_may_have_its_own_way_out(program):
    pressed = []
    program.window.post(Notice("Restored", action=("Undo", lambda: pressed.append(1))))
    program.window.work.topbar.toast._act.click()
    assert pressed == [1]


def test_files_dropped_anywhere_go_to_import(program, tmp_path):
    taken = []
    program.navigate = taken.append
    file = tmp_path / "orders.csv"
    file.write_text("a,b\n1,2\n")
    assert drop(program.window, [file]).isAccepted()
    assert taken == [LookAtFiles((file,))]


def test_web_addresses_are_not_taken(program):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.csv")])
    actions = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDropEvent(QPointF(300, 300), *actions)
    QApplication.sendEvent(program.window, event)
    assert not event.isAccepted()


def test_f6_goes_through_the_parts_in_reading_order(on_sample):
    window = on_sample.window
    on_sample.navigate(OpenPage("history"))
    rooms = panes(window.work.panes())
    seen = []
    for _step in range(8):
        window.focus_next_pane()
        focus = window.focusWidget()
        seen.append(next(n for n, room in enumerate(rooms) if room is focus or room.isAncestorOf(focus)))
    ring = seen[: len(set(seen))]
    assert {0, 1, 2, 3} <= set(ring)
    assert seen == (ring * 8)[:8]
    turn = ring.index(0)
    assert ring[turn:] + ring[:turn] == sorted(ring)


def test_f6_reaches_every_pane_of_a_page_that_has_several_views(on_sample, qtbot):
    window = on_sample.window
    window.resize(1440, 900)
    with on_sample.desk.db.read() as conn:
        article = conn.exec_driver_sql("SELECT min(id) FROM articles").scalar()
    on_sample.navigate(OpenPage("articles", "positioning"))  # a view with panes of its own, left behind
    on_sample.navigate(OpenArticle(article))
    page = window.navigation.current
    qtbot.waitUntil(lambda: page.is_writing and page.writing_view.split.isVisible())
    split = page.writing_view.split
    inside = [pane for n in range(split.count()) if (pane := split.widget(n)).isVisible()]
    assert len(inside) == 3
    reached = set()
    for _step in range(8):
        window.focus_next_pane()
        reached |= {n for n, pane in enumerate(inside) if pane.isAncestorOf(window.focusWidget())}
    assert reached == {0, 1, 2}


def test_a_pane_that_is_split_again_counts_as_its_own_panes(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    row = QHBoxLayout(page)
    behind, front, again = QSplitter(), QSplitter(), QSplitter()
    behind.addWidget(QLineEdit())
    fields = [QLineEdit(), QLineEdit(), QLineEdit()]
    front.addWidget(fields[0])
    front.addWidget(again)
    again.addWidget(fields[1])
    again.addWidget(fields[2])
    row.addWidget(behind)
    row.addWidget(front)
    behind.hide()
    page.show()
    assert panes([page]) == fields
    assert panes([front]) == fields
    behind.show()
    front.hide()
    assert panes([page]) == [behind.widget(0)]


def test_ctrl_z_while_typing_stays_in_the_field(program, qtbot):
    program.navigate(OpenPage("history"))
    field = program.window.navigation.current.search
    field.setFocus()
    QTest.keyClicks(field, "abc")
    undone = []
    program.session.undo = lambda: undone.append(1)
    program.book.action("window.undo").setEnabled(True)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(field, QLineEdit)
    assert field.text() != "abc"
    assert undone == []


def test_an_and_in_a_pages_name_is_no_access_key(program):
    assert program.book.plain_text("go.customers") == "Customers & orders"


@pytest.mark.parametrize("name", ["window.shortcuts", "window.about"])
def test_sheets_open_and_close(program, name):
    from PySide6.QtWidgets import QDialog

    program.book.run(name)
    dialog = next(d for d in program.window.findChildren(QDialog) if d.isVisible())
    assert dialog.windowTitle()
    dialog.accept()


def test_the_shop_menu_lists_known_shops_and_ways_to_others(program, own_sample, shop):
    from PySide6.QtWidgets import QMenu

    program.open(own_sample)
    program.commands.shop_menu()
    menu = next(m for m in program.window.findChildren(QMenu) if m.isVisible())
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:2] == ["Lumen", "Mine"]
    assert "New shop…" in texts
    menu.close()


def test_a_page_with_nothing_to_show_says_how_far_the_shop_is_made(make_program, home):
    program = make_program()
    program.window.show_snapshot(Snapshot())
    page = program.window.work.pages.currentWidget()
    job = Job("files", "Making the sample shop", lambda progress: None, None, None, None)
    job.progress.begin("", 10)
    job.progress.step(4)
    program.opener.started.emit(job)
    assert page.accessibleDescription() == "Making the sample shop"
    program.window.show()
    page.grab()


def test_the_first_window_fits_the_screen_with_its_frame(make_program):
    window = make_program().window
    room = window.screen().availableSize()
    smallest = window.minimumSize()
    assert window.width() + 16 <= max(room.width(), smallest.width() + 16)
    assert window.height() + 44 <= max(room.height(), smallest.height() + 44)
    assert smallest.width() + 16 <= 1024
    assert smallest.height() + 44 <= 680
