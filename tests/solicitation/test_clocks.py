"""Whatever clocks do: nothing goes out in quiet hours, no look is due before now, and odd days still have a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storeapp.solicitation import rules
from storeapp.solicitation.delivery import Days, arrival
from storeapp.solicitation.limits import limits_for
from storeapp.solicitation.plans import built_in
from storeapp.solicitation.rules import Facts, Mailed, Problem, judge
from storeapp.solicitation.timing import EVERY_DAY, Hours, day_ends, day_of, is_open, next_open, proposed, quiet_from
from tests.rotation import times

# Zones whose clocks jump at two, at midnight, by half an hour, in the other half of the year, or over a whole day.
ZONES = (
    "America/New_York", "America/Havana", "America/Sao_Paulo", "America/Santiago", "America/St_Johns", "Europe/Berlin",
    "Africa/Casablanca", "Asia/Beirut", "Asia/Tehran", "Asia/Kolkata", "Asia/Shanghai", "Australia/Lord_Howe",
    "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC",
)  # fmt: skip
JUMPS = (
    "2026-03-08T07", "2026-11-01T06", "2026-03-29T01", "2026-10-25T01", "2026-03-08T05", "2026-04-04T15",
    "2026-10-03T15:30", "2018-11-04T03", "2011-12-30T10", "2026-03-28T22", "2026-02-15T02",
)  # fmt: skip
BEGIN = datetime(2010, 1, 1, tzinfo=timezone.utc)
MOMENTS = st.one_of(
    st.tuples(st.sampled_from(JUMPS), st.integers(-60 * 60, 60 * 60)).map(
        lambda one: datetime.fromisoformat(f"{one[0]}+00:00") + timedelta(minutes=one[1])
    ),
    st.integers(0, 30 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes)),
)
PLACES = st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True).map(tuple)
OPEN = st.tuples(
    st.integers(0, 22), st.integers(1, 12), st.integers(0, 23), st.sets(st.sampled_from(EVERY_DAY), min_size=1)
)
HOURS = OPEN.map(lambda one: Hours(one[0], min(24, one[0] + one[1]), one[2], tuple(sorted(one[3]))))
STEP = timedelta(minutes=15)


def allowed(moment: datetime, zones: tuple[str, ...], hours: Hours) -> bool:
    """As a person would read a clock in each of these places."""
    local = [moment.astimezone(ZoneInfo(zone)) for zone in zones]
    return all(hours.opens <= one.hour < hours.closes and one.weekday() in hours.days for one in local)


@settings(max_examples=times("clocks", 60, 600), deadline=None)
@given(MOMENTS, PLACES, HOURS)
def test_the_next_open_instant_is_open_everywhere_and_the_first_one(moment, zones, hours):
    found = next_open(moment, zones, hours)
    assert found >= moment
    if not allowed(found, zones, hours):
        assert allowed(found, zones[:1], hours), "where no hour suits all, the first place counts"
        steps = [moment + STEP * number for number in range(4 * 24 * 8)]
        assert not any(allowed(one, zones, hours) for one in steps)
        return
    assert is_open(found, zones, hours)
    before = [moment + STEP * number for number in range(int((found - moment) / STEP))]
    assert not any(allowed(one, zones, hours) for one in before[:2_000])


@settings(max_examples=times("clocks", 60, 600), deadline=None)
@given(MOMENTS, PLACES, HOURS)
def test_open_hours_last_until_they_are_said_to_end(moment, zones, hours):
    begins = next_open(moment, zones, hours)
    counting = zones if allowed(begins, zones, hours) else zones[:1]  # where no hour suits all, the first place counts
    ends = quiet_from(begins, zones, hours)
    assert ends > begins
    inside = [begins + STEP * number for number in range(int((ends - begins) / STEP))]
    assert all(allowed(one, counting, hours) for one in (*inside, ends - timedelta(seconds=1)))


@settings(max_examples=times("clocks", 60, 600), deadline=None)
@given(MOMENTS, PLACES, HOURS)
def test_what_is_proposed_is_open_and_not_before_its_day(moment, zones, hours):
    day = moment.date()
    found = proposed(day, zones, hours)
    assert all(found.astimezone(ZoneInfo(zone)).date() >= day for zone in zones[:1])
    assert allowed(found, zones[:1], hours)


@settings(max_examples=times("clocks", 60, 600), deadline=None)
@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(ZONES))
def test_a_day_ends_when_the_next_one_begins(day, zone):
    end = day_ends(day, zone)
    assert day_of(end, zone) > day
    assert day_of(end - timedelta(seconds=1), zone) <= day
    assert day_ends(day + timedelta(days=1), zone) >= end


EVER = st.dates(date(1900, 1, 1), date(2200, 12, 31))
DAYS = st.one_of(st.none(), EVER, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
STATUSES = ("delivered", "delivered", "shipped", "paid", "refunded", "canceled", "created", "unknown")
PLATFORMS = ("own", "etsy", "ebay", "amazon", "taobao", "other")
COUNTRIES = st.sampled_from(["", "US", "DE", "AU", "CL", "KI", "RU", "RU", "XX", "us"])


@st.composite
def orders(draw):
    """Facts of an order, however odd its days are."""
    now = draw(MOMENTS)
    days = [draw(DAYS) for _one in range(4)]
    country = draw(COUNTRIES)
    instants = st.integers(-90 * 24, 3 * 24).map(lambda hours: now + timedelta(hours=hours))
    sent = draw(st.sampled_from([(), ("first",), ("first", "reminder")]))
    times = sorted(draw(instants) for _step in sent)
    return now, Facts(
        1,
        draw(st.sampled_from(STATUSES)),
        draw(st.booleans()),
        draw(st.sampled_from((*ZONES, "", "No/Such"))),
        country,
        days[0],
        arrival(Days(1, country, *days), {}),
        here=draw(st.booleans()),
        reachable=draw(st.booleans()),
        consent=draw(st.sampled_from(["unknown", "yes", "no"])),
        last_sale=days[0],
        wait=draw(st.integers(0, 40)),
        sent=tuple(zip(sent, times, strict=True)),
        heard=tuple(sorted(draw(st.lists(instants, max_size=4)))),
        product_asked=draw(st.one_of(st.none(), instants)),
        problems=tuple(Problem(1, one) for one in draw(st.lists(st.one_of(st.none(), instants), max_size=2))),
        answer=draw(st.one_of(st.none(), st.builds(rules.Answer, st.just(1), DAYS, st.booleans()))),
        hold=draw(st.one_of(st.none(), st.tuples(st.just("why"), DAYS))),
        not_arrived_until=draw(DAYS),
        mailed=tuple(draw(st.lists(st.builds(Mailed, st.just("first"), st.just("2026-07-01T00:00:00Z")), max_size=1))),
    )


@settings(max_examples=times("clocks", 100, 2_000), deadline=None)
@given(orders(), st.sampled_from(built_in()), HOURS, st.sampled_from(PLATFORMS))
def test_every_order_has_a_verdict_whose_next_look_is_to_come(order, plan, hours, platform):
    now, facts = order
    plan = replace(plan, hours=hours)
    limits = limits_for(platform, plan.through, "US", now.date(), ())
    found = judge(facts, plan, limits, now)
    assert found.state in rules.STATES
    assert found.next_change is None or found.next_change > now, found
    if found.state == rules.READY:
        zones = rules.zones_of(facts.country, facts.channel_zone)
        assert is_open(now, zones, plan.hours) or next_open(now, zones, plan.hours) == now
        assert found.not_after is not None
        assert now < day_ends(found.not_after, facts.channel_zone)
        assert not facts.mailed or facts.mailed[0].step != found.step
    assert judge(facts, plan, limits, found.next_change or now).state in rules.STATES


def test_where_no_hour_suits_all_of_a_country_the_next_look_is_to_come_too():
    """Else the queue would be looked at anew on every call."""
    now = datetime(2026, 3, 16, 4, 19, tzinfo=timezone.utc)
    plan = replace(next(one for one in built_in() if one.key == "own"), hours=Hours(6, 8, 8))
    day = date(2026, 2, 21)
    facts = Facts(
        1, "delivered", True, "America/Sao_Paulo", "RU", day, arrival(Days(1, "RU", day, None, None, day), {}),
        consent="yes", last_sale=day,
    )  # fmt: skip
    found = judge(facts, plan, limits_for("own", "email", "US", now.date(), ()), now)
    assert found.state == rules.READY
    assert found.next_change > now


@pytest.mark.parametrize("back", [1, 48, 24 * 400])
def test_a_clock_that_is_set_back_is_no_news(back):
    now = datetime(2026, 7, 16, 18, tzinfo=timezone.utc)
    plan = next(one for one in built_in() if one.key == "own")
    limits = limits_for("own", "email", "US", now.date(), ())
    sent = (("first", now),)
    facts = Facts(
        1, "delivered", True, "America/New_York", "US", date(2026, 6, 20),
        arrival(Days(1, "US", date(2026, 6, 20), None, None, date(2026, 7, 1)), {}), sent=sent, heard=(now,),
    )  # fmt: skip
    found = judge(facts, plan, limits, now - timedelta(hours=back))
    assert found.state != rules.READY, "what was sent in what is now the future was sent"
