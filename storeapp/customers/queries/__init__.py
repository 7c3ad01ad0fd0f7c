"""Reads customers: one with all their names, two side by side, and pairs that may be one person."""

from storeapp.customers.queries.duplicates import MOST, LikelyPair, pairs
from storeapp.customers.queries.record import CustomerRecord, IdentityRow, PartRow, customer, person
from storeapp.customers.queries.side import PairSide, SideOrder, sides

__all__ = [
    "MOST",
    "CustomerRecord",
    "IdentityRow",
    "LikelyPair",
    "PairSide",
    "PartRow",
    "SideOrder",
    "customer",
    "pairs",
    "person",
    "sides",
]
