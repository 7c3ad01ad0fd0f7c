"""What proves what the shop says: attached files, links to records, and what buyers agreed to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, Searched, mapped_column, strict


class Attachment(Base):
    """A file that proves something. Its bytes lie in the shop's folder under their SHA-256, however often named."""

    __tablename__ = "attached_files"
    __table_args__ = (
        Index("uq_attached_files", "about_kind", "about_id", "part", "sha256", unique=True),
        Index("ix_attached_files_sha256", "sha256"),
        strict(
            "evidence",
            label=("name",),
            searched=Searched(9, ("name",), ("cases", "about_id"), "about_kind = 'case'", later=True),
            file="sha256",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about_kind: Mapped[str]  # what it proves, see evidence/rules
    about_id: Mapped[int]
    part: Mapped[str] = mapped_column(default="")  # of it, such as the ground of a removal
    sha256: Mapped[str]
    name: Mapped[str]  # as its owner called it
    kind: Mapped[str]  # found in its bytes, see evidence/rules
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    thumbnail: Mapped[str] = mapped_column(default="")  # a small PNG in base64, "" where there is nothing to see
    added_at: Mapped[str]


class Proof(Base):
    """A record of the shop that proves what a text or a decision says."""

    __tablename__ = "proofs"
    __table_args__ = (
        Index("uq_proofs", "about_kind", "about_id", "part", "record_kind", "record_id", unique=True),
        Index("ix_proofs_record", "record_kind", "record_id"),
        strict("evidence", label=("record_kind",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about_kind: Mapped[str]
    about_id: Mapped[int]
    part: Mapped[str] = mapped_column(default="")
    record_kind: Mapped[str]
    record_id: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    added_at: Mapped[str]


class Consent(Base):
    """What somebody allowed the shop to do with their words, picture or name."""

    __tablename__ = "consents"
    __table_args__ = (
        Index("ix_consents_customer", "customer_id"),
        Index("ix_consents_record", "record_kind", "record_id"),
        strict("evidence", label=("person",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    person: Mapped[str] = mapped_column(default="")  # who it is, where they are no customer
    record_kind: Mapped[str]  # what it is about: review, attachment
    record_id: Mapped[int]
    allowed: Mapped[str]  # JSON list: words, picture, name
    uses: Mapped[str]  # JSON list: shop, article, social, advert, print
    channels: Mapped[str] = mapped_column(default="[]")  # JSON list of names; an empty one is everywhere
    given_on: Mapped[str]
    until_on: Mapped[str | None]
    withdrawn_on: Mapped[str | None]
    how: Mapped[str] = mapped_column(default="")  # how it was given, such as "message of 3 May"
