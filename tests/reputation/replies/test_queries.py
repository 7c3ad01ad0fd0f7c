"""What the reply desk reads and keeps: facts for the checks, templates, overruled stops, and how fast answers come."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from storeapp.aftersales import service as aftersales
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.messages.service import delete_template, save_template, set_signature
from storeapp.reputation.replies.queries import reply_desk, reply_rates
from storeapp.reputation.replies.service import keep_draft, overrule
from storeapp.reputation.replies.templates import REPLY
from storeapp.reputation.reviews.queries.listing import review_rows
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.service import mark_replied, unmark_replied
from storeapp.rulebook.messages.engine import check
from storeapp.store import journal

NOW = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)
TODAY = date(2026, 7, 16)


@pytest.fixture
def review(make):
    channel = make.channel(name="Etsy", currency="EUR", time_zone="Europe/Berlin")
    buyer = make.customer(name="Ann Lee")
    product = make.product(title="Walnut reading lamp")
    order = make.order(
        channel_id=channel,
        customer_id=buyer,
        number="3382-1107",
        currency="EUR",
        total_minor=14800,
        placed_on="2026-07-02",
        due_on="2026-07-10",
        delivered_on="2026-07-09",
    )
    older = make.order(channel_id=channel, customer_id=buyer, number="3382-0001", placed_on="2025-01-05")
    make.review(
        channel_id=channel,
        customer_id=buyer,
        order_id=older,
        stars=4,
        posted_on="2025-01-20",
        reply="Thank you, Ann.",
        replied_on="2025-01-21",
    )
    return make.review(
        channel_id=channel,
        order_id=order,
        customer_id=buyer,
        product_id=product,
        stars=1,
        text="Shade arrived cracked",
        language="en",
        posted_on="2026-07-15",
        posted_at="2026-07-15T02:00:00Z",
    )


def desk(db, review, show_names=True):
    with db.read() as conn:
        found = reply_desk(conn, review, NOW, TODAY, show_names)
    assert found is not None
    return found


def test_the_desk_knows_what_the_checks_ask(db, review):
    found = desk(db, review).facts
    assert (found.platform, found.channel, found.stars, found.number) == ("etsy", "Etsy", 1, "3382-1107")
    assert set(found.names) == {"Ann Lee", "Ann"}
    assert (found.total, found.hours, found.days) == (Money(14800, "EUR"), 31, 6)
    assert (found.case, found.solved, found.replied) == (None, False, False)
    told = {one.rule for one in check("Sorry, Ann Lee, call +49 30 23125 014", found) if one.severity == "BLOCK"}
    assert told == {"RP-PII"}


def test_the_buyers_story_and_earlier_replies_stand_beside(db, review):
    found = desk(db, review)
    assert [one.about for one in found.said] == ["Thank you, Ann."]
    assert "reviewed" in {one.kind for one in found.story}
    assert review not in {one.review_id for one in found.story}


def test_the_case_and_its_promises_reach_the_checks(db, review):
    case = aftersales.open_for_review(db, review, reason="DEL_DAMAGE").value
    promises.promise(db, case, Promised("replacement", "a new shade", due_on="2026-07-18"))
    promises.promise(db, case, Promised("refund", amount=Money(2000, "EUR")))
    found = desk(db, review)
    assert found.case is not None
    assert (found.case.id, found.case.reason, found.case.kind, found.case.due_on) == (
        case,
        "DEL_DAMAGE",
        "replacement",
        "2026-07-18",
    )
    assert [one.kind for one in found.facts.promises] == ["replacement", "refund"]
    text = "We will refund €20.00, and the new shade will be with you by Saturday."
    assert "RP-PROMISE" not in {one.rule for one in check(text, found.facts)}
    assert found.values["promise"] == "a new shade"


def test_names_fill_templates_only_where_they_are_shown(db, review):
    assert desk(db, review).values["first_name"] == "Ann"
    assert desk(db, review, show_names=False).values["first_name"] == ""


def test_sameness_looks_at_the_last_month_of_all_channels(db, review, make):
    other = make.channel(name="eBay", platform="ebay")
    for channel, day in ((other, "2026-07-10"), (other, "2026-07-01"), (other, "2026-05-01")):
        make.review(channel_id=channel, stars=2, reply="We are sorry.", replied_on=day)
    assert [one.on for one in desk(db, review).facts.earlier] == ["2026-07-10", "2026-07-01"]


def test_an_overruled_stop_is_logged_and_can_be_taken_back(db, review):
    with pytest.raises(UserError, match="reason"):
        overrule(db, review, ["RP-PII"], "Call us", " ")
    overrule(db, review, ["RP-PII", "RP-THREAT"], "Call +49 30 23125 014", "Our public number")
    found = desk(db, review).overruled
    assert [(one.rule, one.reason) for one in found] == [
        ("RP-PII", "Our public number"),
        ("RP-THREAT", "Our public number"),
    ]
    with db.read() as conn:
        assert "Our public number" in journal.history(conn, limit=1)[0].title
    journal.undo(db)
    assert desk(db, review).overruled == ()


def test_templates_are_kept_changed_and_taken_back(db, review):
    made = save_template(db, REPLY, None, "en", "late", "Mine", "Hi {{ first_name }}").value
    save_template(db, REPLY, made, "en", "late", "Mine", "Hello {{ first_name }}")
    (own,) = desk(db, review).templates
    assert (own.id, own.body) == (made, "Hello {{ first_name }}")
    with pytest.raises(UserError, match="“surname”"):
        save_template(db, REPLY, None, "en", "late", "Other", "{{ surname }}")
    with pytest.raises(UserError, match="already"):
        save_template(db, REPLY, None, "en", "late", "Mine", "Hi")
    delete_template(db, made)
    assert desk(db, review).templates == ()
    journal.undo(db)
    assert [one.name for one in desk(db, review).templates] == ["Mine"]
    with pytest.raises(UserError, match="gone"):
        delete_template(db, 99)


def test_the_signature_fills_templates(db, review):
    set_signature(db, "Mara", "owner", "help@lumen.example")
    found = desk(db, review)
    assert (found.values["name"], found.values["role"], found.facts.contact) == ("Mara", "owner", "help@lumen.example")


def test_how_fast_each_channel_is_answered(db, make):
    etsy = make.channel(name="Etsy")
    quiet = make.channel(name="Quiet")
    make.review(channel_id=quiet, stars=5, posted_on="2026-07-01")
    for hours in (10, 20, 300):
        posted, replied = (
            datetime(2026, 6, 1, tzinfo=timezone.utc),
            f"2026-06-{1 + hours // 24:02}T{hours % 24:02}:00:00Z",
        )
        make.review(
            channel_id=etsy,
            stars=2,
            posted_on="2026-06-01",
            posted_at=posted.strftime("%Y-%m-%dT%H:%M:%SZ"),
            reply="Sorry",
            replied_on=replied[:10],
            replied_at=replied,
        )
    make.review(channel_id=etsy, stars=1, posted_on="2026-07-09")
    make.review(channel_id=etsy, stars=1, posted_on="2026-07-10")
    with db.read() as conn:
        (rate,) = reply_rates(conn, TODAY)
    assert (rate.channel, rate.asked, rate.replied, rate.hours, rate.sample, rate.overdue) == ("Etsy", 5, 3, 20.0, 3, 1)


def test_a_draft_shows_in_the_list_and_its_filter(db, review):
    keep_draft(db, review, "Sorry")
    with db.read() as conn:
        (row,) = review_rows(conn, ReviewFilters(reply="draft"), 0, 10)
    assert row.id == review
    assert row.draft
    mark_replied(db, review, "", NOW)
    with db.read() as conn:
        assert review_rows(conn, ReviewFilters(reply="draft"), 0, 10) == []
    assert desk(db, review).draft is None
    unmark_replied(db, review)
    assert desk(db, review).draft == "Sorry"


@pytest.mark.parametrize(
    ("country", "locale", "law"), [("US", "de_DE", True), ("DE", "de_DE", False), ("DE", "en_US", True)]
)
def test_the_law_of_the_buyers_and_the_shops_country_reaches_the_checks(db, make, country, locale, law):
    channel = make.channel(name="Own", platform="own", locale=locale, currency="EUR")
    order = make.order(channel_id=channel, ship_country=country)
    number = make.review(channel_id=channel, order_id=order, stars=1, text="Broken")
    with db.read() as conn:
        found = reply_desk(conn, number, NOW, TODAY, True)
    assert (found.facts.buyer, found.facts.seller) == (country, locale[-2:])
    assert ("US-465-7" in {one.rule for one in check("Delete this lie or we sue", found.facts)}) == law
