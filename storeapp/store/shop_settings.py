"""The settings that belong to a shop and travel with its file."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from storeapp.store.tables import ShopSetting
from storeapp.store.tx import Tx


def shop_setting(conn: Connection, key: str, default: Any = None) -> Any:
    """The value kept under `key` ("shop_name", "sample", ...), or `default`."""
    found = conn.execute(select(ShopSetting.value).where(ShopSetting.key == key)).scalar()
    return default if found is None else json.loads(found)


def set_shop_setting(tx: Tx, key: str, value: Any) -> None:
    """Keep a value that JSON can write under `key`."""
    plain = json.dumps(value, ensure_ascii=False)
    row = tx.connection.execute(select(ShopSetting.id).where(ShopSetting.key == key)).scalar()
    if row is None:
        tx.insert_one(ShopSetting, key=key, value=plain)
    else:
        tx.update(ShopSetting, row, value=plain)
