"""Marking replies, drafts, snapshots and saved views, each one action that can be taken back."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.reputation.inbox.queries import saved_views
from storeapp.reputation.ratings.queries import latest_snapshots
from storeapp.reputation.ratings.service import note_snapshot
from storeapp.reputation.replies.queries import reply_desk
from storeapp.reputation.replies.service import keep_draft
from storeapp.reputation.reviews.queries.listing import review_totals, rows_of
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.service import mark_replied, unmark_replied
from storeapp.store import journal
from storeapp.store.saved_views import delete_view, save_view

AT = datetime(2026, 7, 16, 3, 30, tzinfo=timezone.utc)


@pytest.fixture
def review(make):
    channel = make.channel(name="Etsy", time_zone="America/New_York")
    return make.review(
        channel_id=channel,
        stars=1,
        posted_on="2026-07-15",
        posted_at="2026-07-15T02:00:00Z",
        order_number="3382-1107",
    )


def row(db, review):
    with db.read() as conn:
        (found,) = rows_of(conn, [review])
        return found


def draft_of(db, review):
    with db.read() as conn:
        desk = reply_desk(conn, review, AT, date(2026, 7, 16), show_names=True)
    assert desk is not None
    return desk.draft


def test_a_reply_is_marked_with_the_channels_own_day(db, review):
    outcome = mark_replied(db, review, " We are sorry. ", AT)
    found = row(db, review)
    assert outcome.value
    assert "reviews" in outcome.touched
    assert (found.replied_at, found.replied_on) == ("2026-07-16T03:30:00Z", "2026-07-15")
    assert not found.waiting
    with db.read() as conn:
        detail = review_detail(conn, review)
        assert detail is not None
        assert detail.reply == "We are sorry."
        assert review_totals(conn, ReviewFilters(reply="waiting")).reviews == 0
        assert review_totals(conn, ReviewFilters(reply="replied")).reviews == 1


def test_marking_without_text_keeps_the_draft(db, review):
    keep_draft(db, review, "Sorry for the crack")
    assert row(db, review).draft
    mark_replied(db, review, "", AT)
    with db.read() as conn:
        detail = review_detail(conn, review)
    assert detail is not None
    assert detail.reply == "Sorry for the crack"
    assert not detail.row.draft


def test_taking_the_mark_back_leaves_a_draft(db, review):
    mark_replied(db, review, "Sorry", AT)
    unmark_replied(db, review)
    found = row(db, review)
    assert found.waiting
    assert found.draft
    assert draft_of(db, review) == "Sorry"


def test_an_empty_draft_is_dropped(db, review):
    keep_draft(db, review, "Sorry")
    assert draft_of(db, review) == "Sorry"
    keep_draft(db, review, "Sorry for it")
    keep_draft(db, review, "  ")
    assert draft_of(db, review) is None
    assert not row(db, review).draft


@pytest.mark.parametrize(
    "at",
    [datetime(2026, 7, 16, 9, 1, tzinfo=timezone.utc), datetime(2026, 7, 15, 1, 59, tzinfo=timezone.utc)],
    ids=["still to come", "before the review"],
)
def test_a_time_that_cannot_be_is_refused(db, review, at):
    with pytest.raises(UserError):
        mark_replied(db, review, "Sorry", at)
    assert row(db, review).waiting


def test_a_review_that_is_gone_is_refused(db):
    for verb in (unmark_replied, lambda db, gone: keep_draft(db, gone, "x")):
        with pytest.raises(UserError, match="gone"):
            verb(db, 99)


def test_a_draft_is_no_action_in_history_and_tells_lists_only_what_they_show(db, review):
    with db.read() as conn:
        before = journal.can_undo(conn)
    assert keep_draft(db, review, "Sorry") == Outcome(True, frozenset({"replies"}))
    assert keep_draft(db, review, "Sorry") == Outcome(False)
    assert keep_draft(db, review, "Sorry for it") == Outcome(True)
    with db.read() as conn:
        assert journal.can_undo(conn) == before
    assert draft_of(db, review) == "Sorry for it"


def test_undoing_takes_no_words_away_that_were_written_later(db, review):
    mark_replied(db, review, "Sorry", AT)
    unmark_replied(db, review)  # makes a draft
    keep_draft(db, review, "Sorry, and more")
    journal.undo(db)
    assert draft_of(db, review) == "Sorry, and more"


def test_a_view_is_replaced_by_one_of_the_same_name_and_removed(db):
    first = save_view(db, "reputation", "Lately", ReviewFilters(stars=(1,)).to_json()).value
    second = save_view(db, "reputation", "Lately", ReviewFilters(stars=(2,)).to_json()).value
    with db.read() as conn:
        assert [(view.id, view.wanted.stars) for view in saved_views(conn)] == [(first, (2,))]
    assert first == second
    assert delete_view(db, first, "Lately").value
    with db.read() as conn:
        assert saved_views(conn) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_name_that_fits(db, name):
    with pytest.raises(UserError):
        save_view(db, "reputation", name, ReviewFilters().to_json())


def test_what_a_channel_shows_is_kept_with_its_day(db, make):
    channel = make.channel(name="eBay", platform="ebay")
    note_snapshot(db, channel, "positive_percent", 98.8, date(2026, 6, 1))
    note_snapshot(db, channel, "positive_percent", 99.1, date(2026, 7, 1), count=463)
    with db.read() as conn:
        found = latest_snapshots(conn)[channel]
    assert (found.value, found.taken_on, found.count) == (99.1, "2026-07-01", 463)


@pytest.mark.parametrize(("metric", "value"), [("rating", 5.1), ("positive_percent", 101), ("score", -1)])
def test_a_figure_off_its_scale_is_refused(db, make, metric, value):
    with pytest.raises(UserError):
        note_snapshot(db, make.channel(), metric, value, date(2026, 7, 1))
