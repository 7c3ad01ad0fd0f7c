"""What the window remembers in the shop itself: saved views and the shop's own settings."""

from __future__ import annotations

from sqlalchemy import Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class SavedView(Base):
    """A named set of filters, sort and columns of one page."""

    __tablename__ = "saved_views"
    __table_args__ = (Index("uq_saved_views", "page", "name", unique=True), strict("views", label=("name",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]  # JSON


class ShopSetting(Base):
    """One setting of this shop, as JSON text: its name, the sample ribbon, snoozed lines of Today ..."""

    __tablename__ = "shop_settings"
    __table_args__ = strict("settings", label=("key",))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]
