"""What the window says about a shop at a glance: its name, how much it holds, what came in last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storeapp.kernel.rows import dataclass
from storeapp.store.bulk import plain_rows
from storeapp.store.shop_settings import shop_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

# A merged customer is listed nowhere.
_COUNTS = """
SELECT (SELECT coalesce(sum(orders), 0) FROM order_months) + (SELECT coalesce(sum(reviews), 0) FROM rating_months)
    + (SELECT count(*) FROM customers) - (SELECT count(*) FROM customers WHERE merged_into IS NOT NULL)
    + (SELECT count(*) FROM products), (SELECT count(*) FROM channels)
"""


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """`rows` counts customers, products, orders and reviews; `last_import` is (file name, UTC text) or None. `mails`:
    the owner lets requests go through their mail account.
    """

    name: str
    sample: bool
    channels: int
    rows: int
    last_import: tuple[str, str] | None
    mails: bool = False


def shop_facts(conn: Connection) -> ShopFacts:
    """The facts of the status bar and the shop switcher, from kept sums where there are any."""
    [(rows, channels)] = plain_rows(conn, _COUNTS)
    latest = plain_rows(conn, "SELECT file_name, imported_at FROM import_batches ORDER BY id DESC LIMIT 1")
    return ShopFacts(
        name=str(shop_setting(conn, "shop_name", "")),
        sample=bool(shop_setting(conn, "sample", False)),
        channels=channels,
        rows=rows,
        last_import=(latest[0][0], latest[0][1]) if latest else None,
        mails=bool(json.loads(str(shop_setting(conn, "mail_account", "{}"))).get("on")),
    )
