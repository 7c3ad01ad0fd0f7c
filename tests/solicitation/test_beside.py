"""What other rooms show of review requests, and that their panes lead to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.kernel.targets import OpenOrder, OpenRequest, OpenReview
from storeapp.orders.ui.page import CustomersPage
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.solicitation import service
from storeapp.solicitation.beside import said_of_customer, said_of_order, said_of_review

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
TODAY = date(2026, 7, 16)


@pytest.fixture
def made(db, make, clock):
    """(buyer, order, other order, channel) of Etsy; the first order is asked about on 16 July."""
    clock.at = NOON
    etsy = make.channel(platform="etsy", name="Etsy", time_zone="America/New_York", region="US")
    buyer = make.customer(name="Ann Lee", country="US", email="ann@buyer.example")
    plain = {"channel_id": etsy, "status": "delivered", "delivered_on": "2026-07-01", "ship_country": "US"}
    orders = [make.order(customer_id=buyer, **plain), make.order(**plain)]
    service.refresh(db)
    service.mark_sent(db, orders[:1])
    return buyer, *orders, etsy


def test_asked_and_not_asked_are_said(db, clock, made):
    buyer, asked, other, _etsy = made
    with db.read() as conn:
        assert said_of_order(conn, asked, TODAY).words == "Asked today"
        assert said_of_order(conn, other, TODAY).words == "Ready"
        assert said_of_order(conn, 999, TODAY) is None
        assert said_of_customer(conn, buyer, TODAY).words == "1 message, sent today"
        assert said_of_customer(conn, 999, TODAY) is None
    clock.at += timedelta(days=8)
    service.refresh(db)
    service.mark_sent(db, [asked])
    with db.read() as conn:
        said = said_of_order(conn, asked, TODAY + timedelta(days=8))
        assert (said.words, said.target) == ("Asked 16 July, reminded today", OpenRequest(asked))
        assert said_of_customer(conn, buyer, TODAY + timedelta(days=8)).words == "2 messages, last today"


def test_a_review_says_whether_its_buyer_was_asked(db, make, made):
    _buyer, asked, other, etsy = made
    reviews = [
        make.review(channel_id=etsy, order_id=order, posted_on=day)
        for order, day in ((asked, "2026-07-20"), (asked, "2026-07-10"), (other, "2026-07-10"), (None, "2026-07-10"))
    ]
    with db.read() as conn:
        said = [said_of_review(conn, number, TODAY) for number in reviews]
    assert [one.words if one else None for one in said] == [
        "Asked today",
        "Came before its buyer was asked today",
        "You didn't ask for it here",
        None,
    ]


def test_the_panes_of_an_order_and_a_customer_lead_to_the_request(qtbot, desk, made):
    buyer, asked, _other, _etsy = made
    page = CustomersPage(desk)
    qtbot.addWidget(page)
    page.refresh()
    page.open_target(OpenOrder(asked))
    panel = page.tab.inspector
    assert (panel.asked.isHidden(), panel.asked.link.text()) == (False, "Asked today")
    panel.asked.link.click()
    assert desk.navigate[-1:] == [OpenRequest(asked)]
    page.show_tab("customers")
    page.tab.go_to(buyer)
    panel = page.tab.inspector
    assert panel.asked.link.text() == "1 message, sent today"
    panel.asked.link.click()
    assert desk.navigate[-2:] == [OpenRequest(asked)] * 2
    page.close_page()


def test_the_review_in_hand_says_that_its_buyer_was_asked(qtbot, desk, make, made):
    _buyer, asked, _other, etsy = made
    review, own = (
        make.review(channel_id=etsy, order_id=order, posted_on="2026-07-20", text="Lovely") for order in (asked, None)
    )
    page = ReputationPage(desk)
    qtbot.addWidget(page)
    page.refresh()
    page.open_target(OpenReview(review))
    QApplication.processEvents()
    line = page.reviews.inspector.band.asked
    assert (line.isHidden(), line.link.text()) == (False, "Asked today")
    line.link.click()
    assert desk.navigate[-1:] == [OpenRequest(asked)]
    page.open_target(OpenReview(own))
    QApplication.processEvents()
    assert line.isHidden()
    page.close_page()
