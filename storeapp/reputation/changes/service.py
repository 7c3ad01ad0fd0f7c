"""What the owner says of a change that matters: put it off, be done with it, or never be told of its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from storeapp.kernel.clock import utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.reputation.changes.detection import KINDS, SETTING, AlertRules
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import AlertState


def snooze_alert(db: Database, key: str, title: str, until: datetime) -> Outcome[datetime]:
    """Hide an alert until an instant (aware)."""
    if until <= db.clock.now():
        raise UserError(_("This time is past. Choose a later one."))
    with db.write(_("Put off until later: {title}").format(title=title)) as tx:
        _say(tx, key, "snoozed", utc_text(until))
        return tx.outcome(until)


def finish_alert(db: Database, key: str, title: str) -> Outcome[str]:
    """Be done with an alert: it comes back only with evidence that is all newer than today."""
    with db.write(_("Done with: {title}").format(title=title), kind="work") as tx:
        _say(tx, key, "done", None)
        return tx.outcome(key)


def switch_alerts(db: Database, kind: str, on: bool) -> Outcome[AlertRules]:
    """Tell a kind of change, or don't any more."""
    with db.write(_("Changed which alerts are shown")) as tx:
        known = AlertRules.from_json(shop_setting(tx.connection, SETTING, {}))
        off = set(known.off) - {kind} if on else set(known.off) | {kind}
        rules = replace(known, off=tuple(sorted(off)))
        set_shop_setting(tx, SETTING, rules.to_json())
        words = _("Turned an alert on again: {kind}") if on else _("Turned an alert off: {kind}")
        tx.rename(words.format(kind=_(KINDS[kind])))
        return tx.outcome(rules)


def set_alert_rules(db: Database, rules: AlertRules) -> Outcome[AlertRules]:
    """Keep which changes are told, and from when."""
    with db.write(_("Changed which alerts are shown")) as tx:
        set_shop_setting(tx, SETTING, AlertRules.from_json(rules.to_json()).to_json())
        return tx.outcome(rules)


def _say(tx: Tx, key: str, state: str, until: str | None) -> None:
    row = tx.connection.execute(select(AlertState.id).where(AlertState.key == key)).scalar()
    if row is None:
        tx.insert_one(AlertState, key=key, state=state, until=until, noted_at=tx.now)
    else:
        tx.update(AlertState, row, state=state, until=until, noted_at=tx.now)
