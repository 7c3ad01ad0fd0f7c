"""The record a message about a case is compared with."""

from __future__ import annotations

from datetime import datetime, timezone

from storeapp.aftersales import service
from storeapp.aftersales.messages.queries import case_desk
from storeapp.kernel.money import Money
from storeapp.rulebook.messages.engine import check

NOW = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)


def test_a_message_is_held_against_the_cases_own_orders(db, make):
    channel = make.channel(name="Etsy", currency="EUR")
    buyer = make.customer(name="Ann Lee")
    order = make.order(
        channel_id=channel,
        customer_id=buyer,
        number="3382-1107",
        currency="EUR",
        total_minor=14800,
        placed_on="2026-07-02",
        delivered_on="2026-07-09",
    )
    make.line(order, title="Walnut reading lamp")
    make.product(title="Linen throw")
    case = service.open_for_order(db, order).value
    with db.read() as conn:
        desk = case_desk(conn, case, NOW)
    facts = desk.context.checks.facts
    assert facts.record.numbers == ("3382-1107",)
    assert ("Order total", Money(14800, "EUR")) in facts.record.amounts
    assert ("Delivered", "2026-07-09") in facts.record.days
    assert facts.record.products[0] == "Walnut reading lamp"
    assert "Linen throw" in facts.record.others
    wrong = "Dear Ben,\nyour order 3382-1108 of 3 July, the linen throw for €184.00, is here."
    codes = {one.code for one in check(wrong, facts) if one.rule == "CM-RECORD"}
    assert codes == {"wrong_name", "wrong_number", "wrong_day", "wrong_amount", "wrong_product"}
    right = "Dear Ann,\nyour order 3382-1107 of 2 July, the walnut reading lamp for €148.00, is here."
    assert not [one for one in check(right, facts) if one.rule == "CM-RECORD"]
