"""Where the owner knows a rule better than the rule book that came with the program."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storeapp.store.tables.base import Base, strict


class RuleOverride(Base):
    """One value of one dated rule, corrected by the owner."""

    __tablename__ = "rule_overrides"
    __table_args__ = (Index("uq_rule_overrides", "rule", "field", unique=True), strict("rules"))

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]  # id of a ladder or another rule
    field: Mapped[str]  # path of the value in it
    value: Mapped[str]  # JSON
    source: Mapped[str] = mapped_column(default="")  # where the owner read it
    note: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[str]
