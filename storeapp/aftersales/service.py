"""What the owner does with cases: open, change, close, promise, keep a promise; each can be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, select

from storeapp.aftersales import rules
from storeapp.aftersales.rules import Promised, checked_promise, checked_title
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.rulebook.reasons import reasons
from storeapp.store.comparing import settled
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Case, CaseOrder, Customer, Order, Promise, Review


def open_for_review(db: Database, review_id: int, title: str = "", reason: str = "") -> Outcome[int]:
    """Open a case about a review, with its order and buyer; the open one it has already stays. Gives its id."""
    with db.write(_("Opened a case")) as tx:
        review = tx.connection.execute(select(Review.__table__).where(Review.id == review_id)).first()
        if review is None:
            raise UserError(_("This review is gone. Nothing was changed."))
        there = _open_case(tx, Case.review_id == review_id)
        if there is not None:
            return tx.outcome(there)
        return _opened_for(tx, review, title, reason)


def open_for_order(db: Database, order_id: int, title: str = "", reason: str = "") -> Outcome[int]:
    """Open a case about an order; the open one it has already stays. Gives its id."""
    with db.write(_("Opened a case")) as tx:
        order = tx.connection.execute(select(Order.__table__).where(Order.id == order_id)).first()
        if order is None:
            raise UserError(_("This order is gone. Nothing was changed."))
        there = _open_case(tx, _of_order(order_id))
        if there is not None:
            return tx.outcome(there)
        plain = checked_title(title or _("Order {number}").format(number=order.number))
        return _opened(tx, plain, reason, order.channel_id, order_id, order.customer_id, None)


def open_plain(db: Database, title: str, reason: str = "", customer_id: int | None = None) -> Outcome[int]:
    """Open a case about nothing the shop has on file. Gives its id."""
    plain = checked_title(title)
    with db.write(_("Opened a case")) as tx:
        if customer_id is not None and not _there(tx, Customer, customer_id):
            raise UserError(_("This customer is gone. Nothing was changed."))
        return _opened(tx, plain, reason, None, None, customer_id, None)


def rename(db: Database, case_id: int, title: str, shown: Shown | None = None) -> Outcome[bool]:
    """Change the title. ChangedMeanwhile where it is no longer the "title" that was `shown`."""
    plain = checked_title(title)
    with db.write(_("Renamed a case")) as tx:
        _case(tx, case_id)
        tx.rename(_("Renamed case {number} to “{title}”").format(number=case_id, title=plain))
        values = settled(tx, Case, case_id, _("title"), shown, {"title": plain})
        return tx.outcome(tx.update(Case, case_id, **values))


def set_reason(db: Database, case_id: int, reason: str, shown: Shown | None = None) -> Outcome[bool]:
    """Say why the case is open ("" for not known). ChangedMeanwhile where it is no longer the "reason" `shown`."""
    if reason and reason not in reasons():
        raise ValueError(reason)
    with db.write(_("Changed the reason of case {number}").format(number=case_id)) as tx:
        _case(tx, case_id)
        values = settled(tx, Case, case_id, _("reason"), shown, {"reason": reason}, say=_reason_title)
        return tx.outcome(tx.update(Case, case_id, **values))


def _reason_title(reason: str) -> str:
    known = reasons().get(reason)
    return _(known.title) if known is not None else _("Reason not known")


def set_note(db: Database, case_id: int, note: str, shown: Shown | None = None) -> Outcome[bool]:
    """Keep the owner's own note. ChangedMeanwhile where it is no longer the "note" that was `shown`."""
    plain = note.strip()
    if len(plain) > rules.LONGEST_NOTE:
        message = _("The note is too long. Use at most {count} characters.")
        raise UserError(message.format(count=f"{rules.LONGEST_NOTE:,}"))
    with db.write(_("Changed the note of case {number}").format(number=case_id)) as tx:
        _case(tx, case_id)
        values = settled(tx, Case, case_id, _("note"), shown, {"note": plain})
        return tx.outcome(tx.update(Case, case_id, **values))


def close(db: Database, case_id: int) -> Outcome[bool]:
    """Close the case. UserError while a promise of it is not kept."""
    with db.write(_("Closed case {number}").format(number=case_id), kind="work") as tx:
        _case(tx, case_id)
        waiting = select(Promise.id).where(Promise.kept_on.is_(None), Promise.broken_on.is_(None))
        if tx.connection.execute(waiting.where(Promise.case_id == case_id).limit(1)).first() is not None:
            raise UserError(_("A promise of this case is not kept yet. Mark it as kept or remove it, then close."))
        return tx.outcome(tx.update(Case, case_id, state="closed", closed_at=tx.now))


def reopen(db: Database, case_id: int) -> Outcome[bool]:
    """Open a closed case again."""
    with db.write(_("Opened case {number} again").format(number=case_id)) as tx:
        _case(tx, case_id)
        return tx.outcome(tx.update(Case, case_id, state="open", closed_at=None))


def promise(db: Database, case_id: int, promised: Promised) -> Outcome[int]:
    """Record what was promised. Gives the promise's id."""
    plain = checked_promise(promised)
    with db.write(_("Recorded a promise")) as tx:
        _case(tx, case_id)
        made = _record(tx, case_id, plain)
        return tx.outcome(made)


def promise_for_review(db: Database, review_id: int, promised: Promised) -> Outcome[int]:
    """Record on a review's case what its reply promises, in a new case where it has none. Gives the case's id."""
    plain = checked_promise(promised)
    with db.write(_("Recorded a promise")) as tx:
        review = tx.connection.execute(select(Review.__table__).where(Review.id == review_id)).first()
        if review is None:
            raise UserError(_("This review is gone. Nothing was changed."))
        case = _open_case(tx, Case.review_id == review_id)
        if case is None and review.order_id is not None:
            case = _open_case(tx, _of_order(review.order_id))
        if case is None:
            case = _opened_for(tx, review, "", "").value
        _record(tx, case, plain)
        return tx.outcome(case)


def keep_promise(db: Database, promise_id: int, kept_on: str | None = None) -> Outcome[bool]:
    """Mark a promise as kept on an ISO day, by default today."""
    with db.write(_("Marked a promise as kept"), kind="work") as tx:
        found = _promise(tx, promise_id)
        tx.rename(_("Kept a promise of case {number}").format(number=found.case_id))
        day = kept_on or db.clock.today().isoformat()
        return tx.outcome(tx.update(Promise, promise_id, kept_on=day))


def unkeep_promise(db: Database, promise_id: int) -> Outcome[bool]:
    """Take the mark back: the promise is due again."""
    with db.write(_("Marked a promise as not kept")) as tx:
        found = _promise(tx, promise_id)
        tx.rename(_("A promise of case {number} is due again").format(number=found.case_id))
        return tx.outcome(tx.update(Promise, promise_id, kept_on=None))


def remove_promise(db: Database, promise_id: int) -> Outcome[int]:
    """Remove a promise that was never made."""
    with db.write(_("Removed a promise")) as tx:
        found = _promise(tx, promise_id)
        tx.rename(_("Removed a promise of case {number}").format(number=found.case_id))
        return tx.outcome(tx.delete(Promise, [promise_id]))


def _opened(
    tx: Tx,
    title: str,
    reason: str,
    channel_id: int | None,
    order_id: int | None,
    customer_id: int | None,
    review_id: int | None,
) -> Outcome[int]:
    if reason and reason not in reasons():
        raise ValueError(reason)
    made = tx.insert_one(
        Case,
        title=title,
        reason=reason,
        channel_id=channel_id,
        customer_id=customer_id,
        review_id=review_id,
        opened_at=tx.now,
    )
    if order_id is not None:
        tx.insert_one(CaseOrder, case_id=made, order_id=order_id)
    tx.rename(_("Opened case {number}: {title}").format(number=made, title=title))
    return tx.outcome(made)


def _opened_for(tx: Tx, review: Row[Any], title: str, reason: str) -> Outcome[int]:
    customer = review.customer_id
    if customer is None and review.order_id is not None:
        customer = tx.connection.execute(select(Order.customer_id).where(Order.id == review.order_id)).scalar()
    words = title or " ".join(f"{review.title} {review.text}".split())[:60].strip()
    plain = checked_title(words or _("Review without words"))
    return _opened(tx, plain, reason, review.channel_id, review.order_id, customer, review.id)


def _record(tx: Tx, case_id: int, plain: Promised) -> int:
    made = tx.insert_one(
        Promise,
        case_id=case_id,
        kind=plain.kind,
        words=plain.words,
        amount_minor=plain.amount.minor if plain.amount else None,
        currency=plain.amount.currency if plain.amount else "",
        due_on=plain.due_on,
        made_at=tx.now,
    )
    words = rules.promise_words(plain.kind, plain.words, plain.amount)
    tx.rename(_("Recorded on case {number}: {promise}").format(number=case_id, promise=words))
    return made


def _of_order(order_id: int) -> ColumnElement[bool]:
    return Case.id.in_(select(CaseOrder.case_id).where(CaseOrder.order_id == order_id))


def _open_case(tx: Tx, condition: Any) -> int | None:
    tops = Case.id.in_(select(Case.root_id).where(condition))
    wanted = select(Case.id).where(tops, Case.state != "closed").order_by(Case.id.desc()).limit(1)
    found: int | None = tx.connection.execute(wanted).scalar()
    return found


def _there(tx: Tx, table: Any, number: int) -> bool:
    return tx.connection.execute(select(table.id).where(table.id == number)).first() is not None


def _case(tx: Tx, case_id: int) -> None:
    if not _there(tx, Case, case_id):
        raise UserError(_("This case is gone. Nothing was changed."))


def _promise(tx: Tx, promise_id: int) -> Row[Any]:
    found = tx.connection.execute(select(Promise.case_id).where(Promise.id == promise_id)).first()
    if found is None:
        raise UserError(_("This promise is gone. Nothing was changed."))
    return found
