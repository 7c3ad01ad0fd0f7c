"""What every list with an inspector does, tried on the toy room: states, finding, staying, keys, drawer, top."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storeapp.kernel.errors import UserError
from storeapp.qtkit import audit
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.widgets import Button
from storeapp.store.tables import Product
from tests.qtkit.test_toy_room import JarFilters, JarPage, eat, mark_sent

MANY = 3000


def shelf(db, count):
    """So many jars, "Jar 0001" and on; their ids are their numbers."""
    with db.write("Filled the shelf") as tx:
        tx.insert(Product, ["title"], [(f"Jar {number:04}",) for number in range(1, count + 1)])


def opened(qtbot, desk):
    made = JarPage(desk)
    for widget in (made, made.toolbar()):
        qtbot.addWidget(widget)
    made.resize(1440, 700)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    QApplication.processEvents()
    return made


@pytest.fixture
def page(qtbot, desk, db, request):
    """The room with as many jars as the test asks for, nine by itself."""
    shelf(db, getattr(request, "param", 9))
    made = opened(qtbot, desk)
    yield made
    made.close_page()
    made.close()


def hint(page):
    """The words in the place of the list."""
    return page.bench.list.states._stack.currentWidget().title.text()


def told(page, qtbot):
    """The record the list stands on, and the one the inspector shows, once all asked for has come."""
    bench = page.bench
    qtbot.waitUntil(lambda: page.settled() and not bench.finder.seeking and page.table.current_row() is not None)
    return page.table.current_row().id, page.bench.record, page.bench.inspector.title.text()


def announce(page):
    page.desk.jobs.announce(frozenset({"products"}))


@pytest.mark.parametrize("page", [0], indirect=True)
def test_an_empty_shop_and_one_without_a_match_say_different_things(page, db, qtbot):
    assert hint(page) == "No jars yet"
    assert page.bench.beside._hint.title.text() == "No jar selected"
    shelf(db, 2)
    announce(page)
    assert told(page, qtbot) == (1, 1, "Jar 0001")
    page.bench.bar.change(sent=True)
    assert hint(page) == "No jar matches"
    assert page.bench.record is None
    page.bench.list.clear()
    assert told(page, qtbot) == (1, 1, "Jar 0001")


def test_a_failed_reading_says_why_stays_and_can_be_tried_again(page, monkeypatch, qtbot):
    page.bench.go_to(4)

    def broken(*_asked):
        raise UserError("The file is busy.")

    monkeypatch.setattr(page.model.source, "rows", broken)
    announce(page)
    assert hint(page) == "The jars could not be read"
    assert page.bench.list.states._hint.help.text() == "The file is busy."
    monkeypatch.undo()
    page.bench.list.states.findChild(Button).click()
    assert page.bench.list.states._stack.currentWidget() is page.table
    assert told(page, qtbot) == (4, 4, "Jar 0004")


@pytest.mark.parametrize("page", [MANY], indirect=True)
def test_a_record_far_down_is_found_and_only_blocks_are_in_memory(page, qtbot):
    assert page.bench.list.count.text() == "3,000 jars"
    page.bench.go_to(2345)
    assert told(page, qtbot) == (2345, 2345, "Jar 2345")
    assert sum(len(rows) for rows in page.model._blocks.values()) <= 5 * 200
    page.bench.bar.search.searched.emit("0007")
    assert page.model.total() == 1
    page.bench.go_to(1500)  # the search leaves it out: the list that holds it is shown
    assert page.bench.filters == JarFilters()
    assert told(page, qtbot) == (1500, 1500, "Jar 1500")


@pytest.mark.parametrize("page", [MANY], indirect=True)
@pytest.mark.parametrize("stood", [3, 1999, MANY])
def test_the_same_record_stays_when_rows_above_go_or_come(page, db, stood, qtbot):
    page.bench.go_to(stood)
    eat(db, 1)
    eat(db, 2)
    announce(page)
    assert told(page, qtbot)[:2] == (stood, stood)
    with db.write("Added 500 jars") as tx:
        tx.insert(Product, ["title"], [(f"Glass {number}",) for number in range(500)])
    announce(page)
    assert told(page, qtbot)[:2] == (stood, stood)
    assert page.model.total() == MANY - 2 + 500


def test_where_the_record_goes_the_next_one_is_chosen_and_the_last_one_at_the_end(page, db, qtbot):
    page.bench.go_to(5)
    page.desk.actions.run("jars.eat")
    assert told(page, qtbot) == (6, 6, "Jar 0006")
    page.bench.go_to(9)
    page.desk.actions.run("jars.eat")
    assert told(page, qtbot) == (8, 8, "Jar 0008")


def test_a_record_that_leaves_the_filter_makes_way_for_the_next(page, db, qtbot):
    page.bench.show_filters(JarFilters(sent=False))
    page.bench.go_to(3)
    mark_sent(db, 3, "Sweet")
    announce(page)
    assert told(page, qtbot) == (4, 4, "Jar 0004")


def test_another_filter_begins_at_the_top_and_another_record_too(page, qtbot):
    page.bench.go_to(7)
    bar = page.bench.inspector.scroller.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(80)
    announce(page)
    assert bar.value() == 80  # the same record, read again
    page.bench.step(1)
    assert told(page, qtbot) == (8, 8, "Jar 0008")
    assert bar.value() == 0
    page.bench.show_filters(JarFilters(sent=False))
    assert told(page, qtbot) == (1, 1, "Jar 0001")


def test_a_gone_record_that_was_asked_for_shows_that_none_is_selected(page):
    page.bench.go_to(77)
    assert page.bench.record is None
    assert page.bench.beside._hint.title.text() == "No jar selected"


def test_keys_pressed_before_the_rows_have_come_are_kept_in_their_order(qtbot, desk, db):
    shelf(db, MANY)
    lanes = Jobs(desk.notices)
    made = opened(qtbot, replace(desk, jobs=lanes))
    qtbot.waitUntil(lambda: made.bench.record == 1)
    made.keys.watch(made.table)  # as the window does with whatever the keys go to

    def has_the_keys():
        made.activateWindow()  # again: the list may have stood behind its loading state when asked first
        made.table.setFocus()
        return QApplication.focusWidget() is made.table

    qtbot.waitUntil(has_the_keys)
    made.model.reload()
    made.keys._came = False  # as on the first visit: nothing has been read
    for key in (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_D):
        QTest.keyClick(made.table, key)
    assert made.bench.record == 1
    qtbot.waitUntil(lambda: made.model.sure and made.model.total() == MANY - 1 and made.bench.record == 4)
    assert [made.model.row(number).id for number in range(3)] == [1, 2, 4]  # the third was eaten
    made.close_page()
    made.close()
    lanes.close()


def test_the_inspector_is_a_drawer_in_a_narrow_window(page):
    assert page.bench.split.orientation() == Qt.Orientation.Horizontal
    page.resize(1100, 700)
    assert page.bench.split.orientation() == Qt.Orientation.Vertical


def test_every_part_is_named_uncut_and_plain(page):
    page.bench.bar.change(sent=False)
    QApplication.processEvents()
    for root in (page, page.toolbar()):
        assert audit.nameless(root) == []
        assert audit.cut_texts(root) == []
        assert audit.rich_labels(root) == []


def test_the_models_keep_their_promises(page, qtmodeltester):
    qtmodeltester.check(page.model)
