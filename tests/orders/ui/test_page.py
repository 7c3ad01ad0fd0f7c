"""Customers & orders, worked with as an owner does: lists, filters, views, the pane, edits with Undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from storeapp.kernel import text
from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenCustomer, OpenOrder, OpenPage, OpenProduct, OpenReview, OpenReviews
from storeapp.orders import buyers, queries
from storeapp.orders.records import OrderFilters
from storeapp.orders.ui.page import CustomersPage
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.qtkit.table import Query
from storeapp.qtkit.widgets import Button
from storeapp.qtkit.workbench.asking import filters_of, query_of
from storeapp.store import journal


@pytest.fixture
def shop(make, db):
    """Two buyers, three orders, a review with a reply."""
    etsy = make.channel(name="Etsy", time_zone="UTC")
    own = make.channel(name="Own shop", platform="own", currency="EUR")
    lamp = make.product(title="Walnut lamp & shade", sku="W1", listed_on=etsy)
    ann = make.customer("annm", etsy, name="Ann Miller", email="ann@example.org")
    bea = make.customer(name="Bea Lind", do_not_contact=1)
    first = make.order(
        channel_id=etsy,
        number="3382-1107",
        customer_id=ann,
        status="delivered",
        placed_on="2026-06-01",
        shipped_on="2026-06-02",
        delivered_on="2026-06-09",
        due_on="2026-06-07",
    )
    make.line(first, product_id=lamp, title="Walnut lamp & shade", quantity=2)
    make.order(channel_id=own, number="LL-2", customer_id=ann, currency="EUR", placed_on="2026-07-01", status="shipped")
    make.order(channel_id=own, number="LL-3", customer_id=bea, currency="EUR", placed_on="2026-07-02")
    review = make.review(
        channel_id=etsy,
        order_id=first,
        product_id=lamp,
        customer_id=ann,
        stars=2,
        text="<b>Too dim</b>",
        posted_on="2026-06-12",
        replied_on="2026-06-13",
        reply="Sorry",
    )
    return {"etsy": etsy, "own": own, "lamp": lamp, "ann": ann, "bea": bea, "first": first, "review": review}


def shown(page):
    """Let what was asked for arrive."""
    page.tab.table.reporter.flush()
    QApplication.processEvents()


@pytest.fixture
def page(qtbot, desk, shop):
    made = CustomersPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    shown(made)
    yield made
    made.close_page()
    made.close()


@pytest.fixture
def ann(page, shop):
    """Ann's pane, opened."""
    page.open_target(OpenCustomer(shop["ann"]))
    shown(page)
    return page.tab.inspector


@pytest.fixture
def first(page, shop):
    """The first order's pane, opened."""
    page.open_target(OpenOrder(shop["first"]))
    shown(page)
    return page.tab.inspector


def cells(tab, column):
    model = tab.model
    place = model.column_number(column)
    return [model.columns[place].text(model.row(number)) for number in range(model.total())]


def test_lists_open_with_counts_newest_first(page):
    assert cells(page.tab, "name") == ["Customer 2", "Customer 1"]
    assert page.tab.list.count.text() == "2 customers"
    page.show_tab("orders")
    shown(page)
    assert cells(page.tab, "number") == ["LL-3", "LL-2", "3382-1107"]
    assert cells(page.tab, "item")[2] == "Walnut lamp & shade and 1 more"
    assert cells(page.tab, "statuses") == ["Paid", "Shipped", "Late"]
    page.show_tab("products")
    shown(page)
    assert cells(page.tab, "title") == ["Walnut lamp & shade"]


def test_names_are_shown_only_when_turned_on(page, desk, ann):
    assert ann.title.text() == "Customer 1"
    assert ann.fields["email"].value.text() == "•••••••"
    assert "annm" not in ann.known.value.text()
    ann.eye.click()
    assert ann.fields["email"].value.text() == "ann@example.org"
    ann.eye.click()
    assert ann.fields["email"].value.text() == "•••••••"
    desk.settings.show_names = True
    desk.jobs.announce(frozenset({"settings"}))
    shown(page)
    assert ann.title.text() == "Ann Miller"
    assert cells(page.tab, "name") == ["Bea Lind", "Ann Miller"]


def test_uncovered_data_is_covered_again_on_the_next_customer(page, shop, ann):
    ann.eye.click()
    page.open_target(OpenCustomer(shop["bea"]))
    shown(page)
    page.open_target(OpenCustomer(shop["ann"]))
    shown(page)
    assert ann.fields["email"].value.text() == "•••••••"


def test_the_story_is_told_and_leads_on(page, desk, shop, ann):
    kinds = [row.told.kind for row in ann.timeline.rows()]
    assert kinds == ["ordered", "replied", "reviewed", "late", "shipped", "ordered"]
    reviewed = ann.timeline.rows()[2]
    reviewed.link.click()
    assert desk.navigate[-1] == OpenReview(shop["review"])
    ann.timeline.rows()[-1].link.click()
    shown(page)
    assert page.bar.tab == "orders"
    assert page.tab.inspector.record_id == shop["first"]


def test_a_field_is_changed_in_place_with_undo(page, desk, db, shop, ann):
    ann.eye.click()
    fact = ann.fields["email"]
    fact.pencil.click()
    fact.line.setText("nobody")
    fact.line.kept.emit()
    assert fact.editing
    assert "not an e-mail" in fact.wrong.text()
    fact.line.setText("new@example.org")
    fact.line.kept.emit()
    shown(page)
    assert not fact.editing
    assert fact.value.text() == "new@example.org"
    assert desk.notices.log[-1].text == "E-mail saved"
    assert desk.notices.log[-1].undo
    desk.jobs.write("Undo", lambda _p: journal.undo(db))
    shown(page)
    assert fact.value.text() == "ann@example.org"


def test_escape_leaves_a_field_as_it_was(qtbot, ann):
    ann.eye.click()
    fact = ann.fields["phone"]
    fact.begin()
    fact.line.setText("1")
    qtbot.keyClick(fact.line, Qt.Key.Key_Escape)
    assert not fact.editing
    assert fact.value.text() == "–"


def test_consent_and_do_not_contact(page, db, shop, ann):
    ann.consent.picked.emit("yes")
    ann.barred.click()
    shown(page)
    with db.read() as conn:
        found = buyers.customer(conn, shop["ann"])
    assert (found.consent, found.do_not_contact) == ("yes", True)
    assert ann.barred.isChecked()
    journal_titles = [row.title for row in _history(db)[:2]]
    assert journal_titles == ["Customer 1 is not to be contacted", "Noted consent of customer 1: agreed"]


def _history(db):
    with db.read() as conn:
        return journal.history(conn)


def test_a_note_is_saved_when_the_cursor_leaves_or_the_row_changes(page, db, shop, ann):
    ann.note.setFocus()
    ann.note.setPlainText("likes green")
    page.open_target(OpenCustomer(shop["bea"]))
    shown(page)
    with db.read() as conn:
        assert buyers.customer(conn, shop["ann"]).note == "likes green"
        assert buyers.customer(conn, shop["bea"]).note == ""
    assert ann.note.toPlainText() == ""


def test_a_note_being_written_survives_news(page, desk, ann):
    ann.note.setPlainText("half a sent")
    desk.jobs.announce(frozenset({"customers"}))
    shown(page)
    assert ann.note.toPlainText() == "half a sent"


def test_an_order_shows_what_is_kept(first):
    assert first.title.text() == "Order 3382-1107"
    assert first.under.text() == "1 June, Etsy"
    assert first.buyer.text() == "Customer 1"
    assert first.days["delivered_on"].value.text() == "9 June"
    assert [row.told.kind for row in first.timeline.rows()] == ["replied", "reviewed", "late", "shipped", "ordered"]


def test_days_are_corrected_or_refused_beside_the_field(page, desk, db, first):
    fact = first.days["delivered_on"]
    fact.begin()
    assert fact.line.text() == "2026-06-09"
    fact.line.setText("2026-05-01")
    fact.line.kept.emit()
    assert "can't be before" in fact.wrong.text()
    fact.line.setText("2026-06-06")
    fact.line.kept.emit()
    shown(page)
    assert fact.value.text() == "6 June"
    assert "Late" not in cells(page.tab, "statuses")
    assert desk.notices.log[-1].text == "“Delivered” corrected"


def test_status_and_note_of_an_order(page, db, shop, first):
    first.status.picked.emit("refunded")
    first.note.setPlainText("box was wet")
    page.show_tab("customers")
    shown(page)
    with db.read() as conn:
        found = queries.order(conn, shop["first"])
    assert (found.row.status, found.note) == ("refunded", "box was wet")


def test_ways_between_the_panes(page, desk, shop, first):
    first.buyer.click()
    shown(page)
    assert (page.bar.tab, page.tab.inspector.record_id) == ("customers", shop["ann"])
    page.tab.inspector.orders_button.click()
    shown(page)
    assert cells(page.tab, "number") == ["LL-2", "3382-1107"]
    page.open_target(OpenProduct(shop["lamp"]))
    shown(page)
    panel = page.tab.inspector
    assert panel.title.text() == "Walnut lamp & shade"
    panel.reviews_button.click()
    assert desk.navigate[-1] == OpenReviews(product=shop["lamp"])
    panel.orders_button.click()
    shown(page)
    assert cells(page.tab, "number") == ["3382-1107"]
    assert page.tab.bar.words() == ["Walnut lamp & shade"]


def test_a_record_the_filters_leave_out_is_found_in_the_whole_list(page, shop):
    page.show_tab("orders")
    page.tab.show_filters(OrderFilters(statuses=("paid",)))
    shown(page)
    assert page.tab.model.total() == 1
    page.open_target(OpenOrder(shop["first"]))
    shown(page)
    assert page.tab.model.total() == 3
    assert page.tab.table.current_row().id == shop["first"]


def test_filters_by_chip_menu_and_search(qtbot, page):
    page.show_tab("orders")
    shown(page)
    menu = page.tab.bar.menu()
    status = next(action.menu() for action in menu.actions() if action.text() == "Status")
    next(action for action in status.actions() if action.text() == "Shipped").trigger()
    shown(page)
    assert cells(page.tab, "number") == ["LL-2"]
    assert page.tab.bar.words() == ["Shipped"]
    page.tab.bar.drop("statuses")
    page.tab.bar.search.searched.emit("3382")
    shown(page)
    assert cells(page.tab, "number") == ["3382-1107"]
    page.tab.bar.search.searched.emit("nothing like this")
    shown(page)
    assert page.tab.list.states._stack.currentWidget().title.text() == "No order matches"
    page.desk.actions.run("customers.clear")
    shown(page)
    assert page.tab.model.total() == 3


def test_ready_views_and_own_views(page, desk, db):
    page.show_tab("orders")
    shown(page)
    chips = {chip.text(): chip for chip in page.bar.views.chips.chips()}
    assert chips["Delivered late"].accessibleName() == "Delivered late 1"
    chips["Delivered late"].click()
    shown(page)
    assert cells(page.tab, "number") == ["3382-1107"]
    assert {chip.text(): chip.isChecked() for chip in page.bar.views.chips.chips()}["Delivered late"]
    assert not page.bar.views.save.isEnabled()
    page.tab.bar.drop("late")
    page.tab.bar.search.searched.emit("LL")
    shown(page)
    page.save_view()
    dialog = page.findChild(Question)
    dialog.line.setText("Own shop's")
    dialog.go.click()
    shown(page)
    own = {chip.text(): chip for chip in page.bar.views.chips.chips()}["Own shop's"]
    assert own.isChecked()
    assert own.accessibleName() == "Own shop's 2"
    own.click()
    shown(page)
    assert page.tab.model.total() == 3
    with db.read() as conn:
        [view] = queries.views_of(conn, page.ID)
    page.bar.views.remove(view)
    shown(page)
    assert "Own shop's" not in [chip.text() for chip in page.bar.views.chips.chips()]


def test_rows_are_copied_for_a_spreadsheet(page, desk):
    page.show_tab("orders")
    shown(page)
    page.tab.table.selectAll()
    desk.actions.run("customers.copy")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["Order", "Date"]
    assert lines[3].split("\t")[:2] == ["3382-1107", "2026-06-01"]
    assert desk.notices.log[-1].text == "3 rows copied"


def test_keyboard_steps_through_the_list(qtbot, page):
    page.show_tab("orders")
    shown(page)
    qtbot.keyClick(page.tab.table, Qt.Key.Key_J)
    shown(page)
    assert page.tab.inspector.title.text() == "Order LL-2"
    page.tab.inspector.step_asked.emit(-1)
    shown(page)
    assert page.tab.inspector.title.text() == "Order LL-3"


def test_an_undone_order_leaves_the_list(page, db, desk, make, shop):
    page.show_tab("orders")
    shown(page)
    make.order(channel_id=shop["own"], number="LL-9", placed_on="2026-07-09")
    desk.jobs.announce(frozenset({"orders"}))
    shown(page)
    assert cells(page.tab, "number")[0] == "LL-9"
    desk.jobs.write("Undo", lambda _p: journal.undo(db))
    shown(page)
    assert cells(page.tab, "number")[0] == "LL-3"


def test_a_failing_read_says_so_and_can_be_tried_again(page, desk, monkeypatch):
    page.show_tab("orders")
    shown(page)

    def broken(*_given):
        raise UserError("The file is busy.")

    monkeypatch.setattr(page.tab.spec.source, "count", broken)
    page.tab.refresh()
    shown(page)
    hint = page.tab.list.states._stack.currentWidget()
    assert hint.title.text() == "These orders could not be read"
    assert hint.help.text() == "The file is busy."
    monkeypatch.undo()
    page.tab.refresh()
    shown(page)
    assert page.tab.list.states._stack.currentWidget() is page.tab.table


def test_an_empty_shop_says_how_to_begin(qtbot, desk):
    made = CustomersPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.show()
    for key, words in (("customers", "No customers yet"), ("orders", "No orders yet"), ("products", "No products yet")):
        made.show_tab(key)
        shown(made)
        assert made.tab.list.states._stack.currentWidget().title.text() == words
    made.tab.list.states.findChild(Button).click()
    assert desk.navigate[-1] == OpenPage("import")
    made.close_page()
    made.close()


def test_models_keep_their_promises(qtmodeltester, page):
    for key in ("customers", "orders", "products"):
        page.show_tab(key)
        shown(page)
        qtmodeltester.check(page.tab.model)


def test_every_widget_has_a_name_and_customer_text_stays_plain(page, shop, first, ann):
    for key in ("customers", "orders", "products"):
        page.show_tab(key)
        shown(page)
        assert audit.nameless(page) == []
        assert audit.nameless(page.toolbar()) == []
        assert audit.rich_labels(page) == []


@pytest.mark.parametrize("language", ["zh_CN", text.PSEUDO])
def test_no_text_is_cut_in_any_language(qtbot, desk, shop, language):
    text.use(language)
    try:
        made = CustomersPage(desk)
        qtbot.addWidget(made)
        qtbot.addWidget(made.toolbar())
        made.resize(1232, 780)
        made.show()
        for target in (OpenCustomer(shop["ann"]), OpenOrder(shop["first"]), OpenProduct(shop["lamp"])):
            made.open_target(target)
            shown(made)
            shown(made)  # a story is given its room a moment after it is put in
            assert audit.cut_texts(made) == []
        made.close_page()
        made.close()
    finally:
        text.use("en")


def test_wanted_and_query_say_the_same():
    wanted = OrderFilters(channels=(2,), since="2026-01-01", search="x", sort="total", descending=False)
    assert filters_of(OrderFilters, query_of(wanted)) == wanted
    assert filters_of(OrderFilters, Query({"statuses": ("paid",), "unheard of": 1})).statuses == ("paid",)


def test_a_story_put_in_while_the_pane_was_hidden_gets_its_room(page, make, shop):
    for number in range(9):
        make.review(
            channel_id=shop["etsy"], product_id=shop["lamp"], posted_on=f"2026-05-{number + 1:02}", text="word " * 60
        )
    page.open_target(OpenProduct(shop["lamp"]))
    shown(page)
    shown(page)
    inside = page.tab.inspector.scroller.widget()
    assert inside.height() >= inside.layout().heightForWidth(inside.width())
    heights = [row.height() >= row.layout().heightForWidth(row.width()) for row in page.tab.inspector.timeline.rows()]
    assert heights == [True] * 11
