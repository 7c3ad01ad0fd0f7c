"""What the owner does with cases: open, change, put off, close; each is one action that can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from storeapp.aftersales import rules
from storeapp.aftersales.linking.service import add_orders_in, found_order, found_review
from storeapp.aftersales.promises.service import record_in
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.aftersales.rules import Promised, checked_promise, checked_title
from storeapp.aftersales.story.service import state_in
from storeapp.aftersales.tops import group_of, top_case, values_of
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.kernel.titles import short_title
from storeapp.rulebook.reasons import reasons
from storeapp.store.comparing import settled
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Case, CaseOrder, CaseTick, Customer, OrderLine, OwnerReason, Promise

TITLE_OF_REVIEW = 60  # letters of a review that name its case
FACTS = ("reason", "severity", "handler", "waiting_for", "next_step", "customer_id", "product_id", "channel_id")


def open_for_review(db: Database, review_id: int, title: str = "", reason: str = "") -> Outcome[int]:
    """Open a case about a review, with its order and buyer; the open one it has already stays. Gives its id."""
    with db.write(_("Opened a case")) as tx:
        review = found_review(tx, review_id)
        there = _open_case(tx, Case.review_id == review_id)
        if there is not None:
            return tx.outcome(there)
        return tx.outcome(_opened_for(tx, review, title, reason))


def open_for_order(
    db: Database, order_id: int, title: str = "", reason: str = "", lines: Sequence[int] = ()
) -> Outcome[int]:
    """Open a case about an order, or some lines of it; the open one it has already stays. Gives its id."""
    with db.write(_("Opened a case")) as tx:
        order = found_order(tx, order_id)
        there = _open_case(tx, _of_order(order_id))
        if there is not None:
            return tx.outcome(there)
        plain = checked_title(title or _("Order {number}").format(number=order.number))
        known = {"channel_id": order.channel_id, "customer_id": order.customer_id}
        product = _product_of(tx, order_id, lines)
        made = opened_in(tx, plain, reason, product_id=product, merged_from=order.merged_from, **known)
        add_orders_in(tx, made, order_id, lines)
        return tx.outcome(made)


def open_plain(db: Database, title: str, reason: str = "", customer_id: int | None = None) -> Outcome[int]:
    """Open a case about nothing the shop has on file, or of a buyer. Gives its id."""
    plain = checked_title(title)
    with db.write(_("Opened a case")) as tx:
        if customer_id is not None and not _there(tx, Customer, customer_id):
            raise UserError(_("This customer is gone. Nothing was changed."))
        return tx.outcome(opened_in(tx, plain, reason, customer_id=customer_id))


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
    with db.write(_("Changed the reason of case {number}").format(number=case_id)) as tx:
        _case(tx, case_id)
        _known_reason(tx, reason)
        titles = reason_titles(tx.connection)

        def said(kept: Any) -> str:
            return titles.get(kept) or _("Reason not known")

        values = settled(tx, Case, case_id, _("reason"), shown, {"reason": reason}, say=said)
        return tx.outcome(tx.update(Case, case_id, **values))


def set_note(db: Database, case_id: int, note: str, shown: Shown | None = None) -> Outcome[bool]:
    """Keep the owner's own note. ChangedMeanwhile where it is no longer the "note" that was `shown`."""
    plain = _checked_note(note)
    with db.write(_("Changed the note of case {number}").format(number=case_id)) as tx:
        _case(tx, case_id)
        values = settled(tx, Case, case_id, _("note"), shown, {"note": plain})
        return tx.outcome(tx.update(Case, case_id, **values))


def change(db: Database, cases: Iterable[int], facts: Mapping[str, Any]) -> Outcome[int]:
    """Set some of FACTS of one or many cases; gives how many really changed."""
    with db.write(_("Changed cases")) as tx:
        tops = sorted({top_case(tx, one) for one in cases})
        plain = _checked_facts(tx, facts)
        done = tx.update_many(Case, tuple(plain), [(one, *plain.values()) for one in tops])
        title = plural("Changed case {{number}}", "Changed {count} cases", len(tops))
        tx.rename(title.format(number=tops[0] if tops else ""))
        return tx.outcome(done)


def change_in(tx: Tx, changes: Mapping[int, Mapping[str, Any]]) -> int:
    """Set some of FACTS and the note of cases (ids), inside a larger change; gives how many changed. UserError."""
    done = 0
    for case_id, said in changes.items():
        facts = dict(said)
        noted = {"note": _checked_note(facts.pop("note"))} if "note" in facts else {}
        done += tx.update(Case, top_case(tx, case_id), **_checked_facts(tx, facts), **noted)
    return done


def _checked_note(note: str) -> str:
    plain = note.strip()
    if len(plain) > rules.LONGEST_NOTE:
        message = _("The note is too long. Use at most {count} characters.")
        raise UserError(message.format(count=f"{rules.LONGEST_NOTE:,}"))
    return plain


def snooze(db: Database, cases: Iterable[int], until: str | None) -> Outcome[int]:
    """Put cases off until an ISO day, None for not any more; a promise that is due before brings them back."""
    with db.write(_("Put cases off")) as tx:
        day = rules.checked_snooze(until, tx.clock.today())
        tops = sorted({top_case(tx, one) for one in cases})
        done = tx.update_many(Case, ("snoozed_until",), [(one, day) for one in tops])
        title = plural("Put {count} case off until {{day}}", "Put {count} cases off until {{day}}", len(tops))
        said = title.format(day=day) if day else _("Brought cases back that were put off")
        tx.rename(said)
        return tx.outcome(done)


def wait_for(db: Database, cases: Iterable[int], whom: str = "buyer") -> Outcome[int]:
    """Say whom cases wait for: with the buyer's turn they leave the list of open ones until the buyer answers."""
    if whom not in rules.WAITING_FOR:
        raise ValueError(whom)
    state = "waiting" if whom == "buyer" else "open"
    with db.write(_("Changed whom cases wait for")) as tx:
        done = 0
        for one in sorted({top_case(tx, case) for case in cases}):
            was = values_of(tx, one, "state")["state"]
            if was == "closed":
                raise UserError(_("Case {number} is closed. Open it again first.").format(number=one))
            if was != state:
                state_in(tx, one, state)
            done += tx.update(Case, one, state=state, waiting_for=whom)
        return tx.outcome(done)


def close(db: Database, case_id: int) -> Outcome[bool]:
    """Close the case. UserError while a promise of it is neither kept nor broken."""
    done = close_all(db, [case_id])
    return Outcome(done.value > 0, done.touched, done.action_id)


def close_all(db: Database, cases: Iterable[int]) -> Outcome[int]:
    """Close cases; those that are closed stay as they are. UserError while a promise is neither kept nor broken."""
    with db.write(_("Closed cases"), kind="work") as tx:
        tops = sorted({top_case(tx, one) for one in cases})
        done = 0
        for one in tops:
            waiting = select(Promise.id).where(Promise.kept_on.is_(None), Promise.broken_on.is_(None))
            waiting = waiting.where(Promise.case_id.in_(group_of(tx, one))).limit(1)
            if tx.connection.execute(waiting).first() is not None:
                message = _("A promise of case {number} is not kept yet. Mark it as kept or remove it, then close.")
                raise UserError(message.format(number=one))
            if values_of(tx, one, "state")["state"] != "closed":
                done += tx.update(Case, one, state="closed", closed_at=tx.now, snoozed_until=None, waiting_for="")
                state_in(tx, one, "closed")
        title = plural("Closed case {{number}}", "Closed {count} cases", len(tops))
        tx.rename(title.format(number=tops[0] if tops else ""))
        return tx.outcome(done)


def reopen(db: Database, case_id: int) -> Outcome[bool]:
    """Open a closed case again; how often that happened is counted."""
    with db.write(_("Opened case {number} again").format(number=case_id)) as tx:
        top = top_case(tx, case_id)
        own = values_of(tx, top, "state", "reopened")
        if own["state"] != "closed":
            return tx.outcome(value=False)
        state_in(tx, top, "open")
        return tx.outcome(tx.update(Case, top, state="open", closed_at=None, reopened=own["reopened"] + 1))


def tick(db: Database, case_id: int, item: str, done: bool = True) -> Outcome[bool]:
    """Tick a point of the reason's checklist off, or take the tick away."""
    with db.write(_("Ticked a point of a checklist")) as tx:
        mine = (CaseTick.case_id.in_(group_of(tx, case_id)), CaseTick.item == item)
        there = list(tx.connection.execute(select(CaseTick.id).where(*mine)).scalars())
        if done and not there:
            tx.insert_one(CaseTick, case_id=top_case(tx, case_id), item=item, done_at=tx.now)
        elif not done:
            tx.delete(CaseTick, there)
        return tx.outcome(bool(there) != done)


def promise_for_review(db: Database, review_id: int, promised: Promised) -> Outcome[int]:
    """Record on a review's case what its reply promises, in a new case where it has none. Gives the case's id."""
    plain = checked_promise(promised)
    with db.write(_("Recorded a promise")) as tx:
        review = found_review(tx, review_id)
        case = _open_case(tx, Case.review_id == review_id)
        if case is None and review.order_id is not None:
            case = _open_case(tx, _of_order(review.order_id))
        if case is None:
            case = _opened_for(tx, review, "", "")
        record_in(tx, case, plain)
        return tx.outcome(case)


def opened_in(tx: Tx, title: str, reason: str = "", **facts: Any) -> int:
    """Open a case with what else is known of it; gives its id."""
    _known_reason(tx, reason)
    made = tx.insert_one(Case, title=title, reason=reason, opened_at=tx.now, **facts)
    tx.rename(_("Opened case {number}: {title}").format(number=made, title=title))
    return made


def _opened_for(tx: Tx, review: Row[Any], title: str, reason: str) -> int:
    customer, own = review.customer_id, review.merged_from
    if customer is None and review.order_id is not None:
        order = found_order(tx, review.order_id)
        customer, own = order.customer_id, order.merged_from
    words = title or short_title(": ".join(filter(None, (review.title.strip(), review.text.strip()))), TITLE_OF_REVIEW)
    plain = checked_title(words or _("Review without words"))
    facts = {"channel_id": review.channel_id, "product_id": review.product_id, "review_id": review.id}
    made = opened_in(tx, plain, reason, customer_id=customer, merged_from=own, **facts)
    if review.order_id is not None:
        add_orders_in(tx, made, review.order_id, ())
    return made


def _product_of(tx: Tx, order_id: int, lines: Sequence[int]) -> int | None:
    """The only product of an order, or of the lines named; None where there are several."""
    wanted = select(OrderLine.product_id).where(OrderLine.order_id == order_id, OrderLine.kind == "").distinct()
    if lines:
        wanted = wanted.where(OrderLine.id.in_(lines))
    found = list(tx.connection.execute(wanted.limit(2)).scalars())
    return found[0] if len(found) == 1 else None


def _checked_facts(tx: Tx, facts: Mapping[str, Any]) -> dict[str, Any]:
    plain = dict(facts)
    if not set(plain) <= set(FACTS):
        raise ValueError(f"{sorted(plain)}")
    for name, known in (("severity", rules.SEVERITIES), ("waiting_for", rules.WAITING_FOR)):
        if name in plain and plain[name] not in known:
            raise ValueError(plain[name])
    _known_reason(tx, plain.get("reason", ""))
    for name in ("handler", "next_step"):
        if name in plain:
            plain[name] = rules.checked_name(plain[name])
    if plain.get("customer_id") is not None and not _there(tx, Customer, plain["customer_id"]):
        raise UserError(_("This customer is gone. Nothing was changed."))
    return plain


def _known_reason(tx: Tx, reason: str) -> None:
    if reason and reason not in reasons():
        own = select(OwnerReason.id).where(OwnerReason.key == reason)
        if tx.connection.execute(own).first() is None:
            raise ValueError(reason)


def _of_order(order_id: int) -> ColumnElement[bool]:
    return Case.id.in_(select(CaseOrder.case_id).where(CaseOrder.order_id == order_id))


def _open_case(tx: Tx, condition: Any) -> int | None:
    """The newest case on top of those of a condition that is not closed."""
    tops = Case.id.in_(select(Case.root_id).where(condition))
    wanted = select(Case.id).where(tops, Case.state != "closed").order_by(Case.id.desc()).limit(1)
    found: int | None = tx.connection.execute(wanted).scalar()
    return found


def _there(tx: Tx, table: Any, number: int) -> bool:
    return tx.connection.execute(select(table.id).where(table.id == number)).first() is not None


def _case(tx: Tx, case_id: int) -> None:
    if not _there(tx, Case, case_id):
        raise UserError(_("This case is gone. Nothing was changed."))
