"""The tab Standing, worked with as an owner does: figures, what is missing, typing one in, and targets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storeapp.kernel import text
from storeapp.kernel.targets import OpenPage, OpenStanding
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.qtkit.widgets import Label, Link
from storeapp.reputation.overview.ui.channel_cards import ChannelCard
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.reputation.standing.targets import take
from storeapp.reputation.standing.ui.level_history import HistoryStrip
from storeapp.reputation.standing.ui.planner import Planner
from storeapp.reputation.standing.ui.rule_dialog import RuleDialog
from storeapp.reputation.standing.ui.what_it_takes import why_not
from storeapp.store.tables import Listing, Product
from tests.make import Make


def filled(db):
    """An own shop of 221 ratings with mean 4.697, eBay with 12 good and 2 bad, Etsy with orders only."""
    with db.write("A shop") as tx:
        make = Make(db, tx)
        own = make.channel(name="Own shop", platform="own")
        ebay, etsy = make.channel(name="eBay", platform="ebay"), make.channel(name="Etsy", platform="etsy")
        for number in range(221):
            stars = 5 if number < 180 else 4 if number < 208 else 2
            make.review(channel_id=own, stars=stars, posted_on=f"2026-0{number % 6 + 1}-10")
        for number in range(14):
            make.review(channel_id=ebay, stars=5 if number < 12 else 1, rating=3.0 if number < 12 else 1.0, scale=3.0)
        for month in range(1, 7):
            make.order(channel_id=etsy, placed_on=f"2026-0{month}-05", items_minor=12000)
        return {"own": own, "ebay": ebay, "etsy": etsy}


@pytest.fixture
def shop(db):
    return filled(db)


@pytest.fixture
def page(qtbot, desk, shop):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    QApplication.processEvents()
    made.open_target(OpenPage("reputation", "standing"))
    qtbot.waitUntil(lambda: bool(made.standing.cards))
    yield made
    made.close_page()
    made.close()


def words(widget):
    return [label.text() for label in widget.findChildren(Label) if label.text()]


def card(page, name):
    return next(one for one in page.standing.cards if one.channel.name == name)


def links(widget):
    return {link.accessibleName() or link.text(): link for link in widget.findChildren(Link)}


def choose(page, number):
    page.standing.takes.choice.setCurrentIndex(number)
    page.standing.takes.choice.activated.emit(number)


def option(page, part):
    choice = page.standing.takes.choice
    return next(number for number in range(choice.count()) if part in choice.itemText(number))


def test_every_channel_has_a_card_with_its_level(page):
    assert {one.channel.name for one in page.standing.cards} == {"Own shop", "eBay", "Etsy"}
    said = words(card(page, "eBay"))
    assert "10 points" in said
    assert "40 points to Blue star" in said
    assert "10 of 50" in said


def test_a_plain_mean_is_called_so(page):
    assert "A plain average: what the platform shows may differ." in words(card(page, "Own shop"))


def test_criteria_show_value_limit_and_margin(page):
    said = words(card(page, "Etsy"))
    assert "$360" in said
    assert "$300 or more" in said
    assert "+$60" in said
    assert "4.8 or more" in said
    assert any("read in a stored copy on 22 November 2026: Etsy help" in one for one in said)


def test_what_is_missing_leads_to_an_import_or_to_typing(page, desk):
    found = links(card(page, "Etsy"))
    found["Import reviews"].click()
    assert desk.navigate[-1] == OpenPage("import")
    assert "Type in First messages answered in 24 h" in found


def test_a_typed_figure_is_marked_and_can_be_undone(qtbot, page, desk):
    links(card(page, "Etsy"))["Type in First messages answered in 24 h"].click()
    dialog = page.standing.findChild(Question)
    dialog.line.setText("97,5 %")
    dialog.go.click()
    qtbot.waitUntil(lambda: "97.5%, typed in" in words(card(page, "Etsy")))
    assert "+2.5 pt" in words(card(page, "Etsy"))
    assert desk.notices.log[-1].undo


def test_a_word_is_not_noted_as_a_figure(page, desk, shop):
    page.standing.standing_actions.note_figure(shop["etsy"], "first_reply_24h", "nearly all")
    assert desk.notices.log[-1].kind == "problem"


def test_what_a_shown_rating_takes(page):
    choose(page, option(page, "Own shop"))
    takes = page.standing.takes
    takes.target.setValue(4.8)
    assert takes.number.text() == "47"  # (4.75 x 221 - 1038) / 0.25 = 47 less a quarter
    assert takes.unit.text() == "five-star reviews"
    assert "a week" in takes.pace.text()
    assert takes.bad.text() == "+15, so 62"
    assert takes.turned_name.text() == "One 2-star raised to 5"
    assert takes.turned.text() == "\u221212, so 35"


def test_the_target_answers_to_keys(page, qtbot):
    choose(page, option(page, "Own shop"))
    target = page.standing.takes.target
    target.setFocus()
    before = target.value()
    qtbot.keyClick(target, Qt.Key.Key_Up)
    assert target.value() == pytest.approx(before + 0.1)


def test_a_reached_target_says_what_it_bears(page):
    choose(page, option(page, "Own shop"))
    page.standing.takes.target.setValue(4.5)
    assert page.standing.takes.number.text() == "0"
    assert "It is reached; " in page.standing.takes.pace.text()


def test_points_and_percent_speak_their_own_units(page):
    takes = page.standing.takes
    choose(page, option(page, "Feedback star"))
    assert (takes.target.value(), takes.number.text()) == (50, "40")
    assert takes.lead.text() == "To reach 50 points you need"
    choose(page, option(page, "Positive feedback"))
    assert takes.target.text() == "85.8%"
    assert takes.unit.text() == "positive rating"


def test_filters_that_do_not_apply_are_away(page):
    assert not page.bar.channel.isVisible()
    page.go("overview")
    assert page.bar.channel.isVisibleTo(page.toolbar())


def test_an_empty_shop_says_what_brings_it(qtbot, desk, db):
    page = ReputationPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.resize(1200, 700)
    page.show()
    page.open_target(OpenPage("reputation", "standing"))
    qtbot.waitUntil(lambda: "No channel yet" in words(page.standing))
    page.close_page()
    page.close()


@pytest.mark.parametrize("width", [1440, 816])
def test_nothing_is_cut_or_nameless(page, width):
    page.resize(width, 600)
    QApplication.processEvents()
    assert audit.nameless(page.standing) == []
    assert audit.rich_labels(page.standing) == []


@pytest.mark.parametrize("language", ["zh_CN", "pseudo"])
def test_other_languages(qtbot, page, language):
    text.use(language)
    try:
        page.mark_stale()
        qtbot.waitUntil(lambda: "10 points" not in words(card(page, "eBay")))
        assert audit.nameless(page.standing) == []
    finally:
        text.use("en")


def press(widget, name):
    link = next(one for one in widget.findChildren(Link) if one.accessibleName() == name or one.text() == name)
    link.click()
    QApplication.processEvents()


def test_a_ladders_past_is_shown_on_demand_with_its_table(page):
    etsy = card(page, "Etsy")
    assert not etsy.findChildren(HistoryStrip)
    press(etsy, "History of Star Seller")
    (strip,) = etsy.findChildren(HistoryStrip)
    assert len(strip.found.points) == 12
    assert strip.table.isHidden()
    press(strip, "Show as a table")
    assert strip.table.isVisible()
    assert any("Not a Star Seller" in told for told in words(strip.table))
    assert audit.nameless(strip) == []
    press(etsy, "History of Star Seller")
    QApplication.sendPostedEvents(None, 52)
    assert not [one for one in etsy.findChildren(HistoryStrip) if one.isVisible()]


def test_an_owner_corrects_a_rule_and_goes_back(page, desk):
    press(card(page, "Etsy"), "Rules of Star Seller")
    dialog = page.findChild(RuleDialog)
    press(dialog, "Change Star Seller, Orders: Limit")
    dialog.value.setText("many")
    dialog.go.click()
    assert "not a number" in dialog.problem.label.text()
    dialog.value.setText("2")
    dialog.source.setText("My dashboard")
    dialog.go.click()
    QApplication.processEvents()
    assert any("changed by you: My dashboard" in told for told in words(dialog))
    assert audit.nameless(dialog) == []
    assert any("2 or more, changed by you" in told for told in words(card(page, "Etsy")))
    press(dialog, "Use the rule book's value for Star Seller, Orders: Limit")
    dialog.reject()
    assert not any("changed by you" in told for told in words(card(page, "Etsy")))


def test_another_region_brings_its_own_rules(page):
    ebay = card(page, "eBay")
    assert any("(US)" in told for told in words(ebay))  # by its dollars
    ebay.region.choose("US")
    ebay.region.activated.emit(ebay.region.currentIndex())
    QApplication.processEvents()
    assert card(page, "eBay").region.value() == "US"


def test_the_planner_asks_for_the_cost_and_refuses_fakes(page, desk, shop):
    with desk.db.write("Products") as tx:
        product = tx.insert_one(Product, title="Stickers")
        row = {"channel_id": shop["ebay"], "key": "id:1", "price_minor": 300, "currency": "USD"}
        tx.insert_one(Listing, product_id=product, **row)
        make = Make(desk.db, tx)
        for number in range(20):
            make.order(channel_id=shop["ebay"], placed_on="2026-07-01", number=f"E{number}")
    press(card(page, "eBay"), "Plan the next level on eBay")
    planner = page.findChild(Planner)
    assert planner.refusal.label.text().startswith("Type everything that one piece costs")
    planner.cost.setText("1.20")
    planner.keep.click()
    QApplication.processEvents()
    assert planner.product().cost_minor == 120
    assert planner.number.text() == "67"  # 40 good ratings to the blue star, 12 good from 20 orders
    planner.pace.setText("500")
    assert "fake orders" in planner.refusal.label.text()
    assert not planner.number.isVisible()
    assert any("seller feedback" in told or "feedback" in told for told in words(planner))
    assert audit.nameless(planner) == []
    planner.reject()


def test_a_channel_is_opened_from_elsewhere(page, shop):
    page.open_target(OpenStanding(shop["ebay"]))
    QApplication.processEvents()
    assert page.standing.takes.choice.value().startswith(f"{shop['ebay']} ")


def test_levels_can_be_aimed_at_by_name(page, shop):
    page.open_target(OpenStanding(shop["ebay"]))
    takes = page.standing.takes
    assert takes.level.isVisible()
    takes.level.choose(100)
    takes.level.activated.emit(takes.level.currentIndex())
    assert takes.target.value() == 100
    assert takes.number.text() == "90"


def test_the_cards_of_the_overview_tell_the_next_step(page, shop):
    page.open_target(OpenPage("reputation", "overview"))
    QApplication.processEvents()
    cards = {one.standing.channel.name: one for one in page.overview.findChildren(ChannelCard) if one.isVisible()}
    told = words(cards["eBay"])
    assert "Yellow star" in told
    assert "40 positive ratings to Blue star" in told
    assert "Shows as 4.7" in words(cards["Own shop"])
    assert page.overview.takes.isVisibleTo(page)
    QTest.mouseClick(cards["eBay"], Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert page.tabs.value() == "standing"
    assert page.standing.takes.choice.value().startswith(f"{shop['ebay']} ")


def test_a_target_of_five_stars_says_why_it_cannot_be_reached(page, shop):
    page.open_target(OpenStanding(shop["own"]))
    takes = page.standing.takes
    takes.target.setValue(5.0)
    takes.target.setValue(4.95)
    takes.target.setValue(5.0)
    assert takes.number.isVisible()  # it shows as 5.0 from 4.95 on
    exact = why_not(takes.aim(), take(replace(takes.aim().tally, exact=True), 5.0, 1.0))
    assert exact.startswith("Cannot be reached: every rating below 5 stars")
