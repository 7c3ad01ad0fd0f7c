"""Every case as the command line tells it: number, status, reason, orders, promises with due day and state, costs.

Private notes and messages are not among it: what is printed may be sent to anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from storeapp.aftersales import rules
from storeapp.aftersales.causes.queries.costs import Period, cost_lines
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.money import Money, totals
from storeapp.kernel.text import _, in_context
from storeapp.store.bulk import plain_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

STATES: Mapping[str, str] = rules.STATES


def printed_cases(conn: Connection, today: date) -> list[dict[str, Any]]:
    """All cases that are not merged into another, by number, as JSON can say them; money in the currency's own units.

    A promise's `state` is "open", "over" (its day is past), "kept" or "broken".
    """
    titles = reason_titles(conn)
    orders, promises, costs = _orders(conn), _promises(conn, today.isoformat()), _costs(conn, today.isoformat())
    rows = plain_rows(
        conn,
        "SELECT id, title, state, reason, opened_at, closed_at FROM cases WHERE merged_into IS NULL ORDER BY id",
    )
    return [
        {
            "number": number,
            "title": title,
            "status": state,
            "reason": reason,
            "reason_title": titles.get(reason, reason),
            "opened": opened,
            "closed": closed,
            "orders": orders.get(number, []),
            "promises": promises.get(number, []),
            "costs": {one.currency: one.plain() for one in totals(costs.get(number, [])).values()},
        }
        for number, title, state, reason, opened, closed in rows
    ]


def printed_lines(cases: list[dict[str, Any]], today: date) -> Iterator[str]:
    """The same for people: a line each, its promises under it."""
    for one in cases:
        named = STATES[one["status"]]
        state = in_context("case", "Open") if one["status"] == "open" else _(named)
        parts = [f"{one['number']}", one["title"], state, one["reason_title"]]
        parts += [", ".join(one["orders"]), " + ".join(f"{amount} {code}" for code, amount in one["costs"].items())]
        yield "\t".join(part for part in parts if part)
        for promise in one["promises"]:
            amount = f"{promise['amount']} {promise['currency']}" if promise["amount"] else ""
            title = rules.KINDS[promise["kind"]]
            words = [_(title), amount, promise["words"], promise["due"] or ""]
            told = {"kept": in_context("promise", "Kept"), "broken": _("Not kept")}.get(promise["state"])
            words.append(told or rules.due_words(promise["due"], today))
            yield "\t".join(("", *(word for word in words if word)))


def _orders(conn: Connection) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for top, number in plain_rows(
        conn,
        "SELECT c.root_id, o.number FROM case_orders n JOIN cases c ON c.id = n.case_id "
        "JOIN orders o ON o.id = n.order_id GROUP BY c.root_id, o.id ORDER BY min(n.id)",
    ):
        found[top].append(number)
    return found


def _promises(conn: Connection, today: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for top, kind, words, minor, currency, due, kept, broken in plain_rows(
        conn,
        "SELECT c.root_id, p.kind, p.words, p.amount_minor, p.currency, p.due_on, p.kept_on, p.broken_on "
        "FROM promises p JOIN cases c ON c.id = p.case_id ORDER BY p.id",
    ):
        state = "kept" if kept else "broken" if broken else "over" if due and due < today else "open"
        amount = Money(minor, currency).plain() if minor is not None else None
        told = {"kind": kind, "words": words, "amount": amount, "currency": currency, "due": due, "state": state}
        found[top].append(told)
    return found


def _costs(conn: Connection, today: str) -> dict[int, list[Money]]:
    found: dict[int, list[Money]] = defaultdict(list)
    for line in cost_lines(conn, "case", Period("", today)):
        found[int(line.key)].append(line.money)
    return found
