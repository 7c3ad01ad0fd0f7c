"""Writes a case's story: messages in and out, private notes, refunds and what else was done; each can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from storeapp.aftersales.causes.queries.buyers import given_back, goodwill_limit
from storeapp.aftersales.promises.service import keep_in, record_in
from storeapp.aftersales.rules import Promised, checked_promise
from storeapp.aftersales.story.rules import (
    KINDS,
    Earlier,
    Entry,
    EntryInDoubt,
    OrderMoney,
    checked_entry,
    checked_knowing,
    doubts,
    goodwill_doubts,
)
from storeapp.aftersales.tops import group_of, top_case, values_of
from storeapp.customers.contacts.rules import Sent
from storeapp.customers.contacts.service import note_sent_in, take_out_in
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store.db import Database, Tx
from storeapp.store.tables import (
    Case,
    CaseDraft,
    CaseEntry,
    CaseOrder,
    Contact,
    Order,
    OrderLine,
)

COLUMNS = (
    *("case_id", "kind", "at", "who", "through", "words", "amount_minor", "currency", "minutes", "order_id"),
    *("order_line_id", "promise_id", "template", "knowing", "ref", "made_at"),
)


def record(db: Database, case_id: int, entry: Entry, knowing: str = "") -> Outcome[int]:
    """Put a line into a case's story; gives its id, of the one that is there already where its `ref` is.

    What looks wrong about a refund is asked first (EntryInDoubt); `knowing` says why it is recorded all the same.
    A refund names its order where the case has several. With `promise_id` the promise is kept by it.
    """
    with db.write(_("Added to a case")) as tx:
        top = top_case(tx, case_id)
        plain = _with_order(tx, top, checked_entry(entry, tx.now))
        there = _there(tx, top, [plain])
        if there:
            return tx.outcome(next(iter(there.values())))
        why = checked_knowing(knowing)
        found = [*_doubts(tx, plain), *_goodwill(tx, top, plain)]
        if found and not why:
            raise EntryInDoubt(found)
        made = put_in(tx, top, [plain], why if found else "")[0]
        if plain.promise_id is not None:
            keep_in(tx, plain.promise_id, tx.clock.today().isoformat())
        title = _("{what} on case {number}").format(what=_(KINDS[plain.kind].title), number=top)
        said = title if plain.amount is None else _("{what}: {amount}").format(what=title, amount=plain.amount)
        tx.rename(said)
        return tx.outcome(made)


def keep_messages(db: Database, case_id: int, messages: Sequence[Entry]) -> Outcome[int]:
    """Put messages that were pasted into the story, those that are new by their `ref`; gives how many were."""
    with db.write(_("Pasted messages into a case")) as tx:
        top = top_case(tx, case_id)
        plain = [checked_entry(one, tx.now) for one in messages]
        there, fresh = _there(tx, top, plain), {}
        for place, one in enumerate(plain):
            if not one.ref or one.ref not in there:
                fresh[one.ref or str(place)] = one
        made = put_in(tx, top, list(fresh.values()))
        title = plural("Pasted {count} message into case {{number}}", "Pasted {count} messages into case {{number}}",
                       len(made))  # fmt: skip
        tx.rename(title.format(number=top))
        return tx.outcome(len(made))


def mark_sent(
    db: Database,
    case_id: int,
    words: str,
    through: str = "platform",
    template: str = "",
    promised: Sequence[Promised] = (),
) -> Outcome[int]:
    """Note that a message went out now, in the story and in the ledger of contacts; its draft is done with.

    An answer to the buyer's own complaint doesn't count to how often one may write to them. What it promises is
    recorded with it. Gives the entry's id.
    """
    with db.write(_("Sent a message about a case"), kind="work") as tx:
        top = top_case(tx, case_id)
        plain = checked_entry(Entry("out", words, through=through, template=template), tx.now)
        made = put_in(tx, top, [plain])[0]
        for one in promised:
            record_in(tx, top, checked_promise(one), made)
        _note_contact(tx, top, made, through)
        _drop_draft(tx, top, "out")
        tx.update(Case, top, snoozed_until=None)
        tx.rename(_("Sent a message about case {number}").format(number=top))
        return tx.outcome(made)


def add_note(db: Database, case_id: int, words: str) -> Outcome[int]:
    """Keep a private note: nobody but the shop ever sees it."""
    with db.write(_("Noted on a case")) as tx:
        top = top_case(tx, case_id)
        made = put_in(tx, top, [checked_entry(Entry("note", words), tx.now)])[0]
        _drop_draft(tx, top, "note")
        tx.rename(_("Private note on case {number}").format(number=top))
        return tx.outcome(made)


def change_words(db: Database, entry_id: int, words: str) -> Outcome[bool]:
    """Correct the words of a line."""
    with db.write(_("Changed an entry of a case")) as tx:
        row = _entry(tx, entry_id)
        plain = checked_entry(Entry(row.kind, words, row.at, minutes=row.minutes, amount=None), tx.now) if (
            row.kind in ("in", "out", "note")
        ) else Entry(row.kind, words.strip())  # fmt: skip
        tx.rename(_("Changed an entry of case {number}").format(number=row.case_id))
        return tx.outcome(tx.update(CaseEntry, entry_id, words=plain.words))


def remove_entry(db: Database, entry_id: int) -> Outcome[int]:
    """Remove a line that was put in by mistake, with the contact it stands for."""
    with db.write(_("Removed an entry of a case")) as tx:
        row = _entry(tx, entry_id)
        tx.rename(_("Removed an entry of case {number}").format(number=row.case_id))
        if row.contact_id is not None:
            take_out_in(tx, row.contact_id)
        return tx.outcome(tx.delete(CaseEntry, [entry_id]))


def keep_draft(db: Database, case_id: int, kind: str, words: str) -> Outcome[bool]:
    """Keep what is being written ("out" or "note"); empty words are no draft. It is no action of its own."""
    if kind not in ("out", "note"):
        raise ValueError(kind)
    with db.write("") as tx:
        tx.leave_no_record()
        top = top_case(tx, case_id)
        wanted = select(CaseDraft.id, CaseDraft.words).where(CaseDraft.case_id == top, CaseDraft.kind == kind)
        row = tx.connection.execute(wanted).first()
        if (row.words if row is not None else "") == words:
            return Outcome(False)
        if row is not None:
            tx.delete(CaseDraft, [row.id])
        if words.strip():
            tx.insert_one(CaseDraft, case_id=top, kind=kind, words=words, changed_at=tx.now)
        return Outcome(True)  # no list shows anything new


def state_in(tx: Tx, case_id: int, state: str) -> None:
    """Put a change of the status into the story."""
    put_in(tx, case_id, [Entry("state", state, tx.now)])


def put_in(tx: Tx, case_id: int, entries: Iterable[Entry], knowing: str = "") -> range:
    """Put checked lines into a case's story; gives their ids."""
    rows = [
        (case_id, one.kind, one.at or tx.now, one.who, one.through, one.words,
         one.amount.minor if one.amount else None, one.amount.currency if one.amount else "", one.minutes,
         one.order_id, one.order_line_id, one.promise_id, one.template, knowing, one.ref, tx.now)
        for one in entries
    ]  # fmt: skip
    return tx.insert(CaseEntry, COLUMNS, rows)


def _there(tx: Tx, case_id: int, entries: Sequence[Entry]) -> dict[str, int]:
    refs = [one.ref for one in entries if one.ref]
    if not refs:
        return {}
    wanted = select(CaseEntry.ref, CaseEntry.id).where(CaseEntry.ref.in_(refs), CaseEntry.ref != "")
    found = tx.connection.execute(wanted.where(CaseEntry.case_id.in_(group_of(tx, case_id))))
    return {row.ref: row.id for row in found}


def _with_order(tx: Tx, case_id: int, entry: Entry) -> Entry:
    """The entry with the order it must be for: the case's only one."""
    if not KINDS[entry.kind].money or entry.order_id is not None:
        return entry
    wanted = select(CaseOrder.order_id).where(CaseOrder.case_id.in_(group_of(tx, case_id))).distinct()
    orders = list(tx.connection.execute(wanted).scalars())
    if len(orders) > 1 and entry.kind == "refund":
        raise UserError(_("This case has several orders. Say which one this is for."))
    return replace(entry, order_id=orders[0]) if len(orders) == 1 else entry


def _doubts(tx: Tx, entry: Entry) -> list[Any]:
    order = order_money(tx.connection, entry.order_id)
    if order is None:
        return []
    wanted = select(CaseEntry.kind, CaseEntry.order_line_id, CaseEntry.amount_minor, CaseEntry.currency, CaseEntry.at)
    rows = tx.connection.execute(wanted.where(CaseEntry.order_id == order.id))
    earlier = [Earlier(*row[:4], row.at[:10]) for row in rows]
    return doubts(entry, (entry.at or tx.now)[:10], order, earlier)


def _goodwill(tx: Tx, top: int, entry: Entry) -> list[Any]:
    limit = goodwill_limit(tx.connection)
    customer = values_of(tx, top, "customer_id")["customer_id"]
    if limit is None or customer is None:
        return []
    before = given_back(tx.connection, customer, tx.clock.today()).get(limit.currency)
    return goodwill_doubts(entry, before, limit)


def order_money(conn: Any, order_id: int | None) -> OrderMoney | None:
    """What an order says of money; None where there is none."""
    row = conn.execute(select(Order.__table__).where(Order.id == order_id)).first() if order_id is not None else None
    if row is None:
        return None
    wanted = select(OrderLine.id, OrderLine.price_minor, OrderLine.quantity).where(
        OrderLine.order_id == order_id, OrderLine.kind == ""
    )
    lines = {line.id: None if line.price_minor is None else line.price_minor * (line.quantity or 1) for line in
             conn.execute(wanted)}  # fmt: skip
    total = row.total_minor if row.total_minor is not None else row.items_minor
    return OrderMoney(row.id, row.number, row.currency, total, row.placed_on, lines, row.refunded_minor or 0)


def _note_contact(tx: Tx, case_id: int, entry_id: int, through: str) -> None:
    customer = values_of(tx, case_id, "customer_id")["customer_id"]
    if customer is None:
        return
    order = tx.connection.execute(select(CaseOrder.order_id).where(CaseOrder.case_id == case_id).limit(1)).scalar()
    about = _("Case {number}").format(number=case_id)
    sent = Sent(customer, from_utc_text(tx.now), "case", through, counts=False, order_id=order, about=about)
    if note_sent_in(tx, [sent]):
        mine = select(Contact.id).where(Contact.customer_id == customer, Contact.purpose == "case")
        newest = tx.connection.execute(mine.order_by(Contact.id.desc()).limit(1)).scalar()
        tx.update(CaseEntry, entry_id, contact_id=newest)


def _drop_draft(tx: Tx, case_id: int, kind: str) -> None:
    wanted = select(CaseDraft.id).where(CaseDraft.case_id == case_id, CaseDraft.kind == kind)
    tx.delete(CaseDraft, list(tx.connection.execute(wanted).scalars()))


def _entry(tx: Tx, entry_id: int) -> Row[Any]:
    found = tx.connection.execute(select(CaseEntry.__table__).where(CaseEntry.id == entry_id)).first()
    if found is None:
        raise UserError(_("This entry is gone. Nothing was changed."))
    return found
