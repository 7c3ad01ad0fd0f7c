"""Articles as the command line tells them: how many there are, what comes next, and what each brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from storeapp.articles.calendar.queries import overdue, plan_view
from storeapp.articles.calendar.rules import STATES, PlannedPiece
from storeapp.articles.drafts.queries import article_counts
from storeapp.articles.drafts.rules import STATUSES
from storeapp.articles.ideas.queries import idea_counts
from storeapp.articles.results.queries import look_again, results
from storeapp.articles.results.rules import PublicationResultRow, orders_words
from storeapp.kernel.days import short_day
from storeapp.kernel.text import _, plural

if TYPE_CHECKING:
    from sqlalchemy import Connection

AHEAD = 30  # days of the plan that are told
LATELY = 90  # days of results


def printed_articles(conn: Connection, today: date) -> dict[str, Any]:
    """Everything as JSON can say it: days ISO, times HH:MM of the shop, money in the currency's own units.

    `orders` of a publication may be parts of orders; `window` is the number of days in which they count.
    """
    counts = article_counts(conn)
    view = plan_view(conn, today, today + timedelta(days=AHEAD), today)
    late = [one for one in overdue(conn, today) if one.day < today.isoformat()]
    found = results(conn, today, LATELY)
    ideas = idea_counts(conn)
    return {
        "articles": {name: getattr(counts, name) for name in STATUSES},
        "ideas": {"open": ideas.get("open", 0), "used": ideas.get("used", 0), "dismissed": ideas.get("dismissed", 0)},
        "overdue": [_piece(one) for one in late],
        "planned": [_piece(one) for one in view.pieces if not one.published],
        "waiting": view.backlog_total,
        "warnings": [one.words for one in view.warnings],
        "mix": {
            "rule": view.rule.title,
            "parts": {part.key: part.count for part in view.mix.parts},
            "advice": view.mix.advice,
        },
        "look_again": [
            {"title": one.title, "place": one.place_name, "published": one.day, "day": one.checkpoint}
            for one in look_again(conn, today)
        ],
        "results": [_result(one) for one in found.rows],
        "results_days": LATELY,
        "window": found.window,
        "most_read": found.most_read,
    }


def article_report(told: dict[str, Any], today: date) -> Iterator[str]:
    """The same for people."""
    counts = [_("{name} {count}").format(name=_(STATUSES[key]), count=count) for key, count in told["articles"].items()]
    yield _("Articles: {counts}").format(counts=", ".join(counts))
    ideas = plural("{count} idea", "{count} ideas", told["ideas"]["open"])
    yield _("{ideas} noted, {count} without a day").format(ideas=ideas, count=told["waiting"])
    for title, pieces in ((_("Over their day:"), told["overdue"]), (_("Planned:"), told["planned"])):
        if pieces:
            yield title
        for one in pieces:
            when = f"{short_day(date.fromisoformat(one['day']), today)} {one['time']}".strip()
            yield f"  {when}  {one['title']}, {one['place']}, {_(STATES[one['state']][0])}"
    for words in told["warnings"]:
        yield _("Look at this: {words}").format(words=words)
    if told["mix"]["advice"]:
        yield _("Content mix: {words}").format(words=told["mix"]["advice"])
    for one in told["look_again"]:
        yield _("Look again, day {number}: {title} ({place})").format(
            number=one["day"], title=one["title"], place=one["place"]
        )
    if not told["results"]:
        yield plural("Nothing came out in {count} day.", "Nothing came out in {count} days.", told["results_days"])
        return
    days = plural("{count} day", "{count} days", told["results_days"])
    window = plural("{count} day", "{count} days", told["window"])
    yield _("Ranked by orders, last {days}; an order counts for {window}:").format(days=days, window=window)
    for one in told["results"]:
        money = " + ".join(f"{amount} {code}" for code, amount in one["revenue"].items())
        reads = "" if one["reads"] is None else plural("{count} read", "{count} reads", one["reads"])
        parts = [one["place"], one["published"], orders_words(one["orders"]), money, reads]
        yield f"  {one['title']}: " + ", ".join(filter(None, parts))
    if told["most_read"]:
        yield told["most_read"]


def _piece(one: PlannedPiece) -> dict[str, Any]:
    return {
        "title": one.title,
        "place": one.place_name,
        "day": one.day,
        "time": one.time,
        "state": one.state,
        "mix": one.mix,
    }


def _result(one: PublicationResultRow) -> dict[str, Any]:
    figures = one.figures
    return {
        "title": one.title,
        "place": one.place_name,
        "published": one.day,
        "orders": round(one.orders, 4),
        "revenue": {amount.currency: amount.plain() for amount in one.revenue},
        "ways": list(one.ways),
        "views": figures.views,
        "reads": figures.reads,
        "saves": figures.saves,
        "clicks": figures.clicks,
        "cost": None if figures.cost is None else f"{figures.cost.plain()} {figures.cost.currency}",
    }
