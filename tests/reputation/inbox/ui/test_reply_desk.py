"""The reply desk, worked with as an owner does: blocked, mended, overruled, templates, the case beside it."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from storeapp.aftersales import service as aftersales
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.kernel.money import Money
from storeapp.kernel.targets import OpenCaseOfReview, RecordPromise
from storeapp.messages.queries import own_templates, signature
from storeapp.messages.templates import built_in
from storeapp.messages.ui.template_form import TemplateForm
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.reputation.replies.service import keep_draft
from storeapp.reputation.reviews.queries.listing import rows_of
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.service import mark_replied, unmark_replied
from storeapp.store import journal

PICTURE = (
    "Thank you for telling us, and we are sorry your message waited. A shade should never arrive cracked. A new walnut "
    "shade left our workshop today and will be with you by Saturday. We will also refund €20.00 of your order. If "
    "anything is unclear, call us on +49 30 23125 014 and we will sort it out with you."
)


@pytest.fixture
def shop(make):
    etsy = make.channel(name="Etsy", time_zone="UTC", currency="EUR")
    buyer = make.customer(name="Ann Lee")
    lamp = make.product(title="Walnut reading lamp")
    order = make.order(
        channel_id=etsy, customer_id=buyer, number="3382-1107", currency="EUR", total_minor=14800, due_on="2026-07-10"
    )
    return make.review(
        channel_id=etsy,
        stars=1,
        posted_on="2026-07-15",
        posted_at="2026-07-15T02:11:00Z",
        text="Shade arrived cracked",
        language="en",
        product_id=lamp,
        order_id=order,
        customer_id=buyer,
        photos=2,
    )


@pytest.fixture
def reviews(qtbot, desk, shop):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.go("reviews")
    qtbot.waitUntil(lambda: made.reviews.inspector.review_id == shop)
    yield made.reviews
    made.close_page()
    made.close()


def write(reviews, text):
    reviews.inspector.editor.setPlainText(text)
    reviews.inspector.reply.check_now()


def lines(reviews):
    return [one.words.text() for one in reviews.inspector.reply.checks.lines()]


def button(reviews, words):
    return next(
        one.button
        for one in reviews.inspector.reply.checks.lines()
        if one.button.isVisibleTo(one) and one.button.text() == words
    )


def test_a_phone_number_stops_the_reply_until_it_is_out(reviews, desk, db, shop):
    look = reviews.inspector
    write(reviews, PICTURE)
    assert lines(reviews)[0] == "Phone number in a public reply"
    assert look.reply.checks.verdict.text() == "Fix 1 problem to copy"
    assert not look.copy.isEnabled()
    assert not look.mark.isEnabled()
    assert look.copy.toolTip() == "Fix 1 problem to copy"
    desk.actions.run("reputation.mark")
    assert desk.notices.log[-1].text == "Fix 1 problem first: Phone number in a public reply"
    button(reviews, "Remove it").click()
    assert "+49" not in look.editor.toPlainText()
    assert look.copy.isEnabled()
    look.copy.click()
    assert QGuiApplication.clipboard().text() == look.editor.toPlainText()
    look.mark.click()
    with db.read() as conn:
        detail = review_detail(conn, shop)
    assert detail.row.replied_on == "2026-07-16"
    assert "refund €20.00" in detail.reply


def test_what_is_found_is_underlined_and_told_where_one_points(reviews):
    write(reviews, "😀 " + PICTURE)
    editor = reviews.inspector.editor
    marked = {one.cursor.selectedText() for one in editor.extraSelections()}
    assert "+49 30 23125 014" in marked
    assert "We will also refund €20.00 of your order." in marked
    place = editor.document().find("+49").position()
    assert editor.tip_at(place).startswith("Phone number in a public reply.")
    assert editor.tip_at(0) == ""


def test_typing_is_checked_after_a_moment_and_not_at_each_key(reviews, qtbot):
    """The checks of a long text take time, which no key waits for."""
    editor = reviews.inspector.editor
    write(reviews, "")
    said = lines(reviews)
    for sign in "You liar":
        qtbot.keyClick(editor, sign)
        assert lines(reviews) == said
    assert reviews.inspector.reply.text() == "You liar"
    qtbot.waitUntil(lambda: "Insults the buyer" in lines(reviews))


def test_an_overruled_stop_lets_the_same_words_go(reviews, desk, db, shop):
    write(reviews, PICTURE)
    reviews.inspector.reply.checks.overrule.click()
    dialog = reviews.inspector.findChild(Question)
    assert dialog.windowTitle() == "Ignore 1 warning"
    dialog.line.setText("It is our public service number")
    dialog.go.click()
    assert reviews.inspector.copy.isEnabled()
    assert "Phone number in a public reply, warning ignored" in lines(reviews)
    write(reviews, PICTURE.replace("014", "015"))
    assert not reviews.inspector.copy.isEnabled()
    desk.jobs.write("Undo", lambda progress: journal.undo(db))
    write(reviews, PICTURE)
    assert not reviews.inspector.copy.isEnabled()


def test_the_case_stands_beside_the_order_and_its_promises_count(reviews, desk, db, shop):
    look = reviews.inspector
    assert (look.band.case.main.text(), look.case.text()) == ("None", "Open a case")
    case = aftersales.open_for_review(db, shop).value
    promises.promise(db, case, Promised("replacement", due_on="2026-07-18"))
    desk.jobs.announce(frozenset({"cases"}))
    assert look.band.case.main.text() == "Replacement promised"
    assert look.band.case.more.text() == "By 18 July"
    write(reviews, PICTURE)
    assert f"€20.00 refund is not recorded on case {case}" in lines(reviews)
    button(reviews, "Record refund").click()
    assert desk.navigate[-1] == RecordPromise(
        shop, "refund", Money(2000, "EUR"), None, "We will also refund €20.00 of your order."
    )
    promises.promise(db, case, Promised("refund", amount=Money(2000, "EUR")))
    desk.jobs.announce(frozenset({"cases"}))
    assert not any("refund" in line for line in lines(reviews))


def test_one_key_opens_the_case(reviews, desk, shop, qtbot):
    reviews.table.setFocus()
    desk.actions.run("reputation.case")
    assert desk.navigate[-1] == OpenCaseOfReview(shop)
    assert {one.id: one.keys for one in ReputationPage.ACTIONS}["reputation.case"] == "C"


def test_a_template_is_filled_and_stacked_at_the_cursor(reviews, desk, qtbot):
    desk.settings.show_names = True
    reviews.refresh()
    pane = reviews.inspector.reply
    offered = [pane.template.itemText(number) for number in range(pane.template.count())]
    assert "Damaged in transit" in offered
    damaged = next(one for one in built_in("replies", "en") if one.situation == "damaged")
    pane.template.picked.emit(damaged)
    qtbot.waitUntil(lambda: "Ann, and we are sorry that Walnut reading lamp" in pane.text())
    assert pane.template.value() is None
    first = pane.text()
    pane.template.picked.emit(next(one for one in built_in("replies", "en") if one.situation == "question"))
    qtbot.waitUntil(lambda: len(pane.text()) > len(first))
    assert pane.text().startswith(first)


def test_templates_follow_the_language(reviews):
    pane = reviews.inspector.reply
    pane.language.choose("zh-Hans")
    pane.language.picked.emit("zh-Hans")
    assert "运输破损" in [pane.template.itemText(number) for number in range(pane.template.count())]


def test_the_owners_template_is_previewed_saved_and_deleted(reviews, desk, db, qtbot):
    reviews.inspector.reply.own.click()
    form = reviews.inspector.findChild(TemplateForm)
    assert form is not None
    form.name.setText("Short sorry")
    form.body.setPlainText("Sorry, {{ surname }}")
    form.preview_now()
    qtbot.waitUntil(lambda: "“surname”" in form.problem.label.text())
    form.body.clear()
    form.insert("first_name")
    form.body.insertPlainText(", we are sorry.")
    form.preview_now()
    qtbot.waitUntil(lambda: form.preview.text() == "Ann, we are sorry.")
    form.save.click()
    assert desk.notices.log[-1].text == "Template saved"
    with db.read() as conn:
        (own,) = own_templates(conn, "replies")
    assert own.body == "{{ first_name }}, we are sorry."
    assert form.which.value() == own.id
    QApplication.processEvents()
    assert audit.nameless(form) == []
    assert audit.cut_texts(form) == []
    form.who.setText("Mara")
    form.sign.click()
    form.drop.click()
    with db.read() as conn:
        assert own_templates(conn, "replies") == []
        assert signature(conn)[0] == "Mara"
    form.accept()


def test_a_draft_outlives_the_page(reviews, desk, db, shop, qtbot):
    reviews.inspector.editor.setPlainText("We are so")
    reviews.page.close_page()
    with db.read() as conn:
        rows = rows_of(conn, [shop])
    assert rows[0].draft
    desk.actions.forget(reviews.page)
    again = ReputationPage(desk)
    qtbot.addWidget(again)
    qtbot.addWidget(again.toolbar())
    again.show()
    again.go("reviews")
    qtbot.waitUntil(lambda: again.reviews.inspector.review_id == shop)
    assert again.reviews.inspector.editor.toPlainText() == "We are so"
    again.close_page()
    again.close()


def test_the_buyers_story_is_told(reviews, desk, make, shop, db):
    with db.read() as conn:
        detail = review_detail(conn, shop)
    older = make.review(
        channel_id=detail.row.channel_id,
        customer_id=detail.row.customer_id,
        stars=4,
        text="Nice throw",
        posted_on="2025-01-20",
        reply="Thank you, Ann.",
        replied_on="2025-01-21",
    )
    reviews.refresh()
    texts = {one.text() for one in reviews.inspector.story.findChildren(type(reviews.inspector.who))}
    assert {"Nice throw", "Thank you, Ann."} <= texts
    assert reviews.inspector.photos.accessibleName() == "2 photos"
    reviews.inspector.story.opened.emit(older)
    assert reviews.inspector.review_id == older


def test_every_part_is_named_uncut_and_plain(reviews):
    write(reviews, PICTURE)
    QApplication.processEvents()
    assert audit.nameless(reviews) == []
    assert audit.cut_texts(reviews) == []
    assert audit.rich_labels(reviews) == []


def test_esc_in_the_editor_goes_back_to_the_list(reviews, qtbot):
    reviews.answer()
    assert reviews.window().focusWidget() is reviews.inspector.editor
    qtbot.keyClick(reviews.inspector.editor, Qt.Key.Key_Escape)
    assert reviews.window().focusWidget() is reviews.table


def test_marking_a_row_the_inspector_does_not_show_is_free(reviews, desk, make, qtbot, db):
    other = make.review(stars=2, posted_on="2026-07-14", text="Too grey")
    reviews.refresh()
    write(reviews, PICTURE)
    reviews.table.go_to(1)
    desk.actions.run("reputation.mark")
    with db.read() as conn:
        assert rows_of(conn, [other])[0].replied_on == "2026-07-16"
    unmark_replied(db, other)


def kept(db, review):
    with db.read() as conn:
        return conn.execute(text("SELECT text FROM reply_drafts WHERE review_id = :one"), {"one": review}).scalar()


def test_a_draft_is_in_the_shop_within_a_second_of_the_last_key(reviews, desk, db, shop, qtbot):
    told = []
    desk.jobs.saved.connect(told.append)
    QTest.keyClicks(reviews.inspector.editor, "We are so sorry")
    assert told == [False]
    assert reviews.inspector.reply._typing.rest.remainingTime() <= 600  # ms; the rest of the second is for the disk
    qtbot.waitUntil(lambda: kept(db, shop) == "We are so sorry")
    assert told[-1] is True


def test_a_draft_is_kept_while_one_never_rests(reviews, db, shop, qtbot):
    reviews.inspector.reply._typing.latest.setInterval(50)
    editor = reviews.inspector.editor

    def typing() -> bool:
        QTest.keyClicks(editor, "a")
        return bool(kept(db, shop))

    qtbot.waitUntil(typing)


def test_a_refused_mark_neither_loses_the_text_nor_switches_saving_off(reviews, desk, db, shop, qtbot):
    QTest.keyClicks(reviews.inspector.editor, "Sorry")
    reviews.reply_actions._mark_at("Sorry", "2027-01-01 10:00")
    assert desk.notices.log[-1].kind == "problem"
    assert kept(db, shop) == "Sorry"
    QTest.keyClicks(reviews.inspector.editor, ", very")
    qtbot.waitUntil(lambda: kept(db, shop) == "Sorry, very")


def test_undoing_a_mark_gives_back_words_that_never_were_a_draft(reviews, desk, db, shop):
    QTest.keyClicks(reviews.inspector.editor, "Sorry")
    reviews.reply_actions.mark()
    journal.undo(desk.db)
    assert kept(db, shop) == "Sorry"


def test_ctrl_enter_sends_and_opens_the_next_that_waits(reviews, desk, db, shop, make, qtbot):
    other = make.review(channel_id=1, stars=2, posted_on="2026-07-14", text="Too dark", language="en")
    reviews.page.mark_stale()
    reviews.page.refresh()
    reviews.answer()
    QTest.keyClicks(reviews.inspector.editor, "Sorry for the shade, we are sending a new one")
    QTest.keyClick(reviews.inspector.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Sorry for the shade, we are sending a new one"
    with db.read() as conn:
        assert rows_of(conn, [shop])[0].replied_on == "2026-07-16"
    qtbot.waitUntil(lambda: reviews.inspector.review_id == other)
    assert reviews.inspector.editor.toPlainText() == ""
    assert reviews.window().focusWidget() is reviews.inspector.editor


def test_what_is_being_written_stays_when_its_review_drops_out_of_the_list(reviews, db, shop, make):
    make.review(channel_id=1, stars=2, posted_on="2026-07-14", text="Too dark", language="en")
    reviews.show_wanted(ReviewFilters(reply="waiting"))
    reviews.bench.go_to(shop)
    reviews.answer()
    QTest.keyClicks(reviews.inspector.editor, "Sorry")
    mark_replied(db, shop, "Sorry", datetime(2026, 7, 16, 9, tzinfo=timezone.utc))  # on the command line, say
    reviews.page.refresh()
    reviews.table.reporter.flush()
    assert [reviews.model.row(number).text for number in range(reviews.model.total())] == ["Too dark"]
    assert (reviews.bench.record, reviews.inspector.review_id) == (shop, shop)
    QTest.keyClicks(reviews.inspector.editor, " again")
    assert reviews.inspector.editor.toPlainText() == "Sorry again"
    QTest.keyClick(reviews.inspector.editor, Qt.Key.Key_Escape)
    reviews.table.go_to(0)
    reviews.table.reporter.flush()
    assert reviews.inspector.text.text() == "Too dark"


def test_enter_right_after_a_move_writes_to_the_review_moved_to(reviews, make):
    other = make.review(channel_id=1, stars=2, posted_on="2026-07-14", text="Too dark", language="en")
    reviews.refresh()
    reviews.table.setFocus()
    QTest.keyClick(reviews.table, Qt.Key.Key_J)
    QTest.keyClick(reviews.table, Qt.Key.Key_Return)
    assert reviews.inspector.review_id == other
    assert reviews.window().focusWidget() is reviews.inspector.editor


def test_what_is_typed_before_the_list_has_come_belongs_to_its_first_review(qtbot, desk, shop, db):
    """A key waits for the list a second and a half at most; then it acts all the same."""
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    view = made.reviews
    made.resize(1440, 780)
    made.stack.show_tab("reviews")
    view.answer()
    QTest.keyClicks(view.inspector.editor, "Sees")
    made.show()
    made.go("reviews")
    assert view.inspector.review_id == shop
    assert view.inspector.editor.toPlainText() == "Sees"
    assert kept(db, shop) == "Sees"
    made.close_page()


def test_what_is_typed_before_the_review_is_read_belongs_to_its_reply(reviews, shop, db):
    keep_draft(db, shop, "Dear Ann,")
    reviews.bench.choose(None)
    reviews.expect(shop)
    QTest.keyClicks(reviews.inspector.editor, " sorry")
    reviews.bench.go_to(shop)
    assert reviews.inspector.editor.toPlainText() == "Dear Ann, sorry"
    assert kept(db, shop) == "Dear Ann, sorry"
