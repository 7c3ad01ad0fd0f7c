"""Reads the channels of a shop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storeapp.rulebook.correction_row import Correction
from storeapp.store.tables import Channel, OrderMonth, RatingMonth, RuleOverride


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel with the number of its orders and reviews."""

    id: int
    platform: str
    name: str
    currency: str
    time_zone: str
    locale: str
    url: str
    orders: int
    reviews: int
    region: str = ""


def channels(conn: Connection) -> list[ChannelRow]:
    """All channels, oldest first, counted from the kept sums."""
    orders = dict(
        conn.execute(select(OrderMonth.channel_id, func.sum(OrderMonth.orders)).group_by(OrderMonth.channel_id)).all()
    )
    reviews = dict(
        conn.execute(
            select(RatingMonth.channel_id, func.sum(RatingMonth.reviews)).group_by(RatingMonth.channel_id)
        ).all()
    )
    found = conn.execute(
        select(
            Channel.id,
            Channel.platform,
            Channel.name,
            Channel.currency,
            Channel.time_zone,
            Channel.locale,
            Channel.url,
            Channel.region,
        ).order_by(Channel.id)
    )
    return [ChannelRow(*row[:-1], int(orders.get(row.id, 0)), int(reviews.get(row.id, 0)), row.region) for row in found]


def by_name(conn: Connection, name: str) -> int | None:
    """The id of the channel of that name, whatever the case of its letters."""
    return conn.execute(select(Channel.id).where(func.lower(Channel.name) == name.lower())).scalar()


def corrections(conn: Connection) -> tuple[Correction, ...]:
    """The rules as the owner corrected them, in the order of rules and values."""
    table = RuleOverride
    wanted = select(table.rule, table.field, table.value, table.source, table.note, table.changed_at)
    return tuple(
        Correction(row.rule, row.field, json.loads(row.value), row.source, row.note, row.changed_at)
        for row in conn.execute(wanted.order_by(table.rule, table.field))
    )


def channel_names(conn: Connection) -> Sequence[tuple[int, str, str]]:
    """(id, platform, name) of every channel, by name."""
    return [
        (*row,)
        for row in conn.execute(select(Channel.id, Channel.platform, Channel.name).order_by(Channel.name, Channel.id))
    ]
