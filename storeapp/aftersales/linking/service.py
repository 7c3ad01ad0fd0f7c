"""Says what a case is about: orders and a review, added and taken away at any time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from storeapp.aftersales.tops import group_of, top_case, values_of
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Case, CaseOrder, Order, OrderLine, Review


def add_order(db: Database, case_id: int, order_id: int, lines: Sequence[int] = ()) -> Outcome[int]:
    """Let a case be about an order too, or some lines of it; gives how many are new. A buyer comes with the first."""
    with db.write(_("Added an order to a case")) as tx:
        top, order = top_case(tx, case_id), found_order(tx, order_id)
        added = add_orders_in(tx, top, order_id, lines)
        _know_buyer(tx, top, order)
        tx.rename(_("Added order {order} to case {number}").format(order=order.number, number=top))
        return tx.outcome(added)


def remove_order(db: Database, case_id: int, order_id: int) -> Outcome[int]:
    """The case is not about this order. What was recorded for it stays in the story."""
    with db.write(_("Removed an order from a case")) as tx:
        mine = select(CaseOrder.id).where(CaseOrder.case_id.in_(group_of(tx, case_id)), CaseOrder.order_id == order_id)
        return tx.outcome(tx.delete(CaseOrder, list(tx.connection.execute(mine).scalars())))


def link_review(db: Database, case_id: int, review_id: int) -> Outcome[bool]:
    """Let a case be about this review, in the place of another one; its order and buyer come along where none is known.

    UserError where an open case is about this review already: the two can be merged.
    """
    with db.write(_("Linked a review to a case")) as tx:
        top, review = top_case(tx, case_id), found_review(tx, review_id)
        group = group_of(tx, top)
        others = select(Case.root_id).where(Case.review_id == review_id, Case.id.not_in(group))
        top_of_other = select(Case.id).where(Case.id.in_(others), Case.state != "closed").limit(1)
        other = tx.connection.execute(top_of_other).scalar()
        if other is not None:
            message = _("Case {number} is about this review already. Merge the two cases instead.")
            raise UserError(message.format(number=other))
        tx.rename(_("Linked a review to case {number}").format(number=top))
        changed = tx.update(Case, top, review_id=review_id)  # a case under it keeps its own, for when it is taken out
        if review.order_id is not None:
            order = found_order(tx, review.order_id)
            add_orders_in(tx, top, order.id, ())
            _know_buyer(tx, top, order)
        else:
            _know_buyer(tx, top, review)
        return tx.outcome(changed)


def unlink_review(db: Database, case_id: int, review_id: int) -> Outcome[bool]:
    """The case is not about this review."""
    with db.write(_("Took the review off a case")) as tx:
        top = top_case(tx, case_id)
        tx.rename(_("Took the review off case {number}").format(number=top))
        mine = select(Case.id).where(Case.id.in_(group_of(tx, top)), Case.review_id == review_id)
        rows = [(one, None) for one in tx.connection.execute(mine).scalars()]
        return tx.outcome(tx.update_many(Case, ("review_id",), rows) > 0)


def add_orders_in(tx: Tx, case_id: int, order_id: int, lines: Sequence[int]) -> int:
    """Let a case be about an order, or some lines of it; gives how many are new."""
    wanted = select(CaseOrder.order_line_id).where(CaseOrder.case_id == case_id, CaseOrder.order_id == order_id)
    there = set(tx.connection.execute(wanted).scalars())
    own = set(tx.connection.execute(select(OrderLine.id).where(OrderLine.order_id == order_id)).scalars())
    if not set(lines) <= own:
        raise UserError(_("This item belongs to another order. Nothing was changed."))
    fresh = [(case_id, order_id, line) for line in (lines or (None,)) if line not in there]
    return len(tx.insert(CaseOrder, ("case_id", "order_id", "order_line_id"), fresh))


def found_review(tx: Tx, review_id: int) -> Row[Any]:
    """A review's row. UserError where it is gone."""
    found = tx.connection.execute(select(Review.__table__).where(Review.id == review_id)).first()
    if found is None:
        raise UserError(_("This review is gone. Nothing was changed."))
    return found


def found_order(tx: Tx, order_id: int) -> Row[Any]:
    """An order's row. UserError where it is gone."""
    found = tx.connection.execute(select(Order.__table__).where(Order.id == order_id)).first()
    if found is None:
        raise UserError(_("This order is gone. Nothing was changed."))
    return found


def _know_buyer(tx: Tx, top: int, record: Row[Any]) -> None:
    """Buyer and channel of an order or a review, where the case has none."""
    own = values_of(tx, top, "customer_id", "channel_id")
    if own["customer_id"] is None and record.customer_id is not None:
        tx.update(Case, top, customer_id=record.customer_id, merged_from=record.merged_from)
    if own["channel_id"] is None:
        tx.update(Case, top, channel_id=record.channel_id)
