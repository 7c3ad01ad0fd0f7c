"""Where the shop sells, and what the owner knows better about the rules there."""

from __future__ import annotations

from sqlalchemy import Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class Channel(Base):
    """One place of sale: a platform and the shop's name there."""

    __tablename__ = "channels"
    __table_args__ = strict("channels", label=("name",))

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


class RuleOverride(Base):
    """One value of one dated rule, corrected by the owner."""

    __tablename__ = "rule_overrides"
    __table_args__ = (Index("uq_rule_overrides", "rule", "field", unique=True), strict("rules", label=("rule",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]  # id of a ladder or another rule
    field: Mapped[str]  # path of the value in it
    value: Mapped[str]  # JSON
    source: Mapped[str] = mapped_column(default="")  # where the owner read it
    note: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[str]
