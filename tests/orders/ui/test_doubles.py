"""Possible duplicates and merged customers, worked with as an owner does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storeapp.kernel.targets import OpenCustomer
from storeapp.orders import buyers
from storeapp.orders.ui.merge_dialog import MergeDialog
from storeapp.orders.ui.page import CustomersPage
from storeapp.qtkit import audit
from storeapp.store import journal


@pytest.fixture
def shop(make, db):
    """Ann on two channels with one address, and Bea, who shares her name and city with another Bea."""
    etsy = make.channel(name="Etsy", time_zone="UTC")
    own = make.channel(name="Own shop", platform="own", currency="EUR")
    ann = make.customer("annm", etsy, name="Ann Miller", email="ann@example.org", country="US", city="Austin")
    twin = make.customer(name="Ann Miller", email="ann@example.org", country="US", consent="no", note="Likes oak")
    bea = make.customer(name="Beatrix Lind", country="SE", city="Lund")
    other = make.customer(name="Beatriks Lind", country="SE", city="Lund")
    make.order(channel_id=etsy, number="E-1", customer_id=ann)
    make.order(channel_id=etsy, number="E-2", customer_id=ann)
    make.order(channel_id=own, number="O-1", customer_id=twin, currency="EUR")
    return {"ann": ann, "twin": twin, "bea": bea, "other": other}


def shown(page):
    """Let what was asked for arrive."""
    page.tab.table.reporter.flush()
    page.doubles.table.reporter.flush()
    QApplication.processEvents()


@pytest.fixture
def page(qtbot, desk, shop):
    made = CustomersPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.show_tab("doubles")
    shown(made)
    yield made
    made.close_page()
    made.close()


def persons(db):
    with db.read() as conn:
        return dict(conn.exec_driver_sql("SELECT number, customer_id FROM orders").all())


def listed(page):
    return [(row.first, row.second) for row in page.doubles.model.rows()]


def test_pairs_are_listed_the_surest_first_with_reasons(page, shop):
    assert listed(page) == [(shop["ann"], shop["twin"]), (shop["bea"], shop["other"])]
    pane = page.doubles.inspector
    assert pane.pair == (shop["ann"], shop["twin"])  # the one with more orders stays
    assert pane.title.text().endswith("% sure that this is one person")
    assert page.doubles.list.count.text() == "2 pairs to look at"


def test_merging_with_a_key_takes_the_pair_off_the_list_and_undo_brings_it_back(page, shop, db, qtbot, desk):
    page.doubles.table.setFocus()
    qtbot.keyClick(page.doubles.table, Qt.Key.Key_Y)
    shown(page)
    assert listed(page) == [(shop["bea"], shop["other"])]
    assert set(persons(db).values()) == {shop["ann"]}
    assert desk.notices.log[-1].undo
    with db.read() as conn:
        ann = buyers.customer(conn, shop["ann"])
    assert ann is not None
    assert (ann.consent, ann.note, ann.order_count) == ("no", "Likes oak", 3)
    journal.undo(db)
    desk.jobs.announce(frozenset({"customers"}))
    shown(page)
    assert len(listed(page)) == 2
    assert persons(db)["O-1"] == shop["twin"]


def test_different_people_are_not_suggested_again(page, shop, qtbot, db):
    page.doubles.table.go_to(1)
    shown(page)
    page.doubles.table.setFocus()
    qtbot.keyClick(page.doubles.table, Qt.Key.Key_N)
    shown(page)
    assert listed(page) == [(shop["ann"], shop["twin"])]
    journal.undo(db)
    page.doubles.refresh()
    shown(page)
    assert len(listed(page)) == 2


def test_the_owner_chooses_field_by_field(page, shop, db):
    pane = page.doubles.inspector
    pane.eye.click()
    button = pane.radio("city", buyers.merging.LOST)
    assert button is not None
    button.click()
    assert pane.chosen()["city"] == "lost"
    pane.go.click()
    shown(page)
    with db.read() as conn:
        ann = buyers.customer(conn, shop["ann"])
    assert ann is not None
    assert ann.city == ""


def test_a_merged_customer_is_parted_from_the_pane(page, shop, db):
    page.doubles.inspector.go.click()
    shown(page)
    page.open_target(OpenCustomer(shop["twin"]))  # an old link leads to the person
    shown(page)
    panel = page.tab.inspector
    assert panel.record_id == shop["ann"]
    assert panel.record_parts == [shop["twin"]]
    assert page.tab.list.count.text() == "3 customers"
    panel.part_asked.emit(shop["twin"])
    shown(page)
    assert persons(db)["O-1"] == shop["twin"]
    assert page.tab.inspector.record_parts == []
    assert page.tab.list.count.text() == "4 customers"


def test_two_selected_customers_are_compared_and_merged(page, shop, db):
    page.show_tab("customers")
    shown(page)
    page.tab.table.selectAll()
    page.page_actions.handlers()["customers.merge"]()
    shown(page)
    assert "Select two customers" in page.desk.notices.log[-1].text
    with db.read() as conn:
        sides = buyers.sides(conn, shop["bea"], shop["other"])
    page.page_actions._show_compared(sides)
    dialog = page.findChild(MergeDialog)
    assert dialog is not None
    dialog.pane.go.click()
    shown(page)
    with db.read() as conn:
        assert buyers.person(conn, shop["other"]) == shop["bea"]


def test_an_empty_list_says_so(page, shop, db):
    buyers.merge(db, shop["ann"], shop["twin"])
    buyers.keep_apart(db, shop["bea"], shop["other"])
    page.doubles.refresh()
    shown(page)
    assert page.doubles.list.states._hint is not None
    assert listed(page) == []


def test_nothing_is_nameless_cut_or_rich(page):
    shown(page)
    assert audit.nameless(page.doubles) == []
    assert audit.cut_texts(page.doubles) == []
    assert audit.rich_labels(page.doubles) == []
