"""Workbooks given to helpers: what was in them when they left, and the files that came back."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, partial, strict


class HelperWorkbook(Base):
    """One workbook that was given out: to whom, why, until when, with which columns."""

    __tablename__ = "helper_workbooks"
    __table_args__ = (
        Index("uq_helper_workbooks", "code", unique=True),
        partial("ix_helper_workbooks_out", "until_on", "id", where="back_at IS NULL"),
        strict("helpers", label=("file_name", "code")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]  # six letters that stand in front of each row's code, and name the workbook wherever it goes
    task: Mapped[str]  # replies | tracking | reasons | requests | translate:LANGUAGE
    helper: Mapped[str] = mapped_column(default="")  # a name, as the owner writes it
    why: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")  # of its headings
    until_on: Mapped[str | None]
    columns: Mapped[str]  # JSON: the keys of its columns, in their order
    named: Mapped[int] = mapped_column(default=0)  # 1 where buyers' names are in it
    file_name: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str]
    rows: Mapped[int] = mapped_column(default=0)
    back_at: Mapped[str | None]  # when something of it was applied last, or the owner called it finished
    decisions: Mapped[str] = mapped_column(default="{}")  # JSON {"row/column": [the helper's value, what was decided]}


class HelperRow(Base):
    """One row of a workbook as it left: what the helper's edits are compared with."""

    __tablename__ = "helper_rows"
    __table_args__ = (
        Index("uq_helper_rows", "workbook_id", "number", unique=True),
        strict("helpers", label=("number",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workbook_id: Mapped[int] = mapped_column(ForeignKey("helper_workbooks.id"))
    number: Mapped[int]  # from 1
    record_id: Mapped[int]  # of the table that its task is about
    base: Mapped[str]  # JSON {column: value as it stood in the cell}


class HelperReturn(Base):
    """A file that came back and waits: what it says, so that the owner can go on with it later."""

    __tablename__ = "helper_returns"
    __table_args__ = (
        Index("uq_helper_returns", "workbook_id", "sha256", unique=True),
        strict("helpers", label=("file_name",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workbook_id: Mapped[int] = mapped_column(ForeignKey("helper_workbooks.id"))
    file_name: Mapped[str]
    sha256: Mapped[str]
    came_at: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")  # open | applied
    said: Mapped[str]  # JSON: the rows that differ from what left, and what was noticed of the file
