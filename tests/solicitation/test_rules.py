"""Where an order stands with its request: one state, one reason, and the day on which that changes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone

import pytest

from storeapp.solicitation import rules, wording
from storeapp.solicitation.delivery import Delivery
from storeapp.solicitation.limits import limits_for
from storeapp.solicitation.plans import built_in, plan_for
from storeapp.solicitation.rules import Answer, Facts, Problem, judge, one_at_a_time

NOW = datetime(2026, 7, 16, 15, 0, tzinfo=timezone.utc)  # Thursday, 11:00 in New York, 8:00 in Los Angeles
NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)  # day from coast to coast
TODAY, CAPPED = date(2026, 7, 16), ("wrote_lately", "wrote_often")


def at(day: str, hour: int = 18) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=timezone.utc)


def facts(delivered: str | None = "2026-07-01", high: str | None = None, **more: object) -> Facts:
    low = date.fromisoformat(delivered) if delivered else None
    basis = "estimated" if high else "delivered"
    came = Delivery(basis, low, date.fromisoformat(high) if high else low) if low else None
    plain = {
        "order_id": 1,
        "status": "delivered",
        "paid": True,
        "channel_zone": "America/New_York",
        "country": "US",
        "placed": date(2026, 6, 25),
        "delivery": came,
        "last_sale": date(2026, 6, 25),
    }
    return Facts(**(plain | more))


def verdict(about: Facts, platform: str = "etsy", now: datetime = NOON, **plan: object):
    chosen = replace(plan_for(built_in(), platform, 1, [], "US"), **plan)
    return judge(about, chosen, limits_for(platform, chosen.through, "US", now.date()), now)


def test_stars_are_no_fact():
    named = {field.name for kind in (Facts, Answer, Problem) for field in fields(kind)}
    assert not {name for name in named if "star" in name or "rating" in name or "mood" in name}


def test_an_order_delivered_long_enough_ago_is_ready_until_the_platforms_last_day():
    found = verdict(facts())
    assert (found.state, found.reason, found.step) == ("ready", "ready", "first")
    assert found.not_after == date(2026, 10, 9)  # 100 days after 1 July
    assert found.not_before == datetime(2026, 7, 8, 17, 0, tzinfo=timezone.utc)  # 10:00 in Los Angeles


def test_it_is_too_early_until_the_proposed_hour():
    found = verdict(facts("2026-07-14"))
    assert (found.state, found.reason) == ("too_early", "wait")
    assert found.not_before == found.next_change == datetime(2026, 7, 21, 17, 0, tzinfo=timezone.utc)


def test_an_estimate_asks_after_its_late_end_and_closes_at_its_early_one():
    found = verdict(facts("2026-07-01", "2026-07-12"))
    assert found.state == "too_early"
    assert found.not_before is not None
    assert found.not_before.date() == date(2026, 7, 19)
    assert found.not_after == date(2026, 10, 9)


@pytest.mark.parametrize(
    ("now", "state"),
    [("2026-03-03", "too_early"), ("2026-03-05", "too_early"), ("2026-03-08", "ready"), ("2026-03-31", "ready"),
     ("2026-04-01", "window_closed")],
)  # fmt: skip
def test_amazon_takes_one_request_from_5_to_30_days(now, state):
    assert verdict(facts("2026-03-01", wait=5), "amazon", at(now)).state == state


def test_a_wait_longer_than_the_window_gives_way_to_it():
    found = verdict(facts("2026-07-01", wait=21), "taobao", at("2026-07-16"))
    assert (found.state, found.not_after) == ("ready", date(2026, 7, 16))


def test_amazon_gets_no_reminder_and_no_photo_request():
    asked = facts("2026-07-01", sent=(("first", at("2026-07-06")),))
    assert verdict(asked, "amazon").reason == "asked"
    answered = facts(answer=Answer(1, date(2026, 7, 9), False), sent=(("first", at("2026-07-06")),))
    assert verdict(answered, "amazon").state == "reviewed"


@pytest.mark.parametrize(
    ("more", "state", "reason"),
    [
        ({"status": "canceled"}, "not_asked", "canceled"),
        ({"status": "unavailable"}, "not_asked", "canceled"),
        ({"status": "created", "paid": False}, "not_asked", "unpaid"),
        ({"status": "created", "paid": True}, "ready", "ready"),
        ({"left_alone": True}, "opted_out", "opted_out"),
        ({"consent": "no"}, "opted_out", "refused"),
        ({"problems": (Problem(7, None),)}, "held", "case"),
        ({"problems": (Problem(7, at("2026-07-15")),)}, "held", "case_closed"),
        ({"problems": (Problem(7, at("2026-07-12")),)}, "ready", "ready"),
        ({"problems": (Problem(None, at("2026-07-15")),), "status": "refunded"}, "held", "refund"),
        ({"problems": (Problem(None, at("2026-07-10")),), "status": "refunded"}, "ready", "ready"),
        ({"heard": (at("2026-07-12"),)}, "held", "wrote_lately"),
        ({"heard": (at("2026-07-11", 17),)}, "ready", "ready"),
        ({"heard": tuple(at(f"2026-06-{day}") for day in (18, 19, 20, 25, 30))}, "held", "wrote_often"),
        ({"heard": tuple(at(f"2026-06-{day}", 17) for day in (16, 19, 20, 25, 30))}, "ready", "ready"),
        ({"product_asked": at("2026-01-10")}, "held", "same_product"),
        ({"product_asked": at("2025-07-10")}, "ready", "ready"),
        ({"hold": ("waits for a part", None)}, "held", "by_hand"),
        ({"hold": ("on holiday", date(2026, 7, 20))}, "held", "by_hand"),
        ({"hold": ("on holiday", date(2026, 7, 16))}, "ready", "ready"),
        ({"here": True, "status": "paid"}, "too_early", "not_shipped"),
        ({"not_arrived_until": date(2026, 7, 20)}, "too_early", "not_arrived"),
        ({"not_arrived_until": date(2026, 7, 16)}, "ready", "ready"),
        ({"delivery": None}, "not_asked", "no_day"),
        ({"answer": Answer(1, date(2026, 7, 2), True)}, "reviewed", "reviewed"),
        ({"answer": Answer(1, None, False)}, "reviewed", "reviewed"),
        ({"answer": Answer(1, date(2026, 7, 12), False)}, "reviewed", "photo_later"),
        ({"answer": Answer(1, date(2026, 7, 9), False)}, "ready", "ready"),
        ({"answer": Answer(1, date(2026, 7, 9), False), "problems": (Problem(7, None),)}, "reviewed", "photo_later"),
        ({"answer": Answer(1, date(2026, 6, 9), False)}, "reviewed", "reviewed"),
        ({"answer": Answer(1, date(2026, 7, 9), False), "left_alone": True}, "reviewed", "reviewed"),
        (
            {"answer": Answer(1, date(2026, 7, 2), False), "sent": (("photo", at("2026-07-12")),)},
            "photo_asked",
            "photo_asked",
        ),
        ({"sent": (("first", at("2026-07-12")),)}, "asked", "reminder_later"),
        ({"sent": (("first", at("2026-07-08")),)}, "ready", "ready"),
        ({"sent": (("first", at("2026-07-08")),), "problems": (Problem(7, None),)}, "held", "case"),
        ({"sent": (("first", at("2026-06-08")),)}, "no_answer", "no_answer"),
        ({"sent": (("first", at("2026-07-08")), ("reminder", at("2026-07-15")))}, "reminded", "reminded"),
        ({"sent": (("first", at("2026-05-08")), ("reminder", at("2026-05-15")))}, "no_answer", "no_answer"),
        ({"sent": (("first", at("2026-07-08")),), "left_alone": True}, "opted_out", "opted_out"),
    ],
)  # fmt: skip
def test_each_order_is_in_one_state_with_its_reason(more, state, reason):
    found = verdict(facts(**more))
    assert (found.state, found.reason) == (state, reason)
    if state in ("held", "too_early", "ready"):
        assert found.next_change is not None
        assert found.next_change > NOON


@pytest.mark.parametrize(
    ("more", "platform", "country", "state", "reason"),
    [
        ({"reachable": False}, "own", "US", "not_asked", "no_address"),
        ({}, "own", "US", "ready", "ready"),
        ({}, "own", "DE", "held", "checkout"),
        ({"consent": "yes"}, "own", "DE", "ready", "ready"),
        ({}, "own", "RU", "not_asked", "consent"),
        ({"consent": "yes"}, "own", "RU", "ready", "ready"),
        ({}, "own", "CA", "ready", "ready"),
        ({"last_sale": date(2024, 6, 1)}, "own", "CA", "not_asked", "consent"),
        ({}, "etsy", "DE", "ready", "ready"),
        ({}, "etsy", "RU", "ready", "ready"),
    ],
)
def test_the_law_of_the_buyers_country_decides_on_mail(more, platform, country, state, reason):
    noon = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc) if country in ("DE", "RU") else NOON
    found = verdict(facts(country=country, **more), platform, noon)
    assert (found.state, found.reason) == (state, reason)


def test_what_checkout_tells_lets_buyers_in_europe_be_asked():
    morning = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)
    assert verdict(facts(country="DE"), "own", morning, told_at_checkout=True).state == "ready"


def test_nobody_is_written_to_at_night_in_any_of_their_places():
    found = verdict(facts(), now=NOW)
    assert (found.state, found.reason) == ("held", "quiet")
    assert found.not_before == datetime(2026, 7, 16, 16, 0, tzinfo=timezone.utc)  # 9:00 in Los Angeles
    evening = verdict(facts(), now=datetime(2026, 7, 17, 1, 30, tzinfo=timezone.utc))
    assert evening.reason == "quiet"  # 21:30 in New York
    assert verdict(facts()).next_change == datetime(2026, 7, 17, 1, 0, tzinfo=timezone.utc)


def test_a_hold_that_outlasts_the_window_is_said_when_it_closes():
    late = at("2026-10-20")
    assert verdict(facts(problems=(Problem(7, None),)), now=late).reason == "window_case"
    assert verdict(facts(problems=(Problem(7, at("2026-10-08")),)), now=late).reason == "window_case"
    assert verdict(facts(problems=(Problem(7, at("2026-07-08")),)), now=late).reason == "window"
    assert verdict(facts(hold=("x", None)), now=late).reason == "window_hold"


def test_one_persons_orders_take_turns_the_first_to_close_goes():
    first, second = verdict(facts("2026-07-01")), verdict(facts("2026-06-20"))
    waits = one_at_a_time([(1, first), (2, second)], 5, NOON)
    assert set(waits) == {1}
    assert (waits[1].state, waits[1].reason) == ("held", "one_at_a_time")
    assert waits[1].not_before == NOON + timedelta(days=5)


def test_a_plan_that_is_off_asks_nobody_new():
    assert verdict(facts(), active=False).reason == "plan_off"
    assert verdict(facts(sent=(("first", at("2026-07-08")),)), active=False).state == "asked"


@pytest.mark.parametrize("weekday", range(7))
def test_only_the_plans_weekdays_are_used(weekday):
    hours = replace(built_in()[0].hours, days=(weekday,))
    found = verdict(facts("2026-07-14"), hours=hours)
    assert found.not_before is not None
    assert found.not_before.weekday() == weekday
    assert found.not_before.date() >= date(2026, 7, 21)


def test_orders_of_1970_and_of_tomorrow_have_a_state_too():
    assert verdict(facts("1970-01-01")).state == "window_closed"
    assert verdict(facts("2026-12-01")).state == "too_early"
    assert verdict(facts("2199-01-01")).state == "too_early"


def test_every_state_and_reason_has_its_words():
    assert set(wording.STATES) == set(rules.STATES)
    assert {plan.key: plan.name for plan in built_in()} == wording.PLANS
    assert all(wording.reason_words(reason, "2026-07-01", TODAY) for reason in wording.REASONS if reason not in CAPPED)
    assert wording.reason_words("wrote_lately", "1/5", TODAY) == "You wrote to this buyer less than 5 days ago"
    assert wording.reason_words("wrote_often", "5/30", TODAY) == "This buyer got 5 messages in the last 30 days"
