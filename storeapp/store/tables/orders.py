"""What was sold: products, their listings, orders and order lines, and the sums that pages open with."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import DERIVED, Base, Mapped, Searched, mapped_column, partial, strict


class Product(Base):
    """One thing the shop sells, whatever it is called on each channel."""

    __tablename__ = "products"
    __table_args__ = (
        Index("ix_products_title", "title", "id"),
        Index("ix_products_named", text("coalesce(nullif(label, ''), title)"), "id"),
        Index("ix_products_sku", "sku"),
        strict("products", label=("title",), searched=Searched(4, ("title", "sku", "category", "note", "label"))),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    sku: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    source_batch: Mapped[int | None]
    source_row: Mapped[int | None]
    cost_minor: Mapped[int | None]  # what one costs the shop, all in; typed by the owner
    cost_currency: Mapped[str] = mapped_column(default="", server_default=text("''"))
    label: Mapped[str] = mapped_column(default="", server_default=text("''"))  # the owner's short name, "" for none


class Listing(Base):
    """A product as one channel offers it."""

    __tablename__ = "listings"
    __table_args__ = (
        Index("uq_listings_key", "channel_id", "key", unique=True),
        Index("ix_listings_product", "product_id"),
        strict("products", label=("title", "key")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    key: Mapped[str]  # "id:<external id>", else "sku:<sku>", else "title:<folded title>"
    external_id: Mapped[str] = mapped_column(default="")
    sku: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    price_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    source_batch: Mapped[int | None]
    source_row: Mapped[int | None]


class Order(Base):
    """One purchase on one channel. `*_on` is the channel's own calendar day, `*_at` the instant in UTC where known."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_number", "channel_id", "number"),  # a shop's own numbers may start again
        partial("ix_orders_external", "channel_id", "external_id", where="external_id <> ''"),
        Index("ix_orders_placed", "placed_on", "id", "channel_id", "status"),
        Index("ix_orders_channel_placed", "channel_id", "placed_on", "id", "status"),
        Index("ix_orders_customer", "customer_id", "placed_on"),
        Index("ix_orders_status", "status", "placed_on", "id", "channel_id"),
        Index("ix_orders_total", "currency", text("coalesce(total_minor, items_minor)"), "id", "channel_id", "status"),
        partial("ix_orders_merged", "merged_from", where="merged_from IS NOT NULL"),
        partial("ix_orders_discount_code", "discount_code", where="discount_code <> ''"),
        partial("ix_orders_heard", "placed_on", "heard_from", where="heard_from <> ''"),
        strict("orders", label=("number",), searched=Searched(3, ("number", "external_id", "buyer_name", "note"))),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    number: Mapped[str]  # as the buyer and the channel write it
    external_id: Mapped[str] = mapped_column(default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    buyer_name: Mapped[str] = mapped_column(default="")  # as given in the file
    status: Mapped[str] = mapped_column(default="unknown")
    status_raw: Mapped[str] = mapped_column(default="")
    placed_on: Mapped[str | None]
    placed_at: Mapped[str | None]
    paid_on: Mapped[str | None]
    paid_at: Mapped[str | None]
    shipped_on: Mapped[str | None]
    shipped_at: Mapped[str | None]
    delivered_on: Mapped[str | None]
    delivered_at: Mapped[str | None]
    due_on: Mapped[str | None]  # estimated delivery
    due_at: Mapped[str | None]
    canceled_on: Mapped[str | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="")
    items_minor: Mapped[int | None]  # sum of line totals as the channel counts them
    shipping_minor: Mapped[int | None]
    discount_minor: Mapped[int | None]
    tax_minor: Mapped[int | None]
    total_minor: Mapped[int | None]
    paid_minor: Mapped[int | None]
    refunded_minor: Mapped[int | None]
    ship_country: Mapped[str] = mapped_column(default="")
    ship_city: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    source_batch: Mapped[int | None]
    source_row: Mapped[int | None]
    merged_from: Mapped[int | None]  # customers.id the order belongs to when merges are taken back
    heard_from: Mapped[str] = mapped_column(default="", server_default=text("''"))  # how the buyer found the shop
    parts: Mapped[str | None]  # what amounts that files list entry by entry are made of, see orders/parts
    discount_code: Mapped[str] = mapped_column(default="", server_default=text("''"))  # as the file has it, several too
    tracking: Mapped[str] = mapped_column(default="", server_default=text("''"))  # the parcel's number, as it was noted
    # Why it came back, in the platform's words or codes, several sorted and parted by "; ".
    return_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))


class OrderLine(Base):
    """One item of an order."""

    __tablename__ = "order_lines"
    __table_args__ = (
        Index("uq_order_lines_key", "order_id", "key", unique=True),
        Index("ix_order_lines_product", "product_id", "counts", "order_id", "quantity"),
        strict("orders", label=("title",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    key: Mapped[str]  # the channel's line id, else "#n" for the n-th alike line
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    title: Mapped[str] = mapped_column(default="")
    sku: Mapped[str] = mapped_column(default="")
    options: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int] = mapped_column(default=1)
    price_minor: Mapped[int | None]  # each
    discount_minor: Mapped[int | None]
    shipping_minor: Mapped[int | None]
    total_minor: Mapped[int | None]  # price times quantity less discount, as the channel says
    currency: Mapped[str] = mapped_column(default="")
    shipped_on: Mapped[str | None]
    source_batch: Mapped[int | None]
    source_row: Mapped[int | None]
    kind: Mapped[str] = mapped_column(default="", server_default=text("''"))  # of sales.KINDS, "" for goods
    # Whether it is goods of a sale.
    counts: Mapped[int] = mapped_column(default=1, server_default=text("1"), info=DERIVED)
    returned: Mapped[int | None]  # units that came back, as the file says


class OrderMonth(Base):
    """Kept sums: orders per channel, month and status."""

    __tablename__ = "order_months"
    __table_args__ = (
        Index("uq_order_months", "channel_id", "month", "status", "currency", unique=True),
        strict("orders", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int]
    month: Mapped[str]  # "2026-07", "" where the order has no date
    status: Mapped[str]
    currency: Mapped[str]
    orders: Mapped[int] = mapped_column(server_default=text("0"))
    refunded_minor: Mapped[int] = mapped_column(server_default=text("0"))  # of sales, as sales defines them
    late: Mapped[int] = mapped_column(server_default=text("0"))
    known: Mapped[int] = mapped_column(server_default=text("0"))  # sales whose buyer is known
    sold: Mapped[int] = mapped_column(server_default=text("0"))  # orders that are sales
    sales_minor: Mapped[int] = mapped_column(server_default=text("0"))  # what they came to, net of refunds


class DeliveryDays(Base):
    """Kept sums: how many parcels of a channel took how many days to a country."""

    __tablename__ = "delivery_days"
    __table_args__ = (
        Index("uq_delivery_days", "channel_id", "country", "start", "days", unique=True),
        strict("orders", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int]
    country: Mapped[str]  # as the order has it, "" where unknown
    start: Mapped[str]  # what the days count from: shipped | placed, "" where neither day is known
    days: Mapped[int]  # to the delivery, -1 where nobody noted it or it lies before the start
    orders: Mapped[int]
