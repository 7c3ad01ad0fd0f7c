"""Orders behind selling points and readers: counted by what articles really used and brought, silent where unknown."""

from __future__ import annotations

import pytest

from storeapp.articles.positioning import service as positioning
from storeapp.articles.positioning.queries import position_page
from storeapp.articles.positioning.rules import AudienceFields, PointFields
from storeapp.articles.results.point_orders import audience_words, point_orders
from tests.articles.making import article, published
from tests.articles.results.test_service import TODAY, sale


@pytest.fixture
def told(db, make):
    """Two points, two groups of readers, and an article for each; ten orders for the first, two for the second."""
    shop = make.channel(name="Own shop")
    positioning.add_audience(db, AudienceFields("Evening readers", places=(f"channel:{shop}",)))
    positioning.add_audience(db, AudienceFields("First own flat"))
    for words in ("tried at a desk", "replaced for 10 years", "never used"):
        positioning.add_point(db, PointFields(words))
    for title, readers, body in (
        ("One", "Evening readers", "Every shade is tried at a desk."),
        ("Two", "First own flat", "It is tried at a desk, and replaced for 10 years."),
        ("Three", "Somebody else", "Also tried at a desk."),
        ("Draft", "First own flat", "Never out: replaced for 10 years."),
    ):
        number = article(db, title, readers=readers, body=body)
        if title != "Draft":
            published(db, number, coupon=title.upper())
    for count, code in ((10, "ONE"), (2, "TWO"), (1, "THREE")):
        for number in range(count):
            sale(make, f"{code}{number}", discount_code=code, channel_id=shop)
    return shop


def found(db):
    with db.read() as conn:
        return point_orders(conn, position_page(conn, TODAY), TODAY)


def test_orders_go_to_the_points_that_were_used_and_to_whom_they_were_written_for(db, told):
    orders = found(db)
    assert orders.by_point == {1: 13.0, 2: 2.0}  # the third stands in no text, the draft brought nothing
    assert orders.table == {
        (1, "Evening readers"): 10.0, (1, "First own flat"): 2.0, (2, "First own flat"): 2.0,
    }  # fmt: skip
    assert [(one.name, one.orders, one.share) for one in orders.audiences] == [
        ("Evening readers", 10.0, 10 / 12), ("First own flat", 2.0, 2 / 12),
    ]  # fmt: skip
    assert orders.best_for("Evening readers") == 1
    assert orders.best_for("First own flat") is None  # two orders say nothing
    assert not orders.small


def test_what_is_not_known_is_said(db, told):
    first, second = found(db).audiences
    assert audience_words(first).endswith("100% of all orders came on the channels they read")
    assert "all orders" not in audience_words(second)


def test_nothing_is_made_up_where_nothing_was_sold(db):
    positioning.add_audience(db, AudienceFields("Givers"))
    (one,) = found(db).audiences
    assert (one.share, one.there) == (None, None)
    assert audience_words(one) == "No order is known to come from articles that say for whom they are."
