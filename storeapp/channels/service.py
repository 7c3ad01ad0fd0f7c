"""The verbs that change where the shop sells."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storeapp.channels import queries, rules
from storeapp.channels.rules import ChannelFields
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.rulebook.clocks import LENGTH, checked_length, clock_rules
from storeapp.rulebook.corrections import as_json, checked, fields_of, raw_rows
from storeapp.store.comparing import refuse_changed, settled
from storeapp.store.shop_settings import change_shop_settings
from storeapp.store.tables import Channel, RuleOverride

if TYPE_CHECKING:
    from storeapp.store.db import Database, Tx


def add(db: Database, fields: ChannelFields) -> Outcome[int]:
    """Add a channel; the value is its id. UserError where the name is taken or a field can't be kept."""
    with db.write(_("Added the channel {name}").format(name=fields.name.strip())) as tx:
        return tx.outcome(add_in(tx, fields))


def add_in(tx: Tx, fields: ChannelFields) -> int:
    """Add a channel inside a larger change, and return its id."""
    fields = rules.checked(fields)
    _refuse_taken(tx, fields.name, None)
    return tx.insert_one(Channel, **asdict(fields), created_at=tx.now)


def edit(db: Database, channel_id: int, fields: ChannelFields, shown: Shown | None = None) -> Outcome[bool]:
    """Set a channel's fields; the value says whether anything really changed. Orders and reviews stay as they are.

    A field that is as it was `shown` keeps what another writer put there; ChangedMeanwhile where both changed one.
    """
    fields = rules.checked(fields)
    with db.write(_("Changed the channel {name}").format(name=fields.name)) as tx:
        values = settled(tx, Channel, channel_id, _("channel"), shown, asdict(fields))
        if "name" in values:
            _refuse_taken(tx, fields.name, channel_id)
        return tx.outcome(tx.update(Channel, channel_id, **values))


def shown_of(row: queries.ChannelRow) -> Shown:
    """What a form shows of a channel."""
    return Shown(asdict(_fields(row)))


def rename(db: Database, channel_id: int, name: str) -> Outcome[bool]:
    """Give a channel another name."""
    return _change(db, channel_id, name=name)


def place(db: Database, channel_id: int, region: str) -> Outcome[bool]:
    """Say which region's rules hold for a channel; "" to go by its locale and currency."""
    return _change(db, channel_id, region=region)


def _change(db: Database, channel_id: int, **changed: str) -> Outcome[bool]:
    with db.write(_("Changed a channel")) as tx:
        row = next((c for c in queries.channels(tx.connection) if c.id == channel_id), None)
        if row is None:
            raise UserError(_("This channel no longer exists. Nothing was changed."))
        fields = rules.checked(_fields(row, **changed))
        tx.rename(_("Changed the channel {name}").format(name=fields.name))
        _refuse_taken(tx, fields.name, channel_id)
        return tx.outcome(tx.update(Channel, channel_id, **{name: getattr(fields, name) for name in changed}))


def correct_rule(
    db: Database, rule: str, path: str, typed: str, source: str = "", note: str = "", shown: Shown | None = None
) -> Outcome[bool]:
    """Put the owner's value in the place of a rule's; what the rule itself says takes a correction back.

    UserError in one sentence where the value can't be one; the value says whether anything changed. ChangedMeanwhile
    where the rule's "value" is no longer the one `shown`.
    """
    with db.write(_("Corrected a rule")) as tx:
        known = queries.corrections(tx.connection)
        value = checked(rule, path, typed, known)
        field = next(one for one in fields_of(rule) if one.path == path)
        tx.rename(_("Corrected a rule of “{ladder}”").format(ladder=_(raw_rows()[rule]["title"])))
        old = _correction(tx, rule, path)
        now = next((one.value for one in known if (one.rule, one.path) == (rule, path)), field.value)
        table: Any = RuleOverride.__table__
        refuse_changed(tx, table, old, _("rule"), shown, {"value": value}, {"value": now})
        if value == field.value:
            return tx.outcome(old is not None and tx.delete(RuleOverride, [old]) > 0)
        values = {"value": as_json(value), "source": source.strip(), "note": note.strip(), "changed_at": tx.now}
        if old is not None:
            return tx.outcome(tx.update(RuleOverride, old, **values))
        tx.insert_one(RuleOverride, rule=rule, field=path, **values)
        return tx.outcome(True)


def correct_clock(db: Database, rule: str, typed: str, source: str = "") -> Outcome[bool]:
    """Put the owner's length in the place of a time limit's (rulebook/clocks); the printed one takes it back.

    UserError where it is no whole number of hours or days.
    """
    length = checked_length(typed)
    row = next((one for one in clock_rules() if one.id == rule), None)
    if row is None:
        raise UserError(_("This rule is gone. Nothing was changed."))
    with db.write(_("Changed the time limit “{title}”").format(title=_(row.title))) as tx:
        old = _correction(tx, rule, LENGTH)
        if length == row.printed:
            return tx.outcome(old is not None and tx.delete(RuleOverride, [old]) > 0)
        values = {"value": as_json(length), "source": source.strip()}
        if old is None:
            tx.insert_one(RuleOverride, rule=rule, field=LENGTH, note="", changed_at=tx.now, **values)
            return tx.outcome(True)
        kept = select(RuleOverride.value, RuleOverride.source).where(RuleOverride.id == old)
        if tuple(tx.connection.execute(kept).one()) == tuple(values.values()):
            return tx.outcome(False)
        return tx.outcome(tx.update(RuleOverride, old, changed_at=tx.now, **values))


def restore_rule(db: Database, rule: str, path: str) -> Outcome[bool]:
    """Go back to what the rule itself says."""
    with db.write(_("Restored the default of a rule")) as tx:
        old = _correction(tx, rule, path)
        return tx.outcome(old is not None and tx.delete(RuleOverride, [old]) > 0)


def _correction(tx: Tx, rule: str, path: str) -> int | None:
    wanted = select(RuleOverride.id).where(RuleOverride.rule == rule, RuleOverride.field == path)
    return tx.connection.execute(wanted).scalar()


def _fields(row: queries.ChannelRow, **changed: str) -> ChannelFields:
    names = ("platform", "name", "currency", "time_zone", "locale", "url", "region")
    return ChannelFields(**{name: changed.get(name, getattr(row, name)) for name in names})


def name_shop(db: Database, name: str, shown: Shown | None = None) -> Outcome[str]:
    """Give the shop another name. ChangedMeanwhile where it is no longer the "name" that was `shown`."""
    name = " ".join(name.split())
    if not name:
        raise UserError(_("A shop needs a name. Nothing was changed."))
    with db.write(_("Named the shop {name}").format(name=name)) as tx:
        change_shop_settings(tx, _("name"), shown, {"name": name}, {"name": "shop_name"})
        return tx.outcome(name)


def _refuse_taken(tx: Tx, name: str, channel_id: int | None) -> None:
    taken = queries.by_name(tx.connection, name)
    if taken is not None and taken != channel_id:
        message = _("There is a channel named {name} already. Choose another name. Nothing was changed.")
        raise UserError(message.format(name=name))
