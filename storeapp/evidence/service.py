"""Keeps what proves a text or a decision, and what buyers agreed to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from storeapp.evidence.preparing import Prepared, ReadyFile
from storeapp.evidence.rules import KINDS, PHOTO, RECORDS, SUBJECTS, About, Consented, checked, keeps
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store import attachment_files
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Attachment, Consent, Customer, Proof

_COLUMNS = (
    *("about_kind", "about_id", "part", "sha256", "name", "kind", "size", "width", "height", "thumbnail"),
    "added_at",
)


def attach(db: Database, about: About, prepared: Prepared) -> Outcome[int]:
    """Let files that are ready prove something; gives how many are new. The same file twice is one.

    Either all of them are in the shop afterwards or none; the prepared copies are gone.
    """
    if not keeps(about):
        raise ValueError(f"{about.kind} {about.part}")
    count = len(prepared.files)
    title = plural("Attached {count} file as proof", "Attached {count} files as proof", count)
    if about.part == PHOTO:
        title = plural("Kept {count} photo of a buyer", "Kept {count} photos of a buyer", count)
    try:
        with db.read() as conn:
            attachment_files.sweep(conn, db.place.folder)
        with attachment_files.placing(db.place.folder) as put, db.write(title) as tx:
            fresh = _not_there_yet(tx, about, prepared.files)
            for one in fresh:
                put(one.path, one.sha256, KINDS[one.kind][0])
            rows = [
                (about.kind, about.id, about.part, one.sha256, one.name, one.kind, one.size, one.width, one.height,
                 one.thumbnail, tx.now)
                for one in fresh
            ]  # fmt: skip
            tx.insert(Attachment, _COLUMNS, rows)
            outcome = tx.outcome(len(rows))
    finally:
        prepared.close()
    return outcome


def _not_there_yet(tx: Tx, about: About, files: Iterable[ReadyFile]) -> list[ReadyFile]:
    table = Attachment
    mine = (table.about_kind == about.kind, table.about_id == about.id, table.part == about.part)
    there = set(tx.connection.execute(select(table.sha256).where(*mine)).scalars())
    fresh: dict[str, ReadyFile] = {}
    for one in files:
        if one.sha256 not in there:
            fresh.setdefault(one.sha256, one)
    return list(fresh.values())


def detach(db: Database, attachment_id: int) -> Outcome[bool]:
    """Take a file away from what it proves. Its bytes stay as long as History can bring it back."""
    with db.write(_("Removed a proof")) as tx:
        found = tx.connection.execute(
            select(Attachment.name, Attachment.part).where(Attachment.id == attachment_id)
        ).first()
        if found is None:
            raise UserError(_("This file is no longer attached. Nothing was changed."))
        title = _("Removed the photo “{file}”") if found.part == PHOTO else _("Removed the proof “{file}”")
        tx.rename(title.format(file=found.name))
        return tx.outcome(tx.delete(Attachment, [attachment_id]) > 0)


def link(db: Database, about: About, record_kind: str, record_id: int, note: str = "") -> Outcome[bool]:
    """Let a record of the shop prove something; the same again changes nothing."""
    if about.kind not in SUBJECTS or record_kind not in RECORDS:
        raise ValueError(f"{record_kind} for {about.kind}")
    table = Proof
    same = (table.about_kind == about.kind, table.about_id == about.id, table.part == about.part)
    with db.write(_("Named a record as proof")) as tx:
        known = select(table.id).where(*same, table.record_kind == record_kind, table.record_id == record_id)
        if tx.connection.execute(known).first() is not None:
            return tx.outcome(False)
        tx.insert_one(
            Proof, about_kind=about.kind, about_id=about.id, part=about.part, record_kind=record_kind,
            record_id=record_id, note=note.strip(), added_at=tx.now,
        )  # fmt: skip
        return tx.outcome(True)


def unlink(db: Database, proof_id: int) -> Outcome[bool]:
    """Take back that a record proves something."""
    with db.write(_("Removed a proof")) as tx:
        return tx.outcome(tx.delete(Proof, [proof_id]) > 0)


def move_in(tx: Tx, kind: str, earlier: int, later: int) -> None:
    """Files, proofs and consents about `earlier` are about `later` now: two records turned out to be one."""
    for table, columns in ((Attachment, "sha256"), (Proof, "record_kind, record_id")):
        names = ["part", *columns.split(", ")]
        chosen = [getattr(table, name) for name in names]
        mine = select(table.id, *chosen).where(table.about_kind == kind, table.about_id == later)
        theirs = select(table.id, *chosen).where(table.about_kind == kind, table.about_id == earlier)
        there = {tuple(row)[1:] for row in tx.connection.execute(mine)}
        for row in tx.connection.execute(theirs).all():
            if tuple(row)[1:] in there:
                tx.delete(table, [row.id])
            else:
                tx.update(table, row.id, about_id=later)
    _move_consents(tx, kind, earlier, later)


def _move_consents(tx: Tx, kind: str, earlier: int, later: int) -> None:
    mine = select(Consent.id).where(Consent.record_kind == kind, Consent.record_id == earlier)
    for number in tx.connection.execute(mine).scalars().all():
        tx.update(Consent, number, record_id=later)


def note_consent(db: Database, consent: Consented) -> Outcome[int]:
    """Keep what somebody allowed; gives its id. UserError says what is missing."""
    consent = checked(consent)
    with db.write(_("Noted a consent")) as tx:
        if consent.given_on > db.clock.today():
            raise UserError(_("This day is still to come. Give the day on which the consent was given."))
        buyer = select(Customer.id).where(Customer.id == consent.customer_id)
        if consent.customer_id is not None and tx.connection.execute(buyer).first() is None:
            raise UserError(_("This customer is gone. Nothing was changed."))
        made = tx.insert_one(
            Consent,
            customer_id=consent.customer_id,
            person=consent.person.strip(),
            record_kind=consent.record_kind,
            record_id=consent.record_id,
            allowed=json.dumps(sorted(consent.allowed)),
            uses=json.dumps(sorted(consent.uses)),
            channels=json.dumps(sorted(consent.channels), ensure_ascii=False),
            given_on=consent.given_on.isoformat(),
            until_on=consent.until_on.isoformat() if consent.until_on is not None else None,
            how=consent.how.strip(),
        )
        return tx.outcome(made)


def withdraw_consent(db: Database, consent_id: int, day: date) -> Outcome[bool]:
    """Note that a consent was taken back: from that day on nothing is allowed by it."""
    with db.write(_("Noted that a consent was withdrawn")) as tx:
        found = tx.connection.execute(select(Consent.given_on).where(Consent.id == consent_id)).scalar()
        if found is None:
            raise UserError(_("This consent is gone. Nothing was changed."))
        if not found <= day.isoformat() <= db.clock.today().isoformat():
            raise UserError(_("It can't be withdrawn before it was given or in the future. Give another day."))
        return tx.outcome(tx.update(Consent, consent_id, withdrawn_on=day.isoformat()))
