"""Buyers with several cases: their figures, what is said together and with care, and the owner's goodwill limit."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales.causes import service
from storeapp.aftersales.causes.queries.buyers import given_back, goodwill_limit, patterns_of_buyers
from storeapp.aftersales.causes.queries.patterns import patterns_of_countries
from storeapp.aftersales.causes.ui.loose_pane import Loose, LoosePane
from storeapp.aftersales.story.rules import Entry, EntryInDoubt
from storeapp.aftersales.story.service import record
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.qtkit.widgets import Label
from storeapp.store import journal
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)


@pytest.fixture
def shop(db, make):
    """Ann has four cases of five orders, two lost parcels that arrived; Bob has three of forty; Cy two."""
    channel = make.channel(name="Etsy", currency="EUR")
    people = {name: make.customer(name=name, channel_id=channel) for name in ("Ann", "Bob", "Cy")}
    plain = {"channel_id": channel, "currency": "EUR", "total_minor": 1000, "items_minor": 1000, "status": "delivered"}
    made = {}
    for name, count in (("Ann", 5), ("Bob", 40), ("Cy", 2)):
        made[name] = [
            make.order(customer_id=people[name], placed_on="2026-05-01", delivered_on="2026-05-04", **plain)
            for _number in range(count)
        ]
    with db.write("Laid rows") as tx:
        for name, reasons in (
            ("Ann", ("DEL_LOST", "DEL_LOST", "PRD_SIZE", "")),
            ("Bob", ("DEL_LATE", "PRD_SIZE", "PRD_DESC")),
            ("Cy", ("DEL_LATE", "DEL_LATE")),
        ):
            for place, reason in enumerate(reasons):
                one = laid.case(tx, "2026-06-01", reason, made[name][place], customer_id=people[name])
                if name == "Ann":
                    laid.entry(tx, one, "refund", "2026-06-02", 700)
        laid.entry(tx, one, "note", "2026-06-02", words="no money")
        old = laid.case(tx, "2025-01-01", "DEL_LOST", customer_id=people["Ann"])
        laid.entry(tx, old, "refund", "2025-01-02", 9900)
    return people


def patterns(db):
    with db.read() as conn:
        return patterns_of_buyers(conn, TODAY)


def test_what_is_known_of_a_buyer_and_what_stands_out(db, shop):
    ann, bob = patterns(db)
    assert (ann.name, len(ann.cases), ann.orders) == ("Ann", 4, 5)
    assert (ann.bought, ann.paid) == ((Money(5000, "EUR"),), (Money(2800, "EUR"),))
    assert ann.signs == (
        "Cases: 4, orders: 5",
        "Got back €28.00 of €50.00",
        "2 parcels “never arrived”, though a file has the day they did",
    )
    assert (bob.name, bob.orders, bob.signs, bob.over) == ("Bob", 40, (), False)


def test_a_limit_is_asked_about_and_told(db, shop):
    with db.read() as conn:
        assert goodwill_limit(conn) is None
    assert service.set_goodwill(db, Money(3000, "EUR")).value
    assert service.set_goodwill(db, Money(3000, "EUR")).action_id is None
    with pytest.raises(UserError):
        service.set_goodwill(db, Money(0, "EUR"))
    case = patterns(db)[0].cases[0]
    assert not patterns(db)[0].over
    record(db, case, Entry("discount", amount=Money(200, "EUR")))
    with pytest.raises(EntryInDoubt) as asked:
        record(db, case, Entry("discount", amount=Money(1, "EUR")))
    assert [one.kind for one in asked.value.doubts] == ["goodwill"]
    assert "€30.01" in str(asked.value)
    record(db, case, Entry("discount", amount=Money(1, "EUR")), "she waited for weeks")
    assert patterns(db)[0].over
    with db.read() as conn:
        assert given_back(conn, shop["Ann"], TODAY) == {"EUR": Money(3001, "EUR")}
    journal.undo(db)
    assert not patterns(db)[0].over
    record(db, case, Entry("postage", amount=Money(5000, "EUR")))  # goes to the carrier, not to the buyer
    service.set_goodwill(db, None)
    record(db, case, Entry("discount", amount=Money(1, "EUR")))


def test_the_pane_says_it_with_care(db, shop, qtbot):
    service.set_goodwill(db, Money(2000, "EUR"))
    pane = LoosePane()
    qtbot.addWidget(pane)
    pane.show_loose(Loose([], patterns(db), [], []), show_names=False)
    said = "\n".join(one.text() for one in pane.findChildren(Label))
    assert "Customer 1" in said
    assert "4 cases, 5 orders in that time, got back €28.00" in said
    assert "More than you want to give one buyer in a year." in said
    assert "it proves nothing: Cases: 4, orders: 5; Got back €28.00 of €50.00" in said
    assert said.count("may point to abuse") == 1
    assert "Never refuse what the law gives a buyer" in said


def test_what_is_not_known_of_carriers_is_said_without_patterns_too(qtbot):
    pane = LoosePane()
    qtbot.addWidget(pane)
    pane.show_loose(Loose([], [], [], []), show_names=False)
    said = "\n".join(one.text() for one in pane.findChildren(Label))
    assert "Order files name no carrier, so none are compared." in said
    assert "This may be bad luck" not in said


def test_countries_are_told_beyond_chance_only(db, make):
    bad = []
    for country, orders, cases in (("DE", 60, 2), ("IT", 40, 12), ("FR", 4, 4)):
        made = [make.order(ship_country=country, placed_on="2026-06-01") for _number in range(orders)]
        bad += made[:cases]
    with db.write("Laid rows") as tx:
        for order in bad:
            laid.case(tx, "2026-06-10", "DEL_LATE", order)
    with db.read() as conn:
        assert [(one.country, one.here.part, one.here.whole) for one in patterns_of_countries(conn, TODAY)] == [
            ("IT", 12, 40)
        ]
