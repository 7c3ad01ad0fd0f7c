"""The plan of articles: what meets, what repeats, who is written to too often, and the mix."""

from dataclasses import replace
from datetime import date

import pytest

from storeapp.articles.calendar import rules
from storeapp.articles.kinds import PushLimit, mix_rules
from storeapp.kernel.errors import UserError

TODAY = date(2026, 7, 16)
PIECE = rules.PlannedPiece(
    1, 1, "Washing wool", "howto", "value", "wool", "channel:1", "Own shop", "own", "2026-07-20", "10:00", "ready"
)


def piece(number, **said):
    return replace(PIECE, id=number, **{"article_id": number, "topic": f"topic {number}", **said})


def kinds_of(pieces, limits=None):
    return [one.kind for one in rules.warnings(pieces, limits or {}, TODAY)]


def test_two_articles_in_one_hour_are_said_whatever_their_places():
    one, other = piece(1, time="10:05"), piece(2, time="10:45", place="outlet:3", place_name="Forum")
    (warning,) = rules.warnings([one, other], {}, TODAY)
    assert (warning.kind, warning.pieces) == ("hour", (1, 2))
    assert "Own shop" in warning.words
    assert "Forum" in warning.words


def test_one_article_in_two_places_at_once_is_no_clash_but_twice_in_one_place_is():
    one = piece(1)
    assert not kinds_of([one, piece(2, article_id=1, place="outlet:3")])
    assert kinds_of([one, piece(2, article_id=1)]) == ["hour"]


def test_what_is_out_or_past_is_not_told():
    out = [piece(1, state="published", day="2026-07-01"), piece(2, state="published", day="2026-07-01")]
    assert not kinds_of(out)
    assert not kinds_of([replace(one, state="draft") for one in out])
    assert kinds_of([replace(out[0], day="2026-07-20"), replace(out[1], day="2026-07-20", state="draft")]) == ["hour"]


@pytest.mark.parametrize(("days", "told"), [(0, True), (14, True), (15, False)])
def test_the_same_topic_within_two_weeks(days, told):
    later = f"2026-07-{16 + days:02d}" if days < 16 else ""
    pieces = [piece(1, day="2026-07-16", time="09:00", topic="Wool "), piece(2, day=later, topic=" wool")]
    assert ("topic" in kinds_of(pieces)) is told
    assert "topic" not in kinds_of([pieces[0], replace(pieces[1], article_id=1)])


@pytest.mark.parametrize(
    ("per", "days", "told"),
    [
        ("day", ("2026-07-20", "2026-07-20"), True),
        ("day", ("2026-07-20", "2026-07-21"), False),
        ("week", ("2026-07-20", "2026-07-26"), True),
        ("week", ("2026-07-19", "2026-07-20"), False),
        ("month", ("2026-07-20", "2026-07-31"), True),
        ("month", ("2026-07-31", "2026-08-01"), False),
    ],
)
def test_a_place_is_written_to_too_often_by_calendar_stretches(per, days, told):
    limit = PushLimit("", "", 1, per, "", "")
    pieces = [piece(1, day=days[0], time="09:00"), piece(2, day=days[1], time="12:00")]
    assert kinds_of(pieces, {"channel:1": limit}) == (["often"] if told else [])
    assert not kinds_of(pieces, {"channel:2": limit})


def test_the_months_weeks_begin_on_monday_and_are_whole():
    weeks = rules.month_weeks("2026-07")
    assert weeks[0][0] == date(2026, 6, 29)
    assert weeks[-1][-1] == date(2026, 8, 2)
    assert all(len(week) == 7 for week in weeks)
    assert len(rules.month_weeks("2027-02")) == 4  # exactly four weeks


def keys(useful, story, promotion):
    return ["useful"] * useful + ["story"] * story + ["promotion"] * promotion


def test_the_mix_of_the_picture():
    found = rules.content_mix(keys(12, 5, 3), mix_rules()["70-20-10"])
    assert [(one.key, one.count, one.share, one.aim) for one in found.parts] == [
        ("useful", 12, 0.6, 0.7),
        ("story", 5, 0.25, 0.2),
        ("promotion", 3, 0.15, 0.1),
    ]
    assert found.advice == "Swap 1 story and 1 promotion for 2 useful pieces to reach 70/20/10"


@pytest.mark.parametrize(
    ("counts", "rule", "fits"),
    [
        ((16, 0, 4), "80-20", True),
        ((15, 0, 5), "80-20", False),
        ((16, 0, 4), "70-20-10", False),
        ((14, 4, 2), "70-20-10", True),
        ((0, 0, 4), "80-20", True),  # too few to have a mix
    ],
)
def test_rules_of_thumb(counts, rule, fits):
    assert rules.content_mix(keys(*counts), mix_rules()[rule]).fits is fits


def test_wanted_counts_always_make_the_total():
    for total in range(60):
        assert sum(rules.wanted_counts(total, {"useful": 55, "story": 35, "promotion": 10}).values()) == total


def test_the_owners_own_mix_must_make_a_whole():
    assert rules.own_mix({"useful": 50, "story": 40, "promotion": 10}).title == "50/40/10"
    for wrong in ({"useful": 50}, {"useful": 120, "story": -20}):
        with pytest.raises(UserError, match="100%"):
            rules.own_mix(wrong)


@pytest.mark.parametrize(("typed", "time"), [("", "10:00"), ("9:05", "09:05"), ("23：59", "23:59")])
def test_times_of_day(typed, time):
    assert rules.checked_time(typed) == time


@pytest.mark.parametrize("wrong", ["24:00", "9", "noon"])
def test_no_time_of_day(wrong):
    with pytest.raises(UserError, match="10:00"):
        rules.checked_time(wrong)


def test_a_blocked_article_is_blocked_until_it_came_out():
    states = [
        rules.piece_state(*said) for said in ((True, True, 1), (False, True, 1), (False, True, 0), (False, False, 0))
    ]
    assert states == ["published", "blocked", "ready", "draft"]
