"""Places outside the shop where people read of it."""

from __future__ import annotations

from sqlalchemy import Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class Outlet(Base):
    """A forum, group, blog, newsletter, account or partner."""

    __tablename__ = "outlets"
    __table_args__ = (Index("uq_outlets_name", "name", unique=True), strict("outlets", label=("name",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # forum | group | blog | newsletter | account | partner | other
    name: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    house_rules: Mapped[str] = mapped_column(default="")  # what the place says of shops, in the owner's words
    note: Mapped[str] = mapped_column(default="")
    added_at: Mapped[str]
    closed_on: Mapped[str | None]  # not used any more since this day
    audience: Mapped[str] = mapped_column(default="", server_default=text("''"))  # who reads there
    terms: Mapped[str] = mapped_column(default="", server_default=text("''"))  # what they ask of a text
    contact: Mapped[str] = mapped_column(default="", server_default=text("''"))  # whom to write to
    cost_minor: Mapped[int | None]  # of one piece there
    cost_currency: Mapped[str] = mapped_column(default="", server_default=text("''"))
