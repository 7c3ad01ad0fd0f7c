"""Figures a channel itself shows, noted on their day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from storeapp.kernel import numbers
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.rulebook.ladders import book
from storeapp.store.db import Database
from storeapp.store.tables import Channel, RatingSnapshot


def note_snapshot(
    db: Database, channel_id: int, metric: str, value: float, taken_on: date, count: int | None = None
) -> Outcome[int]:
    """Note what a channel itself shows on a day: rating, positive_percent, score, or a rule's metric or ladder."""
    highest = {"rating": 5.0, "positive_percent": 100.0}.get(metric)
    known = book().metrics.get(metric)
    if known is not None and known.unit in ("percent", "stars"):
        highest = 100.0 if known.unit == "percent" else 5.0
    if value < 0 or (highest is not None and value > highest):
        raise UserError(_("This figure must be between 0 and {highest}.").format(highest=f"{highest or 0:g}"))
    if count is not None and count < 0:
        raise UserError(_("The number of ratings can't be below 0."))
    with db.write(_("Noted what a channel shows")) as tx:
        name = tx.connection.execute(select(Channel.name).where(Channel.id == channel_id)).scalar()
        if name is None:
            raise UserError(_("This channel is gone. Nothing was changed."))
        made = tx.insert_one(
            RatingSnapshot,
            channel_id=channel_id,
            taken_on=taken_on.isoformat(),
            metric=metric,
            value=value,
            count=count,
        )
        tx.rename(_("Noted {value} shown on {channel}").format(value=f"{value:g}", channel=name))
        return tx.outcome(made)


def note_typed(db: Database, channel_id: int, typed: str, metric: str = "") -> Outcome[int]:
    """Note what the owner typed of what a channel shows today.

    Without a `metric`, "99.1%" is the share of good ratings, up to 5 a rating in stars, and more a score.
    """
    plain = typed.strip()
    try:
        value = float(numbers.percent(plain))
    except ValueError:
        raise UserError(_("Write a number, such as 4.8 or 99.1%. Nothing was saved.")) from None
    if not metric:
        metric = "positive_percent" if plain.endswith(("%", "％")) else "rating" if value <= 5 else "score"
    return note_snapshot(db, channel_id, metric, value, db.clock.today())
