"""Costs, figures of service and causes as the command line prints them; the same figures as page and report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from storeapp.aftersales.causes import wording
from storeapp.aftersales.causes.costs import Part, pareto
from storeapp.aftersales.causes.metrics import Portion, Waits
from storeapp.aftersales.causes.queries.costs import cost_lines, costs, last_days
from storeapp.aftersales.causes.queries.effects import FixLine, cause_sheet
from storeapp.aftersales.causes.queries.metrics import service_figures
from storeapp.aftersales.causes.queries.returns import (
    Refunds,
    refunds_by_product,
    refunds_by_reason,
    returned_by_product,
    returned_by_reason,
    uncounted_returns,
)
from storeapp.aftersales.causes.rules import STATES, VERDICTS
from storeapp.kernel.text import _, plural

if TYPE_CHECKING:
    from sqlalchemy import Connection

PRINTED: tuple[Part, ...] = ("reason", "product", "supplier", "batch", "channel", "month", "cause", "kind")


def printed_costs(conn: Connection, today: date, days: int) -> dict[str, Any]:
    """The last `days` as JSON can say them: money in the currency's own units by its code, shares from 0 to 1, waits in
    hours. `fell` is the likely range by which a fix lowered the share of orders with such a case.
    """
    period = last_days(days, today)
    found, whole = service_figures(conn, period), costs(conn, period)
    return {
        "since": period.since,
        "until": period.until,
        "costs": {one.money.currency: {"cost": one.money.plain(), "share_of_sales": one.share} for one in whole},
        "replacements_without_a_cost": sum(one.unpriced for one in whole),
        "minutes_without_a_price": sum(one.untimed for one in whole),
        "by": {part: list(_parts(conn, part, days, today)) for part in PRINTED},
        "service": {
            "cases": found.cases,
            "orders": found.orders,
            "cases_per_100_orders": found.per_hundred,
            "first_reply": _wait(found.first_reply),
            "resolution": _wait(found.resolution),
            "promises_kept": _portion(found.kept),
            "reopened": _portion(found.reopened),
            "solved_with_one_message": _portion(found.at_once),
            "open_cases_waiting": _wait(found.waiting),
            "repeated_products": _portion(found.repeated),
            "repeated_buyers": _portion(found.again),
            "returned_units": _portion(found.returned),
            "returned_units_by_reason": {
                key: {"title": title} | _portion(one) for key, title, one in returned_by_reason(conn, period)
            },
            "returned_units_by_product": [
                {"product": number, "title": title} | _portion(one)
                for number, title, one in returned_by_product(conn, period)
            ],
            "returns_of_unknown_quantity": uncounted_returns(conn, period),
            "refunded": {
                code: {"refunded": money.plain(), "sales": sold.plain() if sold is not None else None}
                for code, (money, sold) in found.refunded.items()
            },
            "refunded_by_reason": [_refund(one) for one in refunds_by_reason(conn, period)],
            "refunded_by_product": [_refund(one) for one in refunds_by_product(conn, period)],
            "cost_of_one_case": {one.currency: one.plain() for one in found.cost_each},
            "reviews_turned": _portion(found.turned),
        },
        "causes": [
            {
                "number": line.id,
                "title": line.title,
                "reason": line.reason,
                "reason_title": line.reason_title,
                "status": line.state,
                "cases": line.cases,
                "reviews": line.reviews,
                "fix": fix,
                "fixed_on": line.fixed_on or None,
                **_judged(done),
            }
            for line, fix, done in cause_sheet(conn, period, today)
        ],
    }


def printed_lines(found: dict[str, Any]) -> Iterator[str]:
    """The same for people: what was spent, by reason and by cause."""
    yield _("{since} to {until}").format(since=found["since"], until=found["until"])
    for code, one in found["costs"].items():
        share = one["share_of_sales"]
        words = f"{one['cost']} {code}"
        yield (
            words
            if share is None
            else _("{amount}, {share} of sales").format(amount=words, share=wording.percent(share))
        )
    for one in found["by"]["reason"]:
        yield f"  {one['name']}\t{one['cost']} {one['currency']}\t{one['running']:.0%}"
    for one in found["causes"]:
        judged, state = one["verdict"], STATES[one["status"]][0]
        verdict = _(VERDICTS[judged][0]) if judged else ""
        cases = plural("{count} case", "{count} cases", one["cases"])
        yield "\t".join(part for part in (one["title"], cases, _(state), verdict) if part)


def _parts(conn: Connection, part: Part, days: int, today: date) -> Iterator[dict[str, Any]]:
    for currency, shares in pareto(cost_lines(conn, part, last_days(days, today))).items():
        for one in shares:
            yield {
                "key": one.line.key,
                "name": one.line.words,
                "cost": one.line.money.plain(),
                "currency": currency,
                "share": one.share,
                "running": one.running,
                "cases": one.line.cases,
            }


def _wait(wait: Waits) -> dict[str, Any]:
    return {"cases": wait.count, "median": wait.median, "ninth": wait.ninth}


def _portion(portion: Portion) -> dict[str, Any]:
    likely = portion.likely
    return {
        "part": portion.part,
        "whole": portion.whole,
        "share": portion.share,
        "likely": None if likely is None else [likely.low, likely.high],
    }


def _refund(one: Refunds) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "refunded": one.money.plain(),
        "currency": one.money.currency,
        "sales": one.sales.plain() if one.sales is not None else None,
    }


def _judged(done: FixLine | None) -> dict[str, Any]:
    if done is None:
        return {"verdict": None, "before": None, "after": None, "fell": None, "orders_missing": None}
    judged = done.judged
    return {
        "verdict": judged.verdict,
        "before": _portion(judged.before),
        "after": _portion(judged.after),
        "fell": None if judged.likely is None else [judged.likely.low, judged.likely.high],
        "orders_missing": judged.more,
    }
