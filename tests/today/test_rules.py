"""What stands on the list, for how long, and what was put off."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from storeapp.kernel.targets import OpenReview
from storeapp.today.rules import (
    LINKS,
    REVIEWS,
    STALE,
    Line,
    days_old,
    ends_of,
    greeting,
    grouped,
    later_today,
    snapshot,
    snoozed_with,
    summary,
)

NOW = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)


def line(key, group=REVIEWS, minutes=1.6):
    return Line(
        key=key,
        group=group,
        title=f"Title {key}",
        detail="Detail",
        tag="Tag",
        tone="plain",
        verb="Do it",
        letter="E",
        target=OpenReview(1),
        minutes=minutes,
    )


def test_groups_stand_in_their_order_with_whole_minutes():
    groups = grouped([line("s", STALE, 1.0), line("a"), line("b"), line("c"), line("l", LINKS)], {}, NOW)
    assert [(g.title, len(g.lines), g.minutes) for g in groups] == [
        ("Bad reviews without a reply", 3, 5),
        ("Reviews to confirm or link", 1, 2),
        ("Data getting old", 1, 1),
    ]
    assert summary(groups) == "5 things need you, about 8 minutes in all"


def test_one_thing_is_said_in_the_singular():
    assert summary(grouped([line("a", minutes=0.5)], {}, NOW)) == "1 thing needs you, about 1 minute in all"


def test_nothing_waits():
    assert grouped([], {}, NOW) == []
    assert summary([]) == "Nothing waits for you"


def test_a_line_that_was_put_off_comes_back_in_time():
    until = later_today(NOW)
    put_off = snoozed_with({}, "a", until, NOW)
    assert [g.lines for g in grouped([line("a"), line("b")], put_off, NOW)] == [(line("b"),)]
    assert len(grouped([line("a"), line("b")], put_off, until)[0].lines) == 2


def test_putting_off_forgets_what_is_back_already():
    put_off = snoozed_with({"old": "2026-07-16T08:00:00Z", "new": "2026-07-16T11:00:00Z"}, "a", later_today(NOW), NOW)
    assert put_off == {"new": "2026-07-16T11:00:00Z", "a": "2026-07-16T12:00:00Z"}


@pytest.mark.parametrize(("hour", "back"), [(9, (16, 12)), (17, (16, 20)), (18, (17, 8)), (23, (17, 8))])
def test_put_off_until_later_today_or_tomorrow_morning(hour, back):
    found = later_today(datetime(2026, 7, 16, hour, 0, tzinfo=timezone.utc))
    assert (found.day, found.hour) == back


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "Good night"), (5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_greeting_by_the_hour(hour, words):
    assert greeting(hour) == words


def test_age_of_a_day_or_an_instant():
    assert days_old("2026-07-07T18:00:00Z", date(2026, 7, 16)) == 9
    assert days_old("2026-07-16", date(2026, 7, 16)) == 0


def test_the_ends_of_a_month():
    assert ends_of("2026-02") == ("2026-02-01", "2026-02-28")
    assert ends_of("2024-12") == ("2024-12-01", "2024-12-31")


def test_the_snapshot_is_plain_json():
    taken = snapshot("Good morning", grouped([line("a")], {}, NOW))
    assert taken["detail"] == "1 thing needs you, about 2 minutes in all"
    assert taken["groups"] == [
        {
            "title": "Bad reviews without a reply",
            "count": 1,
            "rows": [{"title": "Title a", "detail": "Detail", "tag": "Tag"}],
        }
    ]
