"""The sheets of articles: what came out and what it brought, by what its orders are known, the mix, and lessons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from storeapp.articles.calendar.queries import plan_settings
from storeapp.articles.calendar.rules import content_mix
from storeapp.articles.drafts.queries import articles
from storeapp.articles.drafts.records import ArticleFilters
from storeapp.articles.drafts.rules import STATUSES
from storeapp.articles.kinds import MIX, article_kinds, mix_of
from storeapp.articles.results.queries import lessons, results_between
from storeapp.articles.results.records import ResultsView
from storeapp.articles.results.rules import WAYS
from storeapp.kernel.clock import local_day
from storeapp.kernel.text import N_, _, plural
from storeapp.orders.attribution.queries import origins
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.reputation_sheets import ReportSheet
from storeapp.reports.rules import Scope

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_ARTICLES = 5000
BROUGHT = (
    SheetColumn(N_("Article"), "text", 40),
    SheetColumn(N_("Place"), "text", 18),
    SheetColumn(N_("Came out"), "date", 12),
    SheetColumn(N_("Kind"), "text", 18),
    SheetColumn(N_("Orders"), "figure", 9),
    SheetColumn(N_("Known by"), "text", 26),
    SheetColumn(N_("Views"), "int", 9),
    SheetColumn(N_("Reads"), "int", 9),
    SheetColumn(N_("Saves"), "int", 9),
    SheetColumn(N_("Clicks"), "int", 9),
    SheetColumn(N_("Cost"), "money", 11),
    SheetColumn(N_("Days that orders still count"), "int", 12),
)
ALL = (
    SheetColumn(N_("Article"), "text", 40),
    SheetColumn(N_("Status"), "text", 14),
    SheetColumn(N_("Kind"), "text", 18),
    SheetColumn(N_("Topic"), "text", 24),
    SheetColumn(N_("Products"), "text", 30),
    SheetColumn(N_("Words"), "int", 9),
    SheetColumn(N_("Planned for"), "date", 12),
    SheetColumn(N_("First came out"), "date", 14),
)
BY_WAY = (
    SheetColumn(N_("Known by"), "text", 26),
    SheetColumn(N_("Orders"), "figure", 10),
)
SOURCES = (
    SheetColumn(N_("What brought orders"), "text", 36),
    SheetColumn(N_("Known by"), "text", 22),
    SheetColumn(N_("Orders with a part of it"), "int", 14),
    SheetColumn(N_("Orders, parts added up"), "figure", 14),
)
MIXED = (
    SheetColumn(N_("Kind of content"), "text", 22),
    SheetColumn(N_("Articles"), "int", 10),
    SheetColumn(N_("Share"), "share", 10, "bar"),
    SheetColumn(N_("Aim"), "share", 10),
)
LEARNED = (
    SheetColumn(N_("Day"), "date", 12),
    SheetColumn(N_("Article"), "text", 36),
    SheetColumn(N_("What worked"), "long", 50),
    SheetColumn(N_("What to try next"), "long", 50),
)


def brought(conn: Connection, scope: Scope, today: date) -> ResultsView:
    """What came out in the time of the book, with the orders it brought up to today."""
    return results_between(conn, today, scope.since or "", scope.until or "")


def sheets(conn: Connection, told: ResultsView, scope: Scope) -> list[ReportSheet]:
    """All sheets; those of which there is nothing to say have no rows."""
    currencies = sorted({money.currency for row in told.rows for money in row.revenue})
    revenue = [SheetColumn(_("Revenue in {currency}").format(currency=one), "money", 13) for one in currencies]
    return [
        ReportSheet(
            _("What articles brought"), (*BROUGHT[:5], *revenue, *BROUGHT[5:]), tuple(_brought(told, currencies))
        ),
        ReportSheet(_("How orders are known"), BY_WAY, tuple(_by_way(told))),
        ReportSheet(_("What brought orders"), SOURCES, tuple(_sources(conn, scope))),
        ReportSheet(_("Content mix"), MIXED, tuple(_mix(conn, told))),
        ReportSheet(_("All articles"), ALL, tuple(_articles(conn))),
        ReportSheet(_("Lessons"), LEARNED, tuple(_lessons(conn))),
    ]


def window_words(told: ResultsView) -> str:
    """In how many days an order counts, and for what."""
    return plural(
        "An order counts for an article for {count} day after it came out, if its buyer used the article's coupon or "
        "link, or named it when asked.",
        "An order counts for an article for {count} days after it came out, if its buyer used the article's coupon or "
        "link, or named it when asked.",
        told.window,
    )


def notes(told: ResultsView) -> list[str]:
    """What stands behind the figures of articles."""
    lines = [
        window_words(told),
        _("An order that several articles may have brought is shared out among them, and never counted twice."),
        _("Orders count up to now, also for what came out earlier. Reads and views are as they were noted last."),
    ]
    if told.untracked:
        lines.append(
            plural(
                "{count} of them has neither coupon nor link: only buyers who say so are counted.",
                "{count} of them have neither coupon nor link: only buyers who say so are counted.",
                told.untracked,
            )
        )
    return [*lines, told.most_read] if told.most_read else lines


def _brought(told: ResultsView, currencies: list[str]) -> Iterator[tuple[Any, ...]]:
    kinds = article_kinds()
    for row in told.rows:
        worth = {money.currency: (money.minor, money.currency) for money in row.revenue}
        seen, cost = row.figures, row.figures.cost
        yield (
            row.title,
            row.place_name,
            row.day,
            _(kinds[row.kind].title) if row.kind in kinds else "",
            round(row.orders, 2),
            *(worth.get(currency) for currency in currencies),
            _(", ").join(_(WAYS[way]) for way in row.ways) if row.trackable or row.ways else _("only by asking"),
            seen.views,
            seen.reads,
            seen.saves,
            seen.clicks,
            (cost.minor, cost.currency) if cost is not None else None,
            row.open,
        )


def _by_way(told: ResultsView) -> Iterator[tuple[Any, ...]]:
    for way, orders in told.by_way:
        yield _(WAYS[way]), round(orders, 2)


def _sources(conn: Connection, scope: Scope) -> Iterator[tuple[Any, ...]]:
    found = origins(conn, scope.since or "", scope.until or "9999")
    for one in found.sources:
        yield (
            one.source or _(WAYS.get(one.how, one.how)),
            _(WAYS.get(one.how, one.how)),
            one.orders,
            round(one.whole, 2),
        )
    if found.sources and found.orders > found.known:
        yield _("Nobody knows"), "", found.orders - found.known, found.orders - found.known


def _mix(conn: Connection, told: ResultsView) -> Iterator[tuple[Any, ...]]:
    mix = content_mix(
        {row.article_id: mix_of(row.kind, row.goal) for row in told.rows}.values(), plan_settings(conn).rule
    )
    if not any(part.count for part in mix.parts):
        return
    for part in mix.parts:
        yield _(MIX[part.key]), part.count, part.share, part.aim


def _articles(conn: Connection) -> Iterator[tuple[Any, ...]]:
    kinds = article_kinds()
    for row in articles(conn, ArticleFilters(status="all"), 0, MOST_ARTICLES, False):
        yield (
            row.title or _("Untitled"),
            _(STATUSES[row.status]),
            _(kinds[row.kind].title) if row.kind in kinds else "",
            row.topic,
            row.products,
            row.words,
            row.planned_on,
            local_day(row.published_at).isoformat() if row.published_at else None,
        )


def _lessons(conn: Connection) -> Iterator[tuple[Any, ...]]:
    for one in lessons(conn):
        yield local_day(one.at).isoformat(), one.title, one.worked, one.next_try
