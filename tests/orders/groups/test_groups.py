"""Buyers as groups: the sourced worked figures, and the SQL against the rules for buyers made at random."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from storeapp.orders.groups.queries import buyer_groups
from storeapp.orders.groups.rules import Cohort, GroupDays, cohorts, group_of, limits, repeat_share
from storeapp.store.db import Database
from tests.make import Make

AS_OF = date(2026, 7, 16)
BEFORE = date(2026, 6, 30)


def test_limits_come_from_the_shops_own_gaps() -> None:
    assert limits([(days, 10) for days in (10, 20, 30, 40, 50)]) == GroupDays(20, 40, 80, 50, own=True)


def test_a_shop_with_few_gaps_gets_the_usual_days() -> None:
    assert limits([(10, 19)]) == GroupDays(90, 180, 365, 19, own=False)


def test_limits_never_fall_together() -> None:
    assert limits([(1, 500)]) == GroupDays(14, 28, 56, 500, own=True)


@pytest.mark.parametrize(
    ("orders", "days", "group"),
    [
        (1, 0, "new"),
        (1, 20, "new"),
        (2, 20, "active"),
        (3, 3, "regular"),
        (9, 3, "regular"),
        (1, 21, "cooling"),
        (9, 40, "cooling"),
        (9, 41, "silent"),
        (1, 80, "silent"),
        (5, 81, "lost"),
    ],
)
def test_each_group_begins_where_it_says(orders: int, days: int, group: str) -> None:
    held = GroupDays(20, 40, 80, 50, own=True)
    assert group_of(orders, (AS_OF - timedelta(days=days)).isoformat(), AS_OF, held) == group


def test_shares_are_those_of_the_sources() -> None:
    assert Cohort("2026-01", (200, 50), 2).share(1) == 0.25
    assert Cohort("2026-01", (200, 50), 2).share(2) is None
    told = repeat_share(500, 120)
    assert told is not None
    assert told[0] == 0.24


def test_the_first_month_is_whole_and_the_running_one_is_marked() -> None:
    counted = {("2026-05", "2026-05"): 10, ("2026-05", "2026-07"): 3, ("2026-07", "2026-07"): 4}
    assert cohorts(counted, "2026-07", whole=False) == [Cohort("2026-05", (10, 0, 3), 2), Cohort("2026-07", (4,), 0)]


def test_fewer_than_thirty_buyers_make_no_groups(db: Database, make: Make) -> None:
    for _number in range(29):
        make.order(customer_id=make.customer(), placed_on="2026-07-01")
    make.order(placed_on="2026-07-01")
    with db.read() as conn:
        told = buyer_groups(conn, AS_OF)
    assert (told.buyers, told.nobody, told.enough, told.lines) == (29, 1, False, ())
    make.order(customer_id=make.customer(), placed_on="2026-07-01")
    with db.read() as conn:
        told = buyer_groups(conn, AS_OF)
    assert told.enough
    assert told.lines[0].buyers == 30
    assert told.lines[0].came == {"": 30}


def test_the_counts_are_those_of_the_rules(db: Database) -> None:
    dice = random.Random(13)
    bought: dict[int, list[str]] = {}
    with db.write("Made a shop") as tx:
        make = Make(db, tx)
        for _number in range(120):
            buyer = make.customer()
            days = [AS_OF - timedelta(days=dice.randrange(-5, 500)) for _one in range(dice.choice((1, 1, 2, 3, 5)))]
            for day in days:
                made_off = dice.random() < 0.1
                make.order(customer_id=buyer, placed_on=day.isoformat(), status="canceled" if made_off else "delivered")
                if not made_off and day <= AS_OF:
                    bought.setdefault(buyer, []).append(day.isoformat())
    with db.read() as conn:
        told = buyer_groups(conn, AS_OF)
    gaps = Counter[int]()
    for held in bought.values():
        days = sorted(map(date.fromisoformat, set(held)))
        gaps.update((later - first).days for first, later in pairwise(days))
    held_limits = limits(sorted(gaps.items()))
    assert told.limits == held_limits
    assert told.buyers == len(bought)
    assert told.again == sum(len(held) > 1 for held in bought.values())
    now = Counter(group_of(len(held), max(held), AS_OF, held_limits) for held in bought.values())
    past = {
        buyer: known for buyer, held in bought.items() if (known := [day for day in held if day <= BEFORE.isoformat()])
    }
    then = Counter(group_of(len(held), max(held), BEFORE, held_limits) for held in past.values())
    for line in told.lines:
        assert (line.buyers, line.before) == (now[line.group], then[line.group])
        assert line.change == sum(line.came.values()) - sum(line.left.values())
    recent = {buyer: min(held)[:7] for buyer, held in bought.items() if min(held) >= "2025-08-01"}
    assert {one.month: one.size for one in told.cohorts} == Counter(recent.values())


def test_a_channels_groups_know_only_its_own_orders(db: Database) -> None:
    with db.write("Made a shop") as tx:
        make = Make(db, tx)
        one, other = make.channel(), make.channel()
        for _number in range(30):
            buyer = make.customer()
            make.order(customer_id=buyer, channel_id=one, placed_on="2026-07-01")
            make.order(customer_id=buyer, channel_id=other, placed_on="2026-07-02")
    with db.read() as conn:
        assert {line.group: line.buyers for line in buyer_groups(conn, AS_OF, [one]).lines if line.buyers} == {
            "new": 30
        }
        both = buyer_groups(conn, AS_OF)
    assert {line.group: line.buyers for line in both.lines if line.buyers} == {"active": 30}
    assert both.sales["active"][0].minor == 30 * 4000
