"""What the owner changes about customers."""

from storeapp.customers.service.merges import keep_apart, merge, part
from storeapp.customers.service.records import edit, set_consent, set_do_not_contact

__all__ = ["edit", "keep_apart", "merge", "part", "set_consent", "set_do_not_contact"]
