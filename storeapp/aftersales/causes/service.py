"""What the owner does with causes: find, link, decline, fix, close; and what costs are told with. All can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Row, select

from storeapp.aftersales.causes.costs import checked_rate
from storeapp.aftersales.causes.queries.buyers import GOODWILL
from storeapp.aftersales.causes.queries.costs import HOUR, INTO
from storeapp.aftersales.causes.rules import (
    STATES,
    WATCH_DAYS,
    CauseFields,
    Fix,
    checked_cause,
    checked_fix,
    checked_note,
)
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.money import Money
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store.comparing import settled
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import Case, Cause, CauseLink, CauseNote, CauseRefusal, OwnerRate, Product, Review

Kind = Literal["case", "review"]
_RECORDS: dict[str, Any] = {"case": Case, "review": Review}


def add_cause(
    db: Database, fields: CauseFields, cases: Sequence[int] = (), reviews: Sequence[int] = ()
) -> Outcome[int]:
    """Note down a cause with the cases and reviews that led to it. Gives its id."""
    plain = checked_cause(fields)
    with db.write(_("Found the cause “{title}”").format(title=plain.title)) as tx:
        _check_product(tx, plain.product_id)
        made = tx.insert_one(Cause, **_columns(plain), found_on=db.clock.today().isoformat())
        _link(tx, made, "case", cases)
        _link(tx, made, "review", reviews)
        return tx.outcome(made)


def change_cause(db: Database, cause_id: int, fields: CauseFields, shown: Shown | None = None) -> Outcome[bool]:
    """Say what the cause is. ChangedMeanwhile where a field is no longer as it was `shown`."""
    plain = checked_cause(fields)
    with db.write(_("Changed the cause “{title}”").format(title=plain.title)) as tx:
        _cause(tx, cause_id)
        _check_product(tx, plain.product_id)
        values = settled(tx, Cause, cause_id, _("cause"), shown, _columns(plain))
        return tx.outcome(tx.update(Cause, cause_id, **values))


def remove_cause(db: Database, cause_id: int) -> Outcome[int]:
    """Take a cause away with its notes; its cases and reviews stay, without a cause."""
    with db.write(_("Removed a cause")) as tx:
        tx.rename(_("Removed the cause “{title}”").format(title=_cause(tx, cause_id).title))
        for table in (CauseLink, CauseNote, CauseRefusal):
            tx.delete(table, tx.connection.execute(select(table.id).where(table.cause_id == cause_id)).scalars().all())
        return tx.outcome(tx.delete(Cause, [cause_id]))


def set_state(db: Database, cause_id: int, state: str, words: str = "") -> Outcome[bool]:
    """Say how far it is (an id of rules.STATES); `words` are kept as a note of today. Fixed needs a fix."""
    if state not in STATES:
        raise ValueError(state)
    with db.write(_("Changed a cause")) as tx:
        row = _cause(tx, cause_id)
        if state == "fixed" and not row.changed_until:
            raise UserError(_("Record the fix first: what was changed, and when."))
        tx.rename(_("“{title}”: {state}").format(title=row.title, state=_(STATES[state][0])))
        changed = tx.update(Cause, cause_id, state=state)
        if words.strip() and changed:
            today = db.clock.today()
            plain, day = checked_note(words, today.isoformat(), today)
            tx.insert_one(CauseNote, cause_id=cause_id, noted_on=day, who="", words=plain)
        return tx.outcome(changed)


def record_fix(db: Database, cause_id: int, fix: Fix, shown: Shown | None = None) -> Outcome[bool]:
    """Record what was changed. From its day on, the rate is held against the time before."""
    plain = checked_fix(fix)
    today = db.clock.today().isoformat()
    with db.write(_("Recorded a fix")) as tx:
        row = _cause(tx, cause_id)
        tx.rename(_("Recorded a fix of “{title}”").format(title=row.title))
        costs = [one for one in (plain.once, plain.each) if one is not None]
        if len({one.currency for one in costs}) > 1:
            raise UserError(_("The costs of a fix are of one currency. Nothing was recorded."))
        wanted = {
            "fix_what": plain.what,
            "fix_who": plain.who,
            "fix_cost_minor": plain.once.minor if plain.once else None,
            "fix_each_minor": plain.each.minor if plain.each else None,
            "currency": costs[0].currency if costs else "",
            "changed_from": plain.began,
            "changed_until": plain.done,
            "watch_until": None,
        }
        values = settled(tx, Cause, cause_id, _("fix"), shown, wanted)
        if row.state in ("open", "asked", "fixing", "fixed"):
            values["state"] = "fixed" if plain.done <= today else "fixing"
        return tx.outcome(tx.update(Cause, cause_id, **values))


def watch_longer(db: Database, cause_id: int) -> Outcome[str]:
    """Look at a fix again in 60 days, and not before; gives that ISO day. UserError where nothing was fixed."""
    today = db.clock.today()
    until = (today + timedelta(days=WATCH_DAYS)).isoformat()
    with db.write(_("Watched a fix longer")) as tx:
        row = _cause(tx, cause_id)
        if row.state != "fixed":
            raise UserError(_("Only a fix that is in place can be watched. Nothing was changed."))
        tx.rename(_("Watched the fix of “{title}” longer").format(title=row.title))
        if tx.update(Cause, cause_id, watch_until=until):
            plain, day = checked_note(_("Watched until {day}").format(day=until), today.isoformat(), today)
            tx.insert_one(CauseNote, cause_id=cause_id, noted_on=day, who="", words=plain)
        return tx.outcome(until)


def came_back(db: Database, cause_id: int) -> Outcome[bool]:
    """The fix did not hold: the cause is open again; what was done stays written."""
    return set_state(db, cause_id, "open", _("It came back"))


def link(db: Database, cause_id: int, kind: Kind, records: Sequence[int]) -> Outcome[int]:
    """Link cases or reviews to a cause; one that was linked to another moves. Gives how many are new here."""
    with db.write(_("Linked to a cause")) as tx:
        title = _cause(tx, cause_id).title
        new = _link(tx, cause_id, kind, records)
        said = plural("Linked {count} record to “{{title}}”", "Linked {count} records to “{{title}}”", new)
        tx.rename(said.format(title=title))
        return tx.outcome(new)


def unlink(db: Database, cause_id: int, kind: Kind, record: int) -> Outcome[int]:
    """Take one case or review from a cause; it is not offered to it again."""
    with db.write(_("Took a record from a cause")) as tx:
        tx.rename(_("Took a record from “{title}”").format(title=_cause(tx, cause_id).title))
        wanted = select(CauseLink.id).where(
            CauseLink.cause_id == cause_id, CauseLink.record_kind == kind, CauseLink.record_id == record
        )
        gone = tx.delete(CauseLink, tx.connection.execute(wanted).scalars().all())
        if gone:
            _decline(tx, cause_id, kind, record)
        return tx.outcome(gone)


def decline(db: Database, cause_id: int, kind: Kind, record: int) -> Outcome[bool]:
    """Say that a case or review does not belong to a cause: it is not offered to it again."""
    with db.write(_("Declined a link")) as tx:
        tx.rename(_("Declined a link to “{title}”").format(title=_cause(tx, cause_id).title))
        return tx.outcome(_decline(tx, cause_id, kind, record))


def add_note(db: Database, cause_id: int, words: str, day: str, who: str = "") -> Outcome[int]:
    """Write down what happened on an ISO day; `who` "" is the owner."""
    plain, on = checked_note(words, day, db.clock.today())
    with db.write(_("Noted what happened")) as tx:
        tx.rename(_("Noted at “{title}”: {words}").format(title=_cause(tx, cause_id).title, words=plain))
        return tx.outcome(
            tx.insert_one(CauseNote, cause_id=cause_id, noted_on=on, who=" ".join(who.split()), words=plain)
        )


def remove_note(db: Database, note_id: int) -> Outcome[int]:
    """Take a note away."""
    with db.write(_("Removed a note of a cause")) as tx:
        return tx.outcome(tx.delete(CauseNote, [note_id]))


def set_hour_rate(db: Database, rate: Money | None) -> Outcome[bool]:
    """Say what an hour of work costs; None: time is not counted as a cost."""
    if rate is not None and rate.minor <= 0:
        raise UserError(_("An amount must be more than 0. Leave it empty if there is none."))
    with db.write(_("Changed what an hour costs")) as tx:
        kept = None if rate is None else {"minor": rate.minor, "currency": rate.currency}
        changed = shop_setting(tx.connection, HOUR) != kept
        if changed:
            set_shop_setting(tx, HOUR, kept)
        return tx.outcome(changed)


def set_goodwill(db: Database, limit: Money | None) -> Outcome[bool]:
    """Say what one buyer may be given in a year before the program asks; None: it never asks."""
    if limit is not None and limit.minor <= 0:
        raise UserError(_("An amount must be more than 0. Leave it empty if there is none."))
    with db.write(_("Changed what one buyer may be given in a year")) as tx:
        kept = None if limit is None else {"minor": limit.minor, "currency": limit.currency}
        changed = shop_setting(tx.connection, GOODWILL) != kept
        if changed:
            set_shop_setting(tx, GOODWILL, kept)
        return tx.outcome(changed)


def set_into(db: Database, currency: str) -> Outcome[bool]:
    """Tell all costs in one currency, by the owner's rates; "": each stays in its own."""
    with db.write(_("Changed the currency of costs")) as tx:
        changed = shop_setting(tx.connection, INTO, "") != currency
        if changed:
            set_shop_setting(tx, INTO, currency)
        return tx.outcome(changed)


def set_rate(db: Database, currency: str, into: str, day: str, typed: str) -> Outcome[bool]:
    """What one unit of a currency is worth in another, from an ISO day on until another rate is given."""
    if not currency or not into or currency == into:
        raise UserError(_("Choose two different currencies. Nothing was changed."))
    rate = float(checked_rate(typed))
    with db.write(_("Set a rate of {currency}").format(currency=currency)) as tx:
        there = select(OwnerRate.id).where(
            OwnerRate.currency == currency, OwnerRate.into_currency == into, OwnerRate.rate_on == day
        )
        known = tx.connection.execute(there).scalar()
        if known is not None:
            return tx.outcome(tx.update(OwnerRate, known, rate=rate))
        tx.insert_one(OwnerRate, currency=currency, into_currency=into, rate_on=day, rate=rate)
        return tx.outcome(True)


def remove_rate(db: Database, currency: str, into: str, day: str) -> Outcome[int]:
    """Take a rate away; the one before it holds on."""
    with db.write(_("Removed a rate of {currency}").format(currency=currency)) as tx:
        there = select(OwnerRate.id).where(
            OwnerRate.currency == currency, OwnerRate.into_currency == into, OwnerRate.rate_on == day
        )
        return tx.outcome(tx.delete(OwnerRate, tx.connection.execute(there).scalars().all()))


def _columns(fields: CauseFields) -> dict[str, Any]:
    return {
        "title": fields.title,
        "reason": fields.reason,
        "product_id": fields.product_id,
        "supplier": fields.supplier,
        "batch": fields.batch,
        "note": fields.note,
    }


def _cause(tx: Tx, cause_id: int) -> Row[Any]:
    found = tx.connection.execute(select(Cause.__table__).where(Cause.id == cause_id)).first()
    if found is None:
        raise UserError(_("This cause is gone. Nothing was changed."))
    return found


def _check_product(tx: Tx, product_id: int | None) -> None:
    if product_id is None:
        return
    if tx.connection.execute(select(Product.id).where(Product.id == product_id)).first() is None:
        raise UserError(_("This product is gone. Nothing was changed."))


def _link(tx: Tx, cause_id: int, kind: str, records: Sequence[int]) -> int:
    table = _RECORDS[kind]
    wanted = list(dict.fromkeys(records))
    there = set(tx.connection.execute(select(table.id).where(table.id.in_(wanted))).scalars())
    if len(there) < len(wanted):
        gone = (
            _("This case is gone. Nothing was changed.")
            if kind == "case"
            else _("This review is gone. Nothing was changed.")
        )
        raise UserError(gone)
    known = {
        row.record_id: (row.id, row.cause_id)
        for row in tx.connection.execute(
            select(CauseLink.__table__).where(CauseLink.record_kind == kind, CauseLink.record_id.in_(wanted))
        )
    }
    new = 0
    for record in wanted:
        number, at = known.get(record, (None, None))
        if number is None:
            tx.insert_one(CauseLink, cause_id=cause_id, record_kind=kind, record_id=record, at=tx.now)
        elif at != cause_id:
            tx.update(CauseLink, number, cause_id=cause_id, at=tx.now)
        else:
            continue
        new += 1
    _forget_refusals(tx, cause_id, kind, wanted)
    return new


def _forget_refusals(tx: Tx, cause_id: int, kind: str, records: Sequence[int]) -> None:
    """What the owner links now was not declined for good."""
    wanted = select(CauseRefusal.id).where(
        CauseRefusal.cause_id == cause_id, CauseRefusal.record_kind == kind, CauseRefusal.record_id.in_(records)
    )
    found = tx.connection.execute(wanted).scalars().all()
    if found:
        tx.delete(CauseRefusal, found)


def _decline(tx: Tx, cause_id: int, kind: str, record: int) -> bool:
    there = select(CauseRefusal.id).where(
        CauseRefusal.cause_id == cause_id, CauseRefusal.record_kind == kind, CauseRefusal.record_id == record
    )
    if tx.connection.execute(there).first() is not None:
        return False
    tx.insert_one(CauseRefusal, cause_id=cause_id, record_kind=kind, record_id=record, at=tx.now)
    return True
