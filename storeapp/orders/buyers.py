"""The buyer beside an order: what the page of customers and orders reads and changes through the customers room."""

from __future__ import annotations

from storeapp.customers.queries import CustomerRecord, IdentityRow, customer
from storeapp.customers.rules import CONSENTS, FIELDS, consent_title, title
from storeapp.customers.service import edit, set_consent, set_do_not_contact

__all__ = [
    "CONSENTS",
    "FIELDS",
    "CustomerRecord",
    "IdentityRow",
    "consent_title",
    "customer",
    "edit",
    "set_consent",
    "set_do_not_contact",
    "title",
]
