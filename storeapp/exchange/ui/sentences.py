"""How the import page says sizes, times, verdicts, fields and values."""

from __future__ import annotations

from datetime import date
from typing import Any

from storeapp.exchange.fields import FIELDS
from storeapp.exchange.merging import columns_of
from storeapp.exchange.report_file import ReportRow
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.days import spoken_day
from storeapp.kernel.money import Money
from storeapp.kernel.text import N_, _, plural

RECORDS = {
    "customers": N_("Customer"),
    "products": N_("Product"),
    "orders": N_("Order"),
    "lines": N_("Order item"),
    "reviews": N_("Review"),
}
VERDICTS = {"new": N_("new"), "changed": N_("changed"), "same": N_("same"), "rejected": N_("rejected")}
_MORE = {
    "orders.buyer_name": N_("Customer's name"),
    "orders.buyer_email": N_("Customer's e-mail"),
    "orders.buyer_phone": N_("Customer's phone"),
    "orders.customer_value": N_("Customer"),
    "orders.status_raw": N_("Status as the file says"),
    "orders.total_minor": N_("Order total"),
    "lines.order_number": N_("Order number"),
    "lines.title": N_("Product"),
    "lines.sku": N_("Product code (SKU)"),
    "lines.external_id": N_("Listing number"),
    "lines.currency": N_("Currency"),
    "reviews.order_number": N_("Order number"),
    "reviews.product_title": N_("Product"),
    "reviews.stars": N_("Stars"),
    "reviews.customer_value": N_("Customer"),
    "reviews.earlier_text": N_("Earlier text"),
    "customers.value": N_("Customer"),
    "customers.consent": N_("Agrees to marketing"),
}


def _titles() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, entry in FIELDS.items():
        for column in columns_of(name):
            found.setdefault(column, entry.title)
    return found | _MORE


_TITLES: dict[str, str] = _titles()


def field_title(record: str, column: str) -> str:
    """What a stored column is called on the mapping screen."""
    known = _TITLES.get(f"{record}.{column}")
    return _(known) if known else column.replace("_", " ")


def value_text(column: str, value: Any, currency: str) -> str:
    """A stored value as the owner reads it; "empty" for nothing."""
    if value is None or value == "":
        return _("empty")
    if column.endswith("_minor") and isinstance(value, int):
        return str(Money(value, currency)) if currency else Money(value, "EUR").plain()
    if isinstance(value, float):
        return f"{value:g}"
    return " ".join(str(value).split())


def changes(row: ReportRow, currency: str) -> str:
    """What a row changes, or brings, in one line."""
    if any(field.before is not None for field in row.fields) or not row.fields:
        return " · ".join(
            _("{field}: {before} → {after}").format(
                field=field_title(row.record, field.name),
                before=value_text(field.name, field.before, currency),
                after=value_text(field.name, field.after, currency),
            )
            for field in row.fields
        )
    said = (value_text(field.name, field.after, currency) for field in row.fields)
    return " · ".join([text for text in said if text != row.key][:8])


def size_text(count: int) -> str:
    """A file's size: "1.1 MB"."""
    if count < 1_000:
        return _("{count} bytes").format(count=count)
    if count < 1_000_000:
        return _("{count} kB").format(count=round(count / 1_000))
    return _("{count} MB").format(count=f"{count / 1_000_000:.1f}")


def rows_text(count: int) -> str:
    """ "1,291 rows"."""
    return plural("{count} row", "{count} rows", count)


def columns_text(count: int) -> str:
    """ "12 columns"."""
    return plural("{count} column", "{count} columns", count)


def moment(at: str, today: date) -> str:
    """A UTC text as "yesterday 18:05" in this PC's time."""
    local = from_utc_text(at).astimezone()
    return _("{day} {time}").format(day=spoken_day(local.date(), today), time=f"{local:%H:%M}")


def share_text(part: int, whole: int) -> str:
    """ "0.13% of the file"."""
    if not whole:
        return ""
    share = 100 * part / whole
    digits = f"{share:.2f}" if share < 1 else f"{share:.0f}"
    return _("{share}% of the file").format(share=digits)
