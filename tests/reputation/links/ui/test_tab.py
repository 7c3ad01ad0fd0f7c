"""The tab of reviews without an order, worked with as an owner does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storeapp.kernel.targets import LinkReview, OpenPage, OpenReview
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.store import journal
from storeapp.store.tables import Order, Review, ReviewPair


@pytest.fixture
def shop(make, db):
    etsy = make.channel(name="Etsy")
    lamp = make.product(etsy, title="Oak lamp")
    ann = make.customer("annm (ann)", etsy, name="Ann Miller")
    first = make.order(channel_id=etsy, number="A-1", customer_id=ann, placed_on="2026-06-01")
    make.line(first, product_id=lamp, title="Oak lamp")
    other = make.order(channel_id=etsy, number="B-1", placed_on="2026-06-05", buyer_name="Bo Lind")
    sure = make.review(channel_id=etsy, product_id=lamp, reviewer="annm", posted_on="2026-06-15")
    guess = make.review(channel_id=etsy, reviewer="Bo L.", posted_on="2026-06-16")
    alone = make.review(channel_id=etsy, reviewer="Zed Young", posted_on="2026-06-17")
    bo = make.customer(name="Bo L.")
    with db.write("Known") as tx:
        tx.update(Order, other, customer_id=bo)
    return {"first": first, "other": other, "sure": sure, "guess": guess, "alone": alone}


@pytest.fixture
def page(qtbot, desk, shop):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.open_target(OpenPage("reputation", "links"))
    shown(made)
    yield made
    made.close_page()
    made.close()


def view(page):
    return page.stack.view("links")


def shown(page):
    view(page).table.reporter.flush()
    QApplication.processEvents()


def order_of(db, review):
    with db.read() as conn:
        return conn.exec_driver_sql("SELECT order_id FROM reviews WHERE id = ?", (review,)).scalar()


def listed(page):
    return [row.id for row in view(page).model.rows()]


def test_yes_links_the_chosen_order_and_undo_takes_it_back(page, shop, db, qtbot, desk):
    assert listed(page)[0] == shop["sure"]
    assert view(page).sure.text() == "Link all 1 above 95%"
    view(page).table.setFocus()
    qtbot.keyClick(view(page).table, Qt.Key.Key_Y)
    shown(page)
    assert order_of(db, shop["sure"]) == shop["first"]
    assert shop["sure"] not in listed(page)
    assert desk.notices.log[-1].undo
    journal.undo(db)
    desk.jobs.announce(frozenset({"reviews"}))
    shown(page)
    assert listed(page)[0] == shop["sure"]


def test_no_takes_the_order_off_the_offers(page, shop, db, qtbot):
    view(page).table.setFocus()
    qtbot.keyClick(view(page).table, Qt.Key.Key_N)
    shown(page)
    assert order_of(db, shop["sure"]) is None
    assert shop["sure"] not in listed(page)


def test_all_sure_ones_at_once(page, shop, db):
    view(page).sure.click()
    shown(page)
    assert order_of(db, shop["sure"]) == shop["first"]
    assert view(page).sure.isHidden()


def test_another_order_by_its_number(page, shop, db, desk):
    page.open_target(LinkReview(shop["alone"]))
    shown(page)
    assert view(page).pane.review.id == shop["alone"]
    assert not view(page).pane.yes.isEnabled()
    view(page).pane.other.click()
    question = view(page).findChild(Question)
    question.line.setText("B-1")
    question.go.click()
    shown(page)
    assert order_of(db, shop["alone"]) == shop["other"]


def test_the_inspector_leads_here(page, shop, desk):
    page.open_target(OpenReview(shop["guess"]))
    QApplication.processEvents()
    look = page.reviews.inspector
    assert look.order.link.text() == "Find its order"
    look.order.link.click()
    assert desk.navigate[-1] == LinkReview(shop["guess"])


def test_nothing_is_nameless_cut_or_rich(page):
    assert audit.nameless(view(page)) == []
    assert audit.cut_texts(view(page)) == []
    assert audit.rich_labels(view(page)) == []


@pytest.fixture
def pair(make, db, shop):
    """An edited review beside the known one, and one that came in twice."""
    known = make.review(text="Lovely", stars=5, reviewer="Mira Kolt", posted_on="2026-07-01")
    edited = make.review(text="Broke at once", stars=1, reviewer="Mira Kolt", posted_on="2026-07-03")
    with db.write("Import", kind="import") as tx:
        tx.insert_one(ReviewPair, review_id=edited, earlier_id=known, found_at=tx.now)
        copy = {"channel_id": 1, "reviewer": "Zed Young", "posted_on": "2026-06-17", "stars": 5, "rating": 5.0}
        tx.insert_one(Review, **copy, text="Lovely lamp")
    return known, edited


def test_yes_makes_one_of_an_edited_review(pair, page, db, qtbot, desk):
    view(page).refresh()
    shown(page)
    asked = view(page)
    assert asked.pair_pane.isVisible()
    assert asked.words.text().startswith("1 review may be one you have, edited; ")
    assert audit.cut_texts(asked) == []
    asked.table.setFocus()
    qtbot.keyClick(asked.table, Qt.Key.Key_Y)
    shown(page)
    assert reviews_of(db, "Mira Kolt") == ["Broke at once"]
    journal.undo(db)
    desk.jobs.announce(frozenset({"reviews"}))
    shown(page)
    asked.table.go_to(0)
    qtbot.keyClick(asked.table, Qt.Key.Key_N)
    shown(page)
    assert reviews_of(db, "Mira Kolt") == ["Lovely", "Broke at once"]
    assert not asked.pair_pane.isVisible()


def test_what_came_in_twice_is_put_together_with_one_press(pair, page, db, desk):
    view(page).refresh()
    shown(page)
    assert view(page).doubles.words.text() == "1 review was imported twice by an older version."
    view(page).doubles.button.click()
    shown(page)
    assert view(page).doubles.isHidden()
    assert reviews_of(db, "Zed Young") == ["Lovely lamp"]
    assert desk.notices.log[-1].undo


def reviews_of(db, reviewer):
    with db.read() as conn:
        return list(
            conn.exec_driver_sql("SELECT text FROM reviews WHERE reviewer = ? ORDER BY id", (reviewer,)).scalars()
        )
