"""The settings that belong to a shop and travel with its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from storeapp.kernel.meanwhile import Shown
from storeapp.store.comparing import refuse_changed, to_write
from storeapp.store.tables import ShopSetting
from storeapp.store.tx import Tx, table_of


def shop_setting(conn: Connection, key: str, default: Any = None) -> Any:
    """The value kept under `key` ("shop_name", "sample", ...), or `default`."""
    found = conn.execute(select(ShopSetting.value).where(ShopSetting.key == key)).scalar()
    return default if found is None else json.loads(found)


def change_shop_settings(
    tx: Tx, what: str, shown: Shown | None, wanted: Mapping[str, str], keys: Mapping[str, str]
) -> None:
    """Keep the texts of a form by their names, which `keys` leads to those of the settings.

    ChangedMeanwhile where one of them is no longer as it was `shown`; `what` names the form's thing in that sentence.
    """
    now = {name: str(shop_setting(tx.connection, keys[name], "")) for name in wanted}
    table = table_of(ShopSetting)
    rows = select(table.columns["id"]).where(table.columns["key"].in_([keys[name] for name in wanted]))
    newest = max(tx.connection.execute(rows).scalars(), default=None)
    refuse_changed(tx, table, newest, what, shown, wanted, now)
    for name, value in to_write(shown, wanted).items():
        set_shop_setting(tx, keys[name], value)


def set_shop_setting(tx: Tx, key: str, value: Any) -> None:
    """Keep a value that JSON can write under `key`."""
    plain = json.dumps(value, ensure_ascii=False)
    row = tx.connection.execute(select(ShopSetting.id).where(ShopSetting.key == key)).scalar()
    if row is None:
        tx.insert_one(ShopSetting, key=key, value=plain)
    else:
        tx.update(ShopSetting, row, value=plain)
