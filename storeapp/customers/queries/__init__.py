"""Reads customers: one with all their names, two side by side, and pairs that may be one person."""

from storeapp.customers.queries.record import CustomerRecord, IdentityRow, PartRow, customer, person

__all__ = ["CustomerRecord", "IdentityRow", "PartRow", "customer", "person"]
