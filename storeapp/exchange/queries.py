"""What the import page asks the shop: earlier imports, known files, saved set-ups."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from storeapp.exchange.records import Batch, PastImport, SavedSetup
from storeapp.kernel.text import recall
from storeapp.store.tables import Action, Channel, ImportBatch, ImportSetup


def past_imports(conn: Connection, limit: int = 50) -> list[PastImport]:
    """The newest imports first, each with its files; those taken back are left out."""
    actions = conn.execute(
        select(Action.id, Action.title, Action.said, Action.at, Action.who, Action.undoable)
        .where(Action.kind == "import", Action.state == "done")
        .order_by(Action.id.desc())
        .limit(limit)
    ).all()
    files: dict[int | None, list[Batch]] = {}
    for batch in batches(conn, [row[0] for row in actions]):
        files.setdefault(batch.action_id, []).append(batch)
    return [
        PastImport(
            row.id, recall(row.said, row.title), row.at, row.who, bool(row.undoable), tuple(files.get(row.id, ()))
        )
        for row in actions
    ]


def batches(conn: Connection, action_ids: Iterable[int]) -> list[Batch]:
    """The files of some imports."""
    found = conn.execute(
        select(
            ImportBatch.id,
            ImportBatch.action_id,
            ImportBatch.file_name,
            ImportBatch.format,
            Channel.name,
            Channel.platform,
            ImportBatch.imported_at,
            ImportBatch.rows,
            ImportBatch.new,
            ImportBatch.changed,
            ImportBatch.same,
            ImportBatch.rejected,
            ImportBatch.newest_on,
        )
        .join(Channel, Channel.id == ImportBatch.channel_id, isouter=True)
        .where(ImportBatch.action_id.in_(list(action_ids)))
        .order_by(ImportBatch.id)
    )
    return [
        Batch(
            id=row.id,
            action_id=row.action_id,
            file_name=row.file_name,
            format=row.format,
            channel=row.name or "",
            platform=row.platform or "",
            imported_at=row.imported_at,
            rows=row.rows,
            new=row.new,
            changed=row.changed,
            same=row.same,
            rejected=row.rejected,
            newest_on=row.newest_on,
        )
        for row in found
    ]


def channel_of_formats(conn: Connection) -> dict[str, int]:
    """The channel that the files of a format went into so far, for each format whose files all went into one."""
    rows = conn.execute(
        select(ImportBatch.format, func.min(ImportBatch.channel_id))
        .join(Channel, Channel.id == ImportBatch.channel_id)
        .where(ImportBatch.format != "")
        .group_by(ImportBatch.format)
        .having(func.count(ImportBatch.channel_id.distinct()) == 1)
    )
    return {name: channel for name, channel in rows if channel is not None}


def setups(conn: Connection) -> dict[str, dict[str, Any]]:
    """The saved mappings by the key of the header they belong to."""
    rows = conn.execute(select(ImportSetup.header_key, ImportSetup.mapping))
    return {row.header_key: json.loads(row.mapping) for row in rows}


def setup_list(conn: Connection) -> list[SavedSetup]:
    """The saved set-ups by name."""
    found = conn.execute(
        select(ImportSetup.header_key, ImportSetup.name, ImportSetup.mapping, ImportSetup.saved_at).order_by(
            ImportSetup.name, ImportSetup.id
        )
    )
    return [SavedSetup(row.header_key, row.name, json.loads(row.mapping), row.saved_at) for row in found]


def setup_names(conn: Connection) -> dict[str, str]:
    """What the owner called the saved mappings, by header key."""
    return {row.header_key: row.name for row in conn.execute(select(ImportSetup.header_key, ImportSetup.name))}


def known_files(conn: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """When files with these SHA-256 were imported last, as UTC text by hash."""
    rows = conn.execute(
        select(ImportBatch.sha256, ImportBatch.imported_at)
        .where(ImportBatch.sha256.in_([sha for sha in hashes if sha]))
        .order_by(ImportBatch.id)
    )
    return {row.sha256: row.imported_at for row in rows}
