"""The buyer beside an order: what the page of customers and orders reads and changes through the customers room."""

from __future__ import annotations

from storeapp.customers import merging
from storeapp.customers.likeness import SURE
from storeapp.customers.likeness import words as reason_words
from storeapp.customers.queries import (
    MOST,
    CustomerRecord,
    IdentityRow,
    LikelyPair,
    PairSide,
    PartRow,
    SideOrder,
    customer,
    pairs,
    person,
    sides,
)
from storeapp.customers.rules import CONSENTS, FIELDS, HEARD, consent_title, title
from storeapp.customers.service import edit, keep_apart, merge, part, set_consent, set_do_not_contact

__all__ = [
    "CONSENTS",
    "FIELDS",
    "HEARD",
    "MOST",
    "SURE",
    "CustomerRecord",
    "IdentityRow",
    "LikelyPair",
    "PairSide",
    "PartRow",
    "SideOrder",
    "consent_title",
    "customer",
    "edit",
    "keep_apart",
    "merge",
    "merging",
    "pairs",
    "part",
    "person",
    "reason_words",
    "set_consent",
    "set_do_not_contact",
    "sides",
    "title",
]
