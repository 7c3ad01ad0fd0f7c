"""Questions that recur: reasons and themes of low reviews, by the owner's names, and their rate of any days."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.queries.questions import question_rate, recurring_questions
from storeapp.aftersales.reasons.service import save_reason
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)
JULY = date(2026, 7, 1), date(2026, 7, 31)


@pytest.fixture
def shop(db, make):
    """Three questions on how to use a lamp, one of long ago, and three low reviews of its packaging."""
    channel = make.channel(name="Etsy", currency="EUR")
    lamp = make.product(title="Lamp")
    for day in ("2026-06-30", "2026-07-01", "2026-07-02", "2026-07-03"):
        make.line(make.order(channel_id=channel, placed_on=day), product_id=lamp)
    make.order(channel_id=channel, placed_on="2026-07-03")
    for day, stars in (("2026-07-05", 1), ("2026-07-06", 2), ("2026-07-07", 3), ("2026-07-07", 5)):
        make.review(channel_id=channel, product_id=lamp, stars=stars, text="The packaging was open", posted_on=day)
    with db.write("Laid rows") as tx:
        for day in ("2026-07-01", "2026-07-05", "2026-07-10", "2026-04-05"):
            laid.case(tx, day, "INQ", product_id=lamp)
        laid.case(tx, "2026-07-10", "DEL_LATE", product_id=lamp)
    return lamp


def test_what_came_three_times_is_named_as_the_owner_does(db, shop):
    save_reason(db, "INQ", "How does it work", "SVC", [])
    with db.read() as conn:
        found = recurring_questions(conn, TODAY)
    (asked,) = [one for one in found if one.kind == "reason"]
    assert (asked.key, asked.words, asked.product_title) == ("INQ", "How does it work", "Lamp")
    assert (asked.count, asked.before) == (3, 1)
    assert [(one.words, one.count) for one in found if one.kind == "theme"] == [("Packaging", 3)]


def test_the_rate_of_a_question_is_of_orders_or_reviews(db, shop):
    with db.read() as conn:
        theme = next(one.key for one in recurring_questions(conn, TODAY) if one.kind == "theme")
        assert question_rate(conn, "reason", "INQ", None, *JULY) == Portion(3, 4)
        assert question_rate(conn, "reason", "INQ", shop, *JULY) == Portion(3, 3)
        assert question_rate(conn, "reason", "INQ", shop + 1, *JULY) == Portion(0, 0)
        assert question_rate(conn, "theme", theme, shop, *JULY) == Portion(3, 4)
        with pytest.raises(ValueError, match="praise"):
            question_rate(conn, "praise", "", None, *JULY)
