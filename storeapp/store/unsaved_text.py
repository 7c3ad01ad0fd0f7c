"""What the owner was typing when nothing had taken it yet: kept in the shop, told nowhere, gone once it is used."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, select

from storeapp.kernel.outcome import Outcome
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import ShopSetting

PREFIX = "typed:"  # of the keys in the shop's settings


def unsaved_texts(conn: Connection) -> dict[str, str]:
    """The text that waits in each field, by the field's name."""
    wanted = select(ShopSetting.key, ShopSetting.value).where(ShopSetting.key.startswith(PREFIX, autoescape=True))
    return {key.removeprefix(PREFIX): str(json.loads(value)) for key, value in conn.execute(wanted)}


def keep_unsaved(db: Database, words: Mapping[str, str | None]) -> Outcome[int]:
    """Keep the texts of these fields, None and "" for those that are done with; no action of its own."""
    with db.write("") as tx:
        tx.leave_no_record()
        put_unsaved(tx, words)
        return Outcome(tx.rows)


def unsaved_text(conn: Connection, name: str) -> str:
    """The text that waits in one field, "" for none."""
    return str(shop_setting(conn, PREFIX + name, "") or "")


def put_unsaved(tx: Tx, words: Mapping[str, str | None]) -> None:
    """The same inside another action, such as the one that takes a text."""
    for name, text in words.items():
        if text:
            set_shop_setting(tx, PREFIX + name, text)
        else:
            wanted = select(ShopSetting.id).where(ShopSetting.key == PREFIX + name)
            tx.delete(ShopSetting, list(tx.connection.execute(wanted).scalars()))
