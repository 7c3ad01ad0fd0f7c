"""The page Reputation, worked with as an owner does: tabs, filters, the inspector, replies and views."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenCustomer, OpenOrder, OpenReview, OpenReviews
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.qtkit.table import Query
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import IconButton, States
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.reputation.overview.ui.tabs import PLANS
from storeapp.reputation.ratings.queries import latest_snapshots
from storeapp.reputation.replies.service import keep_draft
from storeapp.reputation.reviews.queries import listing
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.ui.listing import query_of, wanted_of
from storeapp.store import journal
from storeapp.store.tables import ReviewVersion
from tests.make import Make


@pytest.fixture
def shop(db):
    """Two star channels and one on its own scale: 13 reviews, two of them bad and waiting."""
    with db.write("A shop") as tx:
        make = Make(db, tx)
        etsy = make.channel(name="Etsy", time_zone="UTC")
        own, ebay = make.channel(name="Own shop", platform="own"), make.channel(name="eBay", platform="ebay")
        lamp, throw = make.product(title="Walnut lamp"), make.product(title="Moss throw")
        buyer = make.customer(name="Ann")
        order = make.order(channel_id=etsy, customer_id=buyer, number="3382-1107", delivered_on="2026-07-09")
        make.line(order)
        bad = make.review(
            channel_id=etsy,
            stars=1,
            posted_on="2026-07-15",
            posted_at="2026-07-15T02:11:00Z",
            text="Shade arrived cracked",
            product_id=lamp,
            order_id=order,
            order_number="3382-1107",
            customer_id=buyer,
        )
        make.review(channel_id=own, stars=2, posted_on="2026-07-14", text="Too grey", product_id=throw, language="en")
        for number in range(10):
            make.review(channel_id=etsy, stars=5, posted_on=f"2026-05-{number + 1:02}", product_id=lamp)
        make.review(channel_id=ebay, stars=None, rating=2.0, scale=3.0, posted_on="2026-06-01")
        return {"bad": bad, "etsy": etsy, "own": own, "lamp": lamp, "order": order, "buyer": buyer}


@pytest.fixture
def page(qtbot, desk, shop):
    """The page beside its toolbar, as in the window."""
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


@pytest.fixture
def reviews(page, qtbot, shop):
    """Its tab Reviews, opened, with the newest review in the inspector."""
    page.go("reviews")
    qtbot.waitUntil(lambda: page.reviews.inspector.review_id == shop["bad"])
    return page.reviews


def shown(reviews):
    return [reviews.model.row(number).text for number in range(reviews.model.total())]


# Overview


def test_the_overview_mixes_star_channels_only(page):
    found = page.overview._found
    assert [one.channel.name for one in found.mixed] == ["Etsy", "Own shop"]
    assert found.now.total == 12
    assert page.overview.apart.text() == "eBay uses its own scale and is not included."
    assert page.overview.stars.table()[1][:3] == ["5", 10, "83.3%"]
    cards = {card.standing.channel.name: card.standing for card in page.overview.cards._cards}
    assert cards["eBay"].other.mean == 2.0
    assert cards["Etsy"].now.mean == pytest.approx(51 / 11)


def test_products_stand_by_their_safe_low_end(page):
    rows = page.overview.model.rows()
    assert [(row.title, row.reviews) for row in rows] == [("Walnut lamp", 11), ("Moss throw", 1)]
    assert rows[0].likely.low < rows[0].rating
    page.go("products")
    assert page.products.count.text() == "2 products"
    page.products.table.go_to(0)
    page.products.table.open_current()
    assert page.reviews.wanted == ReviewFilters(product=rows[0].id)
    assert page.tabs.value() == "reviews"


def test_a_star_bar_opens_the_reviews_behind_it(page):
    page.overview.stars.clicked.emit(1)
    assert page.reviews.wanted == ReviewFilters(stars=(1,), since="2025-08-01", until="2026-07-31")
    assert page.reviews.count.text() == "1 of 13 reviews"


def test_a_month_of_the_chart_opens_its_reviews(page):
    page.overview.chart.clicked.emit(9)
    assert page.reviews.wanted == ReviewFilters(since="2026-05-01", until="2026-05-31")
    assert page.reviews.model.total() == 10


def test_the_filters_of_the_page_narrow_the_overview(page, shop):
    page.bar.channel.choose(shop["own"])
    page.bar.channel.picked.emit(shop["own"])
    assert page.overview._found.now.total == 1
    page.bar.period.picked.emit(None)
    assert page.overview._found.span.first == "2026-07"


def test_what_a_channel_shows_is_typed_in_and_stands_apart(page, desk, shop, db):
    card = next(one for one in page.overview.cards._cards if one.standing.channel.id == shop["etsy"])
    card.findChild(IconButton).click()
    dialog = page.findChild(Question)
    dialog.line.setText("4,8")
    dialog.go.click()
    with db.read() as conn:
        noted = latest_snapshots(conn)[shop["etsy"]]
    assert (noted.metric, noted.value, noted.taken_on) == ("rating", 4.8, "2026-07-16")
    assert desk.notices.log[-1].undo


def test_a_figure_that_is_no_number_is_refused_with_a_sentence(page, desk, shop):
    page.overview.figure_actions.note(shop["etsy"], "very good")
    assert desk.notices.log[-1].kind == "problem"
    assert "Nothing was saved" in desk.notices.log[-1].text


def test_the_count_beside_the_name_is_what_waits(qtbot, page):
    with qtbot.waitSignal(page.count_changed, check_params_cb=lambda count, red: count == 2):
        page.mark_stale()


# Reviews


def test_the_model_keeps_qts_promises(qtmodeltester, reviews):
    qtmodeltester.check(reviews.model)


def test_newest_first_with_count_and_average(reviews):
    assert shown(reviews)[:2] == ["Shade arrived cracked", "Too grey"]
    assert reviews.count.text() == "13 reviews"
    assert reviews.average.text() == "Average 4.42 stars"


def test_the_inspector_shows_order_buyer_and_wait(reviews):
    look = reviews.inspector
    assert look.text.text() == "Shade arrived cracked"
    assert look.day.text() == "yesterday 02:11"
    assert look.wait.accessibleName() == "Waiting 30 h"
    assert (look.order.link.text(), look.order.main.text()) == ("3382-1107", "$20.00, 1 item")
    assert look.buyer.link.text() == "Customer 1"
    assert look.buyer.main.text() == "1 order, 1 review"


def test_order_and_buyer_open_on_their_own_page(reviews, desk, shop, qtbot):
    qtbot.mouseClick(reviews.inspector.order.link, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(reviews.inspector.buyer.link, Qt.MouseButton.LeftButton)
    assert desk.navigate[-2:] == [OpenOrder(shop["order"]), OpenCustomer(shop["buyer"])]


def test_keys_walk_the_list_and_the_inspector_follows(reviews, qtbot):
    reviews.table.setFocus()
    qtbot.keyClick(reviews.table, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: reviews.inspector.text.text() == "Too grey")
    qtbot.mouseClick(reviews.inspector.before, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: reviews.inspector.text.text() == "Shade arrived cracked")


def test_a_reply_is_copied_marked_and_taken_back(reviews, desk, db, shop, clock):
    desk.actions.run("reputation.reply")
    reviews.inspector.editor.setPlainText("We are sorry, a new shade is on its way.")
    reviews.inspector.copy.click()
    assert QGuiApplication.clipboard().text() == "We are sorry, a new shade is on its way."
    reviews.inspector.mark.click()
    assert desk.notices.log[-1].text == "Marked as replied"
    row = reviews.model.row(0)
    assert (row.replied_at, row.waiting) == ("2026-07-16T09:00:00Z", False)
    assert reviews.inspector.wait.accessibleName() == "Replied today 09:00"
    reviews.inspector.unmark.click()
    assert reviews.model.row(0).waiting
    assert reviews.inspector.editor.toPlainText().startswith("We are sorry")


def test_a_quick_key_marks_the_row_it_stands_on(reviews, desk, db):
    reviews.inspector.editor.setPlainText("Sorry for the crack")
    reviews.table.go_to(1)
    desk.actions.run("reputation.mark")
    first, second = reviews.model.row(0), reviews.model.row(1)
    assert (first.replied_on, second.replied_on) == (None, "2026-07-16")
    with db.read() as conn:
        assert review_detail(conn, second.id).reply == ""


def test_undo_takes_a_mark_back(reviews, desk, db, shop):
    reviews.reply_actions.mark("Sorry")
    desk.jobs.write("Undo", lambda progress: journal.undo(db))
    assert reviews.model.row(0).waiting


def test_marking_at_another_time(reviews, shop, db):
    local = datetime(2026, 7, 15, 20, 30, tzinfo=timezone.utc).astimezone()
    reviews.reply_actions.mark_at("Sorry")
    dialog = reviews.table.findChild(Question)
    dialog.line.setText(local.strftime("%Y-%m-%d %H:%M"))
    dialog.go.click()
    assert reviews.model.row(0).replied_at == "2026-07-15T20:30:00Z"


@pytest.mark.parametrize("typed", ["yesterday", "2027-01-01 10:00"])
def test_a_time_that_cannot_be_marks_nothing(reviews, desk, typed):
    reviews.reply_actions._mark_at("Sorry", typed)
    assert desk.notices.log[-1].kind in ("problem", "refusal")
    assert reviews.model.row(0).waiting


def test_a_text_in_the_making_is_kept_when_the_owner_goes_on(reviews, qtbot, db, shop):
    reviews.inspector.editor.setPlainText("We are so")
    assert reviews.inspector.kept.isVisible()
    reviews.table.go_to(1)
    qtbot.waitUntil(lambda: reviews.inspector.text.text() == "Too grey")
    with db.read() as conn:
        detail = review_detail(conn, shop["bad"])
    assert detail.row.draft
    reviews.table.go_to(0)
    qtbot.waitUntil(lambda: reviews.inspector.text.text() == "Shade arrived cracked")
    assert reviews.inspector.editor.toPlainText() == "We are so"


def test_news_of_a_change_leaves_the_text_in_the_making(reviews, make, desk, shop):
    reviews.inspector.editor.setPlainText("We are so")
    desk.jobs.announce(frozenset({"reviews"}))
    assert reviews.inspector.editor.toPlainText() == "We are so"


def test_filters_stand_as_chips_and_can_be_dropped(reviews):
    reviews.show_wanted(ReviewFilters(stars=(1, 2, 3), since="2026-07-15"))
    chips = [chip.text() for chip in reviews.filters.chips._chips]
    assert chips == ["1 to 3 stars", "Since yesterday", "Filter"]
    assert shown(reviews) == ["Shade arrived cracked"]
    reviews.filters.drop("since")
    assert shown(reviews) == ["Shade arrived cracked", "Too grey"]


def test_the_menu_of_filters_ticks_what_is_on(reviews):
    reviews.show_wanted(ReviewFilters(reply="waiting"))
    menu = reviews.filters.menu()
    replies = next(action.menu() for action in menu.actions() if action.text() == "Reply")
    assert [action.text() for action in replies.actions() if action.isChecked()] == ["Bad and without a reply"]
    next(action for action in replies.actions() if action.text() == "Replied").trigger()
    assert reviews.wanted.reply == "replied"
    menu.deleteLater()


def test_searching_finds_words_and_says_when_nothing_matches(reviews):
    reviews.filters.search.searched.emit("crack")
    assert shown(reviews) == ["Shade arrived cracked"]
    reviews.filters.search.searched.emit("zzz")
    assert reviews.states._stack.currentWidget().title.text() == "No review matches"
    reviews.filters.clear()
    assert reviews.model.total() == 13
    assert reviews.states._stack.currentWidget() is reviews.table


def test_longest_wait_first(reviews):
    reviews.order.picked.emit("wait")
    assert shown(reviews)[:2] == ["Too grey", "Shade arrived cracked"]


def test_a_view_is_saved_shown_with_its_count_and_removed(page, reviews, desk):
    reviews.show_wanted(ReviewFilters(stars=(5,)))
    desk.actions.run("reputation.save_view")
    dialog = page.findChild(Question)
    dialog.line.setText("Praise")
    dialog.go.click()
    view = page.bar.views._views[-1]
    assert (view.name, view.count) == ("Praise", 10)
    page.bar.views.remove(view)
    assert all(view.name != "Praise" for view in page.bar.views._views)


def test_a_view_is_pressed_on_and_off(page, reviews):
    def press():
        next(chip for chip in page.bar.views.chips.chips() if chip.text() == "Needs a reply").click()

    press()
    assert shown(reviews) == ["Too grey", "Shade arrived cracked"]
    press()
    assert reviews.wanted == ReviewFilters()


@pytest.mark.parametrize("sort", ["posted", "stars", "wait"])
@pytest.mark.parametrize("descending", [True, False])
def test_a_question_survives_the_table(sort, descending):
    wanted = ReviewFilters(channels=(1, 2), has_text=False, linked=True, search="x", sort=sort, descending=descending)
    assert wanted_of(query_of(wanted)) == wanted


def test_a_table_that_asks_for_nothing_gets_the_newest_first():
    assert wanted_of(Query()) == ReviewFilters()


# Ways in


def test_a_review_is_opened_from_elsewhere(page, shop):
    page.reviews.show_wanted(ReviewFilters(stars=(5,)))
    page.open_target(OpenReview(shop["bad"]))
    QApplication.processEvents()
    assert page.tabs.value() == "reviews"
    assert page.reviews.inspector.review_id == shop["bad"]
    assert page.reviews.table.current_row().id == shop["bad"]


def test_a_list_is_opened_from_elsewhere(page, shop):
    page.open_target(OpenReviews(channels=(shop["own"],)))
    assert shown(page.reviews) == ["Too grey"]
    page.open_target(OpenReviews(product=shop["lamp"]))
    assert page.reviews.model.total() == 11


def test_a_review_that_is_gone_says_so(page):
    page.open_target(OpenReview(999))
    assert page.reviews.inspector.review_id is None
    assert page.reviews.bench.beside._stack.currentWidget().title.text() == "This review is gone"


def test_a_review_opened_from_elsewhere_leaves_the_order_that_is_on(page, shop):
    page.go("reviews")
    page.reviews.order.picked.emit("wait")
    page.open_target(OpenReview(shop["bad"]))
    assert (page.reviews.wanted.sort, page.reviews.order.value()) == ("wait", "wait")
    assert shown(page.reviews)[:2] == ["Too grey", "Shade arrived cracked"]
    assert page.reviews.table.current_row().id == shop["bad"]


def test_below_1280_the_inspector_lies_under_the_list(qtbot, desk, shop):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    made.resize(968, 600)
    made.go("reviews")
    made.show()
    QApplication.processEvents()
    assert made.reviews.bench.split.orientation() == Qt.Orientation.Vertical
    made.close_page()
    made.close()


def test_reviews_that_cannot_be_read_can_be_tried_again(reviews, monkeypatch, desk):
    def refuse(*args, **kwargs):
        raise UserError("The file can't be read.")

    monkeypatch.setattr(listing, "review_rows", refuse)
    reviews.model.reload()
    assert reviews.states._stack.currentWidget().title.text() == "The reviews could not be read"
    monkeypatch.undo()
    reviews.states._stack.currentWidget()._row.itemAt(1).widget().click()
    assert reviews.model.total() == 13
    assert reviews.states._stack.currentWidget() is reviews.table


def test_waits_grow_while_the_page_stands_open(reviews, clock):
    column = next(column for column in reviews.model.columns if column.id == "wait")
    before = column.text(reviews.model.row(0))
    clock.at += timedelta(hours=5)
    reviews.refresh()
    assert (before, column.text(reviews.model.row(0))) == ("30 h, no reply", "35 h, no reply")


def test_an_unanswered_good_review_is_not_nagged_about(reviews):
    column = next(column for column in reviews.model.columns if column.id == "wait")
    assert column.text(reviews.model.row(4)) == ""


def test_the_empty_shop_asks_for_a_review_file(qtbot, desk):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    made.show()
    QApplication.processEvents()
    assert made.overview.states._stack.currentWidget().title.text() == "No reviews yet"
    made.go("reviews")
    assert made.reviews.states._stack.currentWidget().title.text() == "No reviews yet"
    made.reviews.show_wanted(ReviewFilters(reply="waiting"))
    assert made.reviews.states._stack.currentWidget().title.text() == "No reviews yet"
    made.go("products")
    assert made.products.states._stack.currentWidget().title.text() == "No reviews yet"
    made.close_page()
    made.close()


def test_an_old_shop_says_which_months_are_shown(qtbot, desk, make):
    make.review(stars=4, posted_on="2018-08-20", product_id=make.product())
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    made.show()
    QApplication.processEvents()
    assert made.overview.past.isVisible()
    assert "Sep 2017 to Aug 2018" in made.overview.past.label.text()
    assert made.overview._found.now.total == 1
    made.close_page()
    made.close()


def test_a_reply_text_is_never_taken_for_markup(reviews, make, desk, db, shop):
    keep_draft(db, shop["bad"], "<b>Sorry</b>")
    desk.jobs.announce(frozenset({"reviews"}))
    assert reviews.inspector.editor.toPlainText() == "<b>Sorry</b>"


def test_an_earlier_wording_is_shown_with_its_day_where_the_channel_gave_one(reviews, desk, db, shop):
    with db.write("Edited") as tx:
        kept = tx.insert_one(ReviewVersion, review_id=shop["bad"], text="Never arrived", seen_at="2026-07-16T08:00:00Z")
    desk.jobs.announce(frozenset({"reviews"}))
    assert reviews.inspector.earlier.text() == "Never arrived"
    assert reviews.inspector.earlier_head.text() == "Earlier text, 1 version"
    with db.write("Dated") as tx:
        tx.update(ReviewVersion, kept, posted_on="2026-07-12")
    desk.jobs.announce(frozenset({"reviews"}))
    assert reviews.inspector.earlier_head.text() == "Earlier text, 1 version, newest of 12 July"


@pytest.mark.parametrize("tab", ["overview", "reviews", "products"])
def test_every_part_is_named_uncut_and_plain(page, tab):
    page.go(tab)
    QApplication.processEvents()
    for root in (page, page.toolbar()):
        assert audit.nameless(root) == []
        assert audit.cut_texts(root) == []
        assert audit.rich_labels(root) == []


def test_after_a_mark_the_inspector_is_as_wide_as_its_place(reviews):
    inside, place = reviews.inspector.scroller.widget(), reviews.inspector.scroller.viewport()
    reviews.inspector.reply.mark_asked.emit("Thank you, we will mend this.")
    QApplication.processEvents()
    assert inside.minimumSizeHint().width() <= place.width()
    assert inside.width() <= place.width()
    wait = reviews.inspector.wait
    assert wait.isVisible()
    assert wait.width() == wait.sizeHint().width()


def test_another_review_begins_at_its_top(reviews, qtbot):
    reviews.window().resize(1440, 360)
    QApplication.processEvents()
    bar = reviews.inspector.scroller.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    reviews.bench.reread()
    assert bar.value() > 0  # the same review stays where it is
    reviews.table.go_to(1)
    reviews.table.reporter.flush()
    QApplication.processEvents()
    assert bar.value() == 0


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.key)
def test_every_tab_reads_for_itself(page, plan, qtbot):
    """Built and told to refresh by nobody but this test, a tab shows what it is for."""
    view = page.stack.view(plan.key)
    assert isinstance(view, TabView)
    view.refresh()
    page.stack.show_tab(plan.key)
    qtbot.waitUntil(page.settled)
    places = view.findChildren(States)
    assert places
    assert not any(place.loading.isVisible() for place in places)
