"""Reads what the first page of the owner's book says from the rooms that keep it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from storeapp.aftersales.causes.costs import Costs, leading, pareto
from storeapp.aftersales.causes.queries.causes import cause_list
from storeapp.aftersales.causes.queries.costs import Period, cost_lines, costs, into_currency, last_days
from storeapp.aftersales.causes.queries.metrics import promises_kept
from storeapp.aftersales.proposals.queries import proposal_count
from storeapp.aftersales.queries import due
from storeapp.articles.results.queries import results_between
from storeapp.articles.results.records import ResultsView
from storeapp.kernel.clock import local_day, utc_text
from storeapp.kernel.days import last_day, last_months, long_day
from storeapp.kernel.money import Money
from storeapp.kernel.text import _, plural
from storeapp.orders.attribution.queries import origins
from storeapp.orders.groups.queries import BuyerGroups, buyer_groups
from storeapp.orders.groups.rules import GROUPS
from storeapp.orders.sales import sold
from storeapp.reports import first_page as said
from storeapp.reports import queries
from storeapp.reports.first_page import BookAnswer, FirstPage, RatedMonth, ToDo
from storeapp.reports.months import compared, month_of, running
from storeapp.reports.rules import ReportFigures, Scope
from storeapp.reputation.changes.queries.alerts import alerts
from storeapp.reputation.ratings.rules import StarCounts, by_low_end
from storeapp.solicitation.outcomes import Funnel, funnel
from storeapp.solicitation.sums import counts as request_counts
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask, how_many
from storeapp.store.tables import Cause, ImportBatch

if TYPE_CHECKING:
    from sqlalchemy import Connection

STEPS = 5
LAST_DAY = "2100-12-31"  # of a period without an end
COST_DAYS = 90
SHOWN = 5  # bars of a chart
WEAK = 4.0  # stars that the likely range of a product must stay under to be named


def first_page(conn: Connection, scope: Scope, now: datetime, today: date) -> FirstPage:
    """Everything of a month. What to do is as of `today`, whatever month the book is about."""
    past = compared(scope)
    figures, before = queries.figures(conn, scope), queries.figures(conn, past)
    groups = buyer_groups(conn, date.fromisoformat(scope.until or today.isoformat()), scope.channels)
    brought = origins(conn, scope.since or "", scope.until or "") if not scope.channels else None
    names = {number: name for number, _platform, name in queries.channels(conn)}
    rated = rated_months(conn, scope)
    answers = [answer for _topic, answer in answered(conn, scope, past, figures, before, now)]
    return FirstPage(
        shop=queries.shop_name(conn),
        scope=scope,
        against=past,
        made_at=now.astimezone().strftime("%Y-%m-%d %H:%M"),
        rows=sum(queries.sizes(conn, scope)),
        channels=[names[one] for one in scope.channels if one in names],
        answers=answers,
        steps=tuple(_steps(conn, scope, groups, today))[:STEPS],
        groups=groups,
        causes=_causes(conn, scope),
        brought=[(one.source or one.how, one.whole) for one in brought.sources[:SHOWN]] if brought else [],
        known=brought.known if brought else 0,
        rated=rated,
        news=tuple(_news(conn, now)),
        mark=_("SAMPLE") if shop_setting(conn, "sample", False) else "",
    )


def answered(
    conn: Connection, scope: Scope, past: Scope | None, now: ReportFigures, then: ReportFigures | None, at: datetime
) -> Iterator[tuple[str, BookAnswer]]:
    """Every question that the shop's records answer, by topic; held against `past`, None for nothing."""
    before = then if then is not None and (then.orders or then.reviews) else None
    yield "orders", said.counted(_("Did people buy? (orders sold)"), now.sold, before.sold if before else None)
    for currency in sorted({*now.sales, *(before.sales if before else ())}, key=lambda one: -now.sales.get(one, 0)):
        was = Money(before.sales.get(currency, 0), currency) if before else None
        title = _("For how much, in {currency}?").format(currency=currency)
        yield "orders", said.money(title, Money(now.sales.get(currency, 0), currency), was)
    yield "customers", _came_back(conn, scope, past if before else None)
    yield "reputation", said.stars(_("Are we spoken well of? (stars)"), _stars(now), _stars(before) if before else None)
    bad = (before.bad_replied, before.bad) if before else None
    yield "reputation", said.complete(_("Was every bad review answered?"), (now.bad_replied, now.bad), bad)
    for answer in _requests(conn, scope, past, at):
        yield "requests", answer
    late = (before.delivered - before.late, before.delivered) if before else None
    yield "aftersales", said.share(_("Did parcels come in time?"), (now.delivered - now.late, now.delivered), late)
    kept = promises_kept(conn, _period(scope))
    if kept.whole:
        kept_then = promises_kept(conn, _period(past)) if past is not None else None
        pair = (kept_then.part, kept_then.whole) if kept_then is not None else None
        yield "aftersales", said.share(_("Did we keep our promises?"), (kept.part, kept.whole), pair)
    spent = costs(conn, _period(past)) if past is not None else None
    for answer in _trouble(costs(conn, _period(scope)), spent):
        yield "aftersales", answer
    for answer in _articles(conn, scope, past, at, (now.sold, before.sold if before else None)):
        yield "articles", answer


def _articles(
    conn: Connection, scope: Scope, past: Scope | None, at: datetime, sold: tuple[int, int | None]
) -> Iterator[BookAnswer]:
    """What came out and what it brought; nothing where nothing came out, now or before."""
    today = at.astimezone().date()
    now = results_between(conn, today, scope.since or "", scope.until or "")
    then = results_between(conn, today, past.since or "", past.until or "") if past is not None else None
    if now.rows or (then is not None and then.rows):
        title = _("How many articles came out?")
        yield said.counted(title, len(now.rows), len(then.rows) if then is not None else None)
        held = (_orders(then), sold[1]) if then is not None and sold[1] else None
        if sold[0]:
            yield said.share(_("What did articles bring? (of orders)"), (_orders(now), sold[0]), held)


def _orders(told: ResultsView) -> int:
    return round(sum(one.orders for one in told.rows))


def _stars(figures: ReportFigures) -> StarCounts:
    one, two, three, four, five = (figures.stars.get(star, 0) for star in "12345")
    return StarCounts((one, two, three, four, five), figures.apart)


def _requests(conn: Connection, scope: Scope, past: Scope | None, at: datetime) -> Iterator[BookAnswer]:
    now, then = _funnel(conn, scope, at), _funnel(conn, past, at) if past is not None else None
    if now.eligible:
        yield said.complete(_("Was everybody asked for a review?"), _asked(now), _asked(then) if then else None)
        before = (then.of_asked.answered, then.of_asked.asked) if then else None
        yield said.share(_("Who then wrote a review?"), (now.of_asked.answered, now.of_asked.asked), before)


def _funnel(conn: Connection, scope: Scope, at: datetime) -> Funnel:
    return funnel(conn, at, scope.since or "", scope.until or "9999", scope.channels)


def _asked(found: Funnel) -> tuple[int, int]:
    """Who was asked or reviewed unasked, of all whose time has come and whom no rule keeps from being asked."""
    return found.asked + found.unasked, found.eligible - found.too_early - found.held


def _came_back(conn: Connection, scope: Scope, past: Scope | None) -> BookAnswer:
    now = _again(conn, scope)
    return said.share(_("Who came back? (of buyers known)"), now, _again(conn, past) if past is not None else None)


def _again(conn: Connection, scope: Scope) -> tuple[int, int]:
    """Sales to somebody who had bought on an earlier day, and all whose buyer is known."""
    within = "AND o.channel_id IN :channels " if scope.channels else ""
    values = {"channels": list(scope.channels)} if scope.channels else {}
    again, known = ask(
        conn,
        f"SELECT {how_many('k.first_order_on < o.placed_on')}, count(*) FROM orders o "
        "JOIN customers k ON k.id = o.customer_id WHERE o.placed_on >= :since AND o.placed_on <= :until "
        f"{within}AND {sold('o')}",
        since=scope.since or "",
        until=scope.until or LAST_DAY,
        **values,
    ).one()
    return int(again or 0), int(known)


def _trouble(now: list[Costs], then: list[Costs] | None) -> Iterator[BookAnswer]:
    before = {one.money.currency: one.money for one in then or ()}
    for one in now:
        if one.money.minor or before.get(one.money.currency):
            title = _("What did trouble cost, in {currency}?").format(currency=one.money.currency)
            was = None if then is None else before.get(one.money.currency, Money(0, one.money.currency))
            yield said.money(title, one.money, was)


def _period(scope: Scope) -> Period:
    channel = scope.channels[0] if len(scope.channels) == 1 else None
    return Period(scope.since or "", scope.until or LAST_DAY, channel)


def _causes(conn: Connection, scope: Scope) -> list[tuple[str, Money]]:
    """What trouble cost by reason, in the currency that has most of it."""
    shares = pareto(cost_lines(conn, "reason", _period(scope)))
    found = shares.get(leading(shares, into_currency(conn)), [])
    return [(one.line.words or _("Not known"), one.line.money) for one in found[:SHOWN]]


def rated_months(conn: Connection, scope: Scope) -> list[RatedMonth]:
    """The ratings of the twelve months up to that of the book."""
    first = last_months(12, date.fromisoformat(f"{month_of(scope)}-01"))
    year = Scope("year", first.isoformat(), scope.until, scope.channels)
    found = queries.stars_by_month(conn, year)
    month, months = first.isoformat()[:7], []
    while month <= month_of(scope):
        whole = month != month_of(scope) or not running(scope)
        months.append(RatedMonth(month, found.get(month, StarCounts()), whole))
        month = _next(month)
    return months


def _next(month: str) -> str:
    return last_months(0, date.fromisoformat(f"{month}-01")).isoformat()[:7]


def _steps(conn: Connection, scope: Scope, groups: BuyerGroups, today: date) -> Iterator[ToDo]:
    """What waits, the most pressing first; at most a page needs to say."""
    promised = due(conn, today)
    if promised:
        words = plural("Keep {count} promise that is due", "Keep {count} promises that are due", len(promised))
        yield ToDo(words, _("The first was due on {day}.").format(day=_day_in_full(promised[0].promise.due_on)))
    waiting, oldest = ask(
        conn, "SELECT count(*), min(posted_on) FROM reviews WHERE stars <= 3 AND replied_on IS NULL"
    ).one()
    if waiting:
        words = plural("Answer {count} bad review", "Answer {count} bad reviews", waiting)
        yield ToDo(words, _("The oldest is of {day}.").format(day=_day_in_full(oldest)) if oldest else "")
    worth = cause_list(conn, last_days(COST_DAYS, today)).next_worth
    if worth is not None and worth.share is not None:
        why = plural(
            "{count} case, {{amount}} in {{days}} days", "{count} cases, {{amount}} in {{days}} days", worth.recent
        ).format(amount=worth.share.line.money, days=COST_DAYS)
        yield ToDo(_("Solve “{cause}”").format(cause=worth.title), why)
    proposed = proposal_count(conn, today)
    if proposed:
        words = plural("Look at {count} proposed case", "Look at {count} proposed cases", proposed)
        yield ToDo(words, _("Late, lost, canceled or complained about, and in no case yet"))
    ready = request_counts(conn).get("ready", 0)
    if ready:
        words = plural("Ask {count} buyer for a review", "Ask {count} buyers for a review", ready)
        yield ToDo(words, _("Their time has come; nobody is left out"))
    yield from _weak_product(conn, scope)
    yield from _cooling(groups)


def _day_in_full(day: str | None) -> str:
    """With its weekday and year: a book is read on another day."""
    return long_day(date.fromisoformat(day)) if day else ""


def _weak_product(conn: Connection, scope: Scope) -> Iterator[ToDo]:
    """The product that is weak beyond doubt: the high end of its likely range of the last year is lowest."""
    first = last_months(12, date.fromisoformat(f"{month_of(scope)}-01"))
    counted = queries.product_stars(conn, Scope("year", first.isoformat(), scope.until, scope.channels))
    ranked = [one for one in by_low_end(counted) if one[1].total >= said.FEWEST_OF and one[2].high < WEAK]
    if ranked:
        name, stars, likely = min(ranked, key=lambda one: one[2].high)
        why = _("{stars} stars from {count} reviews, likely at most {high}")
        said_why = why.format(stars=f"{stars.mean:.2f}", count=stars.total, high=f"{likely.high:.2f}")
        yield ToDo(_("Look into “{product}”").format(product=name), said_why)


def _cooling(groups: BuyerGroups) -> Iterator[ToDo]:
    cooled = next((one for one in groups.lines if one.group == "cooling"), None)
    came = sum(count for group, count in cooled.came.items() if group) if cooled is not None else 0
    if came:
        words = plural("See to {count} buyer who is cooling", "See to {count} buyers who are cooling", came)
        _title, _who, advice = GROUPS["cooling"]
        yield ToDo(words, _(advice))


def _news(conn: Connection, now: datetime) -> Iterator[str]:
    """What came about since the last owner's book was saved."""
    last = queries.last_book(conn, "owner")
    if last is None:
        yield _("This is the first owner's book; the next one will say what is new.")
        return
    day = local_day(last.at).isoformat()
    files = ask(conn, f"SELECT count(*) FROM {ImportBatch.__tablename__} WHERE imported_at > :at", at=last.at)
    count = files.scalar_one()
    news = [plural("{count} file imported", "{count} files imported", count)] if count else []
    causes = ask(conn, f"SELECT title FROM {Cause.__tablename__} WHERE found_on >= :day ORDER BY id", day=day)
    news += [_("New cause: “{cause}”").format(cause=title) for (title,) in causes]
    news += [one.title for one in alerts(conn, now.astimezone().date(), utc_text(now)) if one.found >= day]
    yield from news or [_("Nothing new since {day}.").format(day=long_day(date.fromisoformat(day)))]


def unfinished(scope: Scope) -> str:
    """What a book of a running month says of it; "" of a whole one."""
    if not running(scope):
        return ""
    words = _("This month is not over: it is counted until {day}, and held against as many days of the month before.")
    return words.format(day=scope.until or last_day(month_of(scope)))
