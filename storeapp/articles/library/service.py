"""What the owner does with the library: take in, describe, use, take out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storeapp.articles.library.queries import fields_of
from storeapp.articles.library.rules import LibraryFields, checked, item_of
from storeapp.articles.markdown.blocks import pictures
from storeapp.articles.markdown.parsing import parse
from storeapp.evidence.preparing import Chosen, Prepared, ReadyFile, prepare
from storeapp.evidence.rules import KINDS, is_picture
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.store import attachment_files
from storeapp.store.db import Database, Tx
from storeapp.store.tables import LibraryItem, LibraryUse


def look_at(folder: Path, chosen: Sequence[Chosen], progress: Progress) -> Prepared:
    """Look at files in a process of their own, beside the shop in `folder`; nothing is in the library yet."""
    return prepare(folder, chosen, progress)


def add_pictures(db: Database, prepared: Prepared, fields: LibraryFields) -> Outcome[tuple[int, ...]]:
    """Take pictures that were looked at into the library, all of one origin; gives their ids in the order of the files.

    The same picture twice is one item, and what was said of it before stays. Either all are there afterwards or none;
    the prepared copies are gone. UserError where one is no picture.
    """
    plain = checked(fields)
    try:
        foreign = next((one for one in prepared.files if not is_picture(one.kind)), None)
        if foreign is not None:
            raise UserError(_("{file} is no picture. Nothing was taken in.").format(file=foreign.name))
        writing = db.write(_("Took pictures into the library"))
        with attachment_files.placing(db.place.folder) as put, writing as tx:
            there = _known(tx, prepared.files)
            fresh = {one.sha256: one for one in prepared.files if one.sha256 not in there}
            for one in fresh.values():
                put(one.path, one.sha256, KINDS[one.kind][0])
                there[one.sha256] = tx.insert_one(LibraryItem, **_values(plain), **_file(one, plain), added_at=tx.now)
            words = plural(
                "Took {count} picture into the library", "Took {count} pictures into the library", len(fresh)
            )
            tx.rename(words)
            return tx.outcome(tuple(there[one.sha256] for one in prepared.files))
    finally:
        prepared.close()


def add_item(db: Database, fields: LibraryFields) -> Outcome[int]:
    """Take a text or a link to a video into the library; gives its id."""
    plain = checked(fields)
    if plain.kind == "picture":
        raise ValueError("a picture comes as a file")
    with db.write(_("Took something into the library")) as tx:
        words = _("Took a text into the library") if plain.kind == "text" else _("Took a video into the library")
        tx.rename(words)
        return tx.outcome(tx.insert_one(LibraryItem, **_values(plain), name=plain.name, added_at=tx.now))


def describe(db: Database, item_id: int, fields: LibraryFields) -> Outcome[bool]:
    """Set what is said of an item; gives whether anything changed. Its kind and its file stay."""
    with db.write(_("Changed an item of the library")) as tx:
        old = _there(tx, item_id)
        plain = checked(LibraryFields(**{**_by_name(fields), "kind": old.kind}))
        tx.rename(_("Changed “{name}” in the library").format(name=plain.name or old.name))
        values = _values(plain) | {"name": plain.name or old.name}
        return tx.outcome(tx.update(LibraryItem, item_id, **values))


def remove(db: Database, item_id: int) -> Outcome[bool]:
    """Take an item out of the library. UserError while an article uses it."""
    with db.write(_("Took something out of the library")) as tx:
        old = _there(tx, item_id)
        uses = tx.connection.execute(select(LibraryUse.id).where(LibraryUse.item_id == item_id)).scalars().all()
        if uses:
            words = plural(
                "{count} article uses it. Take it out of there first. Nothing was changed.",
                "{count} articles use it. Take it out of there first. Nothing was changed.",
                len(uses),
            )
            raise UserError(words)
        tx.rename(_("Took “{name}” out of the library").format(name=old.name))
        return tx.outcome(tx.delete(LibraryItem, [item_id]) > 0)


def note_uses(db: Database, article_id: int, body: str) -> Outcome[int]:
    """Note which items a text shows, and that it shows others no more; gives how many uses came or went.

    This follows the text and is no action of its own.
    """
    named = [item_of(shown.address) for shown in pictures(parse(body).blocks)]
    with db.write("") as tx:
        tx.leave_no_record()
        return tx.outcome(put_uses(tx, article_id, [number for number in named if number is not None]))


def put_uses(tx: Tx, article_id: int, items: Iterable[int]) -> int:
    """Within an action: let an article use these items and no others; gives how many uses came or went."""
    wanted = set(items)
    known = select(LibraryItem.id).where(LibraryItem.id.in_(sorted(wanted)))
    wanted &= set(tx.connection.execute(known).scalars())
    rows = select(LibraryUse.item_id, LibraryUse.id).where(LibraryUse.article_id == article_id)
    there = {row.item_id: row.id for row in tx.connection.execute(rows)}
    gone = tx.delete(LibraryUse, [there[one] for one in there if one not in wanted])
    fresh = [(one, article_id, tx.now) for one in sorted(wanted - there.keys())]
    return gone + len(tx.insert(LibraryUse, ("item_id", "article_id", "at"), fresh))


def _known(tx: Tx, files: Iterable[ReadyFile]) -> dict[str, int]:
    wanted = sorted({one.sha256 for one in files})
    rows = select(LibraryItem.sha256, LibraryItem.id).where(LibraryItem.sha256.in_(wanted))
    return {row.sha256: row.id for row in tx.connection.execute(rows)}


def _file(one: ReadyFile, fields: LibraryFields) -> dict[str, Any]:
    return {
        "name": fields.name or one.name, "sha256": one.sha256, "file_kind": one.kind, "size": one.size,
        "width": one.width, "height": one.height, "thumbnail": one.thumbnail,
    }  # fmt: skip


def _values(fields: LibraryFields) -> dict[str, Any]:
    return {
        "kind": fields.kind, "words": fields.words, "url": fields.url, "origin": fields.origin,
        "source": fields.source, "alt": fields.alt, "consent_id": fields.consent_id,
        "consent_uses": json.dumps(sorted(fields.uses)),
        "consent_channels": json.dumps(sorted(fields.channels), ensure_ascii=False),
        "consent_until_on": fields.until_on,
    }  # fmt: skip


def _by_name(fields: LibraryFields) -> dict[str, Any]:
    return {name: getattr(fields, name) for name in LibraryFields.__slots__}


def _there(tx: Tx, item_id: int) -> LibraryFields:
    found = fields_of(tx.connection, item_id)
    if found is None:
        raise UserError(_("This item is gone. Nothing was changed."))
    return found
