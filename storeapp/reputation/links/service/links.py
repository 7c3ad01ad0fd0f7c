"""Joins a review that names no order to the one the owner says, and notes which it is not about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Channel, Order, OrderLine, Review, ReviewLink

CONFIRMED, REFUSED = "confirmed", "refused"
Guess = tuple[int, int, float, Sequence[str]]  # review, order, confidence, codes of the reasons


def link_review(
    db: Database, review_id: int, order_id: int, confidence: float = 1.0, reasons: Sequence[str] = ()
) -> Outcome[int]:
    """Join a review to an order; product and buyer come from it where the review names none. Gives the order's id.

    UserError where the review has an order by its own number, or one of the two is gone.
    """
    with db.write(_("Linked a review to its order"), kind="work") as tx:
        number = _link(tx, (review_id, order_id, confidence, reasons))
        tx.rename(_("Linked a review to order {number}").format(number=number))
        return tx.outcome(order_id)


def link_reviews(db: Database, guesses: Iterable[Guess]) -> Outcome[int]:
    """Join many at once, each as `link_review` does; gives their number."""
    with db.write(_("Linked reviews to their orders"), kind="work") as tx:
        count = 0
        for guess in guesses:
            _link(tx, guess)
            count += 1
        tx.rename(plural("Linked {count} review to its order", "Linked {count} reviews to their orders", count))
        return tx.outcome(count)


def link_by_number(db: Database, review_id: int, number: str) -> Outcome[int]:
    """Join a review to the order of this number: on the review's own channel, else the only one of that number."""
    plain = number.strip().lstrip("#").strip()
    with db.write(_("Linked a review to its order"), kind="work") as tx:
        review = _review(tx, review_id)
        wanted = select(Order.id, Order.channel_id).where(
            Order.channel_id.in_(select(Channel.id)), Order.number.in_((number.strip(), plain, f"#{plain}"))
        )
        rows = tx.connection.execute(wanted).all()
        own = [row.id for row in rows if row.channel_id == review.channel_id] or [row.id for row in rows]
        if not plain or not own:
            message = _("There is no order {number}. Import its file first, or check the number.")
            raise UserError(message.format(number=number))
        if len(own) > 1:
            raise UserError(_("Several orders have the number {number}. Nothing was changed.").format(number=number))
        found = _link(tx, (review_id, own[0], 1.0, ()))
        tx.rename(_("Linked a review to order {number}").format(number=found))
        return tx.outcome(own[0])


def refuse_link(db: Database, review_id: int, order_ids: Sequence[int]) -> Outcome[int]:
    """Note that a review is not about these orders: they are not suggested for it again. Gives their number."""
    with db.write(_("Noted that a review is not about an order"), kind="work") as tx:
        _review(tx, review_id)
        for order_id in order_ids:
            _decide(tx, (review_id, order_id, 0.0, ()), REFUSED)
        return tx.outcome(len(order_ids))


def unlink_review(db: Database, review_id: int) -> Outcome[bool]:
    """Take a review off the order the owner linked it to; that order is not suggested for it again."""
    with db.write(_("Unlinked a review from its order")) as tx:
        review = _review(tx, review_id)
        if review.order_id is None:
            return tx.outcome(False)
        if review.order_number:
            raise UserError(_("The channel itself names this order. Nothing was changed."))
        _decide(tx, (review_id, review.order_id, 0.0, ()), REFUSED)
        return tx.outcome(tx.update(Review, review_id, order_id=None))


def _review(tx: Tx, review_id: int) -> Any:
    table = Review
    wanted = select(table.channel_id, table.order_id, table.order_number, table.product_id, table.customer_id).where(
        table.id == review_id
    )
    found = tx.connection.execute(wanted).first()
    if found is None:
        raise UserError(_("This review is gone. Nothing was changed."))
    return found


def _link(tx: Tx, guess: Guess) -> str:
    review_id, order_id, _confidence, _reasons = guess
    review = _review(tx, review_id)
    order = tx.connection.execute(
        select(Order.number, Order.customer_id, Order.merged_from).where(Order.id == order_id)
    ).first()
    if order is None:
        raise UserError(_("This order is gone. Nothing was changed."))
    if review.order_number and review.order_id is not None:
        raise UserError(_("The channel itself names the order of this review. Nothing was changed."))
    values: dict[str, Any] = {"order_id": order_id}
    if review.product_id is None:
        values["product_id"] = _only_product(tx, order_id)
    if review.customer_id is None:
        values |= {"customer_id": order.customer_id, "merged_from": order.merged_from}
    tx.update(Review, review_id, **values)
    _decide(tx, guess, CONFIRMED)
    return str(order.number)


def _only_product(tx: Tx, order_id: int) -> int | None:
    wanted = select(OrderLine.product_id).where(OrderLine.order_id == order_id, OrderLine.product_id.is_not(None))
    found = set(tx.connection.execute(wanted).scalars())
    return found.pop() if len(found) == 1 else None


def _decide(tx: Tx, guess: Guess, state: str) -> None:
    review_id, order_id, confidence, reasons = guess
    table = ReviewLink
    wanted = select(table.id).where(table.review_id == review_id, table.order_id == order_id)
    known = tx.connection.execute(wanted).scalar()
    if known is not None:
        tx.update(ReviewLink, known, state=state, decided_at=tx.now)
        return
    packed = json.dumps(list(reasons))
    columns = {"confidence": confidence, "reasons": packed, "state": state, "decided_at": tx.now}
    tx.insert_one(ReviewLink, review_id=review_id, order_id=order_id, **columns)
