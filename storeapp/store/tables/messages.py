"""What the owner keeps for writing to people."""

from __future__ import annotations

from sqlalchemy import Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class MessageTemplate(Base):
    """A message to start from, in Liquid."""

    __tablename__ = "message_templates"
    __table_args__ = (
        Index("uq_message_templates", "kind", "language", "name", unique=True),
        strict("templates", label=("name",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    language: Mapped[str]
    situation: Mapped[str] = mapped_column(default="")  # id of the situation it is for, "" for any
    body: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(default="replies", server_default=text("'replies'"))  # what room writes it
