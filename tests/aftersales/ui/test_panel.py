"""The pane of a case: its story, what is written in it, what is recorded, and what never leaves the shop."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from storeapp.aftersales import service
from storeapp.aftersales.linking import service as linking
from storeapp.aftersales.linking.ui.sheet import LinkSheet
from storeapp.aftersales.merging import service as merging
from storeapp.aftersales.printed import printed_cases, printed_lines
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.rules import Entry
from storeapp.aftersales.ui.entry_form import BuyersForm, EntryForm, KnowingForm, SplitForm, WordsForm
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.money import Money
from storeapp.kernel.targets import OpenArticle, OpenCase
from storeapp.store import search
from storeapp.store.tables import Article, ArticleProduct, Attachment, Publication

SECRET = "a difficult buyer, 内部"


@pytest.fixture
def case(db, make):
    channel = make.channel(name="Etsy", currency="EUR")
    buyer = make.customer(name="Ann Lee")
    order = make.order(channel_id=channel, customer_id=buyer, number="A-1", currency="EUR", total_minor=5000)
    make.line(order, title="Lamp", price_minor=5000)
    return service.open_for_order(db, order, "Torn shade", "DEL_DAMAGE").value


@pytest.fixture
def page(qtbot, desk, case):
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.open_target(OpenCase(case))
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def kinds(page):
    return [line.line.kind for line in page.panel.story.lines()]


def count(db, table):
    with db.read() as conn:
        return conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()


def test_a_message_is_copied_then_marked_as_sent_and_the_next_step_asked(page, desk, db, case):
    composer = page.panel.composer
    page.panel.write()
    composer.pane.editor.setPlainText("Thank you for the photo. The new shade leaves today.")
    composer.pane.check_now()
    composer.pane.copy.click()
    assert QApplication.clipboard().text() == "Thank you for the photo. The new shade leaves today."
    composer.pane.mark.click()
    assert kinds(page) == ["out"]
    assert count(db, "contacts") == 1
    assert composer.pane.text() == ""
    assert page.panel.next.isVisible()
    page.panel.waiting_asked.emit()
    assert page.model.total() == 0
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT state, waiting_for FROM cases").one() == ("waiting", "buyer")


def test_what_is_typed_is_kept_as_a_draft_and_comes_back(page, db, case, desk):
    composer = page.panel.composer
    composer.pane.editor.setPlainText("Half a sen")
    composer.pane.rested.emit()
    composer.begin("note")
    composer.note.setPlainText("Half a note")
    composer.note.rested.emit()
    assert count(db, "case_drafts") == 2
    other = service.open_plain(db, "Other").value
    desk.jobs.announce(frozenset({"cases"}))
    page.open_target(OpenCase(other))
    assert (composer.pane.text(), composer.note.toPlainText()) == ("", "")
    page.open_target(OpenCase(case))
    assert (composer.pane.text(), composer.note.toPlainText()) == ("Half a sen", "Half a note")


def test_a_private_note_goes_nowhere(page, desk, db, case):
    page.panel.write_note()
    page.panel.composer.note.setPlainText(SECRET)
    page.panel.composer.finish_note()
    assert kinds(page) == ["note"]
    assert page.panel.composer.pane.text() == ""
    page.panel.composer.pane.editor.setPlainText("Sorry about that.")
    page.panel.composer.pane.check_now()
    page.panel.composer.pane.copy.click()
    gone_out = [QApplication.clipboard().text()]
    page.table.go_to(0)
    page.table.copy()
    gone_out.append(QApplication.clipboard().text())
    with db.read() as conn:
        told = printed_cases(conn, desk.clock.today())
        values = page.panel.shown.context.values
    gone_out += [str(told), *printed_lines(told, desk.clock.today()), str(dict(values))]
    assert "Torn shade" in gone_out[1]
    assert not [text for text in gone_out if "difficult" in text or "内部" in text]


def test_one_key_keeps_a_promise_and_the_focus_stays(page, desk, db, case, qtbot):
    promises.promise(db, case, Promised("refund", "", Money(1800, "EUR"), "2026-07-14"))
    desk.jobs.announce(frozenset({"cases"}))
    assert page.panel.record.text() == "Record: Refund €18.00"

    def focused():
        page.activateWindow()
        page.table.setFocus()
        return QApplication.focusWidget() is page.table

    qtbot.waitUntil(focused)
    desk.actions.run("aftersales.kept")
    assert "kept" in kinds(page)
    assert QApplication.focusWidget() is page.table


def test_a_refund_is_recorded_and_keeps_its_promise(page, desk, db, case):
    promises.promise(db, case, Promised("refund", "", Money(1800, "EUR"), "2026-07-18"))
    desk.jobs.announce(frozenset({"cases"}))
    page.panel.record.click()
    form = page.findChild(EntryForm)
    assert form.amount.text() == "18.00"
    form.go.click()
    assert kinds(page) == ["promised", "refund", "kept"]
    assert page.panel.facts.spent.text() == "€18.00"
    assert page.panel.facts.spent_of.text() == "36% of this order"


def test_a_refund_that_looks_wrong_is_asked_about(page, desk, db):
    desk.actions.run("aftersales.record")
    form = page.findChild(EntryForm)
    form.amount.setText("60")
    form.go.click()
    asked = page.findChild(KnowingForm)
    assert count(db, "case_entries") == 0
    asked.why.setText("postage too")
    asked.go.click()
    assert kinds(page) == ["refund"]


def test_the_buyers_words_are_added(page, desk):
    desk.actions.run("aftersales.heard")
    form = page.findChild(BuyersForm)
    form.words.setPlainText("Where is it?")
    form.go.click()
    assert kinds(page) == ["in"]
    assert page.panel.story.lines()[0].title.text() in ("Ann Lee wrote", "Customer 1 wrote")


def test_a_merged_case_is_taken_out_again(page, desk, db, case):
    other = service.open_plain(db, "The same by mail").value
    story.record(db, other, Entry("in", "Hello", "2026-07-10T08:00:00Z"))
    merging.merge(db, case, [other])
    desk.jobs.announce(frozenset({"cases"}))
    assert kinds(page) == ["in"]
    page.panel.facts.taken_out.emit(other)
    assert page.model.total() == 2
    assert page.panel.case_id == case
    assert kinds(page) == []


def test_what_is_ticked_becomes_a_case_of_its_own(page, desk, db, case):
    kept = story.record(db, case, Entry("in", "The shade", "2026-07-10T08:00:00Z")).value
    gone = story.record(db, case, Entry("in", "Another lamp", "2026-07-11T08:00:00Z")).value
    desk.jobs.announce(frozenset({"cases"}))
    page.case_actions.ask_split()
    form = page.findChild(SplitForm)
    form.entries[gone].setChecked(True)
    form.title.setText("About another lamp")
    form.go.click()
    assert (page.panel.title.text(), [line.line.id for line in page.panel.story.lines()]) == (
        "About another lamp",
        [gone],
    )
    page.panel.facts.split_taken_back.emit(page.panel.case_id)
    assert page.model.total() == 1
    assert [line.line.id for line in page.panel.story.lines()] == [kept, gone]


def test_files_stand_in_the_story_and_are_found_by_their_names(page, desk, db, case):
    with db.write("Attached") as tx:
        about = {"about_kind": "case", "about_id": case, "sha256": "0" * 64, "kind": "application/pdf", "size": 1000}
        tx.insert_one(Attachment, name="破损照片.pdf", added_at=tx.now, **about)
        tx.insert_one(
            Attachment, name="else.pdf", added_at=tx.now, **{**about, "about_kind": "removal", "sha256": "1" * 64}
        )
    desk.jobs.announce(frozenset({"cases"}))
    assert kinds(page) == ["files"]
    assert page.panel.facts.files is not None
    with db.read() as conn:
        assert search.find(conn, "破损") == [("cases", case)]
        assert search.find(conn, "else") == []


def test_the_words_of_a_line_are_corrected(page, desk, db, case):
    story.record(db, case, Entry("in", "The shadow is torn", "2026-07-10T08:00:00Z"))
    desk.jobs.announce(frozenset({"cases"}))
    page.panel.story.lines()[0].mend.click()
    form = page.findChild(WordsForm)
    assert form.words.toPlainText() == "The shadow is torn"
    form.words.setPlainText(" ")
    form.go.click()
    assert form.problem.isVisible()
    form.words.setPlainText("The shade is torn")
    form.go.click()
    assert [line.line.words for line in page.panel.story.lines()] == ["The shade is torn"]


def test_an_order_and_a_review_are_linked_on_the_page(page, desk, db, make, case):
    with db.read() as conn:
        channel, buyer = conn.exec_driver_sql("SELECT channel_id, customer_id FROM cases").one()
    make.order(channel_id=channel, customer_id=buyer, number="A-2", currency="EUR")
    make.review(channel_id=channel, customer_id=buyer, stars=2, text="Torn at the seam")
    facts = page.panel.facts
    assert not facts.add_order.isVisibleTo(facts)
    page.link_actions.look_for("order")
    sheet = page.findChild(LinkSheet)
    assert [row.words for row in sheet.model.rows()] == ["A-2"]
    sheet.go.click()
    assert [one.number for one in page.panel.shown.detail.orders_of] == ["A-1", "A-2"]
    facts.add_review.click()
    sheet = next(one for one in page.findChildren(LinkSheet) if one.isVisible())
    sheet.search.setText("seam")
    sheet.search.returnPressed.emit()
    assert sheet.table.currentIndex().row() == 0
    sheet.go.click()
    assert (facts.said.text(), facts.add_review.isVisibleTo(facts)) == ("Torn at the seam", False)


def test_a_long_story_and_the_orders_are_all_offered_to_be_split_off(page, desk, db, case):
    for number in range(40):
        story.record(db, case, Entry("in", f"Line {number}", f"2026-07-10T08:00:{number:02}Z"))
    desk.jobs.announce(frozenset({"cases"}))
    page.case_actions.ask_split()
    form = page.findChild(SplitForm)
    assert (len(form.entries), len(form.orders)) == (40, 1)
    assert form.height() < 640
    list(form.entries.values())[-1].setChecked(True)
    next(iter(form.orders.values())).setChecked(True)
    form.title.setText("Split off")
    form.go.click()
    detail = page.panel.shown.detail
    assert ([line.line.words for line in page.panel.story.lines()], detail.order.number) == (["Line 39"], "A-1")


def test_the_files_of_a_merged_case_are_shown_with_those_of_the_one_on_top(page, desk, db, case):
    other = service.open_plain(db, "The same by mail").value
    with db.write("Attached") as tx:
        for about, name in ((case, "top.pdf"), (other, "under.pdf")):
            tx.insert_one(
                Attachment, name=name, added_at=tx.now, about_kind="case", about_id=about, sha256=name * 8,
                kind="application/pdf", size=1000,
            )  # fmt: skip
    merging.merge(db, case, [other])
    desk.jobs.announce(frozenset({"cases", "evidence"}))
    assert [file.name for file in page.panel.facts.files.shown] == ["top.pdf", "under.pdf"]
    merging.unmerge(db, other)
    desk.jobs.announce(frozenset({"cases", "evidence"}))
    assert [file.name for file in page.panel.facts.files.shown] == ["top.pdf"]


def test_in_a_low_window_the_story_has_the_room_until_something_is_written(page, case):
    panel = page.panel
    composer = panel.composer
    panel.resize(640, 410)
    low = composer.sizeHint().height()
    assert not composer.buttons.isVisible()
    composer.pane.editor.setPlainText("Hello")
    assert composer.buttons.isVisible()
    assert low < composer.sizeHint().height()


def test_the_menu_takes_orders_and_the_review_off_again(page, desk, db, make, case):
    linking.link_review(db, case, make.review(channel_id=1, stars=2, text="Torn at the seam"))
    desk.jobs.announce(frozenset({"cases"}))

    def choose(words):
        menu = QMenu()
        page.link_actions.offer(menu)
        next(act for act in menu.actions() if act.text() == words).trigger()

    choose("Remove order A-1 from the case")
    choose("Take the review off the case")
    assert (page.panel.shown.detail.orders_of, page.panel.shown.detail.review) == ((), None)
    assert page.panel.facts.add_order.isVisibleTo(page.panel.facts)


def test_care_guides_are_offered_by_product_and_put_into_the_message(page, desk, db, make, case):
    lamp, vase = make.product(title="Lamp"), make.product(title="Vase")
    with db.read() as conn:
        (order,) = conn.exec_driver_sql("SELECT order_id FROM case_orders").one()
    make.line(order, title="Lamp", product_id=lamp)
    with db.write("Articles") as tx:
        plain = {"kind": "howto", "body": "Turn it.", "added_at": tx.now, "changed_at": tx.now}
        guide, other, empty, gone = (
            tx.insert_one(Article, **{**plain, **more})
            for more in (
                {"title": "How to tighten the clip"},
                {"title": "How to rinse a vase"},
                {"title": "Nothing yet", "body": " "},
                {"title": "Old", "retired_at": tx.now},
            )
        )
        for article, product in ((guide, lamp), (other, vase), (empty, lamp), (gone, lamp)):
            tx.insert_one(ArticleProduct, article_id=article, product_id=product)
    desk.jobs.announce(frozenset({"articles"}))
    assert links(page) == ["How to tighten the clip"]
    with db.write("Published") as tx:
        address = "https://example.org/clip"
        tx.insert_one(Publication, article_id=guide, published_at=tx.now, url=address, added_at=tx.now)
    desk.jobs.announce(frozenset({"publications"}))
    assert links(page) == ["How to tighten the clip", "Put its address into the message"]
    page.panel.facts.guides.itemAt(1).widget().click()
    assert page.panel.composer.pane.text() == "How to tighten the clip: https://example.org/clip"
    page.panel.facts.guides.itemAt(0).widget().click()
    assert desk.navigate[-1] == OpenArticle(guide)


def links(page):
    lines = page.panel.facts.guides
    return [lines.itemAt(at).widget().text() for at in range(lines.count())]
