"""What the shop overview reads: its figures, its months, and its rows as a stream that never lies in memory whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from storeapp.kernel.review_kinds import platforms_apart
from storeapp.orders.sales import goods, last_sale, net, refunds, sold
from storeapp.reports.rules import ReportFigures, Scope
from storeapp.reputation.ratings.queries import star_channels
from storeapp.reputation.ratings.rules import StarCounts
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import days_between, how_many
from storeapp.store.tables import Channel

BLOCK = 1000  # rows fetched at once
KEPT_REPORTS = 30  # of those saved
SAVED = "reports_saved"  # shop setting: the reports saved from this shop, newest first
FIGURES = "reports_figures"  # shop setting: {scope key: {"at": ..., "figures": ...}} of the last report of each kind


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: orders, deliveries, reviews, and the ratings of those that carry stars (sum and number)."""

    month: str
    orders: int
    late: int
    reviews: int
    rated: int
    star_sum: float
    replied: int

    @property
    def rating(self) -> float | None:
        """The mean of the stars, None without any."""
        return self.star_sum / self.rated if self.rated else None


@dataclass(frozen=True, slots=True)
class SavedReport:
    """One report that was saved: where, when (UTC text), and what it covered; of a list its name and rows.

    `key`: that of its scope, `figures` as ReportFigures.to_json gives them, None where they weren't kept.
    """

    path: str
    at: str
    period: str
    channels: tuple[str, ...]
    orders: int
    reviews: int
    rating: float | None
    book: str = "overview"
    name: str = ""
    rows: int = 0
    key: str = ""
    figures: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class LastReport:
    """The figures of the last report of the same kind, and when it was saved (UTC text)."""

    at: str
    figures: ReportFigures


def channels(conn: Connection) -> list[tuple[int, str, str]]:
    """(id, platform, name) of every channel, oldest first."""
    found = conn.execute(select(Channel.id, Channel.platform, Channel.name).order_by(Channel.id))
    return [(row.id, row.platform, row.name) for row in found]


def saved_reports(conn: Connection) -> list[SavedReport]:
    """The reports saved from this shop, newest first."""
    known = shop_setting(conn, SAVED, [])
    return [SavedReport(**{**one, "channels": tuple(one["channels"])}) for one in known]


def earlier(conn: Connection, scope: Scope) -> LastReport | None:
    """The last report of the same period and channels, None if there was none."""
    found = shop_setting(conn, FIGURES, {}).get(scope.key)
    return LastReport(found["at"], ReportFigures.from_json(found["figures"])) if found else None


def last_book(conn: Connection, book: str) -> SavedReport | None:
    """The newest saved report of a kind, None if there was none."""
    return next((one for one in saved_reports(conn) if one.book == book), None)


def shop_name(conn: Connection) -> str:
    """The shop's own name, "" if it has none."""
    return str(shop_setting(conn, "shop_name", ""))


def _limits(scope: Scope, table: str, day: str) -> tuple[str, dict[str, Any]]:
    """The WHERE of a scope, with its binds."""
    parts, binds = ["1 = 1"], dict[str, Any]()
    if scope.since:
        parts.append(f"{table}.{day} >= :since")
        binds["since"] = scope.since
    if scope.until:
        parts.append(f"{table}.{day} <= :until")
        binds["until"] = scope.until
    if scope.channels:
        parts.append(f"{table}.channel_id IN ({','.join(str(int(one)) for one in scope.channels)})")
    return " AND ".join(parts), binds


_DELIVERED, _CANCELED = "o.status = 'delivered'", "o.status = 'canceled'"
LATE = (
    "(o.status = 'delivered' AND CASE WHEN o.delivered_at IS NOT NULL AND o.due_at IS NOT NULL "
    "THEN o.delivered_at > o.due_at ELSE coalesce(o.delivered_on > o.due_on, 0) END)"
)


def figures(conn: Connection, scope: Scope) -> ReportFigures:
    """The figures of a period. `orders` counts every order, the sales and their buyers as orders/sales defines them."""
    where, binds = _limits(scope, "o", "placed_on")
    sales, back = Counter[str](), Counter[str]()
    orders = delivered = late = canceled = reviewed = counted = 0
    # One sum per currency, never across.
    for row in conn.execute(
        text(
            f"SELECT o.currency, count(*), {how_many(_DELIVERED)}, {how_many(LATE)}, {how_many(_CANCELED)}, "
            f"{how_many('EXISTS (SELECT 1 FROM reviews r WHERE r.order_id = o.id)')}, "
            f"sum({net('o')}), sum({refunds('o')}), sum({sold('o')}) FROM orders o WHERE {where} GROUP BY o.currency"
        ),
        binds,
    ):
        orders, delivered, late = orders + row[1], delivered + row[2], late + row[3]
        canceled, reviewed = canceled + row[4], reviewed + row[5]
        counted += row[8]
        if row[0]:
            sales[row[0]] += row[6]
            back[row[0]] += row[7]
    customers, repeat = conn.execute(
        text(
            f"SELECT count(*), coalesce({how_many('bought > 1')}, 0) FROM (SELECT count(*) AS bought FROM orders o "
            f"WHERE o.customer_id IS NOT NULL AND {sold('o')} AND {where} GROUP BY o.customer_id) AS buyers"
        ),
        binds,
    ).one()
    return _with_reviews(
        conn,
        scope,
        ReportFigures(
            orders=orders,
            delivered=delivered,
            late=late,
            canceled=canceled,
            sold=counted,
            orders_reviewed=reviewed,
            customers=customers,
            repeat=repeat,
            sales={currency: minor for currency, minor in sales.items() if minor},
            refunds={currency: minor for currency, minor in back.items() if minor},
        ),
    )


def _stars_given(conn: Connection) -> str:
    """SQL of the stars of review `r`, NULL on a channel that doesn't rate in stars: Negative is bad, but no star."""
    channels_in_stars = ",".join(str(one) for one in star_channels(conn)) or "-1"
    return f"CASE WHEN r.channel_id IN ({channels_in_stars}) THEN r.stars END"


def _with_reviews(conn: Connection, scope: Scope, known: ReportFigures) -> ReportFigures:
    where, binds = _limits(scope, "r", "posted_on")
    stars: dict[str, int] = {}
    reviews = replied = bad_replied = bad_waiting = other = apart = 0
    counted = (
        f"SELECT r.stars, {_stars_given(conn)}, count(*), count(r.replied_on), sum(r.apart) "
        f"FROM reviews r WHERE {where} GROUP BY 1, 2"
    )
    for star, given, count, answered, above in conn.execute(text(counted), binds):
        reviews, replied = reviews + count, replied + answered
        if star is not None and star <= 3:
            bad_replied, bad_waiting = bad_replied + answered, bad_waiting + count - answered
        if given is None:
            other += count
            continue
        stars[str(star)] = count
        apart += above
    return ReportFigures(
        **{
            **known.to_json(),
            "reviews": reviews,
            "other_scale": other,
            "stars": stars,
            "apart": apart,
            "replied": replied,
            "bad_replied": bad_replied,
            "bad_waiting": bad_waiting,
        }
    )


def months(conn: Connection, scope: Scope) -> list[MonthRow]:
    """Every month from the first to the last with an order or a review, oldest first, none left out between."""
    where, binds = _limits(scope, "o", "placed_on")
    ordered = {
        row[0]: (row[1], row[2])
        for row in conn.execute(
            text(
                f"SELECT substr(o.placed_on, 1, 7), count(*), sum({LATE}) FROM orders o "
                f"WHERE o.placed_on IS NOT NULL AND {where} GROUP BY 1"
            ),
            binds,
        )
    }
    where, binds = _limits(scope, "r", "posted_on")
    stars = _stars_given(conn)
    said = {
        row[0]: tuple(row[1:])
        for row in conn.execute(
            text(
                f"SELECT substr(r.posted_on, 1, 7), count(*), count({stars}), "
                f"coalesce(sum({stars} + r.apart / 100.0), 0), "
                f"count(r.replied_on) FROM reviews r WHERE r.posted_on IS NOT NULL AND {where} GROUP BY 1"
            ),
            binds,
        )
    }
    known = sorted({*ordered, *said})
    if not known:
        return []
    return [
        MonthRow(month, *ordered.get(month, (0, 0)), *said.get(month, (0, 0, 0, 0)))
        for month in _between(known[0], known[-1])
    ]


def _between(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (text_of := f"{year:04d}-{month:02d}") <= last:
        yield text_of
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _stream(conn: Connection, sql: str, binds: dict[str, Any]) -> Iterator[Any]:
    # The driver's own cursor: a row costs a fifth of what a Row object with names costs.
    found = conn.execution_options(stream_results=True, yield_per=BLOCK).execute(text(sql), binds)
    for block in found.partitions(BLOCK):
        yield from block


def order_rows(conn: Connection, scope: Scope) -> Iterator[Any]:
    """The orders, oldest first, with the fields of sheets.ORDERS in its order."""
    where, binds = _limits(scope, "o", "placed_on")
    return _stream(
        conn,
        "SELECT o.placed_on, c.name, o.number, o.customer_id, coalesce(k.name, o.buyer_name, '') AS buyer, "
        "o.ship_country, o.status, "
        f"(SELECT sum(l.quantity) FROM order_lines l WHERE l.order_id = o.id AND {goods('l')}), "
        "(SELECT group_concat(title, '; ') FROM "
        "(SELECT l.title FROM order_lines l WHERE l.order_id = o.id ORDER BY l.id LIMIT 12) AS titles), "
        "o.currency, o.items_minor, o.shipping_minor, o.discount_minor, o.tax_minor, o.total_minor, o.refunded_minor, "
        "o.paid_on, o.shipped_on, o.due_on, o.delivered_on, "
        f"CASE WHEN {LATE} THEN {days_between('o.due_on', 'o.delivered_on')} END, "
        f"(SELECT min({_stars_given(conn)}) FROM reviews r WHERE r.order_id = o.id), o.note "
        "FROM orders o JOIN channels c ON c.id = o.channel_id LEFT JOIN customers k ON k.id = o.customer_id "
        f"WHERE {where} ORDER BY o.placed_on, o.id",
        binds,
    )


_REVIEW = (
    "r.posted_on, c.name, coalesce(p.title, ''), r.stars, r.rating, r.scale, r.title, r.text, r.language, "
    "r.order_number, r.customer_id, coalesce(k.name, r.reviewer) AS buyer, r.kind, c.platform"
)
_REVIEW_FROM = (
    "FROM reviews r JOIN channels c ON c.id = r.channel_id LEFT JOIN products p ON p.id = r.product_id "
    "LEFT JOIN customers k ON k.id = r.customer_id"
)


def review_rows(conn: Connection, scope: Scope) -> Iterator[Any]:
    """The reviews, oldest first, with the fields of sheets.REVIEWS in its order."""
    where, binds = _limits(scope, "r", "posted_on")
    return _stream(
        conn,
        f"SELECT {_REVIEW}, r.replied_on, r.reply, r.edited_on, r.photos {_REVIEW_FROM} "
        f"WHERE {where} ORDER BY r.posted_on, r.id",
        binds,
    )


def unanswered_rows(conn: Connection, scope: Scope, today: str) -> Iterator[Any]:
    """The reviews without a reply, the worst and longest waiting first; the last field is days waited."""
    where, binds = _limits(scope, "r", "posted_on")
    # Other scales stand beside the stars they come closest to, for the order of rows only.
    worst = "coalesce(r.stars, 1 + 4 * (r.rating - 1) / nullif(r.scale - 1, 0), 9)"
    return _stream(
        conn,
        f"SELECT {_REVIEW}, {days_between('r.posted_on', ':today')} {_REVIEW_FROM} "
        f"WHERE r.replied_on IS NULL AND {where} ORDER BY {worst} > 3, {worst}, r.posted_on, r.id",
        binds | {"today": today},
    )


# A product's rating is that of its product reviews: see review_kinds of orders;
# this is its plain SQL over reviews r.
_OF_PRODUCTS = (
    "(r.kind = 'product' OR r.kind IS NULL AND r.channel_id NOT IN (SELECT id FROM channels "
    f"WHERE platform IN ({', '.join(repr(one) for one in platforms_apart())})))"
)


def product_rows(conn: Connection, scope: Scope, currencies: list[str]) -> Iterator[Any]:
    """The products by title, with the fields of sheets.PRODUCTS and the sales in each of `currencies` (minor units)."""
    placed, binds = _limits(scope, "o", "placed_on")
    said, _same = _limits(scope, "r", "posted_on")
    money = "".join(
        f", sum(CASE WHEN l.currency = :c{n} THEN coalesce(l.total_minor, 0) ELSE 0 END) AS s{n}"
        for n in range(len(currencies))
    )
    binds |= {f"c{n}": code for n, code in enumerate(currencies)}
    stars = _stars_given(conn)
    names = enumerate(("one", "two", "three", "four", "five"), 1)
    counted = "sum(CASE WHEN {0} = {1} THEN 1 WHEN {0} IS NOT NULL THEN 0 END) AS {2}"
    counts = ", ".join(counted.format(stars, number, name) for number, name in names)
    return _stream(
        conn,
        "SELECT p.title, p.label, p.sku, p.category, coalesce(s.units, 0), coalesce(s.orders, 0), s.last_on, "
        "coalesce(v.reviews, 0), v.stars, v.one, v.two, v.three, v.four, v.five"
        + "".join(f", s.s{n}" for n in range(len(currencies)))
        + " FROM products p LEFT JOIN (SELECT l.product_id, sum(l.quantity) AS units, "
        f"count(DISTINCT l.order_id) AS orders, max(o.placed_on) AS last_on{money} "
        f"FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE {placed} AND l.counts "
        "GROUP BY l.product_id) s ON s.product_id = p.id "
        f"LEFT JOIN (SELECT r.product_id, count(*) AS reviews, avg({stars} + r.apart / 100.0) AS stars, "
        f"{counts} FROM reviews r WHERE r.product_id IS NOT NULL AND {said} AND {_OF_PRODUCTS} "
        "GROUP BY r.product_id) v "
        "ON v.product_id = p.id ORDER BY p.title, p.id",
        binds,
    )


def product_stars(conn: Connection, scope: Scope) -> list[tuple[str, StarCounts]]:
    """Each product by the owner's name for it with its ratings."""
    return [
        (
            row[1] or row[0],
            counts_with_mean(row[8], (row[9] or 0, row[10] or 0, row[11] or 0, row[12] or 0, row[13] or 0)),
        )
        for row in product_rows(conn, scope, [])
    ]


def counts_with_mean(mean: float | None, by_star: tuple[int, int, int, int, int]) -> StarCounts:
    """Counts by star that keep the exact mean of ratings between two stars."""
    whole = StarCounts(by_star)
    apart = 0 if mean is None or whole.mean is None else round(100 * (mean - whole.mean) * whole.total)
    return StarCounts(by_star, apart)


def stars_by_month(conn: Connection, scope: Scope) -> dict[str, StarCounts]:
    """The ratings of each month ("2026-07") that has any."""
    where, binds = _limits(scope, "r", "posted_on")
    stars = _stars_given(conn)
    wanted = (
        f"SELECT substr(r.posted_on, 1, 7), {stars}, count(*), sum(r.apart) FROM reviews r "
        f"WHERE r.posted_on IS NOT NULL AND {stars} IS NOT NULL AND {where} GROUP BY 1, 2"
    )
    found: dict[str, StarCounts] = {}
    for month, star, count, apart in conn.execute(text(wanted), binds):
        found[month] = found.get(month, StarCounts()) + StarCounts.of({star: count}, apart or 0)
    return found


def newest(conn: Connection) -> tuple[str | None, str | None]:
    """The day of the newest sale and of the newest review of the whole shop."""
    orders = conn.execute(text(last_sale())).scalar()
    reviews = conn.execute(text("SELECT max(posted_on) FROM reviews")).scalar()
    return orders, reviews


def sizes(conn: Connection, scope: Scope) -> tuple[int, int]:
    """How many orders and reviews a report will hold, for its progress."""
    placed, binds = _limits(scope, "o", "placed_on")
    posted, _same = _limits(scope, "r", "posted_on")
    orders = conn.execute(text(f"SELECT count(*) FROM orders o WHERE {placed}"), binds).scalar_one()
    reviews = conn.execute(text(f"SELECT count(*) FROM reviews r WHERE {posted}"), binds).scalar_one()
    return int(orders), int(reviews)
