"""Changes that matter, found in a real shop file, with the very reviews behind them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from storeapp.kernel.errors import UserError
from storeapp.reputation.changes.detection import COMPLAINT, DROP, EDITED, FLOOD, KINDS, PRODUCT, VANISHED, AlertRules
from storeapp.reputation.changes.queries.alerts import alerts, all_alerts
from storeapp.reputation.changes.service import finish_alert, snooze_alert, switch_alerts
from storeapp.reputation.reviews.queries.listing import review_rows, review_totals
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store import journal
from storeapp.store.tables import ImportBatch, Review, ReviewAbsence, ReviewVersion, Theme, ThemeMark

TODAY = date(2026, 7, 16)
NOW = "2026-07-16T09:00:00Z"


def day(back: int) -> str:
    return (TODAY - timedelta(days=back)).isoformat()


@pytest.fixture
def fill(db, make):
    """Adds reviews at once: (days back, stars) of a channel and maybe a product."""

    def add(channel, given, **more):
        names = ("channel_id", "stars", "rating", "posted_on", "text", *more)
        with db.write("Added") as tx:
            rows = [(channel, stars, float(stars), day(back), f"Said {back}", *more.values()) for back, stars in given]
            return tx.insert(Review, names, rows)

    return add


@pytest.fixture
def shop(make, fill):
    """A channel with a year of good ratings, every twentieth of them bad."""
    channel = make.channel(name="Etsy", platform="etsy")
    fill(channel, [(back, 2 if n % 20 == 0 else 5) for n, back in enumerate(range(50, 440, 3))])
    return channel


@pytest.fixture
def look(db):
    """What is told, and what stands behind it."""

    def run(kind=None, rules=None):
        with db.read() as conn:
            found = all_alerts(conn, TODAY, rules or AlertRules())
        return [one for one in found if kind in (None, one.kind)]

    return run


def test_a_calm_shop_says_nothing(shop, fill, look):
    fill(shop, [(back, 5) for back in range(0, 50, 3)])
    assert look() == []


def test_a_drop_names_its_figures_and_its_reviews(shop, fill, look, db):
    fill(shop, [(back, 5) for back in range(20, 50, 3)])
    new = fill(shop, [(back, 1 if back % 4 == 0 else 5) for back in range(20)])
    (found,) = look(DROP)
    assert found.title == "Etsy: 5 of the last 20 ratings were bad, usually 1 of 20"
    assert found.detail == "By chance alone this would happen less than once in 7 months. Average 4.00, before 4.83."
    assert (found.severity, found.key, found.found) == ("bad", f"drop:{shop}", TODAY.isoformat())
    assert set(found.ids) == {new[back] for back in range(0, 20, 4)}
    with db.read() as conn:
        rows = review_rows(conn, ReviewFilters(ids=found.ids), 0, 50)
        assert review_totals(conn, ReviewFilters(ids=found.ids)).reviews == 5
    assert sorted(row.id for row in rows) == sorted(found.ids)
    assert [row.posted_on for row in rows] == sorted((row.posted_on for row in rows), reverse=True)


def test_a_drop_of_last_winter_is_no_news(make, fill, look):
    channel = make.channel(name="Etsy")
    fill(channel, [(back, 5) for back in range(120, 480, 3)])
    fill(channel, [(back, 1) for back in range(100, 120)])
    assert look(DROP) == []


def test_a_product_that_turns_bad_is_told_by_its_name(shop, fill, look, make):
    lamp = make.product(title="Walnut lamp")
    fill(shop, [(back, 5) for back in range(60, 400, 12)], product_id=lamp)
    bad = fill(shop, [(40, 1), (30, 2), (22, 5), (20, 1), (12, 1)], product_id=lamp)
    (found,) = look(PRODUCT)
    assert found.title.startswith("Walnut lamp: 4 of the last 5 ratings were bad, usually none of 5")
    assert set(found.ids) == {bad[0], bad[1], bad[3], bad[4]}


def test_three_bad_reviews_of_a_new_product_in_a_week(shop, fill, look, make):
    fill(shop, [(back, 5) for back in range(0, 50, 3)])
    vase = make.product(title="Blue vase")
    bad = fill(shop, [(1, 2), (3, 1), (5, 1)], product_id=vase)
    (found,) = look(COMPLAINT)
    assert found.title == "Blue vase: 3 bad reviews in 7 days, of 3 ratings"
    assert sorted(found.ids) == list(bad)
    assert look(COMPLAINT, AlertRules(same=4)) == []


def test_the_same_theme_three_times_in_a_week(shop, fill, look, db):
    fill(shop, [(back, 5) for back in range(0, 50, 2)])
    bad = fill(shop, [(1, 2), (3, 1), (5, 1)])
    with db.write("Themes") as tx:
        theme = tx.insert_one(Theme, name="Frame")
        tx.insert(ThemeMark, ("review_id", "theme_id", "present"), [(one, theme, 1) for one in bad])
    (found,) = look(COMPLAINT)
    assert found.title == "“Frame”: 3 complaints in 7 days, among 6 ratings"
    assert sorted(found.ids) == list(bad)


def test_a_flood_of_bad_reviews(shop, fill, look):
    fill(shop, [(back, 5) for back in range(0, 50, 3)])
    bad = fill(shop, [(1, 1)] * 6 + [(2, 1)] * 6)
    (found,) = look(FLOOD)
    assert found.title == "Etsy: 12 reviews of 1 or 2 stars in 3 days"
    assert set(found.ids) == set(bad)


@pytest.fixture
def imports(db, shop):
    """Two imports of the channel."""
    with db.write("Imported") as tx:
        for at in ("2026-05-01T09:00:00Z", "2026-07-10T09:00:00Z"):
            tx.insert_one(ImportBatch, channel_id=shop, file_name="r.json", sha256=at, imported_at=at)


def test_an_edit_between_two_imports_shows_both_wordings(shop, make, look, db, imports):
    review = make.review(channel_id=shop, stars=2, text="Broke after a week", posted_on=day(30))
    first = make.review(channel_id=shop, text="Told by the first file")
    with db.write("Versions") as tx:
        for number, at in ((review, "2026-07-10T09:00:00Z"), (first, "2026-05-01T09:00:00Z")):
            tx.insert_one(ReviewVersion, review_id=number, rating=5.0, text="Lovely lamp", seen_at=at)
    (found,) = look(EDITED)
    assert found.title == "Etsy: 1 review was edited since the last import, 1 is worse than before"
    assert found.detail == "“Lovely lamp” was 5 stars, is 2 stars now. The earlier text is kept."
    assert found.ids == (review,)


def test_a_vanished_review_is_told_and_marked_in_the_list(shop, make, look, db):
    review = make.review(channel_id=shop, stars=4, text="Good lamp", posted_on="2026-05-03")
    with db.write("Absent") as tx:
        row = tx.insert_one(ReviewAbsence, review_id=review, batch_id=1, noticed_at="2026-07-10T09:00:00Z")
    (found,) = look(VANISHED)
    assert found.title == "Etsy: 1 review is no longer there"
    assert found.detail == "“Good lamp”, 4 stars, 3 May. The copy here stays."
    with db.read() as conn:
        assert review_detail(conn, review).row.gone_at == "2026-07-10T09:00:00Z"
        assert [row.id for row in review_rows(conn, ReviewFilters(gone=True), 0, 10)] == [review]
        assert (
            review_totals(conn, ReviewFilters(gone=False)).reviews == review_totals(conn, ReviewFilters()).reviews - 1
        )
    with db.write("Back") as tx:
        tx.update(ReviewAbsence, row, back_at=NOW)
    assert look(VANISHED) == []
    with db.read() as conn:
        assert review_detail(conn, review).row.gone_at is None


@pytest.fixture
def dropped(shop, fill):
    """A shop with a drop."""
    fill(shop, [(back, 1) for back in range(6)])
    return shop


def keys(db, now=NOW):
    with db.read() as conn:
        return [one.key for one in alerts(conn, TODAY, now)]


def test_snooze_done_and_switching_off_can_be_undone(dropped, db):
    key = f"drop:{dropped}"
    assert key in keys(db)
    snooze_alert(db, key, "A drop", datetime(2026, 7, 17, 9, tzinfo=timezone.utc))
    assert key not in keys(db)
    assert key in keys(db, "2026-07-17T09:00:01Z")
    finish_alert(db, key, "A drop")
    assert key not in keys(db, "2026-07-17T09:00:01Z")
    journal.undo(db)
    journal.undo(db)
    assert key in keys(db)
    switch_alerts(db, DROP, False)
    assert key not in keys(db)
    switch_alerts(db, DROP, True)
    assert key in keys(db)
    with pytest.raises(UserError, match="past"):
        snooze_alert(db, key, "A drop", datetime(2026, 7, 16, 8, tzinfo=timezone.utc))


def test_what_is_switched_off_is_not_even_read(dropped, look):
    assert look(rules=AlertRules(off=tuple(KINDS))) == []


def test_an_empty_shop_says_nothing(look):
    assert look() == []
