"""All figures of after-sales of a period, line by line: the window's list and the report say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from storeapp.aftersales.causes.costs import CostShare, Part, pareto
from storeapp.aftersales.causes.metrics import Portion, Waits, wait_words
from storeapp.aftersales.causes.queries.costs import Period, cost_lines
from storeapp.aftersales.causes.queries.metrics import ServiceFigures, cases_by_reason, service_figures
from storeapp.aftersales.causes.queries.returns import (
    Refunds,
    refunds_by_product,
    refunds_by_reason,
    returned_by_product,
    returned_by_reason,
    uncounted_returns,
)
from storeapp.aftersales.causes.rules import per_hundred
from storeapp.aftersales.causes.wording import percent
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.likely import Range
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, plural

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure in words, `about` a part of it ("" for the whole), what was counted, its likely range of shares."""

    title: str
    about: str
    value: str
    part: int | None = None
    whole: int | None = None
    likely: Range | None = None


def figure_lines(conn: Connection, period: Period, now: datetime | None = None) -> Iterator[FigureLine]:
    """Every figure of the period; nothing where there were neither cases nor returns nor refunds."""
    found = service_figures(conn, period, now)
    if not any((found.cases, found.resolution.count, found.kept.whole, found.returned.part, found.refunded)):
        return
    yield from _waits(_("First answer"), found.first_reply)
    yield from _waits(_("From opening to closing"), found.resolution)
    yield from _waits(_("Open cases have waited for"), found.waiting)
    yield from _share(_("Promises kept in time"), "", found.kept)
    yield from _share(_("Solved with one message"), "", found.at_once)
    yield from _share(_("Opened again after closing"), "", found.reopened)
    yield from _share(_("Products with one reason twice in 90 days"), "", found.repeated)
    yield from _share(_("Buyers with one reason twice in 90 days"), "", found.again)
    yield from _cases(conn, period, found)
    yield from _returns(conn, period, found)
    yield from _refunds(conn, period, found)
    yield from _costs(found)
    yield from _share(_("Bad reviews turned"), "", found.turned)


def cost_shares(conn: Connection, part: Part, period: Period) -> list[CostShare]:
    """What each reason, product, supplier, ... cost in a period, dearest first, each currency by itself."""
    return [one for shares in pareto(cost_lines(conn, part, period)).values() for one in shares]


def _cases(conn: Connection, period: Period, found: ServiceFigures) -> Iterator[FigureLine]:
    yield from _share(_("Cases per 100 orders"), "", Portion(found.cases, found.orders), per_hundred)
    titles = reason_titles(conn)
    for reason, portion in cases_by_reason(conn, period):
        yield from _share(_("Cases per 100 orders"), titles.get(reason) or _("Reason not known"), portion, per_hundred)


def _returns(conn: Connection, period: Period, found: ServiceFigures) -> Iterator[FigureLine]:
    title = _("Units that came back")
    yield from _share(title, "", found.returned)
    for _key, reason, portion in returned_by_reason(conn, period):
        yield from _share(title, reason, portion)
    for _number, product, portion in returned_by_product(conn, period):
        yield from _share(title, product, portion)
    missing = uncounted_returns(conn, period)
    if missing:
        words = plural(
            "{count} order of several pieces: its file doesn't say how many came back",
            "{count} orders of several pieces: their files don't say how many came back",
            missing,
        )
        yield FigureLine(_("Not counted"), words, "", missing)


def _refunds(conn: Connection, period: Period, found: ServiceFigures) -> Iterator[FigureLine]:
    for money, sold in found.refunded.values():
        yield _refund("", Refunds("", "", money, sold))
    for one in (*refunds_by_reason(conn, period), *refunds_by_product(conn, period)):
        yield _refund(one.title, one)


def _refund(about: str, one: Refunds) -> FigureLine:
    value = str(one.money)
    if one.sales is not None and one.sales.minor > 0:
        words = _("{amount}, {share} of sales")
        value = words.format(amount=one.money, share=percent(one.money.minor / one.sales.minor))
    return FigureLine(_("Refunds"), about, value)


def _costs(found: ServiceFigures) -> Iterator[FigureLine]:
    for one in found.costs:
        if one.money.minor:
            share = one.share
            words = _("{amount}, {share} of sales")
            value = str(one.money) if share is None else words.format(amount=one.money, share=percent(share))
            yield FigureLine(_("Cost of cases"), "", value)
    for money in found.cost_each:
        if money.minor:
            yield FigureLine(_("Cost of one case"), _("on average"), str(money), found.cases)


def _waits(title: str, wait: Waits) -> Iterator[FigureLine]:
    if wait.median is not None and wait.ninth is not None:
        yield FigureLine(title, _("half of all within"), wait_words(wait.median), wait.count)
        yield FigureLine(title, _("nine of ten within"), wait_words(wait.ninth), wait.count)


def _share(title: str, about: str, portion: Portion, said: Callable[[float], str] = percent) -> Iterator[FigureLine]:
    """A share in words; nothing of what never came up, for 0 of 0 says nothing."""
    if portion.part or portion.whole:
        words = "" if portion.share is None else said(portion.share)
        yield FigureLine(title, about, words, portion.part, portion.whole, portion.likely)
