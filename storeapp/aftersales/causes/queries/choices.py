"""What the forms of causes offer to choose from."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storeapp.store.sql import ask
from storeapp.store.tables import Channel

MOST = 300


def products_with_cases(conn: Connection) -> list[tuple[int, str]]:
    """(id, name) of products that cases or causes are about, those with most cases first, then by name."""
    found = ask(
        conn,
        "SELECT p.id, coalesce(nullif(p.label, ''), p.title), count(*) FROM products p JOIN ("
        "SELECT product_id FROM cases WHERE product_id IS NOT NULL "
        "UNION ALL SELECT product_id FROM causes WHERE product_id IS NOT NULL) k ON k.product_id = p.id "
        "GROUP BY p.id, p.label, p.title ORDER BY 3 DESC, 2, 1 LIMIT :most",
        most=MOST,
    )
    return [(row[0], row[1]) for row in found]


def currencies_in_use(conn: Connection) -> list[str]:
    """The currencies of the channels, the most frequent first."""
    counted: dict[str, int] = {}
    for row in conn.execute(select(Channel.currency).where(Channel.currency != "").order_by(Channel.id)):
        counted[row.currency] = counted.get(row.currency, 0) + 1
    return sorted(counted, key=lambda code: (-counted[code], code))
