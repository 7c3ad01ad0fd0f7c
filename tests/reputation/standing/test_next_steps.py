"""The next step of a channel in one line, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.reputation.ratings.service import note_snapshot
from storeapp.reputation.standing.next_steps import headline, nearest, next_step, reached_line, standing_line
from storeapp.reputation.standing.queries.ladders import standings
from storeapp.today.levels import level_lines
from tests.make import Make

TODAY = date(2026, 7, 16)


def steps(db):
    with db.read() as conn:
        return {one.channel.name: next_step(one) for one in standings(conn, TODAY)}


@pytest.fixture
def shop(db):
    """An own shop at 4.724 of 221, a typed eBay score, Taobao at 106, Etsy just below its limits."""
    with db.write("A shop") as tx:
        make = Make(db, tx)
        own, ebay = make.channel(name="Own", platform="own"), make.channel(name="eBay", platform="ebay")
        make.channel(name="Quiet", platform="own")
        etsy = make.channel(name="Etsy", platform="etsy")
        for stars, count in ((5, 186), (4, 15), (3, 14), (2, 6)):
            for _number in range(count):
                make.review(channel_id=own, stars=stars, posted_on="2026-06-10")
        for number in range(6):
            make.order(channel_id=etsy, placed_on="2026-06-05", items_minor=9000, number=f"E{number}")
            make.order(channel_id=etsy, placed_on="2026-01-05", number=f"J{number}")
        for _number in range(20):
            make.review(channel_id=etsy, stars=5, posted_on="2026-06-10")
    note_snapshot(db, ebay, "ebay-stars", 463, TODAY)
    for metric, value in (("first_reply_24h", 97), ("shipped_on_time", 93.8), ("case_rate", 0)):
        note_snapshot(db, etsy, metric, value, TODAY)
    return {"own": own, "ebay": ebay, "etsy": etsy}


def test_what_each_channel_is_nearest_to(db, shop):
    found = steps(db)
    assert (standing_line(found["Own"]), headline(found["Own"])) == (
        "Shows as 4.7",
        "23 five-star reviews to show 4.8",
    )
    assert (standing_line(found["eBay"]), headline(found["eBay"]), reached_line(found["eBay"])) == (
        *("Turquoise star", "37 positive ratings to Purple star", "463 of 500"),
    )
    assert standing_line(found["Etsy"]) == "Star Seller 6 of 7 met"
    assert headline(found["Etsy"]) == "1.2 points of “Shipped on time with tracking” to Star Seller"
    assert reached_line(found["Etsy"]) == "93.8% of 95%"
    assert found["Quiet"] is None


def test_the_nearest_comes_first(db, shop):
    with db.read() as conn:
        order = [one.channel.name for one, _step in nearest(standings(conn, TODAY))]
        lines = level_lines(conn, TODAY)
    assert order == ["Etsy", "eBay", "Own"]
    assert [line.name for line in lines] == order
    assert lines[0].when == "Etsy, 6 of 7 criteria met"
    assert lines[2].when == "Own, about 1 week at your pace"


def test_a_kept_level_tells_the_criterion_with_the_least_room(db, shop):
    note_snapshot(db, shop["etsy"], "shipped_on_time", 95.5, TODAY)
    found = steps(db)["Etsy"]
    assert (found.kind, standing_line(found)) == ("kept", "Star Seller")
    assert reached_line(found) == "95.5% of 95%"


def test_a_pace_that_the_window_outruns_promises_no_day(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        etsy = make.channel(name="Etsy", platform="etsy")
        for stars in (5, 5, 5, 2, 2):
            make.review(channel_id=etsy, stars=stars, posted_on="2026-06-10")
        for number in range(6):
            make.order(channel_id=etsy, placed_on="2026-01-05", number=f"J{number}")
            make.order(channel_id=etsy, placed_on="2026-06-05", items_minor=9000, number=f"E{number}")
    found = steps(db)["Etsy"]
    assert (found.kind, found.needed, found.weeks) == ("gate", 25, None)
