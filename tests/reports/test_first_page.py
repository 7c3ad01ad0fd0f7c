"""The first page of the owner's book: the worked figures of its answers, its months, and what it reads from a shop."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.reports import first_page as said
from storeapp.reports.first_page_facts import first_page
from storeapp.reports.months import compared, latest_month, month_scope, running, scope_name
from storeapp.reputation.ratings.rules import StarCounts
from storeapp.store.db import Database
from tests.make import Make

TODAY = date(2026, 7, 16)
NOW = datetime(2026, 7, 16, 9, tzinfo=timezone.utc)


def test_a_count_moves_by_chance() -> None:
    one = said.counted("?", 356, 342)
    assert (said.value_words(one), said.change_words(one), said.likely_words(one)) == ("356", "+14", "319–393")
    assert (one.sure, one.better) == ("swing", None)
    more = said.counted("?", 456, 342)
    assert (more.sure, more.better) == ("more", True)
    assert said.counted("?", 0, 12, more_is_good=False).better is True
    assert said.counted("?", 5, None).sure == "counted"


def test_a_share_is_as_sure_as_its_range_is_narrow() -> None:
    one = said.share("?", (40, 44), (94, 100))
    assert (said.value_words(one), said.change_words(one), said.likely_words(one)) == (
        "91% of 44",
        "−3.1 points",
        "79–96%",
    )
    assert (one.sure, one.better) == ("rough", None)
    assert said.share("?", (240, 1000), (400, 1000)).better is False
    assert said.share("?", (240, 1000), (400, 1000), more_is_good=False).better is True
    assert said.share("?", (400, 1000), (240, 1000)).sure == "sure"


def test_few_are_told_as_they_are_and_held_against_nothing() -> None:
    one = said.share("?", (1, 1), (5, 500))
    assert (said.value_words(one), one.change, one.better, one.sure) == ("1 of 1", None, None, "early")
    assert said.share("?", (0, 0), (5, 500)).sure == "none"
    assert said.value_words(said.share("?", (0, 0), None)) == "–"


def test_stars_differ_only_where_their_ranges_do() -> None:
    good, bad = StarCounts((2, 3, 10, 60, 225)), StarCounts((90, 60, 60, 40, 50))
    assert said.stars("?", good, bad).better is True
    assert said.stars("?", bad, good).better is False
    assert said.stars("?", good, good).better is None
    assert said.stars("?", StarCounts((0, 0, 0, 0, 1)), None).sure == "early"
    assert said.stars("?", StarCounts(), None).sure == "none"


def test_money_is_counted_and_never_called_better() -> None:
    one = said.money("?", Money(5836, "EUR"), Money(1925, "EUR"))
    assert (said.value_words(one), said.change_words(one), one.sure, one.better) == (
        "€58.36",
        "+€39.11",
        "counted",
        None,
    )
    assert said.value_words(said.money("?", Money(1500, "JPY"), None)) == "JP¥1,500"


def test_a_running_month_is_held_against_as_many_days() -> None:
    scope = month_scope("2026-07", TODAY)
    assert (scope.since, scope.until, running(scope)) == ("2026-07-01", "2026-07-16", True)
    past = compared(scope)
    assert (past.since, past.until) == ("2026-06-01", "2026-06-16")
    assert scope_name(scope) == "July 2026, until day 16"
    whole = month_scope("2026-03", TODAY)
    assert (compared(whole).since, compared(whole).until, running(whole)) == ("2026-02-01", "2026-02-28", False)
    late = month_scope("2026-03", date(2026, 3, 30))
    assert compared(late).until == "2026-02-28"
    assert compared(month_scope("2026-01", TODAY)).since == "2025-12-01"


@pytest.mark.parametrize("month", ["2026-13", "2026", "June", "2026-1", "2026-08", ""])
def test_no_month_is_refused_in_a_sentence(month: str) -> None:
    with pytest.raises(UserError):
        month_scope(month, TODAY)


@pytest.mark.parametrize(
    ("newest", "month"),
    [
        (None, "2026-06"),
        ("2026-07-15", "2026-06"),
        ("2026-06-30", "2026-06"),
        ("2026-06-10", "2026-05"),
        ("2018-09-03", "2018-08"),
        ("2018-09-26", "2018-09"),
        ("2027-01-01", "2026-06"),
    ],
)
def test_the_usual_month_is_the_last_that_the_records_cover(newest: str | None, month: str) -> None:
    assert latest_month(TODAY, newest) == month


def test_the_page_reads_the_shop(db: Database) -> None:
    with db.write("Made a shop") as tx:
        make = Make(db, tx)
        etsy = make.channel(currency="USD")
        lamp = make.product(title="Lamp")
        buyer = make.customer(name="Ann")
        for day in ("2026-05-20", "2026-06-03", "2026-06-04"):
            order = make.order(
                channel_id=etsy,
                customer_id=buyer,
                placed_on=day,
                status="delivered",
                delivered_on="2026-06-20",
                due_on="2026-06-10",
            )
            make.line(order, product_id=lamp)
        for star in (1, 1, 1, 1, 1, 5):
            make.review(channel_id=etsy, product_id=lamp, stars=star, posted_on="2026-06-21")
        make.order(channel_id=etsy, placed_on="2026-06-05", status="canceled")
    with db.read() as conn:
        page = first_page(conn, month_scope("2026-06", TODAY), NOW, TODAY)
    told = {one.question: (said.value_words(one), said.change_words(one)) for one in page.answers}
    assert told["Did people buy? (orders sold)"] == ("2", "+1")
    assert told["For how much, in USD?"] == ("$40.00", "+$20.00")
    assert told["Who came back? (of buyers known)"] == ("2 of 2", "")
    assert told["Are we spoken well of? (stars)"] == ("1.67", "")
    assert told["Was every bad review answered?"] == ("0% of 5", "")
    assert told["Did parcels come in time?"] == ("0 of 2", "")
    steps = [step.what for step in page.steps]
    assert steps[0] == "Answer 5 bad reviews"
    assert "Look into “Lamp”" in steps
    assert len(page.rated) == 12
    assert (page.rated[-1].month, page.rated[-1].stars.total, page.rated[-1].whole) == ("2026-06", 6, True)
    assert page.groups.lines == ()
    assert page.news == ("This is the first owner's book; the next one will say what is new.",)
