"""What is said of review requests beside a review, an order or a customer that another room shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from storeapp.kernel.beside import Said
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.days import spoken_day
from storeapp.kernel.targets import OpenRequest
from storeapp.kernel.text import N_, _, plural
from storeapp.solicitation import rules
from storeapp.solicitation.wording import state_title
from storeapp.store.tables import Contact, Order, RequestVerdict, Review, ReviewRequest

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
    state = conn.execute(select(RequestVerdict.state).where(RequestVerdict.id == order_id)).scalar()
    return Said(state_title(state), OpenRequest(order_id)) if state is not None else None


def said_of_review(conn: Connection, review_id: int, today: date) -> Said | None:
    """Whether the review's buyer was asked before it came; None where no order of it is known."""
    row = conn.execute(select(Review.order_id, Review.posted_on).where(Review.id == review_id)).first()
    if row is None or row.order_id is None:
        return None
    sent = _sent(conn, row.order_id)
    if not sent:
        known = conn.execute(select(RequestVerdict.id).where(RequestVerdict.id == row.order_id)).first()
        return Said(_("You didn't ask for it here"), OpenRequest(row.order_id)) if known is not None else None
    first = next((day for kind, day in sent if kind == rules.FIRST), None)
    if first is not None and row.posted_on and row.posted_on < first.isoformat():
        return Said(
            _("Came before its buyer was asked {day}").format(day=spoken_day(first, today)), OpenRequest(row.order_id)
        )
    return Said(_said(sent, today), OpenRequest(row.order_id))


def said_of_customer(conn: Connection, customer_id: int, today: date) -> Said | None:
    """How often a customer was asked about their orders, and when last; None where never."""
    asked = (
        select(ReviewRequest.order_id, ReviewRequest.sent_at)
        .join(Order.__table__, Order.id == ReviewRequest.order_id)
        .where(Order.customer_id == customer_id)
        .order_by(ReviewRequest.sent_at.desc(), ReviewRequest.id.desc())
    )
    last = conn.execute(asked.limit(1)).first()
    if last is None:
        return None
    count = conn.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    words = plural("{count} message, sent {{day}}", "{count} messages, last {{day}}", count)
    return Said(words.format(day=spoken_day(_day(last.sent_at), today)), OpenRequest(last.order_id))


def _sent(conn: Connection, order_id: int) -> list[tuple[str, date]]:
    table = ReviewRequest
    rows = conn.execute(
        select(table.kind, table.sent_at).where(table.order_id == order_id).order_by(table.sent_at, table.id)
    )
    found = [(kind, _day(at)) for kind, at in rows]
    if not any(kind == rules.FIRST for kind, _day_sent in found):  # one that only the ledger of contacts knows
        ledger = select(func.min(Contact.sent_at)).where(Contact.order_id == order_id, Contact.purpose == "request")
        at = conn.execute(ledger).scalar()
        if at is not None:
            found.insert(0, (rules.FIRST, _day(at)))
    return found


def _day(at: str) -> date:
    return from_utc_text(at).astimezone().date()  # on this PC's clock, as Today is


def _said(sent: Sequence[tuple[str, date]], today: date) -> str:
    return _(", ").join(_(_SENT[kind]).format(day=spoken_day(day, today)) for kind, day in sent)
