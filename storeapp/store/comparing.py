"""Compare and set: a verb that saves a form writes only where nobody else wrote since the form was filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select, text

from storeapp.kernel.meanwhile import ChangedMeanwhile, Say, Shown, apart, untouched
from storeapp.store import row_images
from storeapp.store.tables import Base
from storeapp.store.tx import Tx, table_of
from storeapp.store.writers import place_and_name

LOOKED_AT = 200  # the journal's newest stretches that are searched for who changed a row


def settled(
    tx: Tx,
    table: type[Base] | Table,
    row_id: int,
    what: str,
    shown: Shown | None,
    wanted: Mapping[str, Any],
    value: Any = False,
    say: Say = str,
) -> dict[str, Any]:
    """The values to write into one row: those of `wanted` that its form changed, or what the owner joined instead.

    A field that the form left as it showed it keeps what another writer put there. ChangedMeanwhile where both
    changed one; `what` names the thing in that sentence ("note"), `say` gives a value that is no text in words.
    Without `shown` everything wanted is written.
    """
    if shown is None:
        return dict(wanted)
    target = table_of(table)
    columns = [target.columns[name] for name in wanted]
    row = tx.connection.execute(select(*columns).where(target.columns["id"] == row_id)).first()
    if row is None:
        return dict(wanted)
    refuse_changed(tx, target, row_id, what, shown, wanted, dict(row._mapping), value=value, say=say)
    return to_write(shown, wanted)


def to_write(shown: Shown | None, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the wanted values that the form changed, or what the owner joined instead."""
    if shown is None:
        return dict(wanted)
    kept = untouched(shown, wanted)
    return {name: shown.instead.get(name, value) for name, value in wanted.items() if name not in kept}


def refuse_changed(
    tx: Tx,
    table: Table,
    row_id: int | None,
    what: str,
    shown: Shown | None,
    wanted: Mapping[str, Any],
    now: Mapping[str, Any],
    at: str = "",
    value: Any = False,
    say: Say = str,
) -> None:
    """ChangedMeanwhile where `now` differs from what was shown and from what is wanted.

    `at` says when the row changed, where the journal doesn't.
    """
    if shown is None:
        return
    differences = apart(shown, now, wanted)
    if not differences:
        return
    by = ""
    if row_id is not None and not at:
        at, by = _last_change(tx, table, row_id)
    topics = frozenset({table.info["topic"]})
    raise ChangedMeanwhile(what, shown, differences, topics, at, by, tx.clock, value, say)


def _last_change(tx: Tx, table: Table, row_id: int) -> tuple[str, str]:
    """When a row was changed last, and by which other writer ("" for one's own, or where it is not known)."""
    newest = text(
        "SELECT c.op, c.image, a.at, a.writer, a.who, a.account FROM changes c JOIN actions a ON a.id = c.action_id "
        "WHERE c.table_name = :name AND c.first_id <= :id AND c.last_id >= :id ORDER BY c.id DESC LIMIT :most"
    )
    for change in tx.connection.execute(newest, {"name": table.name, "id": row_id, "most": LOOKED_AT}):
        if change.op == "update" and all(row[0] != row_id for row in row_images.updated(change.image).rows):
            continue  # a stretch may have gaps
        own = tx.by.wrote(change.writer, change.who, change.account)
        return change.at, "" if own else place_and_name(change.writer, change.who)
    return "", ""
