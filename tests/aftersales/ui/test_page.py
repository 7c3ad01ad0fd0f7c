"""The page After-sales, worked with as an owner does: open, promise, keep, close, and the ways from other pages."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from storeapp.aftersales import queries, service
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised, reasons
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.rules import Entry
from storeapp.aftersales.ui.case_list import clock_words, due
from storeapp.aftersales.ui.groups import fold
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.money import Money
from storeapp.kernel.targets import (
    OpenCase,
    OpenCaseOfCustomer,
    OpenCaseOfReview,
    OpenCustomer,
    OpenOrder,
    OpenPage,
    OpenReview,
    RecordPromise,
)
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.shell.window.shortcuts import list_keys
from storeapp.store import journal


@pytest.fixture
def review(make):
    channel = make.channel(name="Etsy", currency="EUR")
    buyer = make.customer(name="Ann Lee")
    order = make.order(channel_id=channel, customer_id=buyer, number="3382-1107", currency="EUR", total_minor=14800)
    make.line(order, title="Walnut reading lamp")
    return make.review(channel_id=channel, order_id=order, customer_id=buyer, stars=1, text="Shade arrived cracked")


@pytest.fixture
def page(qtbot, desk, review):
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def shown(page):
    return [page.model.row(number).title for number in range(page.model.total())]


def detail(db, case):
    with db.read() as conn:
        return queries.case_detail(conn, case)


def test_a_review_without_a_case_gets_one(page, desk, db, review):
    page.open_target(OpenCaseOfReview(review))
    assert shown(page) == ["Shade arrived cracked"]
    assert page.panel.case_id == 1
    assert desk.notices.log[-1].text == "Case 1 opened"
    assert page.panel.facts.order.text() == "3382-1107"
    page.open_target(OpenCaseOfReview(review))
    assert shown(page) == ["Shade arrived cracked"]
    desk.jobs.write("Undo", lambda progress: journal.undo(db))
    assert page.model.total() == 0


def test_a_promise_is_recorded_kept_and_the_case_closed(page, desk, db, review):
    page.open_target(OpenCaseOfReview(review))
    promises = page.panel.promises
    promises.kind.choose("refund")
    promises.amount.setText("twenty")
    promises.add.click()
    assert promises.wrong.text().startswith("“twenty” is not an amount")
    promises.amount.setText("20")
    promises.words.setText("half of the shade")
    promises.add.click()
    (line,) = promises.lines()
    assert (line.row.amount, line.row.due_on) == (Money(2000, "EUR"), "2026-07-19")
    assert page.panel.tag.accessibleName() == "Sunday"
    assert not page.panel.end.isEnabled()
    line.button.click()
    assert detail(db, 1).promises[0].kept_on == "2026-07-16"
    page.panel.end.click()
    assert detail(db, 1).row.state == "closed"
    assert page.model.total() == 0
    page.open_target(OpenPage("aftersales", "closed"))
    assert shown(page) == ["Shade arrived cracked"]
    page.panel.end.click()
    assert detail(db, 1).row.state == "open"


def test_what_is_over_stands_first_and_turns_the_count_red(page, qtbot, db, desk):
    later = service.open_plain(db, "Later").value
    over = service.open_plain(db, "Over").value
    promises.promise(db, later, Promised("answer", due_on="2026-07-20"))
    promises.promise(db, over, Promised("answer", due_on="2026-07-14"))
    service.open_plain(db, "Nothing promised")
    with qtbot.waitSignal(page.count_changed) as told:
        desk.jobs.announce(frozenset({"cases"}))
    assert told.args == [1, True]
    assert shown(page) == ["Over", "Later", "Nothing promised"]
    assert due(page.model.row(0), desk.clock.today()) == ("2 days over", "negative")
    assert [(band.words, band.count) for band in page.table.bands.all] == [
        ("Past the promise", 1),
        ("This week", 1),
        ("No day promised; clocks may run", 1),
    ]


def test_a_promise_of_a_reply_is_recorded_and_leads_back(page, desk, db, review):
    page.open_target(RecordPromise(review, "refund", Money(2000, "EUR")))
    assert detail(db, 1).promises[0].amount == Money(2000, "EUR")
    assert desk.navigate[-1] == OpenPage("reputation", "reviews")
    assert desk.notices.log[-1].text == "Recorded on case 1"
    desk.jobs.write("Undo", lambda progress: journal.undo(db))
    assert detail(db, 1) is None


def test_title_reason_and_note_are_kept(page, db, review):
    page.open_target(OpenCaseOfReview(review))
    panel = page.panel
    panel.title.setText("Cracked shade")
    panel.title.editingFinished.emit()
    panel.facts.reason.choose("PRD_SAFETY")
    panel.facts.reason.picked.emit("PRD_SAFETY")
    assert panel.facts.warning.isVisible()
    panel.facts.note.setPlainText("Packed in box 2")
    panel.facts.note.rested.emit()
    found = detail(db, 1)
    assert (found.row.title, found.row.reason, found.note) == ("Cracked shade", "PRD_SAFETY", "Packed in box 2")


def test_ways_to_order_review_and_buyer(page, desk, review):
    page.open_target(OpenCaseOfReview(review))
    page.panel.facts.order.click()
    page.panel.facts.review.click()
    page.panel.facts.buyer.click()
    assert [type(target) for target in desk.navigate[-3:]] == [OpenOrder, OpenReview, OpenCustomer]


def test_a_new_case_is_asked_for_by_its_title(page, desk):
    desk.actions.run("aftersales.new")
    dialog = page.findChild(Question)
    dialog.line.setText("A call about a loose switch")
    dialog.go.click()
    assert shown(page) == ["A call about a loose switch"]


def test_filters_narrow_the_list(page, db, desk, review):
    service.open_for_review(db, review, reason="DEL_DAMAGE")
    service.open_plain(db, "Other", "INQ")
    desk.jobs.announce(frozenset({"cases"}))
    page.reason.choose("INQ")
    page.reason.picked.emit("INQ")
    assert shown(page) == ["Other"]


def test_every_part_is_named_uncut_and_plain(page, db, review):
    page.open_target(RecordPromise(review, "refund", Money(2000, "EUR"), "2026-07-18"))
    QApplication.processEvents()
    for root in (page, page.toolbar()):
        assert audit.nameless(root) == []
        assert audit.cut_texts(root) == []
        assert audit.rich_labels(root) == []


def test_a_case_far_down_a_long_list_is_the_one_that_opens(page, desk, db, qtbot):
    cases = [service.open_plain(db, f"Case about {number}").value for number in range(450)]
    desk.jobs.announce(frozenset({"cases"}))
    for case in (cases[3], cases[449], cases[200]):
        page.open_target(OpenCase(case))
        place = cases.index(case)
        qtbot.waitUntil(lambda place=place: page.table.currentIndex().row() == place)
        qtbot.waitUntil(lambda: page.table.current_row() is not None)
        assert page.table.current_row().id == page.panel.case_id == case


def test_a_closed_case_opens_from_anywhere_although_the_list_shows_open_ones(page, db, desk):
    case = service.open_plain(db, "Long ago").value
    service.close(db, case)
    page.reason.choose("damage")
    page.ask_list()
    page.open_target(OpenCase(case))
    assert page.tabs.value() == "closed"
    assert page.table.current_row().id == case


def test_groups_are_folded_and_shown_again_by_keys_and_mouse(page, qtbot, db, desk):
    for title, day in (
        ("Over", "2026-07-14"),
        ("Week", "2026-07-20"),
        ("Week two", "2026-07-21"),
        ("Later", "2026-08-20"),
    ):
        promises.promise(db, service.open_plain(db, title).value, Promised("answer", due_on=day))
    desk.jobs.announce(frozenset({"cases"}))
    table = page.table
    assert [keys for keys, _text in list_keys(table)][-2:] == ["Left", "Right"]
    table.go_to(1)
    table.reporter.flush()
    assert page.panel.title.text() == "Week"
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert shown(page) == ["Over", "Later"]
    assert [(band.words, band.count, band.folded) for band in table.bands.all] == [
        ("Past the promise", 1, False),
        ("This week", 2, True),
        ("Later", 1, False),
    ]
    assert page.panel.title.text() == "Later"
    assert page.bench.list.count.text() == "2 cases shown"
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert (shown(page), [band.words for band in table.bands.under]) == (["Over"], ["This week", "Later"])
    over = table.rowViewportPosition(0) + table.rowHeight(0)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, over - 40))  # the band of This week
    assert shown(page) == ["Over", "Week", "Week two"]
    assert page.panel.title.text() == "Over"
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert shown(page) == ["Over", "Week", "Week two", "Later"]
    fold(page.bench, table.bands.all[1])
    fold(page.bench, table.bands.all[2])
    page.open_target(OpenCase(3))  # its own group is unfolded, and no other
    assert [band.folded for band in table.bands.all] == [False, False, True]
    assert page.panel.title.text() == "Week two"
    fold(page.bench, table.bands.all[0])
    fold(page.bench, table.bands.all[1])
    assert (shown(page), page.table.isVisible()) == ([], False)


def test_what_is_left_of_a_clock_stands_in_the_list(page, db, desk, clock):
    case = service.open_plain(db, "Loose switch").value
    story.record(db, case, Entry("in", "It flickers", "2026-07-15T15:30:00Z"))
    for at, told in (
        ("2026-07-16T09:00", ("due today 15:30, 6 h left", "text-2")),
        ("2026-07-16T15:00", ("due today 15:30, 30 min left", "warning")),  # less than a fifth of it
        ("2026-07-16T17:30", ("due today 15:30, 2 h over", "negative")),
    ):
        clock.at = datetime.fromisoformat(f"{at}+00:00")
        desk.jobs.announce(frozenset({"cases"}))
        row = page.model.row(0)
        assert clock_words(row, clock.today()) == told
        assert told[0] in page.model.columns[0].text(row)
    story.record(db, case, Entry("out", "Thank you, a new one leaves today."))
    desk.jobs.announce(frozenset({"cases"}))
    assert page.model.row(0).clock is None


def test_a_case_from_the_door_of_a_customer(page, desk, db, make):
    buyer = make.customer(name="Bo")
    page.open_target(OpenCaseOfCustomer(buyer))
    asked = page.findChild(Question)
    asked.line.setText("Called about a rattle")
    asked.accept()
    assert (shown(page), page.panel.shown.detail.row.customer_id) == (["Called about a rattle"], buyer)
    page.open_target(OpenCaseOfCustomer(buyer))  # the open one
    assert page.model.total() == 1
    service.close(db, page.panel.case_id)
    desk.jobs.announce(frozenset({"cases"}))
    page.open_target(OpenCaseOfCustomer(buyer))  # what is over stays over
    asked = next(one for one in page.findChildren(Question) if one.isVisible())
    asked.line.setText("Another one")
    asked.accept()
    assert page.panel.title.text() == "Another one"
    assert page.model.total() == 1


def test_why_cases_happen_stands_under_the_list_and_leads_to_them(page, desk, db, qtbot):
    for title, reason in (("A", "DEL_DAMAGE"), ("B", "DEL_DAMAGE"), ("C", "DEL_DAMAGE"), ("D", "DEL_LATE"), ("E", "")):
        service.open_plain(db, title, reason)
    desk.jobs.announce(frozenset({"cases"}))
    page.resize(1440, 780)
    box = page.why
    assert box.isVisible()
    assert box.bars.table()[1:] == [
        ["Damaged in transit", 3, "60%"],
        [reasons()["DEL_LATE"].title, 1, "80%"],
        ["Reason not known", 1, "100%"],
    ]
    assert box.said.text() == "The first makes 60% of 5 cases."
    box.bars.clicked.emit("DEL_LATE")
    assert (shown(page), page.reason.value()) == (["D"], "DEL_LATE")
    page.resize(1440, 500)
    assert not box.isVisible()
