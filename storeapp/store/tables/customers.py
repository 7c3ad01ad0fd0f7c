"""To whom the shop sells, and under which names each channel knows them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storeapp.store.tables.base import Base, strict


class Customer(Base):
    """One person or firm that bought or reviewed."""

    __tablename__ = "customers"
    __table_args__ = (
        CheckConstraint("consent IN ('unknown', 'yes', 'no')", name="consent"),
        Index("ix_customers_name", "name", "id"),
        Index("ix_customers_last", "last_order_on", "id"),
        Index("ix_customers_orders", "order_count", "id"),
        strict("customers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    consent: Mapped[str] = mapped_column(default="unknown")  # to marketing and requests
    do_not_contact: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    order_count: Mapped[int] = mapped_column(default=0)  # kept by store/summaries, a sum of orders
    first_order_on: Mapped[str | None]
    last_order_on: Mapped[str | None]
    source_batch: Mapped[int | None]  # import_batches.id of the latest file that set a value
    source_row: Mapped[int | None]  # 1-based line or row number in that file


class Identity(Base):
    """A handle, e-mail, phone or account by which one channel knows a customer; unique in its channel."""

    __tablename__ = "identities"
    __table_args__ = (
        Index("uq_identities_key", "channel_id", "kind", "key", unique=True),
        Index("ix_identities_customer", "customer_id"),
        strict("customers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    kind: Mapped[str]  # handle | email | phone | account | order_account
    value: Mapped[str]  # as given
    key: Mapped[str]  # normalised for matching
