"""What the owner changed in the rule book of messages: rules switched off, own copies, house rules, new looks."""

from __future__ import annotations

from sqlalchemy import Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class OwnRule(Base):
    """One rule that the owner changed or added."""

    __tablename__ = "own_rules"
    __table_args__ = (Index("uq_own_rules_rule", "rule", unique=True), strict("messages", label=("rule",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]  # id in resources/rulebook/messages, "H-1" and so on for a house rule
    off: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    looked_on: Mapped[str] = mapped_column(default="", server_default=text("''"))  # ISO day the owner looked again
    own: Mapped[str] = mapped_column(default="", server_default=text("''"))  # JSON of an own copy or a house rule
    changed_at: Mapped[str]
