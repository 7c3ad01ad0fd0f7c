"""Writes the ledger of contacts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from storeapp.customers.contacts.rules import MEANS, PURPOSES, Sent, address_hash
from storeapp.kernel.clock import utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store.bulk import LISTED, json_ids, plain_rows
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Contact, Customer, Identity, OptOut

COLUMNS = ("customer_id", "order_id", "sent_at", "purpose", "through", "counts", "about")


def note_sent(db: Database, sent: Sequence[Sent]) -> Outcome[int]:
    """Note what was sent; gives how many are new. The same message noted again is one. UserError where nobody is there.

    Nothing is refused for being too much: what went out went out, the cap is asked before.
    """
    title = plural("Noted {count} message to a customer", "Noted {count} messages to customers", len(sent))
    with db.write(title) as tx:
        return tx.outcome(note_sent_in(tx, sent))


def note_sent_in(tx: Tx, sent: Sequence[Sent]) -> int:
    """The same inside a larger change."""
    rows: dict[tuple[object, ...], None] = {}  # in order, each once
    there = _people(tx, {one.customer_id for one in sent})
    noted = _noted(tx, sent)
    for one in sent:
        if one.purpose not in PURPOSES or one.through not in MEANS:
            raise ValueError(f"{one.purpose} through {one.through}")
        at = utc_text(one.sent_at)
        if at > tx.now:
            raise UserError(_("A message can't have been sent in the future. Nothing was changed."))
        if one.customer_id not in there:
            raise UserError(_("This customer is gone. Nothing was changed."))
        row = (one.customer_id, one.order_id, at, one.purpose, one.through, int(one.counts), one.about.strip())
        if row not in rows and (one.customer_id, at, one.purpose, one.through) not in noted:
            rows[row] = None
    return len(tx.insert(Contact, COLUMNS, list(rows)))


def take_out(db: Database, contact_id: int) -> Outcome[bool]:
    """Remove a message that was noted by mistake."""
    with db.write(_("Removed a noted message")) as tx:
        return tx.outcome(take_out_in(tx, contact_id))


def take_out_in(tx: Tx, contact_id: int) -> bool:
    """The same inside a larger change; False where it is gone already."""
    return tx.delete(Contact, [contact_id]) > 0


def opt_out(db: Database, customer_id: int) -> Outcome[int]:
    """The customer wants no more messages, ever: under all addresses the shop knows of them, also after they are erased
    and come in again. Gives how many addresses are new; the same again changes nothing.
    """
    with db.write(_("Customer {number} wants no more messages").format(number=customer_id)) as tx:
        return tx.outcome(opt_out_in(tx, customer_id))


def opt_out_in(tx: Tx, customer_id: int) -> int:
    """The same inside a larger change. UserError where the customer is gone."""
    home = func.coalesce(Customer.merged_into, Customer.id)
    mine = select(home).where(Customer.id == customer_id).scalar_subquery()
    own = list(tx.connection.execute(select(Customer.id, Customer.email, Customer.phone).where(home == mine)))
    if not own:
        raise UserError(_("This customer is gone. Nothing was changed."))
    people = [row.id for row in own]
    columns = (Identity.kind, Identity.key, Identity.channel_id)
    known = tx.connection.execute(select(*columns).where(Identity.customer_id.in_(people)))
    hashes = {address_hash(kind, key, channel) for kind, key, channel in known}
    hashes |= {address_hash("email", row.email) for row in own} | {address_hash("phone", row.phone) for row in own}
    there = set(tx.connection.execute(select(OptOut.hash).where(OptOut.hash.in_(hashes))).scalars())
    fresh = sorted(hashes - there - {""})
    tx.insert(OptOut, ("hash", "made_at"), [(one, tx.now) for one in fresh])
    tx.update_many(Customer, ("do_not_contact",), [(person, 1) for person in people])
    return len(fresh)


def _people(tx: Tx, customers: Collection[int]) -> set[int]:
    """Those of the customers that are there."""
    return {
        row[0] for row in plain_rows(tx.connection, f"SELECT id FROM customers WHERE {LISTED}", json_ids(customers))
    }


def _noted(tx: Tx, sent: Sequence[Sent]) -> set[tuple[int, str, str, str]]:
    """(customer, when, purpose, means) of what the ledger has of these people since the first of these instants."""
    if not sent:
        return set()
    found = plain_rows(
        tx.connection,
        f"SELECT customer_id, sent_at, purpose, through FROM contacts WHERE {LISTED.replace('id ', 'customer_id ', 1)} "
        "AND sent_at >= ?2",
        json_ids({one.customer_id for one in sent}),
        utc_text(min(one.sent_at for one in sent)),
    )
    return {(row[0], row[1], row[2], row[3]) for row in found}
