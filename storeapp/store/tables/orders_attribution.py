"""Where an order came from."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class Attribution(Base):
    """One source of one order, and how that is known."""

    __tablename__ = "attributions"
    __table_args__ = (
        Index("uq_attributions", "order_id", "how", "source", unique=True),
        strict("attributions", label=("source",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    how: Mapped[str]  # code | link | asked
    source: Mapped[str]  # the code, the link, or what the buyer said
    outlet_id: Mapped[int | None]
    share: Mapped[int]  # of the order, in hundredths of a percent: all sources of an order make 10,000 at most
    seen_on: Mapped[str | None]  # day the buyer met the source, None where nobody knows
    window_days: Mapped[int | None]  # how many days before the order that may lie
    decided_at: Mapped[str]
