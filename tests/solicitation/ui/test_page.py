"""The page of review requests, worked with as an owner does: write, mark, put off, hold, opt out, change plans."""

from __future__ import annotations

import email
from datetime import datetime, timezone
from email import policy

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from storeapp.kernel.targets import OpenPage, OpenRequest
from storeapp.messages.service import save_template
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.reputation.trust.rules import MentionFields
from storeapp.reputation.trust.service import add_mentions
from storeapp.shell.window.main_window import SMALLEST
from storeapp.solicitation import service
from storeapp.solicitation.coupons.rules import NewCoupon
from storeapp.solicitation.coupons.service import bring_coupons
from storeapp.solicitation.messages.letters import REQUEST
from storeapp.solicitation.messages.queries import request_desk
from storeapp.solicitation.queries import order_request, plans_of
from storeapp.solicitation.sums import counts
from storeapp.solicitation.ui.card_sheet import ANY, CHOSEN, CardSheet
from storeapp.solicitation.ui.page import RequestsPage
from storeapp.solicitation.ui.plan_form import PlanForm
from storeapp.solicitation.ui.what_works_sheet import WhatWorksSheet
from storeapp.store import journal
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Customer, Order

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)


@pytest.fixture
def orders(make, clock):
    """Two of Etsy that are ready, one that is too early, and one of the own shop, all delivered in July."""
    clock.at = NOON
    etsy = make.channel(platform="etsy", name="Etsy", time_zone="America/New_York", region="US")
    own = make.channel(platform="own", name="Own shop", time_zone="America/New_York", region="US")
    made = {}
    for name, day, channel in (
        ("ann", "2026-07-01", etsy), ("bob", "2026-07-02", etsy), ("late", "2026-07-14", etsy),
        ("mail", "2026-07-01", own),
    ):  # fmt: skip
        buyer = make.customer(name=f"{name.title()} Lee", country="US", language="en", email=f"{name}@buyer.example")
        order = make.order(
            channel_id=channel, customer_id=buyer, number=f"N-{name}", status="delivered", delivered_on=day,
            ship_country="US",
        )  # fmt: skip
        make.line(order, title="Walnut lamp")
        made[name] = order
    return made


@pytest.fixture
def page(qtbot, desk, orders):
    made = RequestsPage(desk)
    for widget in (made, made.toolbar()):
        qtbot.addWidget(widget)
    made.resize(1440, 780)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def shown(page):
    return [page.model.row(number).number for number in range(page.model.total())]


def state(db, order):
    with db.read() as conn:
        return order_request(conn, order).row.state


def test_the_queue_is_there_at_the_first_look_and_says_where_the_rest_is(page, db):
    assert shown(page) == ["N-ann", "N-mail", "N-bob"]
    page.tabs.choose("waiting")
    page.ask_list()
    assert shown(page) == ["N-late"]
    with db.read() as conn:
        assert counts(conn)["ready"] == 3
    assert page.band.parts["eligible"][0].text() == "4"


def test_what_is_done_begins_with_the_newest(page, db, make, orders):
    for number, day in (("N-old", "2024-05-01"), ("N-new", "2026-02-01"), ("N-mid", "2025-05-01")):
        make.order(channel_id=1, number=number, status="delivered", placed_on=day, delivered_on=day, ship_country="US")
    page.refresh()
    page.tabs.choose("done")
    page.ask_list()
    assert shown(page) == ["N-new", "N-mid", "N-old"]
    page.tabs.choose("queue")
    page.ask_list()
    assert shown(page) == ["N-ann", "N-mail", "N-bob"]


def test_the_foot_names_every_key_of_the_day(page):
    keys = {action.keys: action.id for action in page.ACTIONS if action.keys}
    told = {key for key, _words in page.bench.spec.hints}
    assert {"C", "S", "N", "H", "O"} <= told & set(keys)


def test_the_message_is_filled_in_and_marked_with_one_key(page, db, desk, orders):
    page.bench.go_to(orders["ann"])
    panel = page.panel
    text = panel.pane.text()
    assert text.startswith("Hello Ann,")
    assert "Walnut lamp" in text
    assert "N-ann" in text
    assert "STOP" not in text  # the platform's own messages need no such line
    assert panel.pane.shades(text)
    page.doing.copy()
    assert QGuiApplication.clipboard().text() == text
    page.doing.mark()
    assert state(db, orders["ann"]) == "asked"
    assert shown(page) == ["N-mail", "N-bob"]
    with db.read() as conn:
        sent = order_request(conn, orders["ann"]).sent[0]
    assert sent.template in ("Plain", "Help first")
    assert sent.variant in ("A", "B")
    desk.jobs.write("Undo", lambda _progress: journal.undo(db))
    assert shown(page) == ["N-ann", "N-mail", "N-bob"]


def test_mail_says_how_to_refuse_and_who_writes(page, orders):
    page.bench.go_to(orders["mail"])
    panel = page.panel
    assert panel.subject.isVisible()
    assert "Walnut lamp" in panel.subject.text()
    assert "STOP" in panel.pane.text()


def test_several_selected_orders_are_marked_together(page, db, orders):
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.doing.mark()
    assert {state(db, one) for one in orders.values()} == {"asked", "too_early"}
    assert shown(page) == []
    assert page.bench.record is None


def test_own_words_are_kept_and_come_back(page, db, desk, orders):
    page.bench.go_to(orders["ann"])
    page.panel.pane.editor.setPlainText("Hello Ann, how do you like the lamp, honestly?")
    page.panel.pane.rested.emit()
    page.bench.go_to(orders["bob"])
    assert page.panel.pane.text().startswith("Hello Bob,")
    page.bench.go_to(orders["ann"])
    assert page.panel.pane.text() == "Hello Ann, how do you like the lamp, honestly?"
    page.doing.mark()
    with db.read() as conn:
        assert order_request(conn, orders["ann"]).sent[0].template == ""


def test_what_breaks_a_rule_is_not_marked_as_sent(page, db, desk, orders):
    page.bench.go_to(orders["ann"])
    page.panel.pane.editor.setPlainText("Hello Ann, leave us a 5-star review and you get a gift card!")
    page.panel.pane.check_now()
    assert page.panel.pane.stops()
    page.doing.mark()
    assert state(db, orders["ann"]) == "ready"
    assert "Fix" in desk.notices.log[-1].text


def test_not_arrived_hold_release_and_opt_out(page, db, desk, orders):
    page.bench.go_to(orders["ann"])
    page.doing.handlers()["requests.late"]()
    assert state(db, orders["ann"]) == "too_early"
    page.bench.go_to(orders["bob"])
    page.doing.handlers()["requests.hold"]()
    question = page.table.window().findChildren(Question)[-1]
    question.line.setText("wants to talk first")
    question.go.click()
    assert state(db, orders["bob"]) == "held"
    page.open_target(OpenPage("requests", "held"))
    assert shown(page) == ["N-bob"]
    page.open_target(OpenRequest(orders["bob"]))
    assert "wants to talk first" in page.panel.hold.label.text()
    page.panel.release.click()
    assert state(db, orders["bob"]) == "ready"
    page.open_target(OpenRequest(orders["bob"]))
    page.doing.handlers()["requests.optout"]()
    page.table.window().findChildren(Question)[-1].go.click()
    assert state(db, orders["bob"]) == "opted_out"


def test_an_order_is_found_in_whichever_list_it_stands(page, orders):
    page.open_target(OpenRequest(orders["late"]))
    assert page.bench.record == orders["late"]
    assert page.panel.order_id == orders["late"]


def test_a_template_of_ones_own_takes_the_place_of_the_message(page, db, desk, orders):
    desk.jobs.write(
        "Saving",
        lambda _progress: save_template(
            db, REQUEST, None, "en", "first", "Mine", "Hi {{ first_name }}, honestly, how is {{ product }}?"
        ),
    )
    page.refresh()
    page.bench.go_to(orders["ann"])
    pane = page.panel.pane
    mine = next(one for one in pane._offered if one.name == "Mine")
    pane.insert(mine)
    assert pane.text() == "Hi Ann, honestly, how is Walnut lamp?"
    page.doing.mark()
    with db.read() as conn:
        assert order_request(conn, orders["ann"]).sent[0].template == "Mine"


def test_a_plan_is_changed_and_everything_follows(page, db, desk):
    form = PlanForm(desk, page)
    form.show()
    form.which.picked.emit("etsy")
    form.own_wait.setChecked(True)
    form.wait.setValue(30)
    form.save.click()
    assert shown(page) == ["N-mail"]
    with db.read() as conn:
        assert next(one for one in plans_of(conn) if one.key == "etsy").wait == 30
    form.reset.click()
    assert shown(page) == ["N-ann", "N-mail", "N-bob"]
    form.link.setText("no address")
    form.save.click()
    assert form.problem.isVisible()
    form.close()


def test_a_small_window_shows_what_is_sent_before_it_is_marked(page):
    page.resize(1000, 540)  # what the smallest window leaves to a page
    QApplication.processEvents()
    panel, editor = page.panel, page.panel.pane.editor
    said = panel.notes.height() if panel.notes.isVisible() else 0
    sight = editor.visibleRegion().boundingRect().height()
    assert sight + said >= 3 * editor.fontMetrics().lineSpacing()


def test_a_narrow_pane_has_its_links_under_the_order(page):
    panel = page.panel
    assert panel.to_order.y() >= panel.about.geometry().bottom()
    page.resize(1000, 540)
    QApplication.processEvents()
    assert panel.to_order.y() <= panel.about.geometry().bottom()


def test_what_has_nothing_to_say_takes_no_room_above_the_message(page):
    panel = page.panel
    panel.lack.set("")
    panel.notes.hide()
    QApplication.processEvents()
    assert panel.pane.y() == 0


def test_the_plans_fit_the_smallest_window_and_every_field_is_reached(page, desk):
    page.resize(*SMALLEST)
    form = PlanForm(desk, page)
    form.show()
    QApplication.processEvents()
    assert form.height() <= SMALLEST[1]
    assert form.width() <= SMALLEST[0]
    assert audit.cut_texts(form) == []
    assert all(chip.width() >= chip.sizeHint().width() for chip in form.days)
    assert form.rect().contains(form.back.mapTo(form, form.back.rect().bottomRight()))
    assert form.scroller.widget().width() == form.scroller.viewport().width()
    form.save.setFocus()
    QTest.keyClick(form.save, Qt.Key.Key_Tab)
    assert form.address.hasFocus()
    top = form.address.mapTo(form.scroller.viewport(), form.address.rect().center())
    assert form.scroller.viewport().rect().contains(top)
    form.close()


def test_the_whole_address_of_the_shop_stands_in_mail(page, db, desk, orders):
    form = PlanForm(desk, page)
    form.show()
    form.address.setPlainText("Lumen & Loom\n1 Main Street,  Springfield")
    form.keep.click()
    form.close()
    with db.read() as conn:
        text = request_desk(conn, orders["mail"], NOON).text
    assert text.endswith("\nLumen & Loom, 1 Main Street, Springfield")


def chosen(page, path):
    """Answer the file dialog that is open, as the owner does."""
    (dialog,) = [one for one in page.window().findChildren(QFileDialog) if one.isVisible()]
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(path.name)
    dialog.accept()
    QApplication.processEvents()


def test_the_message_is_saved_as_it_is_written_there(page, db, desk, orders, tmp_path):
    page.bench.go_to(orders["mail"])
    page.panel.subject.setText("Your lamp")
    page.panel.pane.editor.setPlainText("Hello, how is the lamp? Reply STOP and I stop.\nOwn shop, 1 Elm Street, Troy")
    page.panel.save.click()
    chosen(page, tmp_path / "lamp.eml")
    mail = email.message_from_bytes((tmp_path / "lamp.eml").read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("mail@buyer.example", "Your lamp")
    assert mail.get_content().startswith("Hello, how is the lamp?")
    assert "lamp.eml" in desk.notices.log[-1].text
    assert state(db, orders["mail"]) == "ready"


def test_what_goes_through_a_platform_or_breaks_a_rule_is_not_saved(page, desk, orders):
    page.bench.go_to(orders["ann"])
    assert not page.panel.save.isVisible()
    page.doing.save()
    assert "Copy the message" in desk.notices.log[-1].text
    page.bench.go_to(orders["mail"])
    page.panel.pane.editor.setPlainText("Leave us a 5-star review and you get a gift card!")
    page.doing.save()
    assert "Fix" in desk.notices.log[-1].text
    assert not page.window().findChildren(QFileDialog)


def test_all_that_are_ready_are_saved_and_the_others_named(page, db, desk, orders, tmp_path):
    page.save_all.click()
    said = desk.notices.log[-1].text
    assert "No mail is ready" in said
    assert "2: Goes through its platform" in said
    assert "1: The shop's postal address is missing" in said
    with db.write("Known") as tx:
        set_shop_setting(tx, "shop_name", "Lumen & Loom")
    service.set_address(db, "1 Elm Street, Troy")
    service.edit_plan(db, "own", link="https://lumen.example/r")
    page.save_all.click()
    question = page.window().findChildren(Question)[-1]
    assert "1 mail into" in question.windowTitle() + " ".join(one.text() for one in question.findChildren(QLabel))
    question.go.click()
    chosen(page, tmp_path)
    (file,) = tmp_path.glob("*.eml")
    assert file.name == f"N-mail-{orders['mail']}.eml"
    assert state(db, orders["mail"]) == "asked"
    assert desk.notices.log[-1].undo
    desk.jobs.write("Undo", lambda _progress: journal.undo(db))
    assert state(db, orders["mail"]) == "ready"


@pytest.fixture
def browsed(monkeypatch):
    """What was opened outside of the program; the browser is nobody's to test."""
    found = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(bytes(url.toEncoded()).decode()) or True)
    return found


def test_an_order_is_opened_on_its_channel_where_its_page_is_known(page, db, desk, make, orders, browsed):
    with db.write("Renumbered") as tx:
        tx.update(Order, orders["ann"], number="3141592653")
    page.refresh()
    page.bench.go_to(orders["ann"])
    assert page.panel.page.isVisible()
    page.panel.page.click()
    page.doing.handlers()["requests.open"]()
    assert browsed == ["https://www.etsy.com/your/orders/sold?order_id=3141592653"] * 2
    page.bench.go_to(orders["mail"])
    assert not page.panel.page.isVisible()
    page.doing.open_order()
    assert len(browsed) == 2
    assert "Own shop" in desk.notices.log[-1].text


def test_a_chat_is_opened_with_the_message_where_the_numbers_country_is_known(page, db, desk, orders, browsed):
    page.bench.go_to(orders["mail"])
    assert not page.panel.chat.isVisible()
    page.doing.chat("whatsapp")
    assert "such a chat" in desk.notices.log[-1].text
    service.set_address(db, "1 Elm Street, Troy")
    service.edit_plan(db, "own", through="chat")
    for phone, opened in (("555-0100", 0), ("+1 (415) 555-0100", 1)):
        with db.write("Told") as tx:
            tx.update(Customer, 4, phone=phone)
            tx.update(Customer, 4, consent="yes")
        page.refresh()
        page.open_target(OpenRequest(orders["mail"]))
        assert page.panel.chat.isVisible()
        page.panel.pane.editor.setPlainText("Hello, how is #1? Reply STOP & I stop.")
        menu = {action.text(): action for action in page.panel.chats.actions()}
        menu["WhatsApp"].trigger()
        assert len(browsed) == opened, desk.notices.log[-1].text
        assert opened or "+44" in desk.notices.log[-1].text
    page.doing.handlers()["requests.telegram"]()
    text = "?text=Hello%2C%20how%20is%20%231%3F%20Reply%20STOP%20%26%20I%20stop."
    assert browsed == [f"https://wa.me/14155550100{text}", f"https://t.me/+14155550100{text}"]


def test_the_band_names_what_buyers_posted(page, db):
    add_mentions(db, [MentionFields("post", "2026-07-10", "My lamp"), MentionFields("article", "2026-07-10", "Wool")])
    page.refresh()
    assert page.band.parts["reviewed"][2].text().endswith("1 post of buyers")


def test_a_coupon_goes_with_the_selected_order(page, db, desk, orders):
    bring_coupons(db, [NewCoupon("CALM1")])
    page.bench.go_to(orders["mail"])
    page.handlers()["requests.coupon"]()
    assert "CALM1" in page.panel.about.text()
    page.bench.go_to(orders["ann"])
    page.handlers()["requests.coupon"]()  # Etsy bans it
    assert "left out" in desk.notices.log[-1].text


def test_cards_are_printed_for_the_selected_orders(page, orders):
    page.print_cards.click()
    sheet = next(one for one in page.children() if isinstance(one, CardSheet))
    assert (sheet.whose.value(), sheet.channel.value()) == (ANY, 1)
    sheet.whose.choose(CHOSEN)
    sheet.whose.chosen.emit(CHOSEN)
    assert [one.number for one in sheet.cards()] == ["N-ann"]
    sheet.close()
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.handlers()["requests.cards"]()
    sheet = next(one for one in page.children() if isinstance(one, CardSheet) and one.isVisible())
    assert sorted(one.number for one in sheet.cards()) == ["N-ann", "N-bob", "N-mail"]
    sheet.close()


def test_what_works_is_shown_as_soon_as_something_was_sent(page, db, orders):
    page.band.works.click()
    sheet = page.findChild(WhatWorksSheet)
    assert "no request was marked as sent" in sheet.hint.text()
    sheet.close()
    service.mark_sent(db, [orders["ann"]])
    sheet = WhatWorksSheet(page.desk, page)
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert {"By plan", "Etsy", "1 asked, answers may still come"} <= set(words)
    sheet.close()


def test_nobody_to_ask_is_said(page, db, desk, orders):
    for order in ("ann", "bob", "mail"):
        desk.jobs.write("Marking", lambda _progress, order=order: service.mark_sent(db, [orders[order]]))
    assert shown(page) == []
    assert page.bench.record is None


def test_every_part_has_a_name_for_those_who_cannot_see(page):
    assert audit.nameless(page) == []


def test_not_arrived_says_when_the_time_to_ask_is_over_by_then(page, db, desk, make, orders):
    """The platform takes reviews until 20 July: a week later nobody can be asked, and "it waits" were not true."""
    with db.read() as conn:
        etsy = order_request(conn, orders["ann"]).row.channel_id
    buyer = make.customer(name="Eve Lee", country="US", email="eve@buyer.example")
    late = make.order(
        channel_id=etsy, customer_id=buyer, status="delivered", placed_on="2026-04-01", delivered_on="2026-04-11",
        ship_country="US",
    )  # fmt: skip
    page.refresh()
    page.open_target(OpenRequest(late))
    page.doing.handlers()["requests.late"]()
    assert state(db, late) == "not_asked"
    assert desk.notices.log[-1].text.endswith("this order is not asked")
    page.open_target(OpenRequest(orders["ann"]))
    page.doing.handlers()["requests.late"]()
    assert desk.notices.log[-1].text == "The request waits a week for the parcel"
