"""To whom the shop sells, and under which names each channel knows them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text

from storeapp.store.tables.base import DERIVED, Base, Mapped, Searched, mapped_column, partial, strict


class Customer(Base):
    """One person or firm that bought or reviewed."""

    __tablename__ = "customers"
    __table_args__ = (
        CheckConstraint("consent IN ('unknown', 'yes', 'no')", name="consent"),
        Index("ix_customers_name", "name", "id"),
        Index("ix_customers_last", "last_order_on", "id"),
        Index("ix_customers_orders", "order_count", "id"),
        partial("ix_customers_first", "first_order_on", where="first_order_on IS NOT NULL"),
        partial("ix_customers_heard", "heard_from", where="heard_from <> ''"),
        partial("ix_customers_alike", "name_key", "country", "city", "name", where="name_key IS NOT NULL"),
        partial("ix_customers_email", "email", where="email <> ''"),
        partial("ix_customers_opted_out", "id", where="opted_out <> 0"),
        partial("ix_customers_merged", "merged_into", where="merged_into IS NOT NULL"),
        strict(
            "customers",
            label=("name", "email"),
            searched=Searched(1, ("name", "email", "phone", "city", "note"), ("customers", "merged_into")),
        ),
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
    order_count: Mapped[int] = mapped_column(default=0, info=DERIVED)  # orders that are sales
    first_order_on: Mapped[str | None] = mapped_column(info=DERIVED)
    last_order_on: Mapped[str | None] = mapped_column(info=DERIVED)
    source_batch: Mapped[int | None]  # import_batches.id of the latest file that set a value
    source_row: Mapped[int | None]  # 1-based line or row number in that file
    merged_into: Mapped[int | None]  # customers.id of the person the owner says this is; such a row is not listed
    heard_from: Mapped[str] = mapped_column(default="", server_default=text("''"))  # how they came to know the shop
    name_key: Mapped[str | None] = mapped_column(info=DERIVED)  # how the name sounds
    # Whether an address of theirs asked for no more messages, under this or an earlier record.
    opted_out: Mapped[int] = mapped_column(default=0, server_default=text("0"), info=DERIVED)


class Identity(Base):
    """A handle, e-mail, phone or account by which one channel knows a customer; unique in its channel."""

    __tablename__ = "identities"
    __table_args__ = (
        Index("uq_identities_key", "channel_id", "kind", "key", unique=True),
        Index("ix_identities_customer", "customer_id"),
        Index("ix_identities_kind", "kind", "key", "customer_id"),
        partial("ix_identities_merged", "merged_from", where="merged_from IS NOT NULL"),
        strict("customers", label=("value",), searched=Searched(2, ("value",), ("customers", "customer_id"))),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    kind: Mapped[str]  # handle | email | phone | account | order_account
    value: Mapped[str]  # as given
    key: Mapped[str]  # normalised for matching
    merged_from: Mapped[int | None]  # customers.id it belongs to when merges are taken back, None without a merge


class CustomerMerge(Base):
    """Two customers whom the owner put together; deleted when they are parted again."""

    __tablename__ = "customer_merges"
    __table_args__ = (
        Index("uq_customer_merges_lost", "lost_id", unique=True),
        Index("ix_customer_merges_kept", "kept_id"),
        strict("customers", label=("merged_at",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    lost_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    merged_at: Mapped[str]
    fields: Mapped[str]  # JSON {field: [kept's value before, value chosen]}


class CustomerPair(Base):
    """Two customers of whom the owner said that they are different people; `first_id` is the smaller id."""

    __tablename__ = "customer_pairs"
    __table_args__ = (
        Index("uq_customer_pairs", "first_id", "second_id", unique=True),
        strict("customers", label=("decided_at",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int]
    second_id: Mapped[int]
    decided_at: Mapped[str]
