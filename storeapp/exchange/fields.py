"""The catalogue of fields that a column of a foreign file can go to, in the words of the mapping screen."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.kernel.text import N_

CUSTOMERS, PRODUCTS, ORDERS, LINES, REVIEWS = "customers", "products", "orders", "lines", "reviews"
RECORDS = (CUSTOMERS, PRODUCTS, ORDERS, LINES, REVIEWS)


@dataclass(frozen=True, slots=True)
class TargetField:
    """One target: `name` is "record.word".

    `kind` says how cells are read: id text long money number rating date status flag buyer email phone currency
    country language list review_kind.
    """

    name: str
    kind: str
    title: str

    @property
    def record(self) -> str:
        """The record it belongs to: customers, products, orders, lines or reviews."""
        return self.name.partition(".")[0]

    @property
    def word(self) -> str:
        """The part after the record: "placed" of "orders.placed"."""
        return self.name.partition(".")[2]


_CATALOGUE = (
    ("orders.number", "id", N_("Order number")),
    ("orders.external_id", "id", N_("Order id of the platform")),
    ("orders.status", "status", N_("Order status")),
    ("orders.status_payment", "status", N_("Payment status")),
    ("orders.status_shipping", "status", N_("Shipping status")),
    ("orders.status_return", "status", N_("Return or refund status")),
    ("orders.payment_method", "text", N_("Payment method")),
    ("orders.placed", "date", N_("Order date")),
    ("orders.paid", "date", N_("Paid on")),
    ("orders.shipped", "date", N_("Shipped on")),
    ("orders.delivered", "date", N_("Delivered on")),
    ("orders.due", "date", N_("Promised delivery date")),
    ("orders.canceled", "date", N_("Canceled on")),
    ("orders.cancel_reason", "text", N_("Reason of cancellation")),
    ("orders.return_reason", "text", N_("Reason of the return or refund")),
    ("orders.currency", "currency", N_("Currency")),
    ("orders.items", "money", N_("Sum of the items")),
    ("orders.shipping", "money", N_("Shipping paid by the buyer")),
    ("orders.discount", "money", N_("Discount on the order")),
    ("orders.discount_code", "text", N_("Discount code of the order")),
    ("orders.tax", "money", N_("Tax on the order")),
    ("orders.total", "money", N_("Order total")),
    ("orders.paid_amount", "money", N_("Amount paid")),
    ("orders.refunded", "money", N_("Amount refunded")),
    ("orders.country", "country", N_("Delivery country")),
    ("orders.city", "text", N_("Delivery city")),
    ("orders.note", "note", N_("Note on the order")),
    ("orders.heard_from", "text", N_("How the buyer heard of the shop")),
    ("customers.buyer", "buyer", N_("Customer")),
    ("customers.handle", "id", N_("Customer's user name")),
    ("customers.account", "id", N_("Customer number")),
    ("customers.order_account", "id", N_("Customer number of the order")),
    ("customers.name", "text", N_("Customer's name")),
    ("customers.first_name", "text", N_("Customer's first name")),
    ("customers.last_name", "text", N_("Customer's last name")),
    ("customers.email", "email", N_("Customer's e-mail")),
    ("customers.phone", "phone", N_("Customer's phone")),
    ("customers.language", "language", N_("Customer's language")),
    ("customers.country", "country", N_("Customer's country")),
    ("customers.city", "text", N_("Customer's city")),
    ("customers.consent", "flag", N_("Agrees to marketing")),
    ("lines.key", "id", N_("Line number")),
    ("lines.quantity", "number", N_("Pieces")),
    ("lines.returned", "number", N_("Pieces that came back")),
    ("lines.price", "money", N_("Price each")),
    ("lines.discount", "money", N_("Discount on the item")),
    ("lines.shipping", "money", N_("Shipping for the item")),
    ("lines.total", "money", N_("Item total")),
    ("lines.options", "text", N_("Options")),
    ("lines.shipped", "date", N_("Item shipped on")),
    ("products.title", "text", N_("Product")),
    ("products.external_id", "id", N_("Listing number")),
    ("products.parent_id", "id", N_("Listing number of the parent product")),
    ("products.sku", "id", N_("Product code (SKU)")),
    ("products.category", "text", N_("Product category")),
    ("products.price", "money", N_("Product price")),
    ("products.currency", "currency", N_("Currency of the product price")),
    ("products.url", "text", N_("Product address on the web")),
    ("products.options", "text", N_("Variant of the product")),
    ("reviews.key", "id", N_("Review number")),
    ("reviews.rating", "rating", N_("Rating")),
    ("reviews.title", "text", N_("Review headline")),
    ("reviews.text", "long", N_("Review text")),
    ("reviews.pros", "long", N_("What the buyer liked")),
    ("reviews.cons", "long", N_("What the buyer did not like")),
    ("reviews.reviewer", "text", N_("Reviewer's name")),
    ("reviews.posted", "date", N_("Review date")),
    ("reviews.edited", "date", N_("Review changed on")),
    ("reviews.reply", "long", N_("Reply to the review")),
    ("reviews.replied", "date", N_("Replied on")),
    ("reviews.parent", "id", N_("Number of the review this replies to")),
    ("reviews.photos", "list", N_("Photos of the review")),
    ("reviews.language", "language", N_("Language of the review")),
    ("reviews.kind", "review_kind", N_("What the review is about")),
)
FIELDS: dict[str, TargetField] = {name: TargetField(name, kind, title) for name, kind, title in _CATALOGUE}


def field(name: str) -> TargetField | None:
    """The field of that name, None if the catalogue has none."""
    return FIELDS.get(name)
