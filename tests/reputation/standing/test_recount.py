"""Standing, computed from kept sums, equals a plain recount of the rows after random edits, imports and undos."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from storeapp.kernel.errors import UserError
from storeapp.reputation.standing.queries.ladders import level_history, standings
from storeapp.rulebook.ladders import months_back
from storeapp.store import journal
from storeapp.store.tables import Channel, Order, Review

TODAY = date(2026, 7, 16)
STEPS = 40


def some_reviews(dice, channel, count):
    rows = []
    for number in range(count):
        day = (TODAY - timedelta(days=dice.randrange(500))).isoformat()
        stars = dice.choice((1, 2, 3, 4, 5, 5, 5))
        rows.append((channel, f"k{dice.random()}-{number}", float(stars), stars, dice.choice((day, day, day, None))))
    return rows


def some_orders(dice, channel, count):
    rows = []
    for _number in range(count):
        day = (TODAY - timedelta(days=dice.randrange(500))).isoformat()
        status = dice.choice(("paid", "delivered", "canceled", "returned"))
        rows.append((channel, f"n{dice.random()}", status, day, "USD", dice.randrange(100, 9000)))
    return rows


def change(db, dice, channel):
    """One random action of the owner."""
    what = dice.choice(("import", "import", "edit", "edit", "delete", "undo", "undo", "redo"))
    try:
        if what in ("undo", "redo"):
            (journal.undo if what == "undo" else journal.redo)(db)
            return
    except UserError:
        return  # nothing left to take back
    with db.write(what) as tx:
        conn = tx.connection
        reviews = list(conn.execute(select(Review.id)).scalars())
        orders = list(conn.execute(select(Order.id)).scalars())
        if what == "import" or not reviews or not orders:
            columns = ("channel_id", "key", "rating", "stars", "posted_on")
            tx.insert(Review, columns, some_reviews(dice, channel, dice.randrange(1, 30)))
            columns = ("channel_id", "number", "status", "placed_on", "currency", "items_minor")
            tx.insert(Order, columns, some_orders(dice, channel, dice.randrange(1, 30)))
        elif what == "edit":
            stars = dice.choice((1, 3, 5))
            tx.update(Review, dice.choice(reviews), stars=stars, rating=float(stars))
            tx.update(Review, dice.choice(reviews), posted_on=(TODAY - timedelta(dice.randrange(400))).isoformat())
            tx.update(Order, dice.choice(orders), status=dice.choice(("canceled", "paid")), items_minor=4200)
        else:
            tx.delete(Review, dice.sample(reviews, min(3, len(reviews))))
            tx.delete(Order, dice.sample(orders, min(3, len(orders))))


def recounted(conn, first, end):
    """(stars, orders sold, their cents net of refunds) between two days, counted row by row."""
    inside = [
        stars
        for stars, day in conn.execute(select(Review.stars, Review.posted_on))
        if day is not None and first.isoformat() <= day < end.isoformat()
    ]
    sold = [
        0 if status == "returned" else cents
        for status, day, cents in conn.execute(select(Order.status, Order.placed_on, Order.items_minor))
        if status != "canceled" and first.isoformat() <= day < end.isoformat()
    ]
    return inside, len(sold), sum(sold)


@pytest.mark.parametrize("seed", range(4))
def test_standing_equals_a_recount_after_anything(db, seed):
    dice = random.Random(seed)
    with db.write("A channel", undoable=False) as tx:
        channel = tx.insert_one(Channel, platform="etsy", name="Etsy", currency="USD", created_at=tx.now)
    for step in range(STEPS):
        change(db, dice, channel)
        if step % 5 == 4:
            compare(db)


def compare(db):
    with db.read() as conn:
        (found,) = standings(conn, TODAY)
        rows = {row.id: row for row in found.ladders}
        tomorrow = TODAY + timedelta(days=1)
        stars, _orders, _cents = recounted(conn, months_back(tomorrow, 12), tomorrow)
        assert rows["etsy-rating"].figure.value == (pytest.approx(sum(stars) / len(stars)) if stars else None)
        for end, get in ((date(2026, 7, 1), "figure"), (date(2026, 8, 1), "expected")):
            stars, orders, cents = recounted(conn, months_back(end, 3), end)
            told = {one.metric.id: getattr(one, get) for one in rows["etsy-star-seller"].criteria}
            if told["orders"] is not None and told["orders"].origin == "computed":
                assert (told["orders"].value, told["sales_usd"].value) == (orders, pytest.approx(cents / 100))
            mean = told["average_rating"]
            if stars:
                assert (mean.value, mean.count) == (pytest.approx(sum(stars) / len(stars)), len(stars))
            else:
                assert mean is None or mean.value is None
        gone = rows["etsy-star-seller"].rolls_out
        stars, orders, _cents = recounted(conn, date(2026, 4, 1), date(2026, 5, 1))
        bad = sum(one < 4 for one in stars)
        assert ((gone.ratings, gone.bad, gone.orders) if gone else (0, 0, 0)) == (len(stars), bad, orders)
        history = level_history(conn, found.channel.id, "etsy-rating", TODAY)
        for point in history.points:
            after = point.day + timedelta(days=1)
            stars, _orders, _cents = recounted(conn, months_back(after, 12), after)
            assert point.value == (pytest.approx(sum(stars) / len(stars)) if stars else None)
