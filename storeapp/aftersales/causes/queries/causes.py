"""Causes as the page shows them: ranked by what they cost, and one of them whole with its cases, reviews and offers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from storeapp.aftersales.causes.costs import CostLine, CostShare, leading, pareto
from storeapp.aftersales.causes.queries.costs import Period, costs_by_cause, into_currency, midnight
from storeapp.aftersales.causes.queries.kept_costs import opened_by_cause
from storeapp.aftersales.causes.rules import UNSOLVED, Fix
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.clock import local_day
from storeapp.kernel.money import Money
from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.store.sql import ask
from storeapp.store.tables import Cause, CauseLink, CauseNote, Product

OFFERED = 50  # links that are offered at once
BEFORE_FOUND = 90  # days before a cause was found, or before its first case, from which links are offered
LOW = 3  # reviews of so many stars or fewer are offered


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One line of the list: `id` 0 stands for cases without a cause. `cases` and `reviews` are those linked.

    `reason_title` is what the owner calls its reason. `recent` cases of it were opened in the period, `share` with
    the running share in the currency told first; `others` are its costs in further currencies.
    """

    id: int
    title: str
    reason: str
    reason_title: str
    state: str
    fixed_on: str
    found_on: str
    cases: int
    reviews: int
    recent: int
    share: CostShare | None
    others: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class CauseList:
    """All causes of a period by cost, those that cost nothing last; `total` of the currency told first, `others` too.

    `next_worth`: the unsolved one that costs most.
    """

    period: Period
    currency: str
    lines: tuple[CauseLine, ...]
    total: Money | None
    others: tuple[Money, ...]
    next_worth: CauseLine | None


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """A case or review that is linked to a cause, or offered to be: `kind` case | review, its ISO day and words."""

    kind: str
    id: int
    day: str
    words: str
    platform: str
    channel: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What happened on a day; `id` 0 is what the program found by itself."""

    id: int
    day: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class CauseFacts:
    """What a cause says of itself."""

    id: int
    title: str
    reason: str
    reason_title: str
    product_id: int | None
    product: str
    supplier: str
    batch: str
    state: str
    found_on: str
    fix: Fix | None
    note: str
    watch_until: str = ""


@cache
def reason_themes() -> Mapping[str, tuple[str, ...]]:
    """Starter themes of reviews by reason of cases."""
    content = tomllib.loads(resource("rulebook", "reason_themes.toml").read_text("utf-8"))
    return {reason: tuple(themes) for reason, themes in content.items()}


def cause_list(conn: Connection, period: Period) -> CauseList:
    """The causes with what their cases cost in a period."""
    opened = opened_by_cause(conn, *period.bounds, period.channel)
    known = list(_cause_rows(conn))
    named = {str(row[0]): row[1] for row in known} | {"": _("No cause found yet")}
    lines = [
        CostLine(key, named.get(key, key), Money(minor, code), opened[int(key or 0)])
        for (key, code), minor in sorted(costs_by_cause(conn, period).items())
    ]
    shares = pareto(lines)
    currency = leading(shares, into_currency(conn))
    mine = {one.line.key: one for one in shares.get(currency, ())}
    others: dict[str, list[Money]] = {}
    for one in lines:
        if one.money.currency != currency:
            others.setdefault(one.key, []).append(one.money)
    loose = [(0, "", "", "", "", "", opened[0], 0)] if any(not one.key for one in lines) else []
    rows = [*known, *loose]
    found, titles = [], reason_titles(conn)
    for number, title, reason, state, fixed_on, found_on, cases, reviews in rows:
        key = str(number or "")
        costs = opened[number], mine.get(key), tuple(others.get(key, ()))
        said = titles.get(reason, "")
        found.append(CauseLine(number, title, reason, said, state, fixed_on, found_on, cases, reviews, *costs))
    found.sort(key=_by_cost)
    whole = [one.line.money.minor for one in shares.get(currency, ())]
    rest = {code: sum(one.line.money.minor for one in held) for code, held in shares.items() if code != currency}
    return CauseList(
        period,
        currency,
        tuple(found),
        Money(sum(whole), currency) if whole else None,
        tuple(Money(minor, code) for code, minor in sorted(rest.items())),
        next((one for one in found if one.id and one.state in UNSOLVED and one.share is not None), None),
    )


def _by_cost(one: CauseLine) -> tuple[float, int, int]:
    running = one.share.running if one.share is not None and one.share.line.money.minor else 2.0
    return running, -max((money.minor for money in one.others), default=0), -one.id


def _cause_rows(conn: Connection) -> list[Any]:
    found = ask(
        conn,
        "SELECT c.id, c.title, c.reason, c.state, coalesce(c.changed_until, ''), c.found_on, "
        "(SELECT count(*) FROM cause_links l WHERE l.cause_id = c.id AND l.record_kind = 'case'), "
        "(SELECT count(*) FROM cause_links l WHERE l.cause_id = c.id AND l.record_kind = 'review') FROM causes c",
    )
    return list(found)


def cause_facts(conn: Connection, cause_id: int) -> CauseFacts | None:
    """One cause, None if it is gone."""
    row = conn.execute(select(Cause.__table__).where(Cause.id == cause_id)).first()
    if row is None:
        return None
    product = ""
    if row.product_id is not None:
        named = conn.execute(select(Product.label, Product.title).where(Product.id == row.product_id)).one()
        product = named.label or named.title
    fix = None
    if row.fix_what:
        once, each = (
            None if minor is None else Money(minor, row.currency) for minor in (row.fix_cost_minor, row.fix_each_minor)
        )
        fix = Fix(row.fix_what, row.fix_who, once, each, row.changed_from or "", row.changed_until or "")
    return CauseFacts(
        row.id,
        row.title,
        row.reason,
        reason_titles(conn).get(row.reason, ""),
        row.product_id,
        product,
        row.supplier,
        row.batch,
        row.state,
        row.found_on,
        fix,
        row.note,
        row.watch_until or "",
    )


def cause_notes(conn: Connection, cause_id: int) -> list[NoteLine]:
    """What happened, oldest first."""
    wanted = select(CauseNote.id, CauseNote.noted_on, CauseNote.who, CauseNote.words)
    ordered = wanted.where(CauseNote.cause_id == cause_id).order_by(CauseNote.noted_on, CauseNote.id)
    return [NoteLine(*row) for row in conn.execute(ordered)]


_CASE = (
    "SELECT 'case', c.id, c.opened_at, c.title, coalesce(ch.platform, ''), coalesce(ch.name, '') FROM cases c "
    "LEFT JOIN channels ch ON ch.id = c.channel_id"
)
_REVIEW = (
    "SELECT 'review', r.id, coalesce(r.posted_on, ''), trim(r.title || ' ' || r.text), ch.platform, ch.name "
    "FROM reviews r JOIN channels ch ON ch.id = r.channel_id"
)


def linked(conn: Connection, cause_id: int, limit: int = OFFERED) -> list[LinkedRecord]:
    """The cases and reviews of a cause, cases first, the newest first."""
    of = "JOIN cause_links l ON l.cause_id = :cause AND l.record_kind = '{}' AND l.record_id = {}.id"
    cases = ask(
        conn,
        f"{_CASE} {of.format('case', 'c')} ORDER BY c.opened_at DESC, c.id DESC LIMIT :most",
        cause=cause_id,
        most=limit,
    )
    found = [_record(row) for row in cases]
    reviews = ask(
        conn,
        f"{_REVIEW} {of.format('review', 'r')} ORDER BY r.posted_on DESC, r.id DESC LIMIT :most",
        cause=cause_id,
        most=limit,
    )
    return found + [_record(row) for row in reviews]


def _record(row: Sequence[Any]) -> LinkedRecord:
    kind, number, at, words, platform, channel = row
    day = local_day(at).isoformat() if kind == "case" else at
    return LinkedRecord(kind, number, day, " ".join(words.split())[:120], platform, channel)


_UNDECIDED = (
    "NOT EXISTS (SELECT 1 FROM cause_links l WHERE l.record_kind = '{kind}' AND l.record_id = {id}) "
    "AND NOT EXISTS (SELECT 1 FROM cause_refusals f WHERE f.cause_id = :cause AND f.record_kind = '{kind}' "
    "AND f.record_id = {id})"
)


def offered_cases(conn: Connection, facts: CauseFacts, limit: int = OFFERED) -> list[LinkedRecord]:
    """Cases of the same reason and product, from 90 days before the cause was found or its first case on.

    Nothing of a cause that names neither. Those linked to any cause or declined once are not offered.
    """
    if not facts.reason and facts.product_id is None:
        return []
    where = ["c.opened_at >= :since", "c.merged_into IS NULL", _UNDECIDED.format(kind="case", id="c.id")]
    values: dict[str, Any] = {"cause": facts.id, "since": midnight(_since(conn, facts)), "most": limit}
    if facts.reason:
        where.append("c.reason = :reason")
        values["reason"] = facts.reason
    if facts.product_id is not None:
        where.append("c.product_id = :product")
        values["product"] = facts.product_id
    ordered = "ORDER BY c.opened_at DESC, c.id DESC LIMIT :most"
    if facts.product_id is not None:
        return [_record(row) for row in ask(conn, f"{_CASE} WHERE {' AND '.join(where)} {ordered}", **values)]
    # State by state, so that an index gives the newest first and the search ends with the last that is shown.
    by_state = f"{_CASE} WHERE c.state = :state AND {' AND '.join(where)} {ordered}"
    found = [row for state in ("open", "waiting", "closed") for row in ask(conn, by_state, **values, state=state)]
    found.sort(key=lambda row: (row[2], row[1]), reverse=True)
    return [_record(row) for row in found[:limit]]


def offered_reviews(conn: Connection, facts: CauseFacts, limit: int = OFFERED) -> list[LinkedRecord]:
    """Reviews of 3 stars or fewer that speak of the theme of the cause's reason, of its product if it names one."""
    themes = reason_themes().get(facts.reason, ())
    if not themes:
        return []
    where = ["r.posted_on >= :since", "r.stars <= :low", _UNDECIDED.format(kind="review", id="r.id")]
    values: dict[str, Any] = {"cause": facts.id, "since": _since(conn, facts), "low": LOW, "most": limit}
    where.append(
        "EXISTS (SELECT 1 FROM review_themes rt JOIN themes t ON t.id = rt.theme_id "
        "WHERE rt.review_id = r.id AND t.starter IN :themes)"
    )
    values["themes"] = list(themes)
    if facts.product_id is not None:
        where.append("r.product_id = :product")
        values["product"] = facts.product_id
    wanted = f"{_REVIEW} WHERE {' AND '.join(where)} ORDER BY r.posted_on DESC, r.id DESC LIMIT :most"
    return [_record(row) for row in ask(conn, wanted, **values)]


def _since(conn: Connection, facts: CauseFacts) -> str:
    first = ask(
        conn,
        "SELECT min(c.opened_at) FROM cause_links l JOIN cases c ON c.id = l.record_id "
        "WHERE l.cause_id = :cause AND l.record_kind = 'case'",
        cause=facts.id,
    ).scalar()
    found = min(facts.found_on, first[:10]) if first else facts.found_on
    return (date.fromisoformat(found) - timedelta(days=BEFORE_FOUND)).isoformat()


def cause_of(conn: Connection, kind: str, record: int) -> tuple[int, str] | None:
    """(id, title) of the cause a case or review is linked to, None without one."""
    wanted = select(Cause.id, Cause.title).join(CauseLink, CauseLink.cause_id == Cause.id)
    row = conn.execute(wanted.where(CauseLink.record_kind == kind, CauseLink.record_id == record)).first()
    return None if row is None else (row.id, row.title)


def matching_cause(conn: Connection, case_id: int) -> tuple[int, str] | None:
    """The cause that a case is offered to, by its reason and product; None where none fits or all were declined."""
    row = ask(
        conn,
        "SELECT k.id, k.title FROM causes k JOIN cases c ON c.id = :case "
        "WHERE (k.reason <> '' OR k.product_id IS NOT NULL) AND (k.reason = '' OR k.reason = c.reason) "
        "AND (k.product_id IS NULL OR k.product_id = c.product_id) AND k.state NOT IN ('closed', 'cannot') "
        "AND NOT EXISTS (SELECT 1 FROM cause_links l WHERE l.record_kind = 'case' AND l.record_id = c.id) "
        "AND NOT EXISTS (SELECT 1 FROM cause_refusals f WHERE f.cause_id = k.id AND f.record_kind = 'case' "
        "AND f.record_id = c.id) ORDER BY k.product_id IS NULL, k.id DESC LIMIT 1",
        case=case_id,
    ).first()
    return None if row is None else (row[0], row[1])
