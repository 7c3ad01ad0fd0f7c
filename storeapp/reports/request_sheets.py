"""The sheets of the proof that everybody was asked for a review: by plan and month, every reason, order by order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storeapp.kernel.clock import local_day
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_, _
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.sheets import spoken
from storeapp.reports.workbook import ReportBook
from storeapp.reputation.ratings.rules import StarCounts, mean_range
from storeapp.reputation.trust.queries import MentionRow, mention_rows
from storeapp.reputation.trust.rules import REWARDS
from storeapp.solicitation import outcomes
from storeapp.solicitation.coupons.queries import CouponRow, coupon_rows
from storeapp.solicitation.outcomes import NO_SALE, STILL_COMING, ProofRow
from storeapp.solicitation.queries import plans_of
from storeapp.solicitation.wording import plan_title, reason_title, reason_words, state_title

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_POSTS = 5_000
MONTHS = (
    SheetColumn(N_("Plan"), "text", 24),
    SheetColumn(N_("Month of delivery"), "text", 12),
    SheetColumn(N_("Bought"), "int", 9),
    SheetColumn(N_("Asked"), "int", 9),
    SheetColumn(N_("Asked, percent"), "percent", 10, "bar"),
    SheetColumn(N_("Still to be asked"), "int", 11),
    SheetColumn(N_("Reviewed before anybody asked"), "int", 14),
    SheetColumn(N_("Not asked"), "int", 10),
)
REASONS = (
    SheetColumn(N_("Plan"), "text", 24),
    SheetColumn(N_("Month of delivery"), "text", 12),
    SheetColumn(N_("State"), "text", 16),
    SheetColumn(N_("Why nobody asked"), "text", 60),
    SheetColumn(N_("Orders"), "int", 9),
)
STARS = (
    SheetColumn(N_("Orders"), "text", 24),
    SheetColumn(N_("Reviews"), "int", 9),
    SheetColumn(N_("Average stars"), "stars", 10),
    SheetColumn(N_("Likely from"), "stars", 9),
    SheetColumn(N_("Likely to"), "stars", 9),
    SheetColumn(N_("1 star"), "int", 8),
    SheetColumn(N_("2 stars"), "int", 8),
    SheetColumn(N_("3 stars"), "int", 8),
    SheetColumn(N_("4 stars"), "int", 8),
    SheetColumn(N_("5 stars"), "int", 8),
)
POSTS = (
    SheetColumn(N_("Date"), "date", 12),
    SheetColumn(N_("Title"), "text", 44),
    SheetColumn(N_("Link"), "text", 44),
    SheetColumn(N_("Seen by"), "int", 10),
    SheetColumn(N_("The writer got"), "text", 34),
)
COUPONS = (
    SheetColumn(N_("Code"), "id", 22),
    SheetColumn(N_("Gives"), "text", 30),
    SheetColumn(N_("Given with order"), "id", 20),
    SheetColumn(N_("Given on"), "date", 12),
    SheetColumn(N_("Used by orders"), "int", 10),
)
ORDERS = (
    SheetColumn(N_("Channel"), "text", 16),
    SheetColumn(N_("Order"), "id", 20),
    SheetColumn(N_("State"), "text", 16),
    SheetColumn(N_("Why"), "text", 60),
    SheetColumn(N_("Not before"), "date", 12),
    SheetColumn(N_("Not after"), "date", 12),
    SheetColumn(N_("Asked on"), "date", 12),
)


def add_sheets(book: ReportBook, conn: Connection, now: datetime, progress: Progress) -> None:
    """All sheets, as things stand now."""
    progress.begin(_("Counting"))
    names = {plan.key: plan_title(plan.key, plan.name) for plan in plans_of(conn)}
    rows = outcomes.proof(conn)
    book.table(_("Asked by month"), spoken(MONTHS), _months(rows, names))
    book.table(_("Reasons"), spoken(REASONS), _reasons(rows, names))
    book.table(_("Stars"), spoken(STARS), _stars(outcomes.stars(conn)))
    posts = [[one.said_on, one.title, one.url, one.reach, _(REWARDS[one.reward])] for one in _posts(conn)]
    if posts:
        book.table(_("Posts of buyers"), spoken(POSTS), posts)
    coupons = [one for one in coupon_rows(conn) if one.order_id is not None]
    if coupons:
        book.table(_("Coupons"), spoken(COUPONS), map(_coupon, coupons))
    progress.begin(_("Writing rows"), sum(row.orders for row in rows))
    book.table(_("Orders"), spoken(ORDERS), _orders(outcomes.per_order(conn), now), progress.step)


def _posts(conn: Connection) -> list[MentionRow]:
    return mention_rows(conn, "post", 0, MOST_POSTS)


def _coupon(one: CouponRow) -> list[Any]:
    return [one.code, one.worth, one.number, one.given_at and local_day(one.given_at).isoformat(), one.used]


def _months(rows: Iterable[ProofRow], names: dict[str, str]) -> Iterator[list[Any]]:
    """Canceled and unpaid orders were no purchase and stand among the reasons only."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row.reason in NO_SALE:
            continue
        sums = found.setdefault((row.plan, row.month), [0] * 5)
        place = 1 if row.asked else 3 if row.state == "reviewed" else 2 if row.state in STILL_COMING else 4
        sums[0] += row.orders
        sums[place] += row.orders
    for (plan, month), (bought, asked, coming, unasked, never) in sorted(found.items()):
        yield [names.get(plan, plan), month, bought, asked, 100 * asked / bought, coming, unasked, never]


def _reasons(rows: Iterable[ProofRow], names: dict[str, str]) -> Iterator[list[Any]]:
    for row in rows:
        if not row.asked:
            yield [
                names.get(row.plan, row.plan),
                row.month,
                state_title(row.state),
                reason_title(row.reason),
                row.orders,
            ]


def _stars(found: dict[bool, StarCounts]) -> Iterator[list[Any]]:
    for asked, title in ((True, _("Asked, and reviewed afterwards")), (False, _("Never asked"))):
        counts = found[asked]
        likely = mean_range(counts)
        ends = [likely.low, likely.high] if likely is not None else [None, None]
        yield [title, counts.total, counts.mean, *ends, *(counts[star] for star in (1, 2, 3, 4, 5))]


def _orders(rows: Iterable[tuple[Any, ...]], now: datetime) -> Iterator[list[Any]]:
    for number, channel, state, reason, detail, ready_from, last_on, asked_at in rows:
        why = reason_words(reason, detail, now.date())
        yield [channel, number, state_title(state), why, *(day and day[:10] for day in (ready_from, last_on, asked_at))]
