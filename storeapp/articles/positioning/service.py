"""What the owner says of the shop: its page, its readers, its aims and its selling points. All can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select

from storeapp.articles.drafts.places import place_of
from storeapp.articles.positioning.queries import AIMS_KEY, FIGURES, figure_now
from storeapp.articles.positioning.rules import (
    ENTRIES,
    LONGEST_TEXT,
    PROOFS,
    AudienceFields,
    PointFields,
    checked_aims,
    checked_audience,
    checked_point,
)
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import Audience, PositioningEntry, SellingPoint, SellingPointProof


def write_entry(db: Database, key: str, words: str) -> Outcome[bool]:
    """Write one field of the page."""
    plain = words.strip()
    if len(plain) > LONGEST_TEXT:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_TEXT))
    with db.write(_("Changed “{field}”").format(field=_(ENTRIES[key]))) as tx:
        table = PositioningEntry
        row = tx.connection.execute(select(table.id, table.words).where(table.key == key)).first()
        if row is None:
            if plain:
                tx.insert_one(table, key=key, words=plain, changed_at=tx.now)
            return tx.outcome(bool(plain))
        if row.words == plain:
            return tx.outcome(value=False)
        return tx.outcome(tx.update(table, row.id, words=plain, changed_at=tx.now))


def add_audience(db: Database, fields: AudienceFields) -> Outcome[int]:
    """Note a group of readers; gives its id."""
    plain = checked_audience(fields)
    with db.write(_("Added the readers “{name}”").format(name=plain.name)) as tx:
        _refuse_taken(tx, plain.name, None)
        return tx.outcome(tx.insert_one(Audience, **_audience(plain)))


def change_audience(db: Database, audience_id: int, fields: AudienceFields) -> Outcome[bool]:
    """Say who these readers are."""
    plain = checked_audience(fields)
    with db.write(_("Changed the readers “{name}”").format(name=plain.name)) as tx:
        _refuse_taken(tx, plain.name, audience_id)
        return tx.outcome(tx.update(Audience, audience_id, **_audience(plain)))


def remove_audience(db: Database, audience_id: int) -> Outcome[bool]:
    """Take a group of readers off the page; articles that name it keep its name."""
    with db.write(_("Removed readers")) as tx:
        name = tx.connection.execute(select(Audience.name).where(Audience.id == audience_id)).scalar()
        tx.rename(_("Removed the readers “{name}”").format(name=name or ""))
        return tx.outcome(tx.delete(Audience, [audience_id]) > 0)


def set_aims(db: Database, aims: Mapping[str, int]) -> Outcome[bool]:
    """Say what percent of the texts each goal is to have; they make 100."""
    plain = checked_aims(aims)
    with db.write(_("Changed what texts are for")) as tx:
        changed = shop_setting(tx.connection, AIMS_KEY) != plain
        if changed:
            set_shop_setting(tx, AIMS_KEY, plain)
        return tx.outcome(changed)


def add_point(db: Database, fields: PointFields) -> Outcome[int]:
    """Note a selling point; gives its id."""
    plain = checked_point(fields, db.clock.today())
    with db.write(_("Added the selling point “{words}”").format(words=plain.words)) as tx:
        return tx.outcome(tx.insert_one(SellingPoint, **_point(plain), added_at=tx.now))


def change_point(db: Database, point_id: int, fields: PointFields) -> Outcome[bool]:
    """Say a selling point anew."""
    plain = checked_point(fields, db.clock.today())
    with db.write(_("Changed the selling point “{words}”").format(words=plain.words)) as tx:
        _words_of(tx, point_id)
        return tx.outcome(tx.update(SellingPoint, point_id, **_point(plain)))


def retire_point(db: Database, point_id: int, retired: bool = True) -> Outcome[bool]:
    """Use a selling point no more, or again; its evidence stays."""
    with db.write(_("Changed a selling point")) as tx:
        said = _("Uses the selling point “{words}” no more") if retired else _("Uses the selling point “{words}” again")
        tx.rename(said.format(words=_words_of(tx, point_id)))
        return tx.outcome(tx.update(SellingPoint, point_id, state="retired" if retired else "open"))


def prove_point(
    db: Database, point_id: int, kind: str, record: int | None = None, text: str = "", note: str = ""
) -> Outcome[int]:
    """Link what proves a point: a record by its id, a web address, or a figure of queries.FIGURES, kept as it is now.

    Gives the link's id; the same proof again gives the same id.
    """
    if kind not in PROOFS:
        raise ValueError(kind)
    plain, said = text.strip(), note.strip()
    if kind == "link" and not plain.casefold().startswith(("https://", "http://")):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    if kind not in ("link", "figure") and record is None:
        raise UserError(_("Choose what proves it. Nothing was changed."))
    with db.write(_("Linked evidence to a selling point")) as tx:
        tx.rename(_("Linked evidence to “{words}”").format(words=_words_of(tx, point_id)))
        if kind == "figure":
            if plain not in FIGURES:
                raise UserError(_("Choose what proves it. Nothing was changed."))
            plain = f"{plain}={figure_now(tx.connection, plain)}"
        table = SellingPointProof
        same = select(table.id).where(
            table.selling_point_id == point_id, table.ref_kind == kind, table.ref_text == plain,
            table.ref_id.is_(None) if record is None else table.ref_id == record,
        )  # fmt: skip
        known = tx.connection.execute(same).scalar()
        if known is not None:
            tx.update(table, known, note=said or "")
            return tx.outcome(int(known))
        values = {"ref_kind": kind, "ref_id": record, "ref_text": plain, "note": said}
        return tx.outcome(tx.insert_one(table, selling_point_id=point_id, **values))


def look_again(db: Database, proof_id: int) -> Outcome[bool]:
    """Take a figure as it is now: the owner has seen that it moved."""
    with db.write(_("Looked at a figure again")) as tx:
        row = tx.connection.execute(
            select(SellingPointProof.ref_kind, SellingPointProof.ref_text).where(SellingPointProof.id == proof_id)
        ).first()
        if row is None or row.ref_kind != "figure":
            return tx.outcome(value=False)
        name = row.ref_text.partition("=")[0]
        return tx.outcome(tx.update(SellingPointProof, proof_id, ref_text=f"{name}={figure_now(tx.connection, name)}"))


def unlink_proof(db: Database, proof_id: int) -> Outcome[bool]:
    """Take a proof away from its point."""
    with db.write(_("Unlinked evidence from a selling point")) as tx:
        return tx.outcome(tx.delete(SellingPointProof, [proof_id]) > 0)


def _point(fields: PointFields) -> dict[str, str | None]:
    return asdict(fields) | {"rivals_on": fields.rivals_on or None}


def _audience(fields: AudienceFields) -> dict[str, str]:
    places = []
    for key in fields.places:
        meant = place_of(key)
        one = {"channel": meant.channel_id, "outlet": meant.outlet_id}
        places.append({name: number for name, number in one.items() if number is not None})
    return asdict(fields) | {"places": json.dumps(places)}


def _words_of(tx: Tx, point_id: int) -> str:
    words = tx.connection.execute(select(SellingPoint.words).where(SellingPoint.id == point_id)).scalar()
    if words is None:
        raise UserError(_("This selling point is gone. Nothing was changed."))
    return str(words)


def _refuse_taken(tx: Tx, name: str, audience_id: int | None) -> None:
    rows = tx.connection.execute(select(Audience.id, Audience.name)).all()
    if any(row.id != audience_id and row.name.casefold() == name.casefold() for row in rows):
        raise UserError(_("There are readers named {name} already. Nothing was changed.").format(name=name))
