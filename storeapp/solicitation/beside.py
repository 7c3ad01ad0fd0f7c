"""What is said of review requests beside a review, an order or a customer that another room shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from storeapp.kernel.beside import Said
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.targets import OpenRequest
from storeapp.kernel.text import N_, _, plural
from storeapp.solicitation import rules
from storeapp.solicitation.wording import state_title
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SENT = {
    rules.FIRST: N_("Asked {day}"),
    rules.REMINDER: N_("reminded {day}"),
    rules.PHOTO: N_("asked for a photo {day}"),
}


def said_of_order(conn: Connection, order_id: int, today: date) -> Said | None:
    """When the buyer of an order was asked, or where it stands; None where it was never looked at."""
    sent = _sent(conn, order_id)
    if sent:
        return Said(_said(sent, today), OpenRequest(order_id))
    state = _state(conn, order_id)
    return Said(state_title(state), OpenRequest(order_id)) if state is not None else None


def said_of_review(conn: Connection, review_id: int, today: date) -> Said | None:
    """Whether the review's buyer was asked before it came; None where no order of it is known."""
    row = ask(conn, "SELECT order_id, posted_on FROM reviews WHERE id = :review", review=review_id).first()
    if row is None or row.order_id is None:
        return None
    sent = _sent(conn, row.order_id)
    if not sent:
        known = _state(conn, row.order_id)
        return Said(_("You didn't ask for it here"), OpenRequest(row.order_id)) if known is not None else None
    first = next((day for kind, day in sent if kind == rules.FIRST), None)
    if first is not None and row.posted_on and row.posted_on < first.isoformat():
        return Said(
            _("Came before its buyer was asked {day}").format(day=spoken_day(first, today)), OpenRequest(row.order_id)
        )
    return Said(_said(sent, today), OpenRequest(row.order_id))


def said_of_customer(conn: Connection, customer_id: int, today: date) -> Said | None:
    """How often a customer was asked about their orders, and when last; None where never."""
    asked = "FROM review_requests q JOIN orders o ON o.id = q.order_id WHERE o.customer_id = :customer"
    newest = f"SELECT q.order_id, q.sent_at {asked} ORDER BY q.sent_at DESC, q.id DESC LIMIT 1"
    last = ask(conn, newest, customer=customer_id).first()
    if last is None:
        return None
    count = int(ask(conn, f"SELECT count(*) {asked}", customer=customer_id).scalar_one())
    words = plural("{count} message, sent {{day}}", "{count} messages, last {{day}}", count)
    return Said(words.format(day=spoken_day(_day(last.sent_at), today)), OpenRequest(last.order_id))


def _state(conn: Connection, order_id: int) -> str | None:
    state: str | None = ask(conn, "SELECT state FROM request_verdicts WHERE id = :order", order=order_id).scalar()
    return state


def _sent(conn: Connection, order_id: int) -> list[tuple[str, date]]:
    sent = "SELECT kind, sent_at FROM review_requests WHERE order_id = :order ORDER BY sent_at, id"
    found = [(kind, _day(at)) for kind, at in ask(conn, sent, order=order_id)]
    if not any(kind == rules.FIRST for kind, _day_sent in found):  # one that only the ledger of contacts knows
        ledger = "SELECT min(sent_at) FROM contacts WHERE order_id = :order AND purpose = 'request'"
        at = ask(conn, ledger, order=order_id).scalar()
        if at is not None:
            found.insert(0, (rules.FIRST, _day(at)))
    return found


def _day(at: str) -> date:
    return local_day(at)  # on this PC's clock, as Today is


def _said(sent: Sequence[tuple[str, date]], today: date) -> str:
    return _(", ").join(_(_SENT[kind]).format(day=spoken_day(day, today)) for kind, day in sent)
