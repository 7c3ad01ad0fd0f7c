"""Which files came in, and how unknown ones were mapped."""

from __future__ import annotations

from sqlalchemy import Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class ImportBatch(Base):
    """One file of one import."""

    __tablename__ = "import_batches"
    __table_args__ = (Index("ix_import_batches_sha", "sha256"), strict("imports", label=("file_name",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int | None]  # actions.id of the import
    channel_id: Mapped[int | None]
    file_name: Mapped[str]
    sha256: Mapped[str]
    format: Mapped[str] = mapped_column(default="")  # id of the format, "" for one mapped by hand
    imported_at: Mapped[str]
    rows: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    newest_on: Mapped[str | None]  # the latest date a record of the file carries
    kinds: Mapped[str] = mapped_column(default="", server_default=text("''"))  # what it held: "orders lines products"


class ImportSetup(Base):
    """A mapping by hand, remembered by the file's header."""

    __tablename__ = "import_setups"
    __table_args__ = strict("imports", label=("name",))

    id: Mapped[int] = mapped_column(primary_key=True)
    header_key: Mapped[str] = mapped_column(unique=True)  # hash of the folded header cells
    name: Mapped[str]
    mapping: Mapped[str]  # JSON: the format as `resources/formats` writes it
    saved_at: Mapped[str]
