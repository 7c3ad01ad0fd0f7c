"""A photo that a buyer sent ends the asking for one, and counts."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from storeapp.evidence.preparing import Chosen, prepare
from storeapp.evidence.queries import attached_files
from storeapp.evidence.rules import About
from storeapp.evidence.service import attach, detach
from storeapp.kernel.progress import Progress
from storeapp.solicitation import outcomes, service
from storeapp.solicitation.queries import order_request
from tests.evidence.pictures import picture
from tests.kept import recount

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)


@pytest.fixture
def asked(db, make, clock):
    """An order of Etsy whose review came without a photo, and which was asked for one on 25 July; and its review."""
    clock.at = NOON
    etsy = make.channel(platform="etsy", name="Etsy", time_zone="America/New_York", region="US")
    buyer = make.customer(country="US")
    order = make.order(
        channel_id=etsy, customer_id=buyer, status="delivered", delivered_on="2026-07-01", ship_country="US"
    )
    service.refresh(db)
    service.mark_sent(db, [order])
    review = make.review(channel_id=etsy, order_id=order, posted_on="2026-07-18", stars=2)
    clock.at = NOON + timedelta(days=9)
    service.refresh(db)
    assert service.mark_sent(db, [order]).value.sent == (order,)
    return order, review


def stands(db, order):
    service.refresh(db)
    with db.read() as conn:
        assert recount(conn).wrong == 0
        row = order_request(conn, order).row
    return row.state, row.reason


def keep_photo(db, about):
    return attach(db, about, prepare(db.place.folder, [Chosen("lamp.jpg", content=picture)], Progress()))


@pytest.mark.parametrize("kind", ["order", "review"])
def test_a_photo_ends_the_asking_and_is_counted_until_it_is_taken_away(db, asked, clock, kind):
    number = asked[0] if kind == "order" else asked[1]
    assert stands(db, asked[0]) == ("photo_asked", "photo_asked")
    keep_photo(db, About(kind, number, "photo"))
    assert stands(db, asked[0]) == ("reviewed", "photo_came")
    with db.read() as conn:
        assert outcomes.last_days(conn, clock.at, 30) == outcomes.LastDays(1, 1, 1)
        assert outcomes.funnel(conn, clock.at).photos == 1
        (file,) = attached_files(conn, kind, number, "photo")
    detach(db, file.id)
    assert stands(db, asked[0]) == ("photo_asked", "photo_asked")
    with db.read() as conn:
        assert outcomes.last_days(conn, clock.at, 30).photos == 0


def test_other_files_of_an_order_are_no_photo(db, asked):
    keep_photo(db, About("case", asked[0]))
    assert stands(db, asked[0]) == ("photo_asked", "photo_asked")
    files = prepare(db.place.folder, [Chosen("lamp.jpg", content=picture)], Progress())
    with pytest.raises(ValueError, match="order"):
        attach(db, About("order", asked[0]), files)
    files.close()


def test_after_a_while_nobody_waits_for_a_photo_any_more(db, asked, clock):
    clock.at += timedelta(days=29)
    assert stands(db, asked[0])[0] == "photo_asked"
    clock.at += timedelta(days=2)
    assert stands(db, asked[0]) == ("reviewed", "no_photo")
