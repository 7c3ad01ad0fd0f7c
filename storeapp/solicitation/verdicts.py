"""Brings the kept verdicts up to date: new orders, those that news touched, and those whose next day has come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from storeapp.kernel.clock import utc_text
from storeapp.kernel.progress import Progress
from storeapp.solicitation import rules, settled_orders
from storeapp.solicitation.facts import Known, Setting, known, setting
from storeapp.solicitation.plans import Plan
from storeapp.solicitation.rules import Verdict, judge
from storeapp.solicitation.shared_addresses import Goer, stops_by_address
from storeapp.store.bulk import LISTED, json_ids, plain_number, plain_rows, run, run_many

if TYPE_CHECKING:
    from sqlalchemy import Connection

CHUNK = 2000  # orders looked at together
_NAMES = (
    "id", "channel_id", "plan", "state", "reason", "detail", "step", "basis", "low_on", "high_on", "day_on",
    "ready_from", "last_on", "review_id", "sure", "next_change",
)  # fmt: skip
_KEEP = (
    f"INSERT INTO request_verdicts ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _NAMES[1:])}"
)
_GROUP = "channel_id, plan, state, reason, step"

_DUE = "SELECT id FROM request_verdicts WHERE next_change <= ?"
_BY_ADDRESS = "SELECT id FROM request_verdicts WHERE state = 'held' AND reason IN ('address_first', 'address_heard')"
_GOERS = (
    "SELECT v.id, o.customer_id, coalesce(v.last_on, '9999'), v.channel_id, v.plan, v.state, v.reason, v.step, "
    "v.next_change FROM request_verdicts v JOIN orders o ON o.id = v.id "
    "WHERE v.state = 'ready' AND o.customer_id IS NOT NULL"
)
Judged = tuple[Known, Verdict]
Counts = Counter[tuple[int, str, str, str, str]]


def waiting(conn: Connection, now: datetime) -> bool:
    """Whether anything has to be looked at; asked before the shop is written to."""
    at, upto = _last_look(conn)
    if at > utc_text(now) or (upto and not at) or plain_number(conn, "SELECT max(id) FROM orders") > upto:
        return True
    return bool(plain_rows(conn, "SELECT 1 FROM request_verdicts WHERE next_change <= ? LIMIT 1", utc_text(now)))


def look(conn: Connection, now: datetime, progress: Progress, many: int = settled_orders.FEWEST) -> int:
    """Judge what is due and give how many orders that were. `conn` may write what the journal doesn't keep.

    `many` new orders are first looked at all at once, see settled_orders.
    """
    at, upto = _last_look(conn)
    # The clock was set back, so that what was judged later is not so yet; or most orders are touched, as by a plan.
    touched = plain_number(conn, "SELECT count(*) FROM request_verdicts WHERE next_change = ''")
    if at > utc_text(now) or touched >= max(many, upto // 2):
        for table in ("request_verdicts", "request_counts"):
            run(conn, f"DELETE FROM {table}")
        upto = 0
    about, counts = setting(conn, now), Counts()
    newest = plain_number(conn, "SELECT max(id) FROM orders")
    if newest - upto >= many:
        settled_orders.settle(conn, upto, newest, about)
    due = _new(conn, upto, newest, counts)
    due += [row[0] for row in plain_rows(conn, _DUE, utc_text(now))]
    due += [row[0] for row in plain_rows(conn, _BY_ADDRESS)]
    due = sorted({*due, *_beside(conn, due)})
    ready: dict[int, list[Judged]] = defaultdict(list)
    progress.begin("", len(due))
    for place in range(0, len(due), CHUNK):
        orders = due[place : place + CHUNK]
        _count(conn, counts, orders, -1)
        judged = [(one, _judge(one, about)) for one in known(conn, orders, about)]
        gone = set(orders) - {one.facts.order_id for one, _verdict in judged}
        run(conn, f"DELETE FROM request_verdicts WHERE {LISTED}", json_ids(sorted(gone)))
        run_many(conn, _KEEP, [_row(one, verdict) for one, verdict in judged])
        for one, verdict in judged:
            counts[_key(one, verdict)] += 1
        for person, own in _by_person(judged).items():
            ready[person] += own
        progress.step(len(orders))
    _take_turns(conn, ready.values(), counts, now)
    _share_addresses(conn, counts, about)
    _keep_counts(conn, counts)
    run(conn, "DELETE FROM request_looks")
    run(conn, "INSERT INTO request_looks (id, at, upto) VALUES (1, ?, ?)", utc_text(now), newest)
    return max(len(due), newest - upto)


def _new(conn: Connection, upto: int, newest: int, counts: Counts) -> list[int]:
    """The new orders that have no verdict; those that were settled are counted."""
    # Plan and state follow from channel and reason here: two columns are put in order instead of five.
    for *key, number in plain_rows(
        conn,
        "SELECT channel_id, min(plan), min(state), reason, '', count(*) FROM request_verdicts WHERE id > ? AND id <= ? "
        "GROUP BY channel_id, reason",
        upto,
        newest,
    ):
        counts[tuple(key)] += number
    new = (
        "SELECT o.id FROM orders o WHERE o.id > ? AND o.id <= ? "
        "AND NOT EXISTS (SELECT 1 FROM request_verdicts v WHERE v.id = o.id)"
    )
    return [row[0] for row in plain_rows(conn, new, upto, newest)]


def judged_now(conn: Connection, orders: Sequence[int], about: Setting) -> dict[int, tuple[Known, Verdict]]:
    """The orders as they stand this instant, and those that take turns with them, for a verb that is about to act."""
    found = {
        one.facts.order_id: (one, _judge(one, about))
        for one in known(conn, sorted({*orders, *_beside(conn, orders)}), about)
    }
    for own in _by_person(found.values()).values():
        for order, waits in _turns(own, about.now).items():
            found[order] = (found[order][0], waits)
    goers = [
        Goer(one.facts.order_id, one.person, verdict.not_after.isoformat() if verdict.not_after else "9999", one.plan)
        for one, verdict in found.values()
        if verdict.state == rules.READY and one.person is not None
    ]
    others = plain_rows(conn, _GOERS)
    goers += [Goer(row[0], row[1], row[2], _plan(about, row[4])) for row in others if row[0] not in found]
    for order, stop in stops_by_address(conn, goers, about.now).items():
        if order in found:
            one, verdict = found[order]
            found[order] = (one, stop.of(verdict))
    return found


def _judge(one: Known, about: Setting) -> Verdict:
    return judge(one.facts, one.plan, about.limits(one.channel, one.plan), about.now)


def _last_look(conn: Connection) -> tuple[str, int]:
    found = plain_rows(conn, "SELECT at, upto FROM request_looks")
    return (found[0][0], found[0][1]) if found else ("", 0)


def _beside(conn: Connection, orders: Sequence[int]) -> Iterable[int]:
    """The orders of the same people that take turns with these."""
    for place in range(0, len(orders), CHUNK):
        yield from (
            row[0]
            for row in plain_rows(
                conn,
                "SELECT b.id FROM orders b JOIN request_verdicts v ON v.id = b.id "
                f"WHERE b.customer_id IN (SELECT customer_id FROM orders WHERE {LISTED}) "
                "AND (v.state = 'ready' OR v.reason = 'one_at_a_time')",
                json_ids(orders[place : place + CHUNK]),
            )
        )


def _by_person(judged: Iterable[Judged]) -> dict[int, list[Judged]]:
    """The orders of each known person that are ready."""
    found: dict[int, list[Judged]] = defaultdict(list)
    for one, verdict in judged:
        if verdict.state == rules.READY and one.person is not None:
            found[one.person].append((one, verdict))
    return found


def _turns(own: Sequence[Judged], now: datetime) -> dict[int, Verdict]:
    if len(own) < 2:
        return {}
    gap = max(one.plan.gap for one, _verdict in own)
    return rules.one_at_a_time([(one.facts.order_id, verdict) for one, verdict in own], gap, now)


def _take_turns(conn: Connection, people: Iterable[list[Judged]], counts: Counts, now: datetime) -> None:
    rows = []
    for own in people:
        waits = _turns(own, now)
        for one, verdict in own:
            if one.facts.order_id in waits:
                later = waits[one.facts.order_id]
                counts[_key(one, verdict)] -= 1
                counts[_key(one, later)] += 1
                rows.append(_row(one, later))
    run_many(conn, _KEEP, rows)


def _share_addresses(conn: Connection, counts: Counts, about: Setting) -> None:
    """Hold those back whose address is another buyer's too that goes first, or was written to lately."""
    rows = {row[0]: row for row in plain_rows(conn, _GOERS)}
    goers = [Goer(row[0], row[1], row[2], _plan(about, row[4])) for row in rows.values()]
    changed = []
    for order, stop in stops_by_address(conn, goers, about.now).items():
        channel, plan, state, reason, step, change = rows[order][3:]
        counts[channel, plan, state, reason, step] -= 1
        counts[channel, plan, rules.HELD, stop.reason, step] += 1
        until = utc_text(stop.until)
        changed.append((stop.reason, stop.detail, until, min(until, change) if stop.heard else change, order))
    run_many(
        conn,
        "UPDATE request_verdicts SET state = 'held', reason = ?, detail = ?, ready_from = ?, next_change = ? "
        "WHERE id = ?",
        changed,
    )


def _plan(about: Setting, key: str) -> Plan:
    return next((one for one in about.plans if one.key == key), Plan(key, "", ""))


def _row(one: Known, verdict: Verdict) -> tuple[object, ...]:
    facts = one.facts
    delivery, answer = facts.delivery, facts.answer
    day = delivery.high if delivery else facts.placed
    return (
        facts.order_id,
        one.channel,
        one.plan.key,
        verdict.state,
        verdict.reason,
        verdict.detail,
        verdict.step,
        delivery.basis if delivery else "",
        delivery.low.isoformat() if delivery else None,
        delivery.high.isoformat() if delivery else None,
        day.isoformat() if day else "",
        utc_text(verdict.not_before) if verdict.not_before else None,
        verdict.not_after.isoformat() if verdict.not_after else None,
        answer.review_id if answer else None,
        answer.sure if answer else None,
        utc_text(verdict.next_change) if verdict.next_change else None,
    )


def _key(one: Known, verdict: Verdict) -> tuple[int, str, str, str, str]:
    return one.channel, one.plan.key, verdict.state, verdict.reason, verdict.step


def _count(conn: Connection, counts: Counts, orders: Sequence[int], sign: int) -> None:
    found = f"SELECT {_GROUP}, count(*) FROM request_verdicts WHERE {LISTED} AND reason <> 'new' GROUP BY {_GROUP}"
    for *key, number in plain_rows(conn, found, json_ids(orders)):
        counts[tuple(key)] += sign * number


def _keep_counts(conn: Connection, counts: Counts) -> None:
    run_many(
        conn,
        f"INSERT INTO request_counts ({_GROUP}, orders) VALUES (?, ?, ?, ?, ?, ?) "
        f"ON CONFLICT ({_GROUP}) DO UPDATE SET orders = request_counts.orders + excluded.orders",
        [(*key, number) for key, number in counts.items() if number],
    )
    run(conn, "DELETE FROM request_counts WHERE orders = 0")
