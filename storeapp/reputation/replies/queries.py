"""What the reply desk reads: the draft, the facts for its checks, templates, and how fast each channel is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from storeapp.channels.rules import seat_of
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.days import last_months
from storeapp.kernel.money import Money
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.review_kinds import kind_of
from storeapp.messages.queries import own_templates, owner_rules, signature
from storeapp.messages.templates import first_name, language_of
from storeapp.orders.queries import story_of_customer
from storeapp.orders.records import Event
from storeapp.reputation.ratings.queries import channels, month_counts
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.ratings.rules import BAD, median, month_plus, waited
from storeapp.reputation.replies.records import CaseFacts, Overruled, ReplyDesk, ReplyRate, StoryLine
from storeapp.reputation.replies.templates import REPLY
from storeapp.reputation.reviews.queries.listing import review_count
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.rulebook.messages.engine import warm
from storeapp.rulebook.messages.facts import DraftFacts, PromiseOnCase, SentReply
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import (
    Case,
    CaseOrder,
    Channel,
    Customer,
    Order,
    Product,
    Promise,
    ReplyDraft,
    ReplyOverride,
    Review,
)

LAST_REPLIES, LAST_DAYS = 60, 30  # of each channel, for sameness
STORY = 5  # things told of a buyer
RATE_MONTHS, RATE_SAMPLE, RATE_WALK = 12, 200, 2000
OVERDUE_DAYS = 7


def reply_desk(conn: Connection, review_id: int, now: datetime, today: date, show_names: bool) -> ReplyDesk | None:
    """Everything the desk shows beside one review; None if the review is gone."""
    warm()  # here, beside the window, and not when the first letter is typed
    columns = (Channel.platform, Channel.name.label("channel"), Channel.currency, Product.title.label("product"))
    places = (Channel.region, Channel.locale, Customer.country)
    called = func.coalesce(Product.label, "").label("label")
    review: Any = conn.execute(
        select(*Review.__table__.columns, *columns, called, *places, Customer.name.label("customer"))
        .join(Channel, Channel.id == Review.channel_id)
        .outerjoin(Product, Product.id == Review.product_id)
        .outerjoin(Customer, Customer.id == Review.customer_id)
        .where(Review.id == review_id)
    ).first()
    if review is None:
        return None
    order = conn.execute(select(Order.__table__).where(Order.id == review.order_id)).first()
    case, promises = _case(conn, review_id, review.order_id)
    said, story, more = _story(conn, review)
    return ReplyDesk(
        review_id=review_id,
        draft=conn.execute(select(ReplyDraft.text).where(ReplyDraft.review_id == review_id)).scalar(),
        facts=_facts(conn, review, order, case, promises, now, today),
        values=_values(conn, review, order, case, show_names),
        language=language_of(review.language, f"{review.title} {review.text}"),
        templates=tuple(own_templates(conn, REPLY.id)),
        case=case,
        overruled=_overruled(conn, review_id),
        story=story,
        story_more=more,
        said=said,
        rules=owner_rules(conn),
    )


def reply_rates(conn: Connection, today: date, names: Sequence[ChannelName] | None = None) -> list[ReplyRate]:
    """Per channel with bad reviews in the last 12 months: share answered, median time, overdue; from the kept sums."""
    known = list(names if names is not None else channels(conn))
    last = f"{today:%Y-%m}"
    asked: dict[int, int] = {}
    replied: dict[int, int] = {}
    for kept in month_counts(conn, [one.id for one in known], month_plus(last, 1 - RATE_MONTHS), last):
        if kept.stars in BAD:
            asked[kept.channel_id] = asked.get(kept.channel_id, 0) + kept.reviews
            replied[kept.channel_id] = replied.get(kept.channel_id, 0) + kept.replied
    until = (today - timedelta(days=OVERDUE_DAYS)).isoformat()
    since = last_months(RATE_MONTHS, today).isoformat()
    found = []
    for one in known:
        if asked.get(one.id):
            waits = _waits(conn, one.id)
            waiting = ReviewFilters(channels=(one.id,), reply="waiting", since=since, until=until)
            overdue = review_count(conn, waiting)
            counted = (asked[one.id], replied[one.id], median(waits), len(waits), overdue)
            found.append(ReplyRate(one.id, one.platform, one.name, *counted))
    return found


def _waits(conn: Connection, channel_id: int) -> list[float]:
    """Hours to the newest answers to bad reviews; at most RATE_WALK answers are looked at."""
    newest = (
        select(Review.stars, Review.posted_at, Review.replied_at)
        .where(Review.channel_id == channel_id, Review.replied_on.is_not(None))
        .order_by(Review.replied_on.desc(), Review.id.desc())
        .limit(RATE_WALK)
        .subquery()
    )
    wanted = select(newest.c.posted_at, newest.c.replied_at).where(
        newest.c.stars.in_(BAD), newest.c.posted_at.is_not(None), newest.c.replied_at.is_not(None)
    )
    return [
        max(0.0, (from_utc_text(replied) - from_utc_text(posted)).total_seconds() / 3600)
        for posted, replied in conn.execute(wanted.limit(RATE_SAMPLE))
    ]


def _case(conn: Connection, review_id: int, order_id: int | None) -> tuple[CaseFacts | None, tuple[PromiseOnCase, ...]]:
    found = [Case.review_id == review_id]
    if order_id is not None:
        found.append(Case.id.in_(select(CaseOrder.case_id).where(CaseOrder.order_id == order_id)))
    row = conn.execute(
        select(Case.id, Case.title, Case.reason, Case.state)
        .where(Case.id.in_(select(Case.root_id).where(or_(*found))))
        .order_by(Case.state == "closed", Case.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None, ()
    promises = conn.execute(
        select(Promise.__table__)
        .where(Promise.case_id.in_(select(Case.id).where(Case.root_id == row.id)))
        .order_by(Promise.due_on.is_(None), Promise.due_on, Promise.id)
    ).all()
    recorded = tuple(PromiseOnCase(one.kind, _money(one), one.due_on) for one in promises if one.broken_on is None)
    upcoming = next((one for one in promises if one.kept_on is None and one.broken_on is None), None)
    if upcoming is None:
        return CaseFacts(*row), recorded
    return CaseFacts(*row, upcoming.kind, _money(upcoming), upcoming.words, upcoming.due_on), recorded


def _money(promise: Row[Any]) -> Money | None:
    return None if promise.amount_minor is None else Money(promise.amount_minor, promise.currency)


def _facts(
    conn: Connection,
    review: Row[Any],
    order: Row[Any] | None,
    case: CaseFacts | None,
    promises: tuple[PromiseOnCase, ...],
    now: datetime,
    today: date,
) -> DraftFacts:
    wait = waited(review.posted_on, review.posted_at, now, today)
    start = review.posted_on
    names = [review.customer or "", review.reviewer]
    total, number = None, review.order_number
    if order is not None:
        start = order.due_on or order.delivered_on or start
        names.append(order.buyer_name)
        number = order.number
        whole = order.total_minor if order.total_minor is not None else order.items_minor
        total = None if whole is None else Money(whole, order.currency)
    return DraftFacts(
        platform=review.platform,
        channel=review.channel,
        today=today,
        stars=review.stars,
        names=tuple(dict.fromkeys(filter(None, names))),
        number=number,
        total=total,
        currency=(order.currency if order is not None else "") or review.currency,
        hours=wait.hours if wait is not None else None,
        days=None if not start else (today - date.fromisoformat(start)).days,
        replied=review.replied_on is not None,
        case=case.id if case is not None else None,
        solved=case is not None and case.state == "closed",
        promises=promises,
        earlier=_sent(conn, review.id, today),
        contact=signature(conn)[2],
        about=f"{review.title} {review.text} {review.product or ''} {review.label or ''}",
        language=review.language or "",
        kind=kind_of(review.kind, review.platform),
        buyer=(order.ship_country if order is not None else "") or review.country or "",
        seller=seat_of(review.region or "", review.locale or "", review.currency or "")[0],
    )


def _sent(conn: Connection, review_id: int, today: date) -> tuple[SentReply, ...]:
    """The shop's last replies, newest first, this review's own left out."""
    since = (today - timedelta(days=LAST_DAYS)).isoformat()
    found: list[SentReply] = []
    for (channel,) in conn.execute(select(Channel.id)).all():
        wanted = (
            select(Review.reply, Review.replied_on)
            .where(Review.channel_id == channel, Review.replied_on >= since, Review.reply != "")
            .where(Review.id != review_id)
            .order_by(Review.replied_on.desc(), Review.id.desc())
            .limit(LAST_REPLIES)
        )
        found += [SentReply(text, on) for text, on in conn.execute(wanted) if on]
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _values(
    conn: Connection, review: Row[Any], order: Row[Any] | None, case: CaseFacts | None, show_names: bool
) -> dict[str, str]:
    """What templates are filled with, as far as the shop knows it; a first name only where names are shown."""
    name, role, contact = signature(conn)
    shop = str(shop_setting(conn, "shop_name", "") or "")
    return {
        "first_name": first_name(review.customer or review.reviewer, show_names),
        "product": review.label or review.product or "",
        "order_date": order.placed_on or "" if order is not None else "",
        "problem": case.title if case is not None else "",
        "promise": case.words if case is not None and case.state == "open" else "",
        "contact": contact,
        "shop_name": shop,
        "name": name or shop,
        "role": role,
    }


def _overruled(conn: Connection, review_id: int) -> tuple[Overruled, ...]:
    table = ReplyOverride
    columns = (table.rule, table.text, table.reason, table.decided_at)
    found = conn.execute(select(*columns).where(table.review_id == review_id).order_by(table.id))
    return tuple(Overruled(*row) for row in found)


def _line(one: Event) -> StoryLine:
    about = one.text if one.kind == "reviewed" else one.label or one.product
    stars = shown_stars(one.stars, one.scale)
    words = rating_words(one.platform, one.rating, one.scale) if stars is None else ""
    return StoryLine(one.kind, one.on, about, stars, one.review_id, words)


def _story(conn: Connection, review: Row[Any]) -> tuple[tuple[StoryLine, ...], tuple[StoryLine, ...], int]:
    """Earlier replies to the buyer, the newest other things, and how many more there are."""
    if review.customer_id is None:
        return (), (), 0
    events, older = story_of_customer(conn, review.customer_id)
    others = [one for one in events if one.review_id != review.id]
    said = tuple(StoryLine("replied", one.on, one.text, None, one.review_id) for one in others if one.kind == "replied")
    told = [one for one in others if one.kind != "replied"]
    lines = tuple(_line(one) for one in told[:STORY])
    return said, lines, max(0, len(told) - STORY) + older
