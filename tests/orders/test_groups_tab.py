"""Groups of buyers in the window: every group's list holds exactly its buyers, and nobody is left out of requests."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.orders.groups.queries import buyer_groups
from storeapp.orders.groups.rules import GROUPS
from storeapp.orders.queries.buyer_list import BuyerList
from storeapp.orders.ui.groups import GroupRow, buyers_of
from storeapp.orders.ui.page import CustomersPage

TODAY = date(2026, 7, 16)


@pytest.fixture
def buyers(make):
    """Forty buyers: from one order yesterday to four, the last of them years ago."""
    for number in range(40):
        buyer = make.customer(name=f"Ann {number}")
        for visit in range(1 + number % 4):
            day = TODAY - timedelta(days=1 + 30 * number + 20 * visit)
            make.order(customer_id=buyer, placed_on=day.isoformat(), status="delivered")


def test_the_list_of_a_group_holds_its_buyers(db, buyers):
    with db.read() as conn:
        told = buyer_groups(conn, TODAY)
        assert [line.group for line in told.lines] == list(GROUPS)
        counted = {line.group: line.buyers for line in told.lines}
        listed = {
            line.group: BuyerList().count(conn, buyers_of(GroupRow(line.group, line, told))) for line in told.lines
        }
    assert listed == counted
    assert sum(counted.values()) == 40
    assert sum(bool(buyers) for buyers in counted.values()) >= 4


def test_a_key_leads_from_a_group_to_its_buyers(db, buyers, qtbot, desk):
    page = CustomersPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.resize(1232, 780)
    page.show()
    page.show_tab("groups")
    QApplication.processEvents()
    model, pane = page.groups.model, page.groups.inspector
    assert model.total() == len(GROUPS)
    place = next(n for n in range(model.total()) if model.row(n).id == "lost")
    page.groups.table.go_to(place)
    page.groups.table.reporter.flush()
    QApplication.processEvents()
    assert "leave them in peace" in pane.what.text()
    assert "asked, also the unhappy" in pane.what.text()
    wanted = model.row(place).line.buyers
    desk.actions.run("groups.buyers")
    QApplication.processEvents()
    assert page.bar.tab == "customers"
    assert page.tab.model.total() == wanted > 0
    assert "Group: Lost" in page.tab.list.filter_words()
    page.close_page()


def test_a_shop_with_few_buyers_says_why_there_are_no_groups(db, make, qtbot, desk):
    make.order(customer_id=make.customer(name="Ann"), placed_on="2026-07-01", status="delivered")
    page = CustomersPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.show()
    page.show_tab("groups")
    QApplication.processEvents()
    assert page.groups.model.total() == 0
    page.close_page()
