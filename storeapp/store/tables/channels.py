"""Where the shop sells."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from storeapp.store.tables.base import Base, strict


class Channel(Base):
    """One place of sale: a platform and the shop's name there."""

    __tablename__ = "channels"
    __table_args__ = strict("channels")

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str]  # own | etsy | ebay | amazon | shopify | taobao | olist | ...
    name: Mapped[str] = mapped_column(unique=True)
    currency: Mapped[str] = mapped_column(default="")  # ISO 4217, "" until known
    time_zone: Mapped[str] = mapped_column(default="")  # IANA, "" means the PC's own
    locale: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    created_at: Mapped[str]
    region: Mapped[str] = mapped_column(
        default="", server_default=text("''")
    )  # of the platform's rules: "US", "EU", ...
