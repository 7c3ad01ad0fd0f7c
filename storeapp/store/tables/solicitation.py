"""Asking for reviews: plans, what was sent, what is held back, and where every order stands."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, partial, strict


class RequestPlan(Base):
    """A plan of the owner's, or what they changed of one that comes with the program."""

    __tablename__ = "request_plans"
    __table_args__ = (Index("uq_request_plans", "key", unique=True), strict("requests", label=("name", "key")))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]  # of resources/solicitation/plans.toml, else "own:<n>"
    name: Mapped[str]
    active: Mapped[int] = mapped_column(default=1)
    settings: Mapped[str]  # JSON {field of plans.Plan: value}
    changed_at: Mapped[str]


class ReviewRequest(Base):
    """One message that asked for a review, a second time, or for a photo."""

    __tablename__ = "review_requests"
    __table_args__ = (
        Index("uq_review_requests", "order_id", "kind", unique=True),
        Index("ix_review_requests_sent", "sent_at", "id"),
        strict("requests", label=("kind",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[str]  # first | reminder | photo
    sent_at: Mapped[str]  # UTC
    through: Mapped[str]  # platform | email | phone | chat | letter
    plan: Mapped[str]  # its key
    template: Mapped[str] = mapped_column(default="")  # its name, "" where the words were free
    language: Mapped[str] = mapped_column(default="")
    variant: Mapped[str] = mapped_column(default="")  # A or B where two templates are compared
    days: Mapped[int | None]  # after the delivery, real or estimated


class RequestStop(Base):
    """An order that the owner holds back, or of whose parcel the buyer said that it has not arrived."""

    __tablename__ = "request_stops"
    __table_args__ = (
        Index("uq_request_stops", "order_id", "kind", unique=True),
        strict("requests", label=("reason", "kind")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[str]  # hold | not_arrived
    reason: Mapped[str] = mapped_column(default="")
    until_on: Mapped[str | None]  # ISO day, None until it is released
    made_at: Mapped[str]


class RequestVerdict(Base):
    """Where an order stands with its request; worked out from everything else, see solicitation/derived."""

    __tablename__ = "request_verdicts"
    __table_args__ = (
        Index("ix_request_verdicts_state", "state", "ready_from", "id"),
        Index("ix_request_verdicts_day", "day_on", "id"),
        partial("ix_request_verdicts_due", "next_change", where="next_change IS NOT NULL"),
        strict("requests", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # the order's
    channel_id: Mapped[int]
    plan: Mapped[str]  # its key, "" where none covers the order
    state: Mapped[str]  # of solicitation/rules.STATES
    reason: Mapped[str]  # of solicitation/wording.REASONS
    detail: Mapped[str]  # what the reason's sentence is filled with: a day, a case's number, words; "" for nothing
    step: Mapped[str]  # what is asked next: first | reminder | photo, "" for nothing more
    basis: Mapped[str]  # how the delivery is known: delivered | due | estimated, "" where it isn't
    low_on: Mapped[str | None]  # the earliest and the latest likely day of the delivery
    high_on: Mapped[str | None]
    day_on: Mapped[str]  # by which the order is counted to a span: its delivery, else the order, "" without a day
    ready_from: Mapped[str | None]  # UTC
    last_on: Mapped[str | None]  # the last day on which it may be sent, the channel's own
    review_id: Mapped[int | None]  # the answer
    sure: Mapped[float | None]  # how sure it is that the review is about this order, 0 to 1
    next_change: Mapped[str | None]  # UTC of the next look, "" for now, None for never


class RequestCount(Base):
    """Kept sums: orders by where they stand."""

    __tablename__ = "request_counts"
    __table_args__ = (
        Index("uq_request_counts", "channel_id", "plan", "state", "reason", "step", unique=True),
        strict("requests", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int]
    plan: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    step: Mapped[str]
    orders: Mapped[int]


class RequestLook(Base):
    """When the verdicts were brought up to date last."""

    __tablename__ = "request_looks"
    __table_args__ = strict("requests", journaled=False)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]  # UTC
    upto: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # the newest order looked at


class RequestDraft(Base):
    """The owner's own words of a request that is not sent yet."""

    __tablename__ = "request_drafts"
    __table_args__ = (
        Index("uq_request_drafts", "order_id", "step", unique=True),
        strict("requests", label=("subject", "text")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    step: Mapped[str]  # first | reminder | photo
    subject: Mapped[str]
    text: Mapped[str]
    changed_at: Mapped[str]


class RequestOverride(Base):
    """A rule that stops, overruled by the owner for one request, and why."""

    __tablename__ = "request_overrides"
    __table_args__ = (Index("ix_request_overrides_order", "order_id"), strict("requests", label=("reason",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    rule: Mapped[str]  # id in resources/rulebook/messages
    text: Mapped[str]  # the request as it was
    reason: Mapped[str]
    decided_at: Mapped[str]


class RequestMail(Base):
    """A request handed to the owner's mail server: written before, so that a kill never leads to a second mail."""

    __tablename__ = "request_mails"
    __table_args__ = (
        Index("uq_request_mails", "order_id", "step", unique=True),
        Index("ix_request_mails_begun", "begun_at", "id"),
        strict("requests", label=("state",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    step: Mapped[str]  # first | reminder | photo
    message_id: Mapped[str]  # the mail's own, the same however often it is tried
    state: Mapped[str]  # going | sent | refused | later | again, see solicitation/smtp/records
    begun_at: Mapped[str]  # UTC, of the latest try
    ended_at: Mapped[str | None]  # UTC, None while nobody knows what became of it
    answer: Mapped[str] = mapped_column(default="")  # the server's words


class Coupon(Base):
    """A code that a buyer may get with a request, for any honest review; whether it was used orders tell."""

    __tablename__ = "coupons"
    __table_args__ = (
        Index("uq_coupons_key", "key", unique=True),
        partial("uq_coupons_order", "order_id", where="order_id IS NOT NULL", unique=True),
        strict("requests", label=("code",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]  # as the buyer types it
    key: Mapped[str]  # by which it is found, see solicitation/coupons/rules
    worth: Mapped[str] = mapped_column(default="")  # what it gives, in the owner's words
    until_on: Mapped[str | None]
    origin: Mapped[str]  # made | brought
    made_at: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))  # with whose request it was given
    given_at: Mapped[str | None]
