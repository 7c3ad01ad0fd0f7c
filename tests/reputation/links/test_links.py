"""Reviews without an order: what is suggested, and what the owner answers."""

from __future__ import annotations

import pytest

from storeapp.customers import service as customers
from storeapp.kernel.errors import UserError
from storeapp.reputation.links.queries.links import loose_reviews
from storeapp.reputation.links.service.links import (
    link_by_number,
    link_review,
    link_reviews,
    refuse_link,
    unlink_review,
)
from storeapp.store import journal
from storeapp.store.db import Database
from tests import kept
from tests.make import Make


@pytest.fixture
def shop(make: Make) -> dict[str, int]:
    etsy = make.channel(name="Etsy")
    lamp = make.product(etsy, title="Oak lamp")
    vase = make.product(etsy, title="Vase")
    ann = make.customer("annm (ann)", etsy, name="Ann Miller")
    first = make.order(channel_id=etsy, number="A-1", customer_id=ann, placed_on="2026-06-01", buyer_name="Ann Miller")
    make.line(first, product_id=lamp)
    other = make.order(channel_id=etsy, number="B-1", placed_on="2026-06-05", buyer_name="Bo Lind")
    make.line(other, product_id=vase)
    sure = make.review(channel_id=etsy, product_id=lamp, reviewer="annm", posted_on="2026-06-15")
    guess = make.review(channel_id=etsy, product_id=vase, reviewer="", posted_on="2026-06-16")
    alone = make.review(channel_id=etsy, reviewer="Zed Young", posted_on="2026-06-17")
    return {
        "etsy": etsy,
        "lamp": lamp,
        "first": first,
        "other": other,
        "sure": sure,
        "guess": guess,
        "alone": alone,
    } | {"ann": ann}


def found(db: Database) -> dict[int, list[int]]:
    with db.read() as conn:
        return {row.id: [one.id for one in row.candidates] for row in loose_reviews(conn).rows}


def order_of(db: Database, review: int) -> tuple[object, ...]:
    with db.read() as conn:
        row = conn.exec_driver_sql(
            "SELECT order_id, product_id, customer_id FROM reviews WHERE id = ?", (review,)
        ).one()
    return tuple(row)


def test_the_surest_come_first_and_those_without_an_order_are_counted(db: Database, shop: dict[str, int]) -> None:
    with db.read() as conn:
        loose = loose_reviews(conn)
    assert [row.id for row in loose.rows] == [shop["sure"], shop["guess"]]
    assert [row.likely for row in loose.rows] == [True, False]
    assert loose.all == 3
    assert loose.rows[0].candidates[0].fit.reasons == ("handle", "product", "soon", "only")


def test_linking_takes_what_the_review_did_not_name_from_the_order(db: Database, shop: dict[str, int]) -> None:
    link_review(db, shop["alone"], shop["first"])
    assert order_of(db, shop["alone"]) == (shop["first"], shop["lamp"], shop["ann"])
    with db.read() as conn:
        assert kept.recount(conn).wrong == 0
    journal.undo(db)
    assert order_of(db, shop["alone"]) == (None, None, None)


def test_a_no_is_remembered_until_it_is_undone(db: Database, shop: dict[str, int]) -> None:
    refuse_link(db, shop["guess"], [shop["other"]])
    assert shop["guess"] not in found(db)
    journal.undo(db)
    assert found(db)[shop["guess"]] == [shop["other"]]


def test_many_sure_ones_are_linked_in_one_action(db: Database, shop: dict[str, int]) -> None:
    done = link_reviews(db, [(shop["sure"], shop["first"], 0.98, ("handle",)), (shop["guess"], shop["other"], 0.7, ())])
    assert done.value == 2
    assert found(db) == {}
    with db.read() as conn:
        assert journal.history(conn)[0].title == "Linked 2 reviews to their orders"
    journal.undo(db)
    assert set(found(db)) == {shop["sure"], shop["guess"]}


def test_another_order_is_named_by_its_number(db: Database, shop: dict[str, int]) -> None:
    link_by_number(db, shop["alone"], " #B-1 ")
    assert order_of(db, shop["alone"])[0] == shop["other"]
    with pytest.raises(UserError, match="There is no order X-9"):
        link_by_number(db, shop["guess"], "X-9")


def test_a_link_can_be_taken_back_and_is_not_suggested_again(db: Database, shop: dict[str, int]) -> None:
    link_review(db, shop["sure"], shop["first"])
    assert unlink_review(db, shop["sure"]).value
    assert order_of(db, shop["sure"])[0] is None
    assert shop["sure"] not in found(db)


def test_what_the_channel_names_itself_stays(db: Database, shop: dict[str, int], make: Make) -> None:
    named = make.review(channel_id=shop["etsy"], order_number="A-1", order_id=shop["first"])
    with pytest.raises(UserError, match="The channel itself"):
        link_review(db, named, shop["other"])
    with pytest.raises(UserError, match="The channel itself"):
        unlink_review(db, named)


def test_a_review_of_a_merged_customer_finds_the_orders(db: Database, shop: dict[str, int], make: Make) -> None:

    twin = make.customer(name="Ann Miller")
    customers.merge(db, twin, shop["ann"])
    assert found(db)[shop["sure"]] == [shop["first"]]
