"""Returns and refunds by reason and product: the rule book's own values, parts that came back, what nobody knows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales.causes.figures import figure_lines
from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.queries.costs import last_days
from storeapp.aftersales.causes.queries.metrics import head_figures, service_figures
from storeapp.aftersales.causes.queries.returns import (
    refunds_by_product,
    refunds_by_reason,
    returned_by_product,
    returned_by_reason,
    returned_units,
    uncounted_returns,
)
from storeapp.aftersales.causes.ui.figures_sheet import FiguresSheet
from storeapp.aftersales.causes.wording import head_tip, head_words
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.qtkit import audit
from storeapp.store.tables import Cause as CauseRow
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)
NOW = datetime(2026, 7, 16, 12, tzinfo=UTC)
QUARTER = last_days(90, TODAY)


@pytest.fixture
def shop(db, make):
    """150 units delivered, six of which came back: two said by a file, one by a case, three with their whole order."""
    amazon = make.channel(platform="amazon", name="Amazon", currency="EUR")
    lamp, shade = make.product(title="Lamp"), make.product(title="Shade")
    plain = {"channel_id": amazon, "placed_on": "2026-06-01", "delivered_on": "2026-06-05", "currency": "EUR"}

    def order(quantity, product=lamp, back=None, **more):
        total = {"total_minor": 1000 * quantity, "items_minor": 1000 * quantity}
        made = make.order(**(plain | {"status": "delivered"} | total | more))
        make.line(made, product_id=product, quantity=quantity, returned=back, total_minor=1000 * quantity)
        return made

    order(100)
    order(10, back=2, return_reason="DEFECTIVE", refunded_minor=2000)
    order(3, product=shade, status="returned", refunded_minor=3000)
    noted = order(1)
    order(26, return_reason="APPAREL_TOO_SMALL; NO_REASON_GIVEN")  # nobody knows how many of them
    order(9)
    both = order(1, product=shade, refunded_minor=500)
    make.line(both, product_id=lamp, quantity=0, total_minor=0)
    with db.write("Laid rows") as tx:
        one = laid.case(tx, "2026-06-10", "DEL_LATE", noted, product_id=lamp)
        laid.entry(tx, one, "return", "2026-06-12", order_id=noted)
    return lamp, shade


def test_units_that_came_back_by_reason_and_product(db, shop):
    lamp, shade = shop
    with db.read() as conn:
        assert returned_units(conn, QUARTER) == Portion(6, 150)
        assert returned_units(conn, QUARTER).share == pytest.approx(0.04)
        assert uncounted_returns(conn, QUARTER) == 1
        assert returned_by_reason(conn, QUARTER) == [
            ("", "Reason not known", Portion(3, 150)),
            ("PRD_DEFECT", "Faulty", Portion(2, 150)),
            ("DEL_LATE", "Arrived late", Portion(1, 150)),
        ]
        assert returned_by_product(conn, QUARTER) == [
            (lamp, "Lamp", Portion(3, 146)),
            (shade, "Shade", Portion(3, 4)),
        ]


def test_refunds_by_reason_and_product(db, shop):
    with db.read() as conn:
        by_reason = [(one.title, str(one.money)) for one in refunds_by_reason(conn, QUARTER)]
        by_product = [(one.title, str(one.money), str(one.sales)) for one in refunds_by_product(conn, QUARTER)]
    assert by_reason == [("Reason not known", "€35.00"), ("Faulty", "€20.00")]
    assert by_product == [
        ("Shade", "€30.00", "€40.00"),
        ("Lamp", "€20.00", "€1,460.00"),
        ("Orders of several products", "€5.00", "None"),
    ]


def test_more_came_back_than_was_sent_is_never_told(db, make):
    lamp = make.product(title="Lamp")
    order = make.order(placed_on="2026-06-01", status="delivered")
    make.line(order, product_id=lamp, quantity=2, returned=5)
    make.line(order, product_id=lamp, quantity=2, returned=-1)
    with db.read() as conn:
        assert returned_units(conn, QUARTER) == Portion(2, 4)


def test_cases_solved_with_one_message_and_how_long_open_ones_wait(db, make):
    with db.write("Laid rows") as tx:
        closed = {"state": "closed", "closed_at": "2026-07-10T12:00:00Z"}
        for messages, reopened in ((1, 0), (2, 0), (1, 1), (0, 0)):
            one = laid.case(tx, "2026-07-01", reopened=reopened, **closed)
            for _number in range(messages):
                laid.entry(tx, one, "out", "2026-07-02")
        for day in ("2026-07-06", "2026-07-14", "2026-07-15"):
            laid.case(tx, day, customer_id=None)
    with db.read() as conn:
        found = service_figures(conn, QUARTER, NOW)
    assert found.at_once == Portion(1, 3)
    assert (found.waiting.count, found.waiting.median, found.waiting.ninth) == (3, 48.0, 240.0)


def test_the_window_lists_every_figure(db, make, shop, qtbot, desk):
    page = AftersalesPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.refresh()
    page.more_figures.click()
    QApplication.processEvents()
    (sheet,) = page.findChildren(FiguresSheet)
    with db.read() as conn:
        wanted = list(figure_lines(conn, QUARTER, desk.clock.now()))
        head = head_figures(conn, TODAY)
    assert [(one.title, one.about, one.value) for one in sheet.model.rows()] == [
        (one.title, one.about, one.value) for one in wanted
    ]
    assert all(one.part or one.whole or one.value for one in wanted)  # 0 of 0 says nothing
    told = {(one.title, one.about): (one.value, one.part, one.whole) for one in wanted}
    assert told["Units that came back", ""] == ("4.0%", 6, 150)
    assert told["Refunds", "Faulty"][0] == "€20.00, 1.4% of sales"
    assert told["Cases per 100 orders", "Arrived late"] == ("14.3", 1, 7)
    assert head_words(head) == page.figures.text() == "14.3 cases per 100 orders"
    assert "Cases since May 2026: 1, orders: 7" in head_tip(head)
    assert audit.nameless(sheet) == []
    with db.write("Laid rows") as tx:
        tx.update(CauseRow, laid.cause(tx, "Sorting", (1,)), supplier="Carrier", batch="B7")
        laid.entry(tx, 1, "refund", "2026-07-12", 700)
    named = {}
    for part in ("reason", "supplier", "batch", "month"):
        sheet.what.choose(part)
        sheet.look()
        QApplication.processEvents()
        named[part] = [(one.line.words, str(one.line.money), one.line.cases) for one in sheet.costs.rows()]
    assert named == {
        "reason": [("Arrived late", "€7.00", 1)],
        "supplier": [("Carrier", "€7.00", 1)],
        "batch": [("B7", "€7.00", 1)],
        "month": [("2026-07", "€7.00", 1)],
    }
    assert audit.nameless(sheet) == []
    sheet.days.choose(30)
    sheet.look()
    QApplication.processEvents()
    sheet.close()
    page.close_page()
    page.close()
