"""What the window says about a shop at a glance: its name, how much it holds, what came in last."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import Channel, Customer, ImportBatch, OrderMonth, Product, RatingMonth


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """`rows` counts customers, products, orders and reviews; `last_import` is (file name, UTC text) or None."""

    name: str
    sample: bool
    channels: int
    rows: int
    last_import: tuple[str, str] | None


def shop_facts(conn: Connection) -> ShopFacts:
    """The facts of the status bar and the shop switcher, from kept sums where there are any."""
    sums = (
        select(func.coalesce(func.sum(OrderMonth.orders), 0)),
        select(func.coalesce(func.sum(RatingMonth.reviews), 0)),
        select(func.count()).select_from(Customer),
        select(func.count()).select_from(Product),
    )
    merged = conn.execute(select(func.count()).where(Customer.merged_into.is_not(None))).scalar_one()  # listed nowhere
    rows = sum(int(conn.execute(query).scalar_one()) for query in sums) - int(merged)
    channels = conn.execute(select(func.count()).select_from(Channel)).scalar_one()
    latest = conn.execute(
        select(ImportBatch.file_name, ImportBatch.imported_at).order_by(ImportBatch.id.desc()).limit(1)
    ).first()
    return ShopFacts(
        name=str(shop_setting(conn, "shop_name", "")),
        sample=bool(shop_setting(conn, "sample", False)),
        channels=int(channels),
        rows=rows,
        last_import=(latest.file_name, latest.imported_at) if latest else None,
    )
