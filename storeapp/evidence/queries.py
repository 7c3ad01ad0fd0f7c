"""Reads what proves a text or a decision, and what buyers agreed to."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from storeapp.evidence.records import AttachedFile, ConsentRow, ProvingRecord
from storeapp.evidence.rules import PHOTO, About, Consented, allows
from storeapp.store.tables import Attachment, Consent, Customer, Proof

_FILE = (
    *(Attachment.id, Attachment.about_kind, Attachment.about_id, Attachment.part, Attachment.sha256, Attachment.name),
    *(Attachment.kind, Attachment.size, Attachment.width, Attachment.height, Attachment.added_at, Attachment.thumbnail),
)


def attached_files(conn: Connection, kind: str, number: int, part: str | None = None) -> list[AttachedFile]:
    """The files that prove something, in the order in which they came; without `part` those of all its parts."""
    table = Attachment
    wanted = select(*_FILE).where(table.about_kind == kind, table.about_id == number).order_by(table.id)
    if part is not None:
        wanted = wanted.where(table.part == part)
    found = [row._asdict() for row in conn.execute(wanted)]
    return [AttachedFile(**{**row, "thumbnail": base64.b64decode(row["thumbnail"])}) for row in found]


def proving_records(conn: Connection, about: About) -> list[ProvingRecord]:
    """The records that prove something, in the order in which they were named."""
    table = Proof
    mine = (table.about_kind == about.kind, table.about_id == about.id, table.part == about.part)
    columns = (table.id, table.record_kind, table.record_id, table.note, table.added_at)
    return [ProvingRecord(*row) for row in conn.execute(select(*columns).where(*mine).order_by(table.id))]


def proved_by(conn: Connection, kind: str, number: int) -> list[About]:
    """What a record proves, so that nobody loses it unawares."""
    table = Proof
    wanted = select(table.about_kind, table.about_id, table.part).where(
        table.record_kind == kind, table.record_id == number
    )
    return [About(*row) for row in conn.execute(wanted.order_by(table.id))]


def consents_of(conn: Connection, customer_id: int) -> list[tuple[int, Consented]]:
    """What a person allowed under all of their merged names, with its id, the newest first."""
    return _consents(conn, Consent.customer_id.in_(_names_of(conn, customer_id)))


def consents_about(conn: Connection, record_kind: str, record_id: int) -> list[tuple[int, Consented]]:
    """What was allowed to be done with a record, with its id, the newest first."""
    return _consents(conn, Consent.record_kind == record_kind, Consent.record_id == record_id)


def consent_by_id(conn: Connection, consent_id: int) -> Consented | None:
    """One consent, None where it is gone."""
    return next((one for _id, one in _consents(conn, Consent.id == consent_id)), None)


def consent_rows(conn: Connection) -> list[ConsentRow]:
    """All that anybody agreed to, the newest first."""
    table = Consent
    proof = Attachment.__table__.alias()
    about_it = (proof.c.about_kind == "consent", proof.c.about_id == table.id)
    proofs = select(func.count()).select_from(proof).where(*about_it).scalar_subquery()
    wanted = (
        select(
            table.__table__,
            func.coalesce(func.nullif(Customer.name, ""), table.person).label("who"),
            func.coalesce(Attachment.name, "").label("about"),
            proofs.label("proofs"),
        )
        .outerjoin(Customer.__table__, Customer.id == table.customer_id)
        .outerjoin(Attachment.__table__, and_(table.record_kind == "attachment", Attachment.id == table.record_id))
        .order_by(table.given_on.desc(), table.id.desc())
    )
    return [ConsentRow(row.id, _consented(row), row.who, row.about, row.proofs) for row in conn.execute(wanted)]


def photos_with_consents(conn: Connection, about: About) -> list[tuple[AttachedFile, list[tuple[int, Consented]]]]:
    """The photos a buyer sent that are kept with this, each with what was agreed about it, the newest first.

    A buyer's are those under all of their merged names.
    """
    numbers = _names_of(conn, about.id) if about.kind == "customer" else [about.id]
    files = [file for number in numbers for file in attached_files(conn, about.kind, number, PHOTO)]
    return [(one, consents_about(conn, "attachment", one.id)) for one in files]


def _names_of(conn: Connection, customer_id: int) -> list[int]:
    """The ids of a person, the present one and those merged into it."""
    home = func.coalesce(Customer.merged_into, Customer.id)
    mine = select(home).where(Customer.id == customer_id).scalar_subquery()
    return list(conn.execute(select(Customer.id).where(home == mine).order_by(Customer.id)).scalars())


def may_use(
    conn: Connection, record_kind: str, record_id: int, what: str, use: str, channel: str, day: date
) -> Consented | None:
    """The consent by which a record may be used so on that day, None where nobody gave one."""
    given = consents_about(conn, record_kind, record_id)
    return next((one for _id, one in given if allows(one, what, use, channel, day)), None)


def _consents(conn: Connection, *wanted: ColumnElement[bool]) -> list[tuple[int, Consented]]:
    rows = conn.execute(select(Consent.__table__).where(*wanted).order_by(Consent.given_on.desc(), Consent.id.desc()))
    return [(row.id, _consented(row)) for row in rows]


def _consented(row: Any) -> Consented:
    until, withdrawn = (date.fromisoformat(day) if day else None for day in (row.until_on, row.withdrawn_on))
    return Consented(
        record_kind=row.record_kind,
        record_id=row.record_id,
        allowed=frozenset(json.loads(row.allowed)),
        uses=frozenset(json.loads(row.uses)),
        channels=frozenset(json.loads(row.channels)),
        given_on=date.fromisoformat(row.given_on),
        until_on=until,
        withdrawn_on=withdrawn,
        customer_id=row.customer_id,
        person=row.person,
        how=row.how,
    )
