"""Changes that matter: each test by itself, what an owner said of it, and how often chance sets one off."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

from storeapp.reputation.changes import detection as alerts
from storeapp.reputation.changes.detection import DROP, SIZES, Alert, AlertRules, Mark, ReviewDay, State, Sum
from tests.reputation.changes.alarms import Walk, dropping, etsy, olist, shuffled, walk

TODAY = date(2026, 7, 16)
PLAIN = AlertRules()
YEAR = {f"2025-{month:02}": Sum(20, 1, 97) for month in range(7, 13)} | {
    f"2026-{month:02}": Sum(20, 1, 97) for month in range(1, 7)
}  # 240 ratings, 12 of them bad


def marks(*stars: int) -> list[Mark]:
    """One a day, the newest first, today's first."""
    return [Mark(n, (TODAY - timedelta(days=n - 1)).isoformat(), star) for n, star in enumerate(stars, 1)]


def found(*stars: int) -> alerts.Turn | None:
    return alerts.turn(marks(*stars), YEAR, SIZES, 60.0, 0.01)


def test_a_drop_is_told_with_its_figures():
    turn = found(1, 1, 5, 2, 1, 5, 5, 5, 5, 5)
    assert turn is not None
    assert (turn.now.bad, turn.now.all, turn.before.bad, turn.before.all) == (4, 5, 12, 240)
    assert turn.bad_ids == (1, 2, 4, 5)
    assert (turn.since, turn.until) == ("2026-07-12", "2026-07-16")
    assert turn.p < 1e-4


def test_a_usual_share_two_bad_ones_or_no_history_are_not_told():
    assert found(*[5] * 18, 1, 1) is None
    assert found(1, 1, 5, 5, 5) is None
    assert alerts.turn(marks(1, 1, 1, 1, 1), {"2026-06": Sum(10, 0, 50)}, SIZES, 60.0, 0.01) is None


def test_four_stars_are_no_complaint():
    assert found(*[4] * 40) is None


def test_a_window_is_compared_with_the_months_before_its_own():
    months = YEAR | {"2026-07": Sum(500, 400, 900)}
    assert alerts.turn(marks(1, 1, 1, 1, 5), months, SIZES, 60.0, 0.01).before.all == 240


def test_the_limit_is_shared_by_all_tests_of_a_month():
    assert alerts.limit(DROP, 200) == 0.25 * alerts.CLUMP[DROP] / 200
    assert alerts.limit(DROP, 2000, times=3.0) == 3 * alerts.limit(DROP, 2000)
    assert alerts.limit(DROP, 1) == alerts.STRICTEST_NEEDED
    pace = alerts.Pace({1: 10.0, 2: 100.0})
    assert pace.tests() == 10 * 4 + 100 * 7
    assert pace.product_tests() == 110 * 5


def test_ratings_a_month_of_a_young_and_of_a_growing_shop():
    assert alerts.a_month(YEAR, "2026-07") == 20
    assert alerts.a_month({"2026-06": Sum(30, 0, 150)}, "2026-07") == 30
    assert alerts.a_month({"2026-06": Sum(3, 0, 15), "2026-07": Sum(90, 0, 450)}, "2026-07") == 90
    assert alerts.a_month({}, "2026-07") == 0


def hits(*days: int) -> list[Mark]:
    return [Mark(n, f"2026-07-{day:02}", 1) for n, day in enumerate(days, 1)]


def clustered(complaints: list[Mark], ratings: int, rules: AlertRules = PLAIN) -> alerts.Cluster | None:
    drawn = {f"2026-07-{day:02}": ratings for day in range(1, 17)}
    return alerts.cluster(complaints, drawn, (12, 1000), rules, 10.0, 0.01)


def test_three_of_the_same_complaint_in_seven_days():
    one = clustered(hits(3, 10, 12, 16), 1)
    assert (one.hits, one.drawn, one.since, one.until, one.ids) == (3, 7, "2026-07-10", "2026-07-16", (2, 3, 4))
    assert clustered(hits(3, 10, 16), 1) is None
    assert clustered(hits(9, 10, 16), 1) is None  # eight days from the first to the last
    assert clustered(hits(9, 10, 16), 1, AlertRules(days=14)).hits == 3
    assert clustered(hits(10, 16), 1, AlertRules(same=2)).hits == 2


def test_as_many_as_usual_are_no_news():
    assert clustered(hits(10, 12, 16), 100) is None


def test_a_flood_needs_a_number_a_factor_and_a_chance():
    days = {"2026-07-14": ReviewDay(6, 6, 0), "2026-07-15": ReviewDay(9, 8, 0)}
    usual = {"all": 3.0, "bad": 0.3, "loose": 0.0}
    one = alerts.flood(days, usual, 0.0, TODAY)
    assert (one.what, one.count, one.days, one.since, one.until) == ("bad", 14, 3, "2026-07-14", "2026-07-16")
    assert alerts.flood({"2026-07-14": ReviewDay(14, 3, 0)}, usual, 0.0, TODAY) is None
    assert alerts.flood(days, usual | {"bad": 2.0}, 0.0, TODAY) is None
    assert alerts.flood({"2026-06-14": ReviewDay(50, 50, 0)}, usual, 0.0, TODAY) is None


def test_reviews_without_orders_are_odd_only_where_orders_are_usual():
    days = {"2026-07-15": ReviewDay(9, 0, 9)}
    usual = {"all": 3.0, "bad": 0.3, "loose": 0.1}
    assert alerts.flood(days, usual, 0.95, TODAY).what == "loose"
    assert alerts.flood(days, usual, 0.5, TODAY) is None


def alert(key: str = "drop:1", since: str = "2026-07-10", severity: str = "bad", found: str = "2026-07-16") -> Alert:
    return Alert(key.partition(":")[0], key, severity, "", "", "", since, found, (1,), 1)


def told(*given: Alert, states: dict[str, State] | None = None, off: tuple[str, ...] = ()) -> list[str]:
    return [one.key for one in alerts.telling(given, states or {}, off, "2026-07-16T09:00:00Z", TODAY)]


def test_the_gravest_and_newest_come_first():
    given = [alert("edited:1", severity="plain"), alert("drop:2", found="2026-07-01"), alert("drop:1")]
    assert told(*given) == ["drop:1", "drop:2", "edited:1"]


def test_snoozed_done_and_switched_off():
    later, past = State("snoozed", "2026-07-17T09:00:00Z", ""), State("snoozed", "2026-07-16T08:00:00Z", "")
    assert told(alert(), states={"drop:1": later}) == []
    assert told(alert(), states={"drop:1": past}) == ["drop:1"]
    assert told(alert(), states={"drop:1": State("done", None, "2026-07-12T10:00:00Z")}) == []
    assert told(alert(since="2026-07-13"), states={"drop:1": State("done", None, "2026-07-12T10:00:00Z")}) == ["drop:1"]
    assert told(alert(), off=("drop",)) == []


def test_rules_survive_the_shop_file_and_odd_values():
    rules = AlertRules(("flood",), 0.33, 5, 14)
    assert AlertRules.from_json(rules.to_json()) == rules
    assert AlertRules.from_json({"off": ["flood", "nonsense"], "times": 99, "same": -1, "days": "x"}) == AlertRules(
        ("flood",)
    )


def test_chance_sets_off_fewer_than_one_alarm_a_month(shared_data):
    """On real shops with their stars dealt out anew, all kinds; `python -m tests.bench alerts` does it at length."""
    third = [one for one in olist(shared_data, 3) if one.channel == 2]
    for shop, seeds in ((etsy(shared_data), range(6)), (third, range(1))):
        walked = [walk(shuffled(shop, seed)) for seed in seeds]
        months = sum(one.months for one in walked)
        assert sum(len(one.found) for one in walked) / months < 0.7, [one.found for one in walked]


def test_a_drop_from_4_8_to_4_4_is_seen_within_weeks():
    waits = []
    for seed in range(15):
        ratings, before = dropping(30, seed)
        steps, by_day = Walk(), {}
        for place, one in enumerate(ratings):
            by_day.setdefault(one.day, []).append((place, one))
        for day, group in by_day.items():
            touched = steps.take(one for _, one in group)
            if group[-1][0] >= before and any(kind == DROP for _, kind, _ in steps.look(day, touched)):
                waits.append(group[-1][0] + 1 - before)
                break
    assert len(waits) == 15
    assert median(waits) < 60
