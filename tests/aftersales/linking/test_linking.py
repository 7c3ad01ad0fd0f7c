"""Orders and reviews are linked to a case later, found by buyer or words, and taken off again."""

from __future__ import annotations

import pytest

from storeapp.aftersales import queries, service
from storeapp.aftersales.linking import service as linking
from storeapp.aftersales.linking.queries import orders_for, reviews_for
from storeapp.aftersales.merging import service as merging
from storeapp.kernel.errors import UserError
from storeapp.store import journal


@pytest.fixture
def shop(make):
    channel = make.channel(name="Etsy", currency="EUR")
    buyer = make.customer(name="Ann Lee")
    first = make.order(channel_id=channel, customer_id=buyer, number="A-1", placed_on="2026-07-01")
    second = make.order(channel_id=channel, customer_id=buyer, number="A-2", placed_on="2026-07-05")
    make.line(second, title="Walnut lamp")
    other = make.order(channel_id=channel, customer_id=make.customer(name="Bo"), number="B-7", placed_on="2026-07-06")
    make.line(other, title="Clay vase", product_id=make.product(title="Clay vase"))
    mine = make.review(channel_id=channel, order_id=second, customer_id=buyer, stars=2, text="Shade arrived cracked")
    strange = make.review(channel_id=channel, stars=1, text="Vase leaks at the foot")
    return {"first": first, "second": second, "other": other, "mine": mine, "strange": strange, "buyer": buyer}


def read(db, look, *values):
    with db.read() as conn:
        return look(conn, *values)


def test_those_of_the_buyer_come_first_and_words_find_the_rest(db, shop):
    case = service.open_for_order(db, shop["first"], "Torn").value
    assert [one.words for one in read(db, orders_for, case)] == ["A-2"]
    assert [(one.words, one.about) for one in read(db, orders_for, case, "clay")] == [("B-7", "Clay vase")]
    assert [one.words for one in read(db, orders_for, case, "B-7")] == ["B-7"]
    assert [one.words for one in read(db, orders_for, case, "Bo")] == ["B-7"]
    assert read(db, orders_for, case, "A-1") == []  # the case has it
    assert [one.id for one in read(db, reviews_for, case)] == [shop["mine"]]
    assert [one.id for one in read(db, reviews_for, case, "leaks")] == [shop["strange"]]


def test_a_review_linked_later_brings_what_is_not_known_and_goes_again(db, shop):
    case = service.open_plain(db, "Called on the phone").value
    assert read(db, reviews_for, case) == []
    assert linking.link_review(db, case, shop["mine"]).value
    detail = read(db, queries.case_detail, case)
    assert (detail.review.id, detail.row.customer_id, detail.row.channel) == (shop["mine"], shop["buyer"], "Etsy")
    assert [one.number for one in detail.orders_of] == ["A-2"]
    assert linking.link_review(db, case, shop["mine"]).action_id is None  # the second time changes nothing
    assert read(db, queries.case_of, "review", shop["mine"]) == case
    journal.undo(db)
    detail = read(db, queries.case_detail, case)
    assert (detail.review, detail.row.customer_id, detail.orders_of) == (None, None, ())
    linking.link_review(db, case, shop["mine"])
    assert linking.unlink_review(db, case, shop["mine"]).value
    assert read(db, queries.case_detail, case).review is None
    assert linking.unlink_review(db, case, shop["mine"]).action_id is None


def test_a_review_of_another_open_case_is_not_taken_away(db, shop):
    one = service.open_for_review(db, shop["mine"]).value
    two = service.open_plain(db, "The same by mail").value
    with pytest.raises(UserError, match=f"Case {one} is about this review already"):
        linking.link_review(db, two, shop["mine"])
    assert read(db, reviews_for, two, "cracked")[0].case == one
    merging.merge(db, two, [one])
    assert read(db, queries.case_detail, two).review.id == shop["mine"]
    linking.link_review(db, two, shop["strange"])
    assert read(db, queries.case_detail, two).review.id == shop["strange"]
    merging.unmerge(db, one)
    assert [read(db, queries.case_detail, case).review.id for case in (one, two)] == [shop["mine"], shop["strange"]]


def test_an_order_is_added_and_removed_also_of_a_merged_case(db, shop):
    case = service.open_for_order(db, shop["first"], "Torn").value
    under = service.open_for_order(db, shop["other"], "Leaks").value
    merging.merge(db, case, [under])
    linking.add_order(db, case, shop["second"])
    numbers = [one.number for one in read(db, queries.case_detail, case).orders_of]
    assert sorted(numbers) == ["A-1", "A-2", "B-7"]
    assert linking.remove_order(db, case, shop["other"]).value == 1
    assert linking.remove_order(db, case, shop["other"]).value == 0
    merging.unmerge(db, under)
    assert read(db, queries.case_detail, under).orders_of == ()
