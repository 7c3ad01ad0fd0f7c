"""Mentions and rivals as they are kept, read back, undone; and the scorecard against a plain count."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.kernel.errors import UserError
from storeapp.reputation.ratings.service import note_snapshot
from storeapp.reputation.trust.queries import (
    PostSum,
    buyers_like,
    mention_count,
    mention_rows,
    posts_since,
    rivalry,
    scorecard,
)
from storeapp.reputation.trust.rivals import DayFigures, RivalFigures
from storeapp.reputation.trust.rules import MentionFields
from storeapp.reputation.trust.service import (
    add_mentions,
    add_rival,
    change_mention,
    change_rival,
    delete_mentions,
    drop_rival_snapshots,
    note_rival,
    remove_rival,
)
from storeapp.store import journal
from tests.make import Make

TODAY = date(2026, 7, 16)


def mentions(db, kind=""):
    with db.read() as conn:
        return mention_rows(conn, kind, 0, 100)


def rivals(db):
    with db.read() as conn:
        return rivalry(conn, TODAY)


def test_mentions_are_kept_changed_removed_and_brought_back(db):
    buyer = Make(db).customer(name="Ann")
    first = MentionFields("post", "2026-07-01", "My lamp", "https://forum.example/7", buyer)
    assert add_mentions(db, [first, MentionFields("article", "2026-06-01", "Wool")]).value == 2
    newest, oldest = mentions(db)
    assert (newest.title, newest.buyer, oldest.kind) == ("My lamp", "Ann", "article")
    change_mention(db, newest.id, MentionFields("answer", "2026-07-02", "My lamp", ""))
    assert [row.kind for row in mentions(db)] == ["answer", "article"]
    assert delete_mentions(db, [newest.id, oldest.id]).value == 2
    assert mentions(db) == []
    journal.undo(db)
    assert len(mentions(db)) == 2
    journal.undo(db)
    assert mentions(db)[0] == newest


def test_the_same_mention_again_is_one_and_may_tell_more(db):
    link = "https://www.forum.example/7/"
    rows = [MentionFields("post", "2026-07-01", "My lamp", link), MentionFields("post", "2026-07-02", "No link")]
    assert add_mentions(db, rows).value == 2
    again = add_mentions(db, list(reversed(rows)))
    assert (again.value, again.action_id) == (0, None)
    told = MentionFields("post", "2026-07-01", "My lamp", "http://forum.example/7", reach=1200, reward="untold")
    assert add_mentions(db, [told, told, rows[1]]).value == 1
    kept = {row.title: (row.reach, row.reward) for row in mentions(db)}
    assert kept == {"My lamp": (1200, "untold"), "No link": (None, "")}
    with db.read() as conn:
        assert posts_since(conn, "") == PostSum(2, 1200, 1)
        assert posts_since(conn, "2026-07-02") == PostSum(1, None, 0)
    journal.undo(db)
    assert {row.title: row.reach for row in mentions(db)} == {"My lamp": None, "No link": None}
    with pytest.raises(UserError, match="number"):
        add_mentions(db, [MentionFields("post", "2026-07-01", "A", reach=-1)])


def test_mentions_read_backwards_are_the_same_list(db):
    add_mentions(db, [MentionFields("post", f"2026-06-{day:02}", f"Post {day}") for day in range(1, 10)])
    with db.read() as conn:
        there = mention_rows(conn, "", 0, 9)
        back = mention_rows(conn, "", 0, 4, backwards=True)
        assert back == list(reversed(there))[:4]
        assert mention_rows(conn, "", 0, 9, oldest_first=True) == list(reversed(there))
        assert mention_count(conn) == 9
        assert mention_count(conn, "answer") == 0


def test_one_bad_row_keeps_all_out(db):
    with pytest.raises(UserError, match="not a web address"):
        add_mentions(
            db, [MentionFields("post", "2026-07-01", "A"), MentionFields("post", "2026-07-01", "B", "javascript:1")]
        )
    with pytest.raises(UserError, match="buyer is gone"):
        add_mentions(db, [MentionFields("post", "2026-07-01", "A", customer_id=99)])
    with pytest.raises(UserError, match="mention is gone"):
        change_mention(db, 99, MentionFields("post", "2026-07-01", "A"))
    assert mentions(db) == []


def test_five_rivals_fit_and_the_sixth_is_refused(db):
    for number in range(5):
        add_rival(db, "etsy", f"Shop {number}")
    with pytest.raises(UserError, match="Five rivals are enough"):
        add_rival(db, "etsy", "Shop 6")
    assert [one.name for one in rivals(db).rivals] == [f"Shop {number}" for number in range(5)]
    with pytest.raises(UserError, match="already"):
        change_rival(db, 1, "Shop 2", "", "")


def test_figures_of_a_day_are_written_over_and_undone(db):
    rival = add_rival(db, "etsy", "Nordic Glow", "nordicglow.example").value
    day = date(2026, 7, 1)
    assert note_rival(db, rival, [DayFigures(day, RivalFigures(4.8, 1234))]).value == 1
    note_rival(db, rival, [DayFigures(day, RivalFigures(4.9, 1300)), DayFigures(TODAY, RivalFigures(4.9, 1310))])
    found = rivals(db).rivals[0]
    assert found.url == "https://nordicglow.example"
    assert [(one.taken_on, one.figures.ratings) for one in found.snapshots] == [
        ("2026-07-01", 1300),
        ("2026-07-16", 1310),
    ]
    journal.undo(db)
    assert rivals(db).rivals[0].latest.figures == RivalFigures(4.8, 1234)
    assert remove_rival(db, rival).value == 1
    assert rivals(db).rivals == ()
    journal.undo(db)
    assert rivals(db).rivals[0].latest.figures.rating == 4.8
    assert drop_rival_snapshots(db, [rivals(db).rivals[0].latest.id]).value == 1
    with pytest.raises(UserError, match="rival is gone"):
        note_rival(db, 99, [])


def test_the_shop_stands_beside_its_rivals(db):
    make = Make(db)
    etsy = make.channel(name="Etsy")
    for stars in (5, 5, 4):
        make.review(channel_id=etsy, stars=stars, posted_on="2026-07-01")
    make.order(channel_id=etsy)
    note_snapshot(db, etsy, "rating", 4.7, TODAY)
    (own,) = rivals(db).own
    assert (own.platform, own.name, own.ratings, own.orders) == ("etsy", "Etsy", 3, 1)
    assert own.rating == pytest.approx(14 / 3)
    assert own.likely.low < own.rating
    assert own.by_month[-1] == ("2026-07", own.rating)
    assert (own.shown, own.shown_on) == (4.7, "2026-07-16")


def test_the_scorecard_equals_a_plain_count(db):
    make = Make(db)
    etsy = make.channel(name="Etsy")
    ann, bob, eve = (
        make.customer(name="Ann", heard_from="朋友介绍"),
        make.customer(name="Bob"),
        make.customer(name="Eve"),
    )
    make.order(channel_id=etsy, customer_id=ann, placed_on="2026-05-02")
    make.order(channel_id=etsy, customer_id=ann, placed_on="2026-06-02")
    make.order(channel_id=etsy, customer_id=bob, placed_on="2026-06-03", heard_from="Google", status="canceled")
    make.order(channel_id=etsy, customer_id=bob, placed_on="2026-06-03", heard_from="from a friend")
    make.order(channel_id=etsy, customer_id=eve, placed_on="2026-06-04")
    make.order(channel_id=etsy, placed_on="2026-06-05")
    make.order(channel_id=etsy, placed_on=None, customer_id=eve)
    for stars in (5, 4, 2):
        make.review(channel_id=etsy, stars=stars, posted_on="2026-06-20")
    add_mentions(db, [MentionFields("post", "2026-06-30", "A"), MentionFields("answer", "2026-07-01", "B")])
    with db.read() as conn:
        card = scorecard(conn, TODAY)
        ranked = conn.exec_driver_sql(
            "SELECT count(*) FROM (SELECT placed_on, row_number() OVER"
            " (PARTITION BY customer_id ORDER BY placed_on, id) AS place FROM orders"
            " WHERE customer_id IS NOT NULL AND placed_on IS NOT NULL"
            " AND status <> 'canceled') WHERE place > 1 AND placed_on LIKE '2026-06%'"
        ).scalar_one()
    june = card.month("2026-06")
    assert card.span.last == "2026-07"
    assert len(card.months) == 12
    assert (june.orders, june.unsold, june.known) == (4, 1, 3)
    assert june.repeat == ranked == 1
    assert june.heard == {"friend": 2}
    assert (june.by_mouth, june.by_mouth_returning) == (2, 1)
    assert (june.stars.total, june.good, june.posts, card.month("2026-07").answers) == (3, 2, 1, 1)
    assert card.month("2026-05").heard == {"friend": 1}
    assert card.ever


def test_an_empty_shop_has_an_empty_scorecard(db):
    with db.read() as conn:
        card = scorecard(conn, TODAY)
    assert not card.ever
    assert all(not month.orders and not month.says for month in card.months)


def test_a_shop_that_rests_shows_its_last_months(db):
    make = Make(db)
    make.order(placed_on="2011-12-05")
    with db.read() as conn:
        card = scorecard(conn, TODAY)
    assert (card.span.last, card.span.past) == ("2011-12", True)


def test_a_buyer_is_found_by_name(db):
    ann = Make(db).customer(name="Ann Weaver")
    with db.read() as conn:
        assert buyers_like(conn, "weav") == [(ann, "Ann Weaver")]
        assert buyers_like(conn, " ") == []
