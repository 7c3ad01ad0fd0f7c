"""A product's short name stands wherever the product is named, the whole title only behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel

from storeapp.aftersales import service as aftersales
from storeapp.kernel.targets import OpenPage
from storeapp.orders import service as orders
from storeapp.orders.ui.panels import ProductPanel
from storeapp.qtkit.table import TableView
from storeapp.shell.palette.record_names import record_names
from storeapp.store import journal
from storeapp.store.search import find
from tests.make import Make

TITLE = "Nordic Walnut Reading Lamp Bedside Table Lamp with Linen Shade Gift for Book Lovers"
TAIL = "Gift for Book"  # what no cut of the title and no short name has
PLACES = [
    *(("today", ""), ("aftersales", ""), ("reports", ""), ("history", "")),
    *(("reputation", tab) for tab in ("overview", "reviews", "products", "themes", "standing", "trust", "links")),
    *(("customers", tab) for tab in ("customers", "orders", "products")),
]
NAMED = {("aftersales", ""), ("customers", "orders"), ("customers", "products")}
NAMED |= {("reputation", tab) for tab in ("overview", "reviews", "products")} | {("today", "")}


def settle() -> None:
    for _round in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts(program) -> list[str]:
    """Every word that the page in front shows, without the fact that is there to show the whole title."""
    page = program.window.navigation.current
    found = []
    whole = [panel.whole for panel in page.findChildren(ProductPanel)]
    for one in page.findChildren(QLabel) + page.findChildren(QAbstractButton):
        if one.isVisible() and not any(fact.isAncestorOf(one) for fact in whole):
            found.append(one.text())
    for choice in page.findChildren(QComboBox):
        found += [choice.itemText(number) for number in range(choice.count())]
    for table in page.findChildren(TableView):
        model = table.model()
        if table.isVisible() and model is not None:
            found += [
                str(model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole))
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    if page.ID == "today":
        found += [f"{line.title} {line.detail}" for line in page.list.lines()]
    return found


@pytest.fixture
def lamp(program):
    """A product with a long title: sold, praised, complained of, with a case and a review without an order."""
    db = program.desk.db
    make = Make(db)
    etsy = make.channel(name="Etsy", time_zone="UTC")
    lamp = make.product(etsy, title=TITLE, sku="N-1")
    ann = make.customer("ann", etsy, name="Ann Ott")
    order = make.order(channel_id=etsy, customer_id=ann, number="A-1", status="delivered", placed_on="2026-07-01")
    make.line(order, product_id=lamp, title=TITLE)
    bad = {"channel_id": etsy, "product_id": lamp, "stars": 1, "text": "The shade arrived broken", "reviewer": "ann"}
    review = make.review(**bad, order_id=order, customer_id=ann, posted_on="2026-07-12")
    make.review(**bad, posted_on="2026-07-11")
    for day in range(10, 16):
        make.review(channel_id=etsy, product_id=lamp, reviewer=f"b{day}", posted_on=f"2026-06-{day}")
    aftersales.open_for_review(db, review)
    program.desk.jobs.announce(frozenset({"orders", "products", "reviews", "cases", "customers"}))
    return lamp


def seen(program, place) -> list[str]:
    program.navigate(OpenPage(*place))
    settle()
    page = program.window.navigation.current
    listed = page.keyboard()
    if isinstance(listed, TableView):
        listed.go_to(0)
        listed.reporter.flush()
    settle()
    return texts(program)


def test_the_short_name_stands_everywhere_and_the_whole_title_nowhere(program, lamp):
    orders.set_label(program.desk.db, lamp, "Book lamp")
    program.desk.jobs.announce(frozenset({"products"}))
    wrong = []
    for place in PLACES:
        said = seen(program, place)
        wrong += [f"{place}: {words}" for words in said if TAIL in words]
        if place in NAMED and not any("Book lamp" in words for words in said):
            wrong.append(f"{place}: not named")
    assert not wrong, "\n".join(wrong)
    with program.desk.db.read() as conn:
        hits = find(conn, "book lamp", ("products",))
        assert [(one.title, TITLE in one.detail) for one in record_names(conn, hits, False)] == [("Book lamp", True)]


def test_f2_names_the_product_under_the_cursor(program, lamp):
    program.window.activateWindow()
    for tab in ("overview", "reviews", "products"):
        said = seen(program, ("reputation", tab))
        assert not any("Book lamp" in words for words in said)
        page = program.window.navigation.current
        table = page.overview.table if tab == "overview" else page.keyboard()
        program.window.activateWindow()  # there is no window manager here that does it when a dialog closes
        table.setFocus()
        table.go_to(0)
        settle()
        QTest.keyClick(table, Qt.Key.Key_F2)
        asked = QApplication.activeModalWidget()
        assert asked is not None
        QTest.keyClicks(asked.line, "Book lamp")
        QTest.keyClick(asked.line, Qt.Key.Key_Return)
        settle()
        assert any("Book lamp" in words for words in texts(program))
        journal.undo(program.desk.db)
        program.desk.jobs.announce(frozenset({"products"}))
        settle()
        assert not any("Book lamp" in words for words in texts(program))


def test_the_pane_of_a_product_takes_a_short_name_and_shows_the_whole_title(program, lamp):
    program.window.activateWindow()
    seen(program, ("customers", "products"))
    page = program.window.navigation.current
    panel = page.tab.inspector
    assert panel.title.text() == "Nordic Walnut Reading Lamp Bedside…"
    assert panel.whole.value.text() == TITLE
    QTest.keyClick(page.tab.table, Qt.Key.Key_F2)
    assert panel.label.editing
    panel.label.line.setText("x" * 41)
    QTest.keyClick(panel.label.line, Qt.Key.Key_Return)
    assert panel.label.wrong.text().startswith("This name is too long")
    panel.label.line.setText("Book lamp")
    QTest.keyClick(panel.label.line, Qt.Key.Key_Return)
    settle()
    assert (panel.title.text(), panel.title.toolTip()) == ("Book lamp", TITLE)
    assert not panel.label.editing
