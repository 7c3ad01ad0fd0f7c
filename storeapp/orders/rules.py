"""What an order's state means to the owner, and which corrections of its days make sense."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from storeapp.kernel import numbers
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.kernel.text import N_, _

# (word, tone of the tag); the tones are those of the style guide: good, warning, bad, info, "" for plain.
STATUSES: dict[str, tuple[str, str]] = {
    "created": (N_("Created"), ""),
    "approved": (N_("Approved"), ""),
    "paid": (N_("Paid"), "info"),
    "invoiced": (N_("Invoiced"), ""),
    "processing": (N_("Processing"), "info"),
    "shipped": (N_("Shipped"), "info"),
    "delivered": (N_("Delivered"), "good"),
    "canceled": (N_("Canceled"), ""),
    "unavailable": (N_("Unavailable"), "bad"),
    "refunded": (N_("Refunded"), "warning"),
    "returned": (N_("Returned"), "warning"),
    "unknown": (N_("Not known"), ""),
}
# The days of an order in the order in which they happen.
DAYS: dict[str, str] = {
    "placed_on": N_("Ordered"),
    "paid_on": N_("Paid"),
    "shipped_on": N_("Shipped"),
    "due_on": N_("Promised for"),
    "delivered_on": N_("Delivered"),
    "canceled_on": N_("Canceled"),
}
_FOLLOWS = (("placed_on", "paid_on"), ("placed_on", "shipped_on"), ("placed_on", "canceled_on"),
            ("placed_on", "due_on"), ("shipped_on", "delivered_on"), ("placed_on", "delivered_on"))  # fmt: skip
LONGEST_NOTE = 20_000
HEARD_FROM = N_("Found you by")
LONGEST_HEARD = 120
TRACKING = N_("Tracking number")
LONGEST_TRACKING = 80


def checked_cost(text: str, currency: str) -> Money | None:
    """What one piece costs, typed as "4.20", "4,20" or "€4.20"; None for an empty text. UserError for anything else."""
    if not text.strip():
        return None
    if not currency:
        raise UserError(_("No channel says its currency yet. Set one under Settings first."))
    found = numbers.amount(text, currency)
    if found is not None and found.minor < 0:
        raise UserError(_("A cost can't be less than 0."))
    return found


def status_title(status: str) -> str:
    """The status in the owner's words."""
    return _(STATUSES.get(status, (status, ""))[0])


def status_tone(status: str, late: bool) -> str:
    """The tone of the status tag: good, warning, bad, info or "" (plain)."""
    return "warning" if late else STATUSES.get(status, ("", ""))[1]


def is_late(
    status: str,
    delivered_on: str | None,
    due_on: str | None,
    delivered_at: str | None = None,
    due_at: str | None = None,
) -> bool:
    """Whether a delivered order came after the promised moment, or the promised day where only days are known."""
    if status != "delivered":
        return False
    if delivered_at and due_at:
        return delivered_at > due_at
    return bool(delivered_on and due_on and delivered_on > due_on)


def days_late(delivered_on: str | None, due_on: str | None) -> int:
    """By how many days a delivery missed its promise; 0 if it didn't."""
    if not delivered_on or not due_on:
        return 0
    return max(0, (date.fromisoformat(delivered_on) - date.fromisoformat(due_on)).days)


def checked_day(text: str) -> str | None:
    """An ISO day, None for an empty text; UserError for anything else."""
    plain = text.strip()
    if not plain:
        return None
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError as why:
        raise UserError(_("“{value}” is not a date, use 2026-07-31").format(value=plain)) from why


def checked_tracking(text: str) -> str:
    """A parcel's number without needless blanks; UserError where it is too long to be one."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST_TRACKING:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST_TRACKING))
    return plain


def check_order_of_days(days: Mapping[str, str | None], today: str) -> None:
    """UserError if one day lies before another that must come first, or something happened in the future."""
    for earlier, later in _FOLLOWS:
        one, other = days.get(earlier), days.get(later)
        if one and other and other < one:
            message = _("“{later}” can't be before “{earlier}” ({day}). Nothing was changed.")
            raise UserError(message.format(later=_(DAYS[later]), earlier=_(DAYS[earlier]), day=one))
    for name, day in days.items():
        if day and name != "due_on" and day > today:
            raise UserError(_("“{name}” can't be in the future. Nothing was changed.").format(name=_(DAYS[name])))
