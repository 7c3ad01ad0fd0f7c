"""Coupons: codes read and made, given where a reward is allowed, used when an order shows them, and their cost."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

import pytest

from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.messages.service import save_template
from storeapp.solicitation import service
from storeapp.solicitation.coupons.queries import coupon_results, coupon_rows
from storeapp.solicitation.coupons.rules import NewCoupon, codes_shown, cost_of_review, key_of, made_codes, read_codes
from storeapp.solicitation.coupons.service import (
    Brought,
    bring_coupons,
    give_coupons,
    make_coupons,
    remove_coupons,
    take_back,
)
from storeapp.solicitation.messages.letters import REQUEST
from storeapp.solicitation.messages.queries import request_desk
from storeapp.store import journal
from storeapp.store.tables import Order

NOW = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CALM10", [NewCoupon("CALM10")]),
        ("CALM10\ncalm10\n\nWARM5", [NewCoupon("calm10"), NewCoupon("WARM5")]),
        ("Code;Worth;Until\nCALM10;10% off;2026-12-31", [NewCoupon("CALM10", "10% off", "2026-12-31")]),
        ("CALM10\t31.12.2026\t10% off", [NewCoupon("CALM10", "10% off", "2026-12-31")]),
        ("优惠码,说明\n夏季10,九折", [NewCoupon("夏季10", "九折")]),
        ('"CALM-10","5 €, once"', [NewCoupon("CALM-10", "5 €, once")]),
    ],
)
def test_codes_are_read_from_rows(text, found):
    read = read_codes(text)
    assert list(read.coupons) == found
    assert read.refused == ()


def test_a_row_without_a_code_is_named_and_the_others_come_in():
    read = read_codes("CALM10\ntwo words\n;10%\n" + "x" * 65 + "\nWARM5,5/6/2026")
    assert [one.code for one in read.coupons] == ["CALM10"]
    assert [number for number, _why in read.refused] == [2, 3, 4, 5]
    with pytest.raises(UserError):
        read_codes(" \n\n")
    with pytest.raises(UserError):
        read_codes("\n".join(f"C{number}" for number in range(5_001)))


@pytest.mark.parametrize(
    ("shown", "keys"),
    [("CALM10", {"calm10"}), ("KELLY10;KELLY10", {"kelly10"}), ("A1, B2", {"a1", "b2"}), ("", set()), (" ; ", set())],
)
def test_an_order_may_show_several_codes(shown, keys):
    assert codes_shown(shown) == keys


def test_made_codes_are_new_and_plain():
    dice = random.Random(7)
    codes = made_codes(" calm ", 500, {key_of("CALM-222222")}, dice.choice)
    assert len({key_of(one) for one in codes}) == 500
    assert all(one.startswith("CALM-") and len(one) == 11 for one in codes)
    assert made_codes("", 1, (), dice.choice)[0].isalnum()
    for wrong in (("two words", 1), ("x" * 60, 1), ("OK", 0), ("OK", 5_001)):
        with pytest.raises(UserError):
            made_codes(*wrong, (), dice.choice)


def test_no_review_has_no_cost():
    assert cost_of_review(1000, 0) is None
    assert cost_of_review(1000, 3) == 333


@pytest.fixture
def orders(make, clock):
    """Ready to be asked: two on the own shop in the US, one on Amazon."""
    clock.at = NOW
    own = make.channel(platform="own", name="Own shop", time_zone="UTC", region="US")
    amazon = make.channel(platform="amazon", name="Amazon", time_zone="UTC", region="US")
    made = []
    for number, channel in (("A", own), ("B", own), ("C", amazon)):
        buyer = make.customer(name="Ann Lee", country="US", language="en", email=f"{number}@buyer.example")
        made.append(
            make.order(
                channel_id=channel,
                customer_id=buyer,
                number=number,
                status="delivered",
                delivered_on="2026-07-01",
                placed_on="2026-06-25",
                ship_country="US",
            )
        )
    return made


def rows(db):
    with db.read() as conn:
        return {row.code: row for row in coupon_rows(conn)}


def results(db):
    with db.read() as conn:
        return coupon_results(conn)


def test_the_same_codes_again_change_nothing_and_an_edited_one_changes(db):
    codes = [NewCoupon("CALM10", "10% off"), NewCoupon("WARM5", "", "2026-12-31")]
    assert bring_coupons(db, codes).value == Brought(2, 0)
    again = bring_coupons(db, list(reversed(codes)))
    assert again.value == Brought(0, 0)
    assert again.action_id is None
    assert bring_coupons(db, [NewCoupon("calm10", "15% off")]).value == Brought(0, 1)
    assert bring_coupons(db, codes[1:]).value == Brought(0, 0)  # a row less takes nothing away
    assert {row.code: row.worth for row in rows(db).values()} == {"CALM10": "15% off", "WARM5": ""}
    journal.undo(db)
    assert rows(db)["CALM10"].worth == "10% off"


def test_a_coupon_goes_with_a_request_where_a_reward_is_allowed(db, orders):
    bring_coupons(db, [NewCoupon("OLD", "", "2026-07-01"), NewCoupon("CALM1"), NewCoupon("CALM2")])
    giving = give_coupons(db, [*orders, orders[0], 99]).value
    assert giving.given == tuple(orders[:2])  # Amazon bans it, the old one is over
    assert {order for order, _why in giving.left} == {orders[2], 99}
    assert rows(db)["CALM1"].number == "A"
    assert give_coupons(db, orders[:1]).value.given == ()
    save_template(db, REQUEST, None, "en", "first", "Mine", "Hello, honestly, good or bad: {{ coupon }}")
    service.refresh(db)
    with db.read() as conn:
        desk = request_desk(conn, orders[0], NOW)
    assert desk.text.endswith("CALM1")
    assert desk.detail.row.coupon == "CALM1"
    journal.undo(db)  # the template
    assert take_back(db, [rows(db)["CALM1"].id]).value == 1
    assert rows(db)["CALM1"].order_id is None
    journal.undo(db)
    assert rows(db)["CALM1"].order_id == orders[0]


def test_what_went_out_is_not_taken_back_and_what_was_given_not_removed(db, orders):
    make_coupons(db, 2, "CALM")
    give_coupons(db, orders[:1])
    given = next(row for row in rows(db).values() if row.order_id)
    assert remove_coupons(db, [row.id for row in rows(db).values()]).value == 1
    service.refresh(db)
    service.set_address(db, "1 Elm Street, Troy")
    assert service.mark_sent(db, [orders[0]]).value.sent == (orders[0],)
    assert take_back(db, [given.id]).value == 0
    assert give_coupons(db, [orders[0]]).value.given == ()


def test_a_code_is_used_when_an_order_shows_it(db, make, orders, clock):
    bring_coupons(db, [NewCoupon("CALM1"), NewCoupon("CALM2"), NewCoupon("FREE")])
    give_coupons(db, orders[:2])
    assert (results(db).given, results(db).used, results(db).per_review) == (2, 0, ())
    later = {"channel_id": 1, "status": "paid", "currency": "USD", "placed_on": "2026-07-15"}
    make.order(number="N1", discount_code="calm1; OTHER", discount_minor=500, **later)
    make.order(number="N2", discount_code="CALM1;CALM2", discount_minor=-700, **later)
    make.order(
        number="N3", discount_code="CALM2", status="canceled", **{k: v for k, v in later.items() if k != "status"}
    )
    make.order(number="N4", discount_code="FREE", discount_minor=900, **later)  # nobody was asked with it
    make.order(number="N5", discount_code="CALM2", discount_minor=None, **later)
    found = rows(db)
    assert (found["CALM1"].used, found["CALM1"].used_by[1]) == (2, "N1")
    assert found["CALM2"].used == 2
    make.review(channel_id=1, order_id=orders[0], posted_on="2026-07-16")
    make.review(channel_id=1, order_id=orders[1], posted_on="2026-07-16")
    clock.at = NOW + timedelta(days=1)
    service.refresh(db)
    told = results(db)
    assert (told.given, told.used, told.reviews, told.unpriced) == (2, 2, 2, 1)
    assert told.discounts == (Money(1200, "USD"),)
    assert told.per_review == (Money(600, "USD"),)
    with db.write("Corrected") as tx:
        tx.update(Order, found["CALM1"].used_by[0], discount_code="")
    assert rows(db)["CALM1"].used == 1
    assert results(db).discounts == (Money(700, "USD"),)
