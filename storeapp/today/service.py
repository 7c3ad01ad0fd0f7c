"""Putting a line of Today off until later, and keeping a promise that is due."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from storeapp.aftersales.promises.service import keep_promise as keep_promise
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.sql import ask
from storeapp.today.queries import SNOOZED
from storeapp.today.rules import snoozed_with


def look_at_requests(db: Database) -> Outcome[int]:
    """Bring review requests up to date where they were ever looked at: a day has gone by, or files came in."""
    with db.read() as conn:
        if ask(conn, "SELECT 1 FROM request_looks LIMIT 1").first() is None:
            return Outcome(0)
    looked: Outcome[int] = import_module("storeapp.solicitation.service").refresh(db)
    return looked


def put_off(db: Database, key: str, title: str, until: datetime) -> Outcome[datetime]:
    """Hide the line named `key` until an instant (aware); gives that instant."""
    with db.write(_("Put off until later: {title}").format(title=title)) as tx:
        known = shop_setting(tx.connection, SNOOZED, {})
        set_shop_setting(tx, SNOOZED, snoozed_with(known, key, until, db.clock.now()))
        return tx.outcome(until)
