"""What the owner decided and typed of a file that came back, kept until it is applied."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from storeapp.exchange.helper_workbooks.records import Decision, ReturnComparison
from storeapp.exchange.helper_workbooks.three_way import digest
from storeapp.kernel.outcome import Outcome
from storeapp.store.db import Database, Tx
from storeapp.store.unsaved_text import keep_unsaved, put_unsaved, unsaved_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

WORK = "helper file:{returned}"  # names it among the texts that wait in the shop


def with_work(conn: Connection, one: ReturnComparison) -> ReturnComparison:
    """A comparison with what the owner had decided and typed before; of values that came back otherwise, nothing."""
    said = json.loads(unsaved_text(conn, WORK.format(returned=one.returned)) or "{}")
    pending = {}
    for change in one.changes:
        kept = said.get("decided", {}).get(change.key)
        if kept is not None and kept[0] == digest(change.theirs):
            pending[change.key] = (str(kept[1]), str(kept[2]))
    return replace(one, pending=pending, typed={str(key): str(text) for key, text in said.get("typed", {}).items()})


def keep_work(
    db: Database, found: ReturnComparison, decisions: Mapping[str, Decision], typed: Mapping[str, str]
) -> Outcome[int]:
    """Keep what was decided and typed so far with the file that came back; no action of its own.

    `typed`: own texts by the cell's key.
    """
    if found.returned is None:
        return Outcome(0)
    theirs = {one.key: one.theirs for one in found.changes}
    kept = {key: [digest(theirs[key]), one.what, one.text] for key, one in decisions.items() if key in theirs}
    said = json.dumps({"decided": kept, "typed": dict(typed)}, ensure_ascii=False) if kept or typed else None
    return keep_unsaved(db, {WORK.format(returned=found.returned): said})


def forget_work(tx: Tx, returned: int, done: Collection[str]) -> None:
    """What was decided and typed of these cells waits no more."""
    name = WORK.format(returned=returned)
    said = json.loads(unsaved_text(tx.connection, name) or "{}")
    left = {what: {key: one for key, one in kept.items() if key not in done} for what, kept in said.items()}
    put_unsaved(tx, {name: json.dumps(left, ensure_ascii=False) if any(left.values()) else None})
