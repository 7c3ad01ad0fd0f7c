"""The page Today, worked with as an owner does: keys, buttons, dropped files, and what it says of an empty shop."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from storeapp.aftersales import service as cases
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import LookAtFiles, OpenCaseOfReview, OpenPage
from storeapp.qtkit import audit, painting
from storeapp.qtkit.widgets import Button, Label, Note
from storeapp.reputation.ratings.queries import channels
from storeapp.reputation.reviews.queries.listing import review_rows
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.service import mark_replied
from storeapp.store.tables import ImportBatch
from storeapp.today import queries
from storeapp.today.ui.actions import _is_promise
from storeapp.today.ui.cards import RatingNow
from storeapp.today.ui.page import TodayPage
from storeapp.today.ui.work_list import GroupHead, WorkRow
from tests.aftersales.causes import laid


@pytest.fixture
def busy(make, db):
    """Three bad reviews and a stale file."""
    channel = make.channel(name="Etsy")
    buyer = make.customer(name="Ann")
    order = make.order(channel_id=channel, number="77", placed_on="2026-07-10", items_minor=1500)
    for day, stars in (("2026-07-14", 1), ("2026-07-15", 2), ("2026-07-10", 3)):
        make.review(
            channel_id=channel,
            stars=stars,
            posted_on=day,
            customer_id=buyer,
            order_number="77",
            order_id=order,
            text=f"Bad {stars}",
        )
    make.review(channel_id=channel, stars=5)
    with db.write("Imported") as tx:
        tx.insert_one(
            ImportBatch,
            channel_id=channel,
            file_name="EtsySoldOrderItems2026.csv",
            sha256="0",
            format="etsy_order_items",
            kinds="orders lines",
            imported_at="2026-07-07T09:00:00Z",
        )
    return channel


@pytest.fixture
def page(qtbot, desk):
    """Opens the page, as wide as in the window."""
    opened = []

    def open_page(width=1232):
        made = TodayPage(desk)
        qtbot.addWidget(made)
        made.resize(width, 824)
        made.show()
        QApplication.processEvents()
        opened.append(made)
        return made

    yield open_page
    for made in opened:
        made.close_page()
        made.close()


def titles(page):
    return [line.title for line in page.list.lines()]


def test_the_list_stands_in_order_with_the_longest_wait_first(busy, page):
    today = page()
    assert titles(today) == ["“Bad 3”", "“Bad 1”", "“Bad 2”", "Etsy orders: last import 9 days ago"]
    assert today.head.summary.text() == "4 things need you, about 6 minutes in all"
    assert today.head.day.text() == "Thursday 16 July 2026"
    assert [head.accessibleName() for head in today.findChildren(GroupHead)] == [
        "Bad reviews without a reply: 3",
        "Data getting old: 1",
    ]


def test_buyers_have_numbers_until_names_are_on(busy, page, desk):
    today = page()
    assert "Customer 1" in today.list.lines()[0].detail
    desk.settings.show_names = True
    today.mark_stale()
    assert "Ann" in today.list.lines()[0].detail


def test_the_figures_beside_the_list(busy, page):
    today = page()
    assert today.side.rating.figure.text() == "2.75"
    assert today.side.replies.figure.text() == "0%"
    assert today.side.orders.figure.text() == "1"
    assert today.side.sales.figure.text() == "$15.00"


def test_keys_move_and_do(busy, page, qtbot, desk):
    today = page()
    today.list.setFocus()
    qtbot.keyClick(today.list, Qt.Key.Key_J)
    assert today.list.selected().title == "“Bad 1”"
    qtbot.keyClick(today.list, Qt.Key.Key_K)
    qtbot.keyClick(today.list, Qt.Key.Key_K)
    assert today.list.selected().title == "“Bad 3”"
    qtbot.keyClick(today.list, Qt.Key.Key_Return)
    assert desk.navigate[-1] == today.list.selected().target
    qtbot.keyClick(today.list, Qt.Key.Key_End)
    assert today.list.selected().group == "stale"


def test_a_letter_acts_on_the_first_row_of_its_kind(busy, page, desk):
    today = page()
    today.list.setFocus()
    today.list._go(3)
    desk.actions.run("today.reply")
    assert desk.navigate[-1] == today.list.lines()[0].target


def test_the_row_in_hand_has_the_primary_button(busy, page, qtbot):
    today = page()
    rows = today.list._rows
    assert [row.button.kind() for row in rows] == ["primary", "secondary", "secondary", "secondary"]
    qtbot.mouseClick(rows[2], Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    assert [row.button.kind() for row in rows] == ["secondary", "secondary", "primary", "secondary"]


def test_a_button_does_its_own_row(busy, page, qtbot, desk):
    today = page()
    row = today.list._rows[1]
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert desk.navigate[-1] == row.line.target


def test_later_takes_the_line_away_and_says_when_it_returns(busy, page, desk, clock):
    today = page()
    desk.actions.run("today.later")
    assert titles(today)[0] == "“Bad 1”"
    assert desk.notices.log[-1].undo
    clock.at += timedelta(hours=4)
    today.mark_stale()
    assert titles(today)[0] == "“Bad 3”"


def test_a_file_dropped_on_the_stale_row_goes_to_the_import(busy, page, desk, tmp_path):
    today = page()
    row = today.list._rows[3]
    file = tmp_path / "EtsySoldOrderItems2026.csv"
    file.write_text("x")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 20), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(row, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(row, QDropEvent(QPointF(50, 20), Qt.DropAction.CopyAction, mime, buttons, keys))
    assert desk.navigate[-1] == LookAtFiles((file,))


def test_an_answered_review_leaves_the_list_and_counts_as_done(busy, page, db, desk, clock):
    counts = []
    today = page()
    today.count_changed.connect(lambda count, red: counts.append(count))
    first = today.list.lines()[0].target.id
    clock.at += timedelta(minutes=1)
    desk.jobs.write("", lambda progress: mark_replied(db, first, "Sorry", clock.now()))
    assert titles(today)[0] == "“Bad 1”"
    assert counts[-1] == 3
    assert today.done.isVisible()
    assert today.head.done_box.isVisible()


def test_a_shop_without_data_leads_to_its_first_import(page, desk):
    today = page()
    assert today.first.isVisible()
    assert not today.empty.isVisible()
    today.first.findChild(Button).click()
    assert desk.navigate[-1] == OpenPage("import")


def test_a_shop_with_data_says_that_nothing_waits(page, make):
    make.channel(name="Etsy")
    today = page()
    assert today.empty.isVisible()
    assert not today.needs.isVisible()
    assert today.primary() is None
    assert today.side.rating.figure.text() == "–"


def test_one_group_that_cannot_be_read_leaves_the_others(busy, page, monkeypatch, desk):
    broken = []

    def refuse(conn, day):
        broken.append(day)
        raise UserError("The file can't be read.")

    monkeypatch.setattr(queries, "stale_files", refuse)
    today = page()
    assert broken
    assert len(today.list.lines()) == 3
    assert today.list.findChild(Note).label.text() == "Data getting old: could not be read. Nothing was changed."
    monkeypatch.undo()
    today.mark_stale()
    assert len(today.list.lines()) == 4


def test_the_snapshot_holds_what_is_seen(busy, page):
    taken = page().snapshot()
    assert taken["detail"] == "4 things need you, about 6 minutes in all"
    assert [group["count"] for group in taken["groups"]] == [3, 1]


@pytest.mark.parametrize("width", [968, 1232, 1600])
def test_nothing_is_wider_than_the_page(busy, page, width):
    today = page(width)
    for row in today.list._rows:
        assert row.width() <= today.list.width()
        assert row.button.geometry().right() <= row.width()
    right = today.side.mapTo(today, QPoint(today.side.width(), 0)).x()
    assert right <= today.width()


def test_an_old_shop_is_labelled(make, page):
    make.review(stars=4, posted_on="2018-08-20")
    make.order(placed_on="2018-08-01")
    today = page()
    assert today.side.rating.words.text().startswith("12 months to Aug 2018")
    assert "1 August 2018" in today.side.sales.words.text()


def test_waits_are_counted_from_the_present_moment(busy, page, clock):
    today = page()
    before = today.list.lines()[0].tag
    clock.at = datetime(2026, 7, 18, 9, 0, tzinfo=timezone.utc)
    today.mark_stale()
    assert (before, today.list.lines()[0].tag) == ("Waiting 6 days", "Waiting 8 days")


@pytest.mark.parametrize("width", [968, 1232])
def test_every_part_is_named_uncut_and_plain(busy, page, width):
    today = page(width)
    assert audit.nameless(today) == []
    assert audit.cut_texts(today) == []
    assert audit.rich_labels(today) == []


def test_the_number_beside_the_name_is_that_of_now_while_another_page_is_in_front(page, busy, desk, qtbot, db):
    today = page()
    counts = []
    today.count_changed.connect(lambda count, red: counts.append(count))
    before = len(titles(today))
    today.hide()
    with db.read() as conn:
        number = review_rows(conn, ReviewFilters(reply="waiting"), 0, 1)[0].id
    desk.jobs.write("", lambda progress: mark_replied(db, number, "Thanks", desk.clock.now()))
    qtbot.waitUntil(lambda: counts[-1:] == [before - 1])


def test_the_change_of_a_few_months_stands_not_beside_the_rating_of_all_time(qtbot, desk, db, make):
    channel = make.channel()
    for stars, day in ((5, "2022-05-01"),) * 60 + ((5, "2025-06-01"), (4, "2026-03-01")):
        make.review(channel_id=channel, stars=stars, posted_on=day)
    with db.read() as conn:
        card = queries.rating_card(conn, channels(conn), desk.clock.today())
    shown = RatingNow()
    qtbot.addWidget(shown)
    shown.show_card(card)
    assert card.quiet
    assert card.trend is not None
    assert shown.change.isHidden()


@pytest.mark.parametrize("width", [1232, 960])
def test_no_wait_and_no_amount_is_cut(page, make, width):
    channel = make.channel(name="Etsy", currency="USD")
    make.review(channel_id=channel, stars=1, posted_on="2025-09-10", text="Bad")
    for currency in ("CNY", "EUR", "USD", "GBP"):
        make.order(
            channel_id=channel, currency=currency, placed_on="2026-07-10", items_minor=1960140, total_minor=1960140
        )
    today = page(width)
    row = next(row for row in today.list.findChildren(WorkRow) if row.line.key.startswith("review"))
    assert row._tag_room() >= painting.tag_width(row.line.tag, row.line.tag_icon)
    amounts = [label for label in today.side.sales.findChildren(Label) if "19,6" in label.text()]
    assert len(amounts) == 4
    assert all(label.width() >= label.sizeHint().width() for label in amounts)


def test_the_key_of_promises_leaves_clocks_alone(page, desk, db, make):
    """Clocks stand among the promises, but nothing was promised there that could be kept."""
    etsy = make.channel(name="Etsy")
    with db.write("Laid rows") as tx:
        one = laid.case(tx, "2026-07-10", channel_id=etsy, title="Lamp")
        laid.entry(tx, one, "in", "", at="2026-07-11T08:00:00Z", made_at="2026-07-11T08:00:00Z")
    today = page()
    assert [line.key.partition(":")[0] for line in today.list.lines()] == ["clock"]
    desk.actions.run("today.kept")
    assert desk.notices.log[-1].text == "No promise is due today"


def test_a_case_is_opened_from_a_bad_review_and_no_line_of_many_is_taken_for_one_promise(page, desk, db, busy):
    for number in range(7):
        promises.promise(db, cases.open_plain(db, f"Lamp {number}").value, Promised("answer", due_on="2026-07-14"))
    made = page()
    desk.actions.run("today.case")
    assert isinstance(desk.navigate[-1], OpenCaseOfReview)
    more = next(line for line in made.list.lines() if line.title == "2 more promises are due")
    assert not _is_promise(more)
    desk.actions.run("today.kept")
    assert desk.notices.log[-1].text == "Marked as kept"
