"""Ratings between two stars: counted as the nearer one, averaged as they were given, everywhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storeapp.exchange import reading, service
from storeapp.reports.rules import Scope
from storeapp.reports.service import look
from storeapp.reputation.ratings.queries import channels, product_stars
from storeapp.reputation.reviews.queries.listing import review_rows, review_totals
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.standing.queries.evaluation_windows import ratings_between
from storeapp.store.db import Database
from storeapp.today.queries import channel_lines
from tests import kept

CASE = Path(__file__).parent.parent / "exchange/cases/10_halfstars.csv"


def test_the_mean_is_that_of_the_ratings_as_given(db: Database, tmp_path: Path) -> None:
    reading.read_files([CASE], tmp_path / "staging.sqlite")
    service.bring_in(db, tmp_path / "staging.sqlite", backup=False)
    today = date(2026, 4, 1)
    with db.read() as conn:
        (channel,) = channels(conn)
        assert conn.exec_driver_sql("SELECT rating, stars FROM reviews ORDER BY rating").all() == [
            (2.5, 3), (3.5, 4), (4.5, 5),
        ]  # fmt: skip
        (own,) = product_stars(conn, [channel.id], None)
        assert (own.counts.mean, own.counts.by_star) == (3.5, (0, 0, 1, 1, 1))
        assert channel_lines(conn, [channel], today)[0].rating == 3.5
        whole = ratings_between(conn, channel.id, None, today)
        part = ratings_between(conn, channel.id, date(2026, 2, 20), date(2026, 3, 20))
        assert (whole.stars.mean, part.stars.mean) == (3.5, 3.5)
        lately = ReviewFilters(since="2026-02-20", until="2026-03-20")
        for wanted in (ReviewFilters(), ReviewFilters(has_text=True), lately, ReviewFilters(search="half")):
            totals = review_totals(conn, wanted)
            assert totals.mean == (4.0 if wanted.search else 3.5), wanted
        assert [one[:2] for one in look(conn, Scope("all"), "2026-04-01").weakest] in ([], [("900100", 3.5)])
        rows = review_rows(conn, ReviewFilters(sort="stars"), 0, 10)
        assert sorted(row.exact or 0 for row in rows) == [2.5, 3.5, 4.5]
        assert kept.recount(conn).wrong == 0
