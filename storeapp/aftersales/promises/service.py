"""What the owner does with promises: record, change, move, keep, break; each can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from storeapp.aftersales import rules
from storeapp.aftersales.rules import Promised, checked_promise
from storeapp.aftersales.tops import top_case
from storeapp.kernel.days import spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Promise


def promise(db: Database, case_id: int, promised: Promised) -> Outcome[int]:
    """Record what was promised. Gives the promise's id."""
    plain = checked_promise(promised)
    with db.write(_("Recorded a promise")) as tx:
        return tx.outcome(record_in(tx, top_case(tx, case_id), plain))


def record_in(tx: Tx, case_id: int, plain: Promised, entry_id: int | None = None) -> int:
    """The same inside a larger change; `entry_id`: the message that made it."""
    made = tx.insert_one(
        Promise,
        case_id=case_id,
        kind=plain.kind,
        words=plain.words,
        amount_minor=plain.amount.minor if plain.amount else None,
        currency=plain.amount.currency if plain.amount else "",
        due_on=plain.due_on,
        due_time=plain.due_time or None,
        made_at=tx.now,
        entry_id=entry_id,
    )
    words = rules.promise_words(plain.kind, plain.words, plain.amount)
    tx.rename(_("Recorded on case {number}: {promise}").format(number=case_id, promise=words))
    return made


def keep_promise(db: Database, promise_id: int, kept_on: str | None = None) -> Outcome[bool]:
    """Mark a promise as kept on an ISO day, by default today."""
    with db.write(_("Marked a promise as kept"), kind="work") as tx:
        found = _promise(tx, promise_id)
        tx.rename(_("Kept a promise of case {number}").format(number=found.case_id))
        day = kept_on or tx.clock.today().isoformat()
        return tx.outcome(tx.update(Promise, promise_id, kept_on=day, broken_on=None))


def unkeep_promise(db: Database, promise_id: int) -> Outcome[bool]:
    """Take the mark back, kept or broken: the promise is due again."""
    with db.write(_("Marked a promise as not kept")) as tx:
        found = _promise(tx, promise_id)
        tx.rename(_("A promise of case {number} is due again").format(number=found.case_id))
        return tx.outcome(tx.update(Promise, promise_id, kept_on=None, broken_on=None))


def break_promise(db: Database, promise_id: int, broken_on: str | None = None) -> Outcome[bool]:
    """Say that a promise won't be kept, on an ISO day, by default today. It stays on record."""
    with db.write(_("Marked a promise as broken"), kind="work") as tx:
        found = _promise(tx, promise_id)
        tx.rename(_("A promise of case {number} was not kept").format(number=found.case_id))
        day = broken_on or tx.clock.today().isoformat()
        return tx.outcome(tx.update(Promise, promise_id, broken_on=day, kept_on=None))


def move_promise(db: Database, promise_id: int, due_on: str, due_time: str | None = None) -> Outcome[bool]:
    """Give a promise another ISO day (and time HH:MM); the day it had first is remembered. UserError for a past one."""
    with db.write(_("Moved a promise")) as tx:
        found = _promise(tx, promise_id)
        plain = checked_promise(Promised("answer", "", None, due_on, due_time or ""))
        today = tx.clock.today()
        if plain.due_on is None or plain.due_on < today.isoformat():
            raise UserError(_("A promise can only be moved to a day that is still to come. Nothing was changed."))
        if found.kept_on or found.broken_on:
            raise UserError(_("This promise is done with. Nothing was changed."))
        day = spoken_day(date.fromisoformat(plain.due_on), today)
        tx.rename(_("Moved a promise of case {number} to {day}").format(number=found.case_id, day=day))
        first = found.first_due_on or found.due_on
        if first == plain.due_on and found.first_due_on is None:
            first = None
        values = {"due_on": plain.due_on, "due_time": plain.due_time or None, "first_due_on": first}
        return tx.outcome(tx.update(Promise, promise_id, **values))


def change_promise(db: Database, promise_id: int, promised: Promised) -> Outcome[bool]:
    """Correct what was promised: kind, words and amount; the day is moved, not corrected."""
    with db.write(_("Changed a promise")) as tx:
        found = _promise(tx, promise_id)
        plain = checked_promise(replace(promised, due_on=None, due_time=""))
        tx.rename(_("Changed a promise of case {number}").format(number=found.case_id))
        amount = plain.amount
        values = {"amount_minor": amount.minor if amount else None, "currency": amount.currency if amount else ""}
        return tx.outcome(tx.update(Promise, promise_id, kind=plain.kind, words=plain.words, **values))


def remove_promise(db: Database, promise_id: int) -> Outcome[int]:
    """Remove a promise that was never made."""
    with db.write(_("Removed a promise")) as tx:
        found = _promise(tx, promise_id)
        tx.rename(_("Removed a promise of case {number}").format(number=found.case_id))
        return tx.outcome(tx.delete(Promise, [promise_id]))


def keep_in(tx: Tx, promise_id: int, day: str) -> None:
    """Mark a promise as kept inside a larger change."""
    _promise(tx, promise_id)
    tx.update(Promise, promise_id, kept_on=day, broken_on=None)


def _promise(tx: Tx, promise_id: int) -> Row[Any]:
    found = tx.connection.execute(select(Promise.__table__).where(Promise.id == promise_id)).first()
    if found is None:
        raise UserError(_("This promise is gone. Nothing was changed."))
    return found
