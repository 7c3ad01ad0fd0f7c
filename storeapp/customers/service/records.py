"""What the owner changes about a customer: contact data, a note, consent, and the wish to be left alone."""

from __future__ import annotations

from sqlalchemy import select

from storeapp.customers import rules
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.comparing import settled
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Customer


def edit(db: Database, customer_id: int, shown: Shown | None = None, **fields: str) -> Outcome[bool]:
    """Set name, email, phone, language or note; the value says whether anything changed.

    UserError where a value can't be kept or the customer is gone, ChangedMeanwhile where a field is no longer as it was
    `shown`.
    """
    tidy = {field: rules.checked(field, value) for field, value in fields.items()}
    named = _(rules.FIELDS[next(iter(tidy))]).lower() if len(tidy) == 1 else _("contact data")
    with db.write(_("Changed a customer")) as tx:
        _known(tx, customer_id)
        tx.rename(_("Changed {field} of customer {number}").format(field=named, number=customer_id))
        what = _("note") if "note" in tidy else _("entry")
        return tx.outcome(tx.update(Customer, customer_id, **settled(tx, Customer, customer_id, what, shown, tidy)))


def set_consent(db: Database, customer_id: int, consent: str) -> Outcome[bool]:
    """Note that the customer agreed to be contacted ("yes"), refused ("no") or was not asked ("unknown")."""
    if consent not in rules.CONSENTS:
        raise ValueError(consent)
    with db.write(_("Noted consent")) as tx:
        _known(tx, customer_id)
        words = rules.consent_title(consent).lower()
        tx.rename(_("Noted consent of customer {number}: {consent}").format(number=customer_id, consent=words))
        return tx.outcome(tx.update(Customer, customer_id, consent=consent))


def set_do_not_contact(db: Database, customer_id: int, wished: bool) -> Outcome[bool]:
    """Put the customer on the do-not-contact list, or take them off it."""
    with db.write(_("Changed the do-not-contact list")) as tx:
        _known(tx, customer_id)
        title = (
            _("Customer {number} is not to be contacted") if wished else _("Customer {number} may be contacted again")
        )
        tx.rename(title.format(number=customer_id))
        return tx.outcome(tx.update(Customer, customer_id, do_not_contact=int(wished)))


def _known(tx: Tx, customer_id: int) -> None:
    if tx.connection.execute(select(Customer.id).where(Customer.id == customer_id)).first() is None:
        raise UserError(_("This customer is gone. Nothing was changed."))
