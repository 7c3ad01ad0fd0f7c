"""Keeps a pasted conversation in a case: only what is new of it, however often, whole or in parts it is pasted."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.aftersales.pasting.conversations import PastedMessage
from storeapp.aftersales.pasting.queries import kept_messages
from storeapp.aftersales.pasting.rules import fresh_entries
from storeapp.aftersales.story.service import keep_messages
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database


def keep_conversation(
    db: Database, case_id: int, messages: Sequence[PastedMessage], through: str = "chat"
) -> Outcome[int]:
    """Put the messages a case doesn't have yet into its story; gives how many. UserError where a side is unknown."""
    wanted = [one for one in messages if not one.left_out]
    if any(one.side == "unknown" for one in wanted):
        raise UserError(_("Say of each message who wrote it, the buyer or you. Nothing was kept yet."))
    if not wanted:
        raise UserError(_("There is no message to keep."))
    with db.read() as conn:
        kept = kept_messages(conn, case_id)
    entries = fresh_entries(messages, kept, db.clock.now(), through)
    return keep_messages(db, case_id, entries) if entries else Outcome(0)
