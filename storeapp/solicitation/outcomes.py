"""Reads what came of the requests: the funnel, rates by plan, template, wait, product and language, and the proof that
everybody was asked. `service.refresh` brings the verdicts up to date first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storeapp.kernel.clock import utc_text
from storeapp.reputation.ratings.rules import StarCounts
from storeapp.reputation.trust.queries import PostSum, posts_since
from storeapp.solicitation.results import Comparison, Rate, compare, rate
from storeapp.solicitation.states import ANSWER_DAYS
from storeapp.store.sql import ask, days_after, how_many

if TYPE_CHECKING:
    from sqlalchemy import Connection

NO_SALE = ("canceled", "unpaid")  # reasons of orders that nobody could ask about
STILL_COMING = ("ready", "too_early", "held")
# Also a request that only the ledger of contacts knows.
_ASKED = "(q.id IS NOT NULL OR v.state IN ('asked', 'reminded', 'no_answer'))"
_ANSWERED = "(v.review_id IS NOT NULL AND (r.posted_on IS NULL OR r.posted_on >= substr(q.sent_at, 1, 10)))"
# Seen with the review, or sent to the shop and kept there.
_PHOTO = (
    "(r.photos > 0 OR EXISTS (SELECT 1 FROM attached_files a WHERE a.about_kind = 'order' AND a.about_id = o.id "
    "AND a.part = 'photo') OR EXISTS (SELECT 1 FROM attached_files a WHERE a.about_kind = 'review' "
    "AND a.about_id = r.id AND a.part = 'photo'))"
)
_LAST = days_after("substr(q.sent_at, 1, 10)", ANSWER_DAYS)
_REQUESTS = (
    "FROM review_requests q JOIN orders o ON o.id = q.order_id JOIN request_verdicts v ON v.id = q.order_id "
    "LEFT JOIN reviews r ON r.id = v.review_id"
)
_KEYS: Mapping[str, str] = {
    "plan": "q.plan",
    "template": "q.template",
    "variant": "q.variant",
    "language": "q.language",
    "channel": "CAST(o.channel_id AS TEXT)",
    "delay": "CASE WHEN q.days IS NULL THEN '' WHEN q.days < 7 THEN '0-6' WHEN q.days < 14 THEN '7-13' "
    "WHEN q.days < 21 THEN '14-20' ELSE '21+' END",
    "product": "CAST((SELECT min(l.product_id) FROM order_lines l WHERE l.order_id = o.id) AS TEXT)",
}


@dataclass(frozen=True, slots=True)
class Funnel:
    """Orders of a span. `eligible`: all but the canceled and the unpaid ones; of them `asked`, `reminded`, `reviewed`
    (after they were asked), `photos` (with a picture); `unasked`: reviewed before anybody asked.

    `of_asked`, `of_eligible`: the share of reviews of both, requests whose answer may still come left out.
    """

    eligible: int
    asked: int
    reminded: int
    reviewed: int
    photos: int
    unasked: int
    ready: int
    held: int
    too_early: int
    of_asked: Rate
    of_eligible: Rate


@dataclass(frozen=True, slots=True)
class LastDays:
    """First requests of some days, and how many of them were answered by a review, and by one with a picture."""

    asked: int
    reviewed: int
    photos: int


@dataclass(frozen=True, slots=True)
class ProofRow:
    """Orders of one plan and month ("2026-07", "" without a day) that stand alike: asked or not, and why not."""

    plan: str
    month: str
    asked: bool
    state: str
    reason: str
    orders: int


def funnel(
    conn: Connection, now: datetime, since: str = "", until: str = "9999", channels: Sequence[int] = (), plan: str = ""
) -> Funnel:
    """The orders delivered (or expected) from `since` to `until`, ISO days, both counted."""
    where, values = _span(since, until, channels, plan)
    answered = f"q.id IS NOT NULL AND {_ANSWERED}"
    row = ask(
        conn,
        f"SELECT count(*), {how_many(_ASKED)}, "
        f"{how_many('EXISTS (SELECT 1 FROM review_requests m WHERE m.order_id = o.id AND m.kind = :reminder)')}, "
        f"{how_many(f'{answered}')}, {how_many(f'{answered} AND {_PHOTO}')}, "
        f"{how_many(f'v.review_id IS NOT NULL AND NOT ({answered})')}, "
        f"{how_many(_first('ready'))}, {how_many(_first('held'))}, {how_many(_first('too_early'))}, "
        f"{how_many(f'q.id IS NOT NULL AND q.sent_at > :recent AND NOT {_ANSWERED}')} "
        "FROM request_verdicts v JOIN orders o ON o.id = v.id "
        "LEFT JOIN review_requests q ON q.order_id = o.id AND q.kind = 'first' "
        f"LEFT JOIN reviews r ON r.id = v.review_id WHERE v.reason NOT IN :never AND {where}",
        reminder="reminder",
        recent=_recent(now),
        never=NO_SALE,
        **values,
    ).one()
    eligible, asked, reminded, reviewed, photos, unasked, ready, held, early, waiting = (int(one or 0) for one in row)
    return Funnel(
        eligible,
        asked,
        reminded,
        reviewed,
        photos,
        unasked,
        ready,
        held,
        early,
        rate("asked", asked - waiting, reviewed, waiting),
        rate("eligible", eligible - waiting, reviewed, waiting),
    )


def posts(conn: Connection, since: str = "") -> PostSum:
    """What buyers posted about the shop themselves, on the ISO day `since` or later."""
    return posts_since(conn, since)


def last_days(conn: Connection, now: datetime, days: int = 7) -> LastDays:
    """What was asked in the last days up to `now`, and what came of it so far: "asked 31, 7 reviewed, 2 with photo"."""
    row = ask(
        conn,
        f"SELECT count(*), {how_many(_ANSWERED)}, {how_many(f'{_ANSWERED} AND {_PHOTO}')} {_REQUESTS} "
        "WHERE q.kind = 'first' AND q.sent_at > :since AND q.sent_at <= :now",
        since=utc_text(now - timedelta(days=days)),
        now=utc_text(now),
    ).one()
    return LastDays(*(int(one or 0) for one in row))


def rates(
    conn: Connection, by: str, now: datetime, since: str = "", until: str = "9999", channels: Sequence[int] = ()
) -> list[Rate]:
    """The share of first requests that brought a review, by "plan", "template", "variant", "language", "channel",
    "delay" or "product" (its id).

    `since`, `until`: ISO days of sending, both counted; `channels`: ids, none for all. The most asked first.
    """
    within = "AND o.channel_id IN :channels " if channels else ""
    named: dict[str, object] = {"channels": list(channels)} if channels else {}
    over, waiting = f"q.sent_at <= :recent OR {_ANSWERED}", f"q.sent_at > :recent AND NOT {_ANSWERED}"
    rows = ask(
        conn,
        f"SELECT coalesce({_KEYS[by]}, '') AS named, {how_many(over)} AS over, {how_many(_ANSWERED)} AS answered, "
        f"{how_many(waiting)} AS waiting {_REQUESTS} "
        "WHERE q.kind = 'first' AND substr(q.sent_at, 1, 10) >= :since AND substr(q.sent_at, 1, 10) <= :until "
        f"{within}GROUP BY 1 ORDER BY count(*) DESC, 1",
        recent=_recent(now),
        since=since,
        until=until,
        **named,
    )
    return [rate(key, int(over), int(answered), int(waiting)) for key, over, answered, waiting in rows]


def comparison(conn: Connection, plan: str, language: str, now: datetime) -> Comparison | None:
    """The two variants of a plan's templates in a language, at the fixed look; None where there aren't two.

    Only requests whose time for an answer is over count, in the order in which they went out.
    """
    answers: dict[str, list[bool]] = defaultdict(list)
    for variant, answered in ask(
        conn,
        f"SELECT q.variant, CASE WHEN {_ANSWERED} AND (r.posted_on IS NULL OR r.posted_on <= {_LAST}) "
        f"THEN 1 ELSE 0 END {_REQUESTS} WHERE q.kind = 'first' "
        "AND q.plan = :plan AND q.language = :language AND q.variant <> '' AND q.sent_at <= :recent "
        "ORDER BY q.sent_at, q.id",
        plan=plan,
        language=language,
        recent=_recent(now),
    ):
        answers[variant].append(bool(answered))
    names = sorted(answers)[:2]
    return compare(*((name, answers[name]) for name in names)) if len(names) == 2 else None  # type: ignore[arg-type]


def proof(conn: Connection, since: str = "", until: str = "9999") -> list[ProofRow]:
    """Everybody who bought, by plan and month of delivery: asked or not, and if not, why."""
    where, values = _span(since, until, (), "")
    rows = ask(
        conn,
        f"SELECT v.plan, substr(v.day_on, 1, 7) AS month, CASE WHEN {_ASKED} THEN 1 ELSE 0 END AS asked, "
        "CASE WHEN v.review_id IS NULL THEN v.state ELSE 'reviewed' END, "
        "CASE WHEN v.review_id IS NULL THEN v.reason ELSE 'reviewed' END, count(*) FROM request_verdicts v "
        "JOIN orders o ON o.id = v.id LEFT JOIN review_requests q ON q.order_id = o.id AND q.kind = 'first' "
        f"WHERE {where} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
        **values,
    )
    return [ProofRow(plan, month, bool(asked), state, reason, int(n)) for plan, month, asked, state, reason, n in rows]


def stars(conn: Connection, since: str = "", until: str = "9999") -> dict[bool, StarCounts]:
    """Reviews by stars of the orders that were asked (True, only what came afterwards) and of those never asked."""
    where, values = _span(since, until, (), "")
    counted = {True: [0] * 5, False: [0] * 5}
    for asked, given, number in ask(
        conn,
        "SELECT CASE WHEN q.id IS NULL THEN 0 ELSE 1 END AS asked, r.stars, count(*) FROM request_verdicts v "
        "JOIN orders o ON o.id = v.id JOIN reviews r ON r.id = v.review_id "
        "LEFT JOIN review_requests q ON q.order_id = o.id AND q.kind = 'first' "
        f"WHERE r.stars IS NOT NULL AND (q.id IS NULL OR {_ANSWERED}) AND {where} GROUP BY 1, 2 ORDER BY 1, 2",
        **values,
    ):
        counted[bool(asked)][given - 1] += int(number)
    return {asked: StarCounts((one[0], one[1], one[2], one[3], one[4])) for asked, one in counted.items()}


def per_order(conn: Connection) -> Iterator[tuple[str, str, str, str, str, str | None, str | None, str | None]]:
    """Each order by channel and day: number, channel, state, reason, detail, from when (UTC text), the last day, and
    when it was asked (UTC text)."""
    rows = ask(
        conn,
        "SELECT o.number, c.name, v.state, v.reason, v.detail, v.ready_from, v.last_on, q.sent_at "
        "FROM request_verdicts v JOIN orders o ON o.id = v.id JOIN channels c ON c.id = o.channel_id "
        "LEFT JOIN review_requests q ON q.order_id = o.id AND q.kind = 'first' ORDER BY c.name, o.placed_on, o.id",
    )
    yield from (tuple(row) for row in rows)


def _span(since: str, until: str, channels: Sequence[int], plan: str) -> tuple[str, dict[str, object]]:
    parts, values = ["v.day_on >= :since AND v.day_on <= :until"], {"since": since, "until": until}
    named: dict[str, object] = dict(values)
    if channels:
        parts.append("v.channel_id IN :channels")
        named["channels"] = list(channels)
    if plan:
        parts.append("v.plan = :plan")
        named["plan"] = plan
    return " AND ".join(parts), named


def _first(state: str) -> str:
    return f"v.state = '{state}' AND v.step = 'first'"


def _recent(now: datetime) -> str:
    return utc_text(now - timedelta(days=ANSWER_DAYS))
