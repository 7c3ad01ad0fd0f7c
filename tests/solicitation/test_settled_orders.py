"""The one statement for a long history says what judging every order alone says."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from storeapp.kernel.progress import Progress
from storeapp.solicitation import service, verdicts
from storeapp.store.tables import Case, CaseOrder, RequestVerdict
from tests.kept import recount
from tests.make import Make

NOW = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
COLUMNS = [column for column in RequestVerdict.__table__.columns if column.name != "next_change"]


def verdicts_after(db, many):
    with db.keep() as conn:
        for table in ("request_verdicts", "request_counts", "request_looks"):
            conn.exec_driver_sql(f"DELETE FROM {table}")
        verdicts.look(conn, NOW, Progress(), many)
    return verdicts_of(db)


def verdicts_of(db):
    with db.read() as conn:
        assert recount(conn).wrong == 0
        return {row.id: tuple(row) for row in conn.execute(select(*COLUMNS).order_by(RequestVerdict.id))}


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_say_the_same_of_any_history(db, clock, seed):
    clock.at = NOW
    dice = random.Random(seed)
    with db.write("Made a history") as tx:
        make = Make(db, tx)
        zones = ("America/New_York", "", "Asia/Shanghai")
        channels = [
            make.channel(platform=one, name=one, time_zone=dice.choice(zones), region=dice.choice(("US", "EU", "")))
            for one in ("etsy", "amazon", "own", "walmart", "ozon")
        ]
        people = [
            make.customer(
                country=dice.choice(("US", "DE", "CA", "RU", "CN", "Elsewhere", "")),
                email=dice.choice(("", f"{n}@x.example")),
                consent=dice.choice(("unknown", "unknown", "yes", "no")), do_not_contact=int(n % 17 == 0),
            )
            for n in range(60)
        ]  # fmt: skip
        for number in range(250):
            placed = NOW.date() - timedelta(
                days=dice.choice((3, 20, 50, 70, 110, 200, 900, 20_000)) + dice.randrange(9)
            )
            after = lambda most, day=placed: (day + timedelta(days=dice.randrange(-2, most))).isoformat()  # noqa: E731
            order = make.order(
                channel_id=dice.choice(channels), customer_id=dice.choice([None, *people, *people]),
                status=dice.choice(("delivered", "delivered", "shipped", "paid", "created", "canceled", "refunded")),
                placed_on=dice.choice((None, *[placed.isoformat()] * 9)), shipped_on=dice.choice((None, after(5))),
                delivered_on=dice.choice((None, after(20))), due_on=dice.choice((None, None, after(30))),
                ship_country=dice.choice(("", "US", "DE", "CA")), paid_on=dice.choice((None, placed.isoformat())),
            )  # fmt: skip
            for _ in range(dice.choice((0, 0, 1, 2))):
                posted = dice.choice((None, (NOW.date() - timedelta(days=dice.randrange(60))).isoformat()))
                make.review(channel_id=channels[0], order_id=order, photos=dice.choice((0, 1)), posted_on=posted)
            if number % 25 == 0:
                case = tx.insert_one(Case, title="x", opened_at="2026-07-01T00:00:00Z")
                tx.insert_one(CaseOrder, case_id=case, order_id=order)
            if number % 40 == 0:
                tx.insert_one(Case, title="x", customer_id=people[number % 60], opened_at="2026-07-01T00:00:00Z")
    service.hold(db, 7, "a gift")
    service.edit_plan(db, "own", told_at_checkout=seed % 2 == 0)
    service.switch_plan(db, "amazon", seed % 3 > 0)
    alone, together = verdicts_after(db, 10**9), verdicts_after(db, 1)
    service.edit_plan(db, "ebay", wait=9)  # touches everything
    again = verdicts_of(db)
    assert again == together
    assert [(one, together.get(order)) for order, one in alone.items() if together.get(order) != one] == []
    assert {row[3] for row in alone.values()} >= {"window_closed", "reviewed", "not_asked", "opted_out", "ready"} - {
        "ready"
    }
