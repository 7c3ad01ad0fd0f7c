"""What was done, when and by whom, with all that is needed to take it back."""

from __future__ import annotations

from sqlalchemy import Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, partial, strict


class Action(Base):
    """One verb, one transaction, one line in History."""

    __tablename__ = "actions"
    __table_args__ = (
        partial("ix_actions_done", "undoable", "state", "id", where="undoable = 1"),
        strict("history", journaled=False, summed=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]  # edit | import | sample | undo ...
    who: Mapped[str]
    at: Mapped[str]
    rows: Mapped[int] = mapped_column(default=0)
    undoable: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="done")  # done | undone
    undone_at: Mapped[str | None]
    undoes: Mapped[int | None]  # of an undo: the action it took back
    said: Mapped[str | None]  # the title's message and values as JSON, see kernel/text; None in older actions
    writer: Mapped[str | None]  # window | commands | "" (the program by itself); None in older actions: not known
    account: Mapped[str | None]  # of the person on their PC, as `who` is a name that one may change


class Change(Base):
    """A stretch of rows that one action inserted, or up to 500 rows that it updated or deleted."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_action", "action_id", "id"),
        Index("ix_changes_row", "table_name", "first_id", "last_id"),
        strict("history", journaled=False, summed=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int]
    table_name: Mapped[str]
    op: Mapped[str]  # insert | update | delete
    first_id: Mapped[int]
    last_id: Mapped[int]
    rows: Mapped[int]
    image: Mapped[bytes | None]  # see store/images; None for inserts: the rows themselves are there


class IdCounter(Base):
    """The next id of each table, so that an id is never used twice, even after an undo."""

    __tablename__ = "id_counters"
    __table_args__ = strict("history", journaled=False, summed=True)

    table_name: Mapped[str] = mapped_column(primary_key=True)
    next_id: Mapped[int]


class RowSum(Base):
    """The sum over the content of 32 rows of a table, see store/row_sums."""

    __tablename__ = "row_sums"
    __table_args__ = {"sqlite_with_rowid": False, **strict("history", journaled=False)}

    table_name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # the rows' id divided by 32
    sum: Mapped[int]


class DerivedVersion(Base):
    """By which version of the program a kind of derived data was derived, see store/derived."""

    __tablename__ = "derived_versions"
    __table_args__ = {"sqlite_with_rowid": False, **strict("history", journaled=False)}

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
