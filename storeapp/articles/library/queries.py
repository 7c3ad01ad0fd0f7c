"""Reads the library: its list, one item, whether it may be used, and which articles use it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, or_, select

from storeapp.articles.drafts.rules import title_or_headline
from storeapp.articles.library.records import LibraryFilters, LibraryRow, UsedIn
from storeapp.articles.library.rules import LibraryFields, agreed, why_not
from storeapp.articles.markdown.targets import ArticlePicture
from storeapp.evidence.queries import consent_by_id
from storeapp.evidence.rules import KINDS
from storeapp.store import attachment_files
from storeapp.store.tables import Article, LibraryItem, LibraryUse

USE = "article"  # what items are used for here, of evidence's USES


def items(conn: Connection, wanted: LibraryFilters, today: date, first: int = 0, limit: int = 200) -> list[LibraryRow]:
    """A window of the items, the newest first."""
    table = LibraryItem
    used = select(func.count()).select_from(LibraryUse.__table__).where(LibraryUse.item_id == table.id)
    asked = select(table.__table__, used.scalar_subquery().label("used")).where(*_where(wanted))
    ordered = asked.order_by(table.added_at.desc(), table.id.desc())
    if wanted.blocked:  # what is allowed is worked out, not kept
        rows = [_row(conn, row, today) for row in conn.execute(ordered)]
        return [row for row in rows if row.allowed][first : first + limit]
    return [_row(conn, row, today) for row in conn.execute(ordered.offset(first).limit(limit))]


def item_count(conn: Connection, wanted: LibraryFilters) -> int:
    """How many items the list holds, whether they may be used or not."""
    return conn.execute(select(func.count(LibraryItem.id)).where(*_where(wanted))).scalar_one()


def item(conn: Connection, item_id: int, today: date) -> LibraryRow | None:
    """One item, None where it is gone."""
    table = LibraryItem
    used = select(func.count()).select_from(LibraryUse.__table__).where(LibraryUse.item_id == table.id)
    asked = select(table.__table__, used.scalar_subquery().label("used")).where(table.id == item_id)
    row = conn.execute(asked).first()
    return _row(conn, row, today) if row is not None else None


def fields_of(conn: Connection, item_id: int) -> LibraryFields | None:
    """What the owner said of an item, None where it is gone."""
    row = conn.execute(select(LibraryItem.__table__).where(LibraryItem.id == item_id)).first()
    return _fields(row) if row is not None else None


def used_in(conn: Connection, item_id: int) -> list[UsedIn]:
    """The articles that use an item, the newest first."""
    columns = (LibraryUse.article_id, Article.title, func.substr(Article.body, 1, 2000), LibraryUse.at)
    joined = LibraryUse.__table__.join(Article.__table__, Article.id == LibraryUse.article_id)
    wanted = select(*columns).select_from(joined).where(LibraryUse.item_id == item_id)
    rows = conn.execute(wanted.order_by(LibraryUse.at.desc(), LibraryUse.id.desc()))
    return [UsedIn(number, title_or_headline(title, body), at) for number, title, body, at in rows]


def unlicensed(conn: Connection, ids: Iterable[int], channel: str, day: date) -> dict[int, str]:
    """Of some items those that may not be used in an article there on a day, each with the reason in a sentence.

    `channel`: the place's name. Items that are gone aren't among them.
    """
    found = {}
    for number in dict.fromkeys(ids):
        fields = fields_of(conn, number)
        if fields is not None:
            consent = consent_by_id(conn, fields.consent_id) if fields.consent_id is not None else None
            why = why_not(fields, consent, USE, channel, day)
            if why:
                found[number] = why
    return found


def pictures(conn: Connection, folder: Path, ids: Iterable[int]) -> dict[int, ArticlePicture]:
    """The pictures of some items with their files in the shop's folder; those that are gone or no picture are left out.

    `src` is the name that the file is called outside, plain and with the ending of what is in it.
    """
    table = LibraryItem
    columns = (table.id, table.sha256, table.file_kind, table.width, table.height, table.alt, table.words)
    rows = conn.execute(select(*columns).where(table.id.in_(sorted(set(ids))), table.sha256.is_not(None)))
    found = {}
    for row in rows:
        ending = KINDS[row.file_kind][0]
        file = attachment_files.place_of(folder, row.sha256, ending)
        if file.is_file():
            name = f"{row.sha256[:16]}.{ending}"
            found[row.id] = ArticlePicture(name, row.width or 0, row.height or 0, row.alt, file, bool(row.words))
    return found


def _where(wanted: LibraryFilters) -> list[Any]:
    table, found = LibraryItem, []
    if wanted.kind:
        found.append(table.kind == wanted.kind)
    if wanted.origin:
        found.append(table.origin == wanted.origin)
    for word in wanted.search.split():
        columns = (table.name, table.source, table.alt, table.words, table.url)
        found.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return found


def _fields(row: Any) -> LibraryFields:
    return LibraryFields(
        kind=row.kind, name=row.name, words=row.words, url=row.url, origin=row.origin, source=row.source, alt=row.alt,
        uses=frozenset(json.loads(row.consent_uses)), channels=frozenset(json.loads(row.consent_channels)),
        until_on=row.consent_until_on, consent_id=row.consent_id,
    )  # fmt: skip


def _row(conn: Connection, row: Any, today: date) -> LibraryRow:
    fields = _fields(row)
    consent = consent_by_id(conn, fields.consent_id) if fields.consent_id is not None else None
    return LibraryRow(
        id=row.id, kind=row.kind, name=row.name, words=row.words, url=row.url, origin=row.origin, source=row.source,
        alt=row.alt, width=row.width, height=row.height, size=row.size, file_kind=row.file_kind, sha256=row.sha256,
        thumbnail=base64.b64decode(row.thumbnail), consent=agreed(fields, today),
        allowed=why_not(fields, consent, USE, "", today), used=row.used, added_at=row.added_at,
    )  # fmt: skip
