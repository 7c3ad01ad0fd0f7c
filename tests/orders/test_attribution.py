"""Where orders came from: shares that make no more than the order, windows, and of how many orders one speaks."""

from __future__ import annotations

import pytest

from storeapp.channels.outlets.rules import OutletFields
from storeapp.channels.outlets.service import add_outlet
from storeapp.kernel.errors import UserError
from storeapp.orders.attribution.queries import Origins, SourceTotal, origins, sources_of
from storeapp.orders.attribution.rules import Source
from storeapp.orders.attribution.service import attribute, forget_source
from storeapp.store import journal


def noted(db, order):
    with db.read() as conn:
        return [(one.how, one.source, one.share) for one in sources_of(conn, order)]


def test_the_same_source_again_takes_its_own_place(db, make):
    order = make.order(placed_on="2026-07-01")
    place = add_outlet(db, OutletFields("forum", "Lamp forum")).value
    attribute(db, order, Source("code", "LAMP10", 6_000, place))
    attribute(db, order, Source("asked", "a friend", 4_000))
    attribute(db, order, Source("code", " LAMP10 ", 5_000, place))
    assert noted(db, order) == [("code", "LAMP10", 5_000), ("asked", "a friend", 4_000)]
    journal.undo(db)
    assert noted(db, order) == [("code", "LAMP10", 6_000), ("asked", "a friend", 4_000)]
    with db.read() as conn:
        gone = sources_of(conn, order)[0].id
    forget_source(db, gone)
    assert noted(db, order) == [("asked", "a friend", 4_000)]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (Source("asked", "a friend", 5_001), "100%"),
        (Source("code", "  ", 100), "Say which"),
        (Source("link", "/lamp", 100, seen_on="2026-07-02"), "after the order"),
        (Source("link", "/lamp", 100, seen_on="2026-06-01", window_days=29), "more than 29 days"),
    ],
)
def test_what_cannot_be_is_refused(db, make, source, says):
    order = make.order(placed_on="2026-07-01")
    attribute(db, order, Source("code", "LAMP10", 5_000))
    with pytest.raises(UserError, match=says):
        attribute(db, order, source)
    assert noted(db, order) == [("code", "LAMP10", 5_000)]
    attribute(db, order, Source("link", "/lamp", 100, seen_on="2026-06-01", window_days=30))
    with pytest.raises(UserError, match="gone"):
        attribute(db, 99, Source("code", "LAMP10"))


def test_the_total_says_of_how_many_orders_it_speaks(db, make):
    first, second = make.order(placed_on="2026-07-01"), make.order(placed_on="2026-07-31")
    make.order(placed_on="2026-07-15")
    outside = make.order(placed_on="2026-08-01")
    for order in (first, second, outside):
        attribute(db, order, Source("code", "LAMP10", 5_000))
    attribute(db, second, Source("asked", "a friend", 2_500))
    with db.read() as conn:
        found = origins(conn, "2026-07-01", "2026-07-31")
    assert found == Origins(3, 2, (SourceTotal("code", "LAMP10", 2, 1.0), SourceTotal("asked", "a friend", 1, 0.25)))
