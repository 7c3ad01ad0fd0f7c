"""What the requests brought: funnel, rates with their likely range, the fixed look, and that everybody was asked."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from storeapp.solicitation import outcomes, service
from storeapp.solicitation.records import Words
from storeapp.solicitation.results import LOOK, compare, likely_range, rate
from storeapp.solicitation.what_works import share_words, verdict_words, what_works
from storeapp.store.tables import Order

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("good", "total", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2172), (10, 10, 0.7828, 1.0), (23, 100, 0.15596, 0.31938),
     (1, 2, 0.06083, 0.93917), (500, 1000, 0.46904, 0.53096), (3, 17, 0.05235, 0.40011), (5, 60_000, 3.2e-5, 1.8e-4)],
)  # fmt: skip
def test_the_likely_range_is_jeffreys(good, total, low, high):
    """The ends were found by adding up the density itself."""
    found = likely_range(good, total)
    assert found == pytest.approx((low, high), abs=3e-5)


def test_a_rate_of_a_few_is_too_early_to_call_and_says_how_many_more_it_takes():
    few, many = rate("A", 10, 2), rate("A", 400, 80)
    assert few.early
    assert 40 < few.more < 90
    assert not many.early
    assert many.share == 0.2
    assert rate("A", 0, 0).share is None


def test_two_templates_are_judged_once_at_the_look_and_never_otherwise():
    good, plain = [True, False, False] * 200, [True] + [False] * 9
    early = compare(("A", plain * 10), ("B", good[:100]))
    assert (early.better, early.more) == ("", LOOK - 100)
    settled = compare(("A", plain * 60), ("B", good))
    assert (settled.better, settled.more) == ("B", 0)
    turned = compare(("A", plain * 60 + [True] * 5000), ("B", good + [False] * 5000))
    assert turned == settled
    assert compare(("A", plain * 60), ("B", plain * 60)).better == ""


@pytest.fixture
def shop(db, make, clock):
    """Six orders of one channel: two asked (one answered), one reviewed unasked, one canceled, one held, one ready."""
    clock.at = NOON
    etsy = make.channel(platform="etsy", name="Etsy", time_zone="America/New_York", region="US")
    plain = {"channel_id": etsy, "status": "delivered", "delivered_on": "2026-07-01", "ship_country": "US"}
    orders = [make.order(customer_id=make.customer(country="US"), **plain) for _ in range(6)]
    service.mark_sent(db, [orders[0]], Words("Plain", "en", "A"))
    service.mark_sent(db, [orders[1]], Words("Care tip", "en", "B"))
    make.review(channel_id=etsy, order_id=orders[0], posted_on="2026-07-20", stars=2)
    make.review(channel_id=etsy, order_id=orders[2], posted_on="2026-07-05", stars=5)
    with db.write("Canceled") as tx:
        tx.update(Order, orders[3], status="canceled")
    service.hold(db, orders[4], "a gift")
    service.refresh(db)
    return orders


def test_the_funnel_has_both_denominators_and_leaves_out_what_may_still_come(db, shop):
    with db.read() as conn:
        now = outcomes.funnel(conn, NOON)
        later = outcomes.funnel(conn, NOON + timedelta(days=31))
        none = outcomes.funnel(conn, NOON, since="2026-08-01")
    assert (now.eligible, now.asked, now.reviewed, now.unasked, now.ready, now.held) == (5, 2, 1, 1, 1, 1)
    assert (now.of_asked.asked, now.of_asked.answered, now.of_asked.waiting) == (1, 1, 1)
    assert (later.of_asked.asked, later.of_asked.answered, later.of_eligible.asked) == (2, 1, 5)
    assert none.eligible == 0


@pytest.mark.parametrize(
    ("by", "keys"),
    [("plan", {"etsy"}), ("template", {"Plain", "Care tip"}), ("variant", {"A", "B"}), ("language", {"en"}),
     ("delay", {"14-20"}), ("product", {""})],
)  # fmt: skip
def test_rates_by_whatever_is_asked(db, shop, by, keys):
    with db.read() as conn:
        found = outcomes.rates(conn, by, NOON + timedelta(days=31))
    assert {one.key for one in found} == keys
    assert sum(one.asked for one in found) == 2
    assert sum(one.answered for one in found) == 1


def test_the_comparison_waits_for_its_look(db, shop):
    with db.read() as conn:
        assert outcomes.comparison(conn, "etsy", "en", NOON) is None
        found = outcomes.comparison(conn, "etsy", "en", NOON + timedelta(days=31))
    assert found is not None
    assert (found.one.answered, found.other.answered, found.more, found.better) == (1, 0, LOOK - 1, "")


def test_what_works_names_each_way_of_asking_and_says_when_it_is_too_early(db, shop):
    with db.read() as conn:
        found = what_works(conn, NOON + timedelta(days=31))
    named = {group.title: [name for name, _rate in group.rates] for group in found.groups}
    assert named["By template"] == ["Care tip", "Plain"]
    assert named["By days between the delivery and the request"] == ["14–20 days"]
    assert named["By product"] == ["Product not known"]
    assert [name for name, _both in found.compared] == ["Etsy, English"]
    both = found.compared[0][1]
    assert verdict_words(both) == f"Not judged yet: {LOOK - 1} more answered or expired requests of each are missing"
    assert "1 of 2 answered, too early to call" in share_words(found.groups[0].rates[0][1])
    assert share_words(rate("", 0, 0, 3)) == "3 asked, answers may still come"
    assert share_words(rate("", 400, 100)) == "25%, likely 21% to 29%"
    better = compare(("A", [True] * LOOK), ("B", [False] * LOOK))
    assert verdict_words(better) == "“A” did better, and not just by chance"
    assert verdict_words(compare(("A", [True] * LOOK), ("B", [True] * LOOK))) == "No clear difference"


def test_the_proof_names_everybody_and_every_reason(db, shop):
    with db.read() as conn:
        rows = outcomes.proof(conn)
        stars = outcomes.stars(conn)
    assert sum(row.orders for row in rows) == 6
    assert {row.reason for row in rows if not row.asked} == {"reviewed", "canceled", "by_hand", "ready"}
    assert {row.month for row in rows} == {"2026-07"}
    assert (stars[True][2], stars[True].total, stars[False][5], stars[False].total) == (1, 1, 1, 1)


def test_the_weeks_sentence_has_its_figures(db, shop):
    with db.read() as conn:
        assert outcomes.last_days(conn, NOON) == outcomes.LastDays(2, 1, 0)
        assert outcomes.last_days(conn, NOON + timedelta(days=8)) == outcomes.LastDays(0, 0, 0)


def test_every_order_is_told_one_by_one(db, shop):
    with db.read() as conn:
        rows = list(outcomes.per_order(conn))
    assert len(rows) == 6
    assert {row[2] for row in rows} == {"asked", "reviewed", "not_asked", "held", "ready"}
