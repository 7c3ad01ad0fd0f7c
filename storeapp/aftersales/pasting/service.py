"""Keeps a pasted conversation in a case: only what is new of it, however often, whole or in parts it is pasted."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.aftersales.pasting.conversations import PastedMessage
from storeapp.aftersales.pasting.queries import case_with, kept_messages
from storeapp.aftersales.pasting.rules import fresh_entries
from storeapp.aftersales.rules import checked_title
from storeapp.aftersales.service import opened_in
from storeapp.aftersales.story.rules import checked_entry
from storeapp.aftersales.story.service import keep_messages, put_in
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database

TITLE = 60  # letters of the buyer's first message that name the case


def keep_conversation(
    db: Database, case_id: int, messages: Sequence[PastedMessage], through: str = "chat"
) -> Outcome[int]:
    """Put the messages a case doesn't have yet into its story; gives how many. UserError where a side is unknown."""
    _check(messages)
    with db.read() as conn:
        kept = kept_messages(conn, case_id)
    entries = fresh_entries(messages, kept, db.clock.now(), through)
    return keep_messages(db, case_id, entries) if entries else Outcome(0)


def open_conversation(
    db: Database, messages: Sequence[PastedMessage], through: str = "chat"
) -> Outcome[tuple[int, bool]]:
    """Open a case with these messages; gives its id and True.

    Where a case has most of them already, what is new is kept in that one: its id and False.
    """
    _check(messages)
    now = db.clock.now()
    with db.read() as conn:
        there = case_with(conn, messages, now, through)
    if there is not None:
        kept = keep_conversation(db, there, messages, through)
        return Outcome((there, False), kept.touched, kept.action_id)
    entries = fresh_entries(messages, (), now, through)
    first = next((one for one in entries if one.kind == "in"), entries[0])
    title = checked_title(" ".join(first.words.split())[:TITLE].strip())
    with db.write(_("Opened a case")) as tx:
        made = opened_in(tx, title)
        put_in(tx, made, [checked_entry(one, tx.now) for one in entries])
        return tx.outcome((made, True))


def _check(messages: Sequence[PastedMessage]) -> None:
    wanted = [one for one in messages if not one.left_out]
    if any(one.side == "unknown" for one in wanted):
        raise UserError(_("Say of each message who wrote it, the buyer or you. Nothing was kept yet."))
    if not wanted:
        raise UserError(_("There is no message to keep."))
