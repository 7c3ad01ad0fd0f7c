"""Complaints as cases: what they are about, all that was said and done, and what was promised to whom by when.

A case that is merged into another one keeps its rows: `root_id` names the case on top, and that one shows the rows of
all cases under it. Taking a merge away therefore gives each side exactly its own, whenever it is done. A split moves
rows to a new case; `case_moves` remembers each step, so that it can be gone back.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import DERIVED, Base, Mapped, Searched, mapped_column, partial, strict


class Case(Base):
    """One complaint from its opening to its end."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state", "state", "opened_at", "id"),
        Index("ix_cases_channel", "channel_id"),
        Index("ix_cases_review", "review_id"),
        Index("ix_cases_customer", "customer_id"),
        Index("ix_cases_product", "product_id"),
        Index("ix_cases_root", "root_id"),
        partial("ix_cases_into", "merged_into", where="merged_into IS NOT NULL"),
        partial("ix_cases_merged", "merged_from", where="merged_from IS NOT NULL"),
        partial("ix_cases_turn", "state", "turn_at", "id", where="merged_into IS NULL"),
        partial("ix_cases_closed", "closed_at", "id", where="merged_into IS NULL"),
        strict("cases", label=("title",), searched=Searched(6, ("title", "note", "next_step"), later=True)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")  # id in resources/rulebook/reasons.toml or key of owner_reasons
    severity: Mapped[str] = mapped_column(default="normal", server_default="normal")  # low | normal | high
    state: Mapped[str] = mapped_column(default="open")  # open | waiting (for the buyer) | closed
    waiting_for: Mapped[str] = mapped_column(default="", server_default="")  # buyer | carrier | supplier | ...
    handler: Mapped[str] = mapped_column(default="", server_default="")  # a helper's name, "" the owner
    next_step: Mapped[str] = mapped_column(default="", server_default="")
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"))
    opened_at: Mapped[str]
    closed_at: Mapped[str | None]
    snoozed_until: Mapped[str | None]  # a day of the shop
    note: Mapped[str] = mapped_column(default="")
    reopened: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # how often
    merged_from: Mapped[int | None]  # customers.id the case belongs to when merges are taken back
    merged_into: Mapped[int | None]  # cases.id
    split_from: Mapped[int | None]  # cases.id
    # Of all cases under the one on top, see aftersales/derived; what they say of a case that is merged means nothing.
    root_id: Mapped[int | None] = mapped_column(info=DERIVED)  # cases.id of the one on top, its own where it is that
    turn_at: Mapped[str] = mapped_column(default="9999", server_default="9999", info=DERIVED)
    open_promises: Mapped[int] = mapped_column(default=0, server_default=text("0"), info=DERIVED)
    asked_at: Mapped[str | None] = mapped_column(info=DERIVED)  # UTC, the oldest message without an answer
    first_reply_at: Mapped[str | None] = mapped_column(info=DERIVED)
    last_contact_at: Mapped[str | None] = mapped_column(info=DERIVED)


class CaseOrder(Base):
    """An order a case is about, or one line of it."""

    __tablename__ = "case_orders"
    __table_args__ = (
        Index("ix_case_orders_case", "case_id"),
        Index("ix_case_orders_order", "order_id", "case_id"),
        partial("ix_case_orders_line", "order_line_id", where="order_line_id IS NOT NULL"),
        strict("cases", label=("order_id",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"))  # None: the whole order


class CaseEntry(Base):
    """One line of a case's story: what was said, paid, sent, noted or done."""

    __tablename__ = "case_entries"
    __table_args__ = (
        Index("ix_case_entries_case", "case_id", "at", "id"),
        Index("ix_case_entries_kind", "kind", "at"),
        partial("ix_case_entries_order", "order_id", "kind", where="order_id IS NOT NULL"),
        partial("ix_case_entries_line", "order_line_id", where="order_line_id IS NOT NULL"),
        partial("ix_case_entries_ref", "ref", "case_id", where="ref <> ''"),
        strict(
            "cases", label=("words", "kind"), searched=Searched(7, ("words", "who"), ("cases", "case_id"), later=True)
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]  # of ENTRIES in aftersales/rules: in | out | note | refund | replacement | ...
    at: Mapped[str]  # UTC
    who: Mapped[str] = mapped_column(default="")  # a name; "" is the buyer in what came in, else the owner
    through: Mapped[str] = mapped_column(default="")  # platform | email | phone | chat | letter
    words: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"))
    promise_id: Mapped[int | None]  # promises.id that this keeps
    contact_id: Mapped[int | None]  # contacts.id of a message that went out
    template: Mapped[str] = mapped_column(default="")  # its name
    knowing: Mapped[str] = mapped_column(default="")  # why the owner recorded what was asked about
    ref: Mapped[str] = mapped_column(default="")  # an id from outside or a digest: the same never comes in twice
    made_at: Mapped[str]


class Promise(Base):
    """What the shop promised in a case. Open while it is neither kept nor broken."""

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_case", "case_id"),
        partial("ix_promises_due", "due_on", where="kept_on IS NULL AND broken_on IS NULL"),
        Index("ix_promises_days", "due_on", "kept_on", "broken_on"),
        strict("cases", label=("words", "kind"), searched=Searched(8, ("words",), ("cases", "case_id"), later=True)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]  # refund | replacement | repair | return | answer | other
    words: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    due_on: Mapped[str | None]
    made_at: Mapped[str]
    kept_on: Mapped[str | None]
    broken_on: Mapped[str | None]
    due_time: Mapped[str | None]  # HH:MM of the shop's own clock
    first_due_on: Mapped[str | None]  # the day it had before it was moved
    entry_id: Mapped[int | None]  # case_entries.id of the message that made it


class CaseMove(Base):
    """A row that a split took from one case to another."""

    __tablename__ = "case_moves"
    __table_args__ = (Index("ix_case_moves_into", "into_id"), strict("cases", label=("record_kind",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[str]  # case_entries | promises | case_orders
    record_id: Mapped[int]
    from_id: Mapped[int]  # cases.id
    into_id: Mapped[int]  # cases.id


class CaseTick(Base):
    """A point of the reason's checklist that is done."""

    __tablename__ = "case_ticks"
    __table_args__ = (Index("uq_case_ticks", "case_id", "item", unique=True), strict("cases", label=("item",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    item: Mapped[str]
    done_at: Mapped[str]


class CaseDraft(Base):
    """What the owner is writing in a case and has not sent or kept yet."""

    __tablename__ = "case_drafts"
    __table_args__ = (Index("uq_case_drafts", "case_id", "kind", unique=True), strict("cases", label=("words",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]  # out | note
    words: Mapped[str]
    changed_at: Mapped[str]


class CaseDismissal(Base):
    """A proposal to open a case that the owner doesn't want."""

    __tablename__ = "case_dismissals"
    __table_args__ = (
        Index("uq_case_dismissals", "record_kind", "record_id", unique=True),
        strict("cases", label=("reason",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[str]  # order | review
    record_id: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[str]
