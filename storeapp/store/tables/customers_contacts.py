"""What was sent to whom, and who asked for no more of it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class Contact(Base):
    """One message that went out. It stays with the customer it was sent to, merged or not."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_customer", "customer_id", "sent_at"),
        Index("ix_contacts_order", "order_id", "purpose"),
        strict("contacts", label=("purpose",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    order_id: Mapped[int | None]
    sent_at: Mapped[str]  # UTC
    purpose: Mapped[str]  # request | case | campaign | personal
    through: Mapped[str]  # platform | email | phone | chat | letter
    counts: Mapped[int]  # to the frequency cap: an answer to the buyer's own question doesn't
    about: Mapped[str] = mapped_column(default="")


class OptOut(Base):
    """An address that is never written to again. Only its hash is kept: it holds when its owner is long erased."""

    __tablename__ = "opt_outs"
    __table_args__ = (Index("uq_opt_outs_hash", "hash", unique=True), strict("contacts", label=("made_at",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str]  # see customers/contacts/rules
    made_at: Mapped[str]
