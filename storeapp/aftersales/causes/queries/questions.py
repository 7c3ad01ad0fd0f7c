"""What buyers ask or complain about again and again: worth an article, and measured again after one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import Connection

from storeapp.aftersales.causes.metrics import REPEAT_DAYS, Portion
from storeapp.aftersales.causes.queries.costs import Period, last_days
from storeapp.aftersales.causes.queries.metrics import case_facts, order_count
from storeapp.aftersales.causes.queries.patterns import product_names
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.days import last_months
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.store.sql import ask
from storeapp.store.tables.reputation_themes import ALL_PRODUCTS

LOW = 3  # stars of a low review
RECURS = 3  # so many in 90 days make a question worth an article


@dataclass(frozen=True, slots=True)
class RecurringQuestion:
    """What buyers ask or complain about again and again, worth an article: for the articles page and others to read.

    `kind` reason | theme; `key` the reason's id or the theme's number; `words`: what the owner calls it;
    `product` None for any. `count` of the last 90 days (themes: of the last three months), `before` of as long before.
    """

    kind: str
    key: str
    words: str
    product: int | None
    product_title: str
    count: int
    before: int


def recurring_questions(conn: Connection, today: date) -> list[RecurringQuestion]:
    """Reasons of cases and themes of low reviews that came three times or more, the most frequent first."""
    now = last_days(REPEAT_DAYS, today)
    past = Period(
        (today - timedelta(days=2 * REPEAT_DAYS - 1)).isoformat(), (today - timedelta(days=REPEAT_DAYS)).isoformat()
    )
    counts, before = (
        Counter((one.reason, one.product) for one in case_facts(conn, period) if one.reason) for period in (now, past)
    )
    frequent = {key: count for key, count in counts.items() if count >= RECURS}
    names = product_names(conn, [product for _reason, product in frequent if product is not None])
    titles = reason_titles(conn)
    found = [
        RecurringQuestion(
            "reason",
            reason,
            titles.get(reason, reason),
            product,
            names.get(product, "") if product is not None else "",
            count,
            before[reason, product],
        )
        for (reason, product), count in frequent.items()
    ]
    found += _low_themes(conn, today)
    return sorted(found, key=lambda one: (-one.count, one.kind, one.key, one.product or 0))


def _low_themes(conn: Connection, today: date) -> list[RecurringQuestion]:
    begins, earlier = last_months(3, today).isoformat()[:7], last_months(6, today).isoformat()[:7]
    rows = ask(
        conn,
        "SELECT m.theme_id, t.name, m.product_id, coalesce(nullif(p.label, ''), p.title, ''), "
        "sum(CASE WHEN m.month >= :begins THEN m.reviews ELSE 0 END), "
        "sum(CASE WHEN m.month < :begins THEN m.reviews ELSE 0 END) "
        "FROM theme_months m JOIN themes t ON t.id = m.theme_id LEFT JOIN products p ON p.id = m.product_id "
        "WHERE m.month >= :earlier AND m.stars BETWEEN 1 AND :low AND m.product_id <> :all "
        "GROUP BY m.theme_id, t.name, m.product_id, p.label, p.title",
        begins=begins,
        earlier=earlier,
        low=LOW,
        all=ALL_PRODUCTS,
    )
    return [
        RecurringQuestion("theme", str(theme), _(name), product or None, title, count, before)
        for theme, name, product, title, count, before in rows
        if count >= RECURS
    ]


def question_rate(conn: Connection, kind: str, key: str, product: int | None, since: date, until: date) -> Portion:
    """How often a question came in some days, both included: to be held against other days, as after an article.

    A reason: its cases, of the orders sold (with the product, where it is one's). A theme: low reviews that speak of
    it, of all reviews. Raises ValueError for another kind.
    """
    period = Period(since.isoformat(), until.isoformat())
    if kind == "reason":
        cases = sum(one.reason == key and product in (None, one.product) for one in case_facts(conn, period))
        return Portion(cases, order_count(conn, period) if product is None else _orders_with(conn, period, product))
    if kind != "theme":
        raise ValueError(kind)
    row = ask(
        conn,
        "SELECT coalesce(sum(CASE WHEN r.stars <= :low AND EXISTS (SELECT 1 FROM review_themes t "
        "WHERE t.theme_id = :theme AND t.review_id = r.id) THEN 1 ELSE 0 END), 0), count(*) FROM reviews r "
        "WHERE r.stars IS NOT NULL AND r.posted_on >= :since AND r.posted_on <= :until "
        "AND (:product IS NULL OR r.product_id = :product)",
        low=LOW,
        theme=int(key),
        product=product,
        since=period.since,
        until=period.until,
    ).one()
    return Portion(row[0], row[1])


def _orders_with(conn: Connection, period: Period, product: int) -> int:
    wanted = (
        "SELECT count(DISTINCT o.id) FROM order_lines ol JOIN orders o ON o.id = ol.order_id WHERE "
        "ol.product_id = :product AND ol.counts = 1 AND o.placed_on >= :since AND o.placed_on <= :until"
    )
    return int(ask(conn, wanted, product=product, since=period.since, until=period.until).scalar_one())
