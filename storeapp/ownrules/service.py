"""What the owner does with the rule book: switch rules off and on, keep own copies, add house rules, look again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.messages.queries import rule_changes
from storeapp.rulebook.messages.owners import HOUSE, OwnCopy, checked_copy, copy_as_json
from storeapp.rulebook.messages.rules import MessageRule, message_rules
from storeapp.store.db import Database, Tx
from storeapp.store.tables import OwnRule

PLAIN = {"off": 0, "looked_on": "", "own": ""}


def switch_rule(db: Database, rule: str, on: bool) -> Outcome[bool]:
    """Switch a rule on or off; the value says whether anything changed."""
    title = _("Switched on the rule “{title}”") if on else _("Switched off the rule “{title}”")
    with db.write(_("Switched a rule")) as tx:
        tx.rename(title.format(title=_title(tx, rule)))
        return tx.outcome(_change(tx, rule, off=int(not on)))


def keep_copy(db: Database, rule: str, own: OwnCopy) -> Outcome[bool]:
    """Keep the owner's own copy of a rule's words and of what it does; updates never overwrite it."""
    with db.write(_("Changed a rule")) as tx:
        known = _known(rule)
        kept = checked_copy(known, own)
        tx.rename(_("Changed the rule “{title}”").format(title=_title(tx, rule)))
        return tx.outcome(_change(tx, rule, own=copy_as_json(kept)))


def drop_copy(db: Database, rule: str) -> Outcome[bool]:
    """Go back to the rule book's own words."""
    with db.write(_("Restored the default of a rule")) as tx:
        _known(rule)
        return tx.outcome(_change(tx, rule, own=""))


def note_look(db: Database, rule: str) -> Outcome[bool]:
    """Note that the owner looked at the source today and found the rule as it is."""
    with db.write(_("Looked at a rule again")) as tx:
        _known(rule)
        tx.rename(_("Looked at the rule “{title}” again").format(title=_title(tx, rule)))
        return tx.outcome(_change(tx, rule, looked_on=db.clock.today().isoformat()))


def save_house_rule(db: Database, rule: str, own: OwnCopy) -> Outcome[str]:
    """Add a house rule ("" for `rule`) or change one; gives its id."""
    kept = checked_copy(None, own)
    with db.write(_("Saved the house rule “{title}”").format(title=kept.title)) as tx:
        if not rule:
            numbers = [int(one[len(HOUSE) :]) for one in _ids(tx) if one.startswith(HOUSE)]
            rule = f"{HOUSE}{max(numbers, default=0) + 1}"
        elif _row(tx, rule) is None:
            raise UserError(_("This rule is gone. Nothing was changed."))
        _change(tx, rule, own=copy_as_json(kept))
        return tx.outcome(rule)


def delete_house_rule(db: Database, rule: str) -> Outcome[bool]:
    """Remove a house rule."""
    with db.write(_("Removed a house rule")) as tx:
        row = _row(tx, rule) if rule.startswith(HOUSE) else None
        if row is None:
            raise UserError(_("This rule is gone. Nothing was changed."))
        tx.rename(_("Removed the house rule “{title}”").format(title=_title(tx, rule)))
        return tx.outcome(tx.delete(OwnRule, [row]) > 0)


def _change(tx: Tx, rule: str, **values: Any) -> bool:
    """Write what changed of a rule; a row that says nothing any more goes."""
    table: Any = OwnRule.__table__
    held = tx.connection.execute(select(table).where(OwnRule.rule == rule)).first()
    before = {name: getattr(held, name) for name in PLAIN} if held is not None else dict(PLAIN)
    after = before | values
    if after == before:
        return False
    if after == PLAIN and held is not None:
        return tx.delete(OwnRule, [held.id]) > 0
    if held is not None:
        return tx.update(OwnRule, held.id, **values, changed_at=tx.now)
    tx.insert_one(OwnRule, rule=rule, **after, changed_at=tx.now)
    return True


def _known(rule: str) -> MessageRule:
    found = next((one for one in message_rules() if one.id == rule), None)
    if found is None:
        raise UserError(_("This rule is gone. Nothing was changed."))
    return found


def _title(tx: Tx, rule: str) -> str:
    """A rule's name as the owner sees it; UserError for a rule that is not in the book."""
    change = next((one for one in rule_changes(tx.connection) if one.rule == rule), None)
    if change is not None and change.own is not None:
        return change.own.title
    return _(_known(rule).title)


def _row(tx: Tx, rule: str) -> int | None:
    return tx.connection.execute(select(OwnRule.id).where(OwnRule.rule == rule)).scalar()


def _ids(tx: Tx) -> list[str]:
    return list(tx.connection.execute(select(OwnRule.rule)).scalars())
