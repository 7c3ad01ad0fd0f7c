"""Scores that are no plain count: means over products and means in which old ratings fade, from the kept sums."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from storeapp.rulebook import shapes
from storeapp.rulebook.ladders import Ladder
from storeapp.store.tables import RatingMonth, ReviewMonth

MID_MONTH = 15


def product_means(conn: Connection, channel: int, today: date) -> list[tuple[float, int]]:
    """(sum of stars, ratings) of every product rated up to the month of `today`."""
    table = ReviewMonth
    wanted = (
        select(func.sum(table.stars * table.reviews + table.apart / 100.0), func.sum(table.reviews))
        .where(table.channel_id == channel, table.product_id > 0, table.stars > 0, table.reviews > 0)
        .where(table.month <= f"{today:%Y-%m}")
        .group_by(table.product_id)
    )
    return [(float(total), number) for total, number in conn.execute(wanted)]


def decayed(conn: Connection, channel: int, ladder: Ladder, today: date) -> float | None:
    """By months, each as old as its middle: an estimate, as the platform's own curve is not published."""
    values, table = ladder.values, RatingMonth
    weight = shapes.late_decay(values["full_days"], values["base"], values["span_days"])
    wanted = (
        select(table.month, table.stars, table.reviews, table.apart)
        .where(table.channel_id == channel, table.month > "", table.stars > 0, table.reviews > 0)
        .where(table.month <= f"{today:%Y-%m}")
        .order_by(table.month.desc(), table.stars)
    )
    left, total, whole = int(values["newest_full"]), 0.0, 0.0
    for month, stars, reviews, apart in conn.execute(wanted):
        age = max(timedelta(), today - date(int(month[:4]), int(month[5:7]), MID_MONTH)).days
        full = min(left, reviews)
        left -= full
        own = full + (reviews - full) * weight(age)
        total, whole = total + own * (stars + apart / 100 / reviews), whole + own
    return total / whole if whole else None
