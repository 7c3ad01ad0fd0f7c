"""Scores that are no plain count: means over products, from the kept sums."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from storeapp.store.tables import ReviewMonth
from storeapp.store.tables.review_kinds import counts_for_products


def product_means(conn: Connection, channel: int, today: date) -> list[tuple[float, int]]:
    """(sum of stars, ratings) of every product rated up to the month of `today`."""
    table = ReviewMonth
    wanted = (
        select(func.sum(table.stars * table.reviews + table.apart / 100.0), func.sum(table.reviews))
        .where(table.channel_id == channel, table.product_id > 0, table.stars > 0, table.reviews > 0)
        .where(counts_for_products(table), table.month <= f"{today:%Y-%m}")
        .group_by(table.product_id)
    )
    return [(float(total), number) for total, number in conn.execute(wanted)]
