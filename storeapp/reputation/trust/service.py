"""What the owner writes down about trust: posts, answers and articles; and the rivals with what their pages showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.reputation.trust.rivals import DayFigures, checked_figures, checked_name
from storeapp.reputation.trust.rules import MentionFields, checked_link, checked_mention, mention_key
from storeapp.store.comparing import settled
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Customer, Mention, Rival, RivalSnapshot

_COLUMNS = ("kind", "said_on", "title", "url", "customer_id", "note", "reach", "reward")


def add_mentions(db: Database, mentions: Sequence[MentionFields]) -> Outcome[int]:
    """Keep posts, answers and articles; gives how many are new or tell more. One that can't be kept stops all of them.

    One that is here already (the same link, else the same kind, day and title) only gets its reach and its reward anew,
    where they are given.
    """
    today = db.clock.today().isoformat()
    checked = [checked_mention(one, today) for one in mentions]
    with db.write(_("Added a mention")) as tx:
        table = Mention
        columns = (table.id, table.kind, table.said_on, table.title, table.url)
        known = {mention_key(*row[1:]): row[0] for row in tx.connection.execute(select(*columns).order_by(table.id))}
        fresh: dict[tuple[str, ...], MentionFields] = {}
        more = 0
        for one in checked:
            _check_buyer(tx, one.customer_id)
            key = mention_key(one.kind, one.said_on, one.title, one.url)
            if key in known:
                told = {"reach": one.reach, "reward": one.reward or None}
                said = {name: value for name, value in told.items() if value is not None}
                more += bool(said) and tx.update(table, known[key], **said)
            else:
                fresh[key] = one
        tx.insert(Mention, _COLUMNS, [tuple(asdict(one)[name] for name in _COLUMNS) for one in fresh.values()])
        if len(fresh) == 1 and not more:
            (only,) = fresh.values()
            tx.rename(_("Added “{title}”").format(title=only.title or only.url))
        else:
            tx.rename(plural("Added {count} mention", "Added {count} mentions", len(fresh) + more))
        return tx.outcome(len(fresh) + more)


def change_mention(db: Database, mention_id: int, fields: MentionFields, shown: Shown | None = None) -> Outcome[bool]:
    """Correct a mention. ChangedMeanwhile where a field of it is no longer as it was `shown`."""
    checked = checked_mention(fields, db.clock.today().isoformat())
    with db.write(_("Changed “{title}”").format(title=checked.title or checked.url)) as tx:
        if tx.connection.execute(select(Mention.id).where(Mention.id == mention_id)).scalar() is None:
            raise UserError(_("This mention is gone. Nothing was changed."))
        _check_buyer(tx, checked.customer_id)
        values = settled(tx, Mention, mention_id, _("entry"), shown, asdict(checked))
        return tx.outcome(tx.update(Mention, mention_id, **values))


def delete_mentions(db: Database, ids: Sequence[int]) -> Outcome[int]:
    """Remove mentions; gives how many there were."""
    with db.write(_("Removed a mention")) as tx:
        gone = tx.delete(Mention, ids)
        tx.rename(plural("Removed {count} mention", "Removed {count} mentions", gone))
        return tx.outcome(gone)


def add_rival(db: Database, platform: str, name: str, url: str = "", note: str = "") -> Outcome[int]:
    """Add a shop to compare with; UserError for the sixth, or one that is there already. Gives its id."""
    link = checked_link(url)
    with db.write(_("Added a rival")) as tx:
        known = tx.connection.execute(select(func.count()).select_from(Rival)).scalar_one()
        plain = checked_name(name, known)
        _check_free(tx, platform, plain, None)
        place = tx.connection.execute(select(func.coalesce(func.max(Rival.position), 0))).scalar_one() + 1
        made = tx.insert_one(Rival, platform=platform, name=plain, url=link, note=note.strip(), position=place)
        tx.rename(_("Added {name} to the rivals").format(name=plain))
        return tx.outcome(made)


def change_rival(
    db: Database, rival_id: int, name: str, url: str, note: str, shown: Shown | None = None
) -> Outcome[bool]:
    """Correct a rival's name, address or note. ChangedMeanwhile where one is no longer as it was `shown`."""
    link = checked_link(url)
    with db.write(_("Changed a rival")) as tx:
        platform, _name = _rival(tx, rival_id)
        plain = checked_name(name, 0)
        _check_free(tx, platform, plain, rival_id)
        tx.rename(_("Changed {name} among the rivals").format(name=plain))
        values = settled(tx, Rival, rival_id, _("entry"), shown, {"name": plain, "url": link, "note": note.strip()})
        return tx.outcome(tx.update(Rival, rival_id, **values))


def remove_rival(db: Database, rival_id: int) -> Outcome[int]:
    """Remove a rival with every figure of it; gives how many figures went with it."""
    with db.write(_("Removed a rival")) as tx:
        _platform, name = _rival(tx, rival_id)
        held = tx.connection.execute(select(RivalSnapshot.id).where(RivalSnapshot.rival_id == rival_id)).scalars().all()
        tx.delete(RivalSnapshot, held)
        tx.delete(Rival, [rival_id])
        tx.rename(_("Removed {name} from the rivals").format(name=name))
        return tx.outcome(len(held))


def note_rival(db: Database, rival_id: int, rows: Sequence[DayFigures]) -> Outcome[int]:
    """Note what a rival's page showed on some days; a day noted before is written over. Gives how many days."""
    with db.write(_("Noted figures of a rival")) as tx:
        _platform, name = _rival(tx, rival_id)
        for row in rows:
            _note_day(tx, rival_id, row.day, row)
        days = plural("{count} day", "{count} days", len(rows))
        tx.rename(_("Noted figures of {name}, {days}").format(name=name, days=days))
        return tx.outcome(len(rows))


def drop_rival_snapshots(db: Database, ids: Sequence[int]) -> Outcome[int]:
    """Remove figures of a rival; gives how many there were."""
    with db.write(_("Removed a figure of a rival")) as tx:
        gone = tx.delete(RivalSnapshot, ids)
        tx.rename(plural("Removed {count} figure of a rival", "Removed {count} figures of a rival", gone))
        return tx.outcome(gone)


def _note_day(tx: Tx, rival_id: int, day: date, row: DayFigures) -> None:
    values = asdict(checked_figures(row.figures))
    same_day = (RivalSnapshot.rival_id == rival_id, RivalSnapshot.taken_on == day.isoformat())
    known = tx.connection.execute(select(RivalSnapshot.id).where(*same_day)).scalar()
    if known is None:
        tx.insert_one(RivalSnapshot, rival_id=rival_id, taken_on=day.isoformat(), **values)
    else:
        tx.update(RivalSnapshot, known, **values)


def _rival(tx: Tx, rival_id: int) -> tuple[str, str]:
    found = tx.connection.execute(select(Rival.platform, Rival.name).where(Rival.id == rival_id)).first()
    if found is None:
        raise UserError(_("This rival is gone. Nothing was changed."))
    return found[0], found[1]


def _check_free(tx: Tx, platform: str, name: str, but: int | None) -> None:
    wanted = select(Rival.id).where(Rival.platform == platform, Rival.name == name)
    known = tx.connection.execute(wanted).scalar()
    if known is not None and known != but:
        raise UserError(_("{name} is among the rivals already.").format(name=name))


def _check_buyer(tx: Tx, customer_id: int | None) -> None:
    if customer_id is None:
        return
    if tx.connection.execute(select(Customer.id).where(Customer.id == customer_id)).scalar() is None:
        raise UserError(_("This buyer is gone. Nothing was saved."))
