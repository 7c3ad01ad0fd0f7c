"""What the owner does with reviews: answer them, note what a channel shows, and name a set of filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.reputation.records import Wanted
from storeapp.rulebook.ladders import book
from storeapp.store.db import Database, Tx
from storeapp.store.saved_views import drop_view, keep_view
from storeapp.store.tables import Channel, RatingSnapshot, Review

PAGE = "reputation"
LONGEST_NAME = 60


def mark_replied(db: Database, review_id: int, text: str, at: datetime) -> Outcome[bool]:
    """Note that a reply (`text`, may be empty if it was written elsewhere) stands on the channel since `at` (aware)."""
    with db.write(_("Marked a reply as sent")) as tx:
        review = _review(tx, review_id)
        if at > db.clock.now():
            raise UserError(_("This time is still to come. Give the time at which the reply was sent."))
        posted = from_utc_text(review.posted_at) if review.posted_at else None
        if posted is not None and at < posted:
            raise UserError(_("The review is newer than this time. Give the time at which the reply was sent."))
        zone = ZoneInfo(review.time_zone) if review.time_zone else None
        day = at.astimezone(zone).date().isoformat()
        kept = text.strip() or review.reply
        changed = tx.update(Review, review_id, reply=kept, replied_at=utc_text(at), replied_on=day)
        tx.rename(_("Marked the reply to {review} as sent").format(review=review))
        return tx.outcome(changed)


def unmark_replied(db: Database, review_id: int) -> Outcome[bool]:
    """Take the mark back: the review waits again, the text stays as a draft."""
    with db.write(_("Took back a reply mark")) as tx:
        review = _review(tx, review_id)
        changed = tx.update(Review, review_id, replied_at=None, replied_on=None)
        tx.rename(_("Took back the reply mark of {review}").format(review=review))
        return tx.outcome(changed)


def keep_draft(db: Database, review_id: int, text: str) -> Outcome[bool]:
    """Keep the text of a reply without saying that it was sent."""
    with db.write(_("Kept a reply")) as tx:
        review = _review(tx, review_id)
        changed = tx.update(Review, review_id, reply=text.strip())
        title = _("Kept the text of the reply to {review}") if review.replied_on else _("Drafted a reply to {review}")
        tx.rename(title.format(review=review))
        return tx.outcome(changed)


def save_view(db: Database, name: str, wanted: Wanted) -> Outcome[int]:
    """Name a set of filters; one of the same name is replaced. Gives its id."""
    plain = " ".join(name.split())
    if not plain:
        raise UserError(_("Give the view a name."))
    if len(plain) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    with db.write(_("Saved the view “{name}”").format(name=plain)) as tx:
        return tx.outcome(keep_view(tx, PAGE, plain, wanted.to_json()))


def delete_view(db: Database, view_id: int, name: str) -> Outcome[bool]:
    """Remove a saved view."""
    with db.write(_("Removed the view “{name}”").format(name=name)) as tx:
        return tx.outcome(drop_view(tx, view_id))


def note_snapshot(
    db: Database, channel_id: int, metric: str, value: float, taken_on: date, count: int | None = None
) -> Outcome[int]:
    """Note what a channel itself shows on a day: rating, positive_percent, score, or a rule's metric or ladder."""
    highest = {"rating": 5.0, "positive_percent": 100.0}.get(metric)
    known = book().metrics.get(metric)
    if known is not None and known.unit in ("percent", "stars"):
        highest = 100.0 if known.unit == "percent" else 5.0
    if value < 0 or (highest is not None and value > highest):
        raise UserError(_("This figure must lie between 0 and {highest}.").format(highest=f"{highest or 0:g}"))
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What a verb must know of the review it is about."""

    posted_at: str | None
    replied_on: str | None
    reply: str
    order_number: str
    channel: str
    time_zone: str

    def __str__(self) -> str:
        if self.order_number:
            return _("order {number} on {channel}").format(number=self.order_number, channel=self.channel)
        return _("a review on {channel}").format(channel=self.channel)


def _review(tx: Tx, review_id: int) -> _Known:
    wanted = (
        select(Review.posted_at, Review.replied_on, Review.reply, Review.order_number, Channel.name, Channel.time_zone)
        .join(Channel, Channel.id == Review.channel_id)
        .where(Review.id == review_id)
    )
    found = tx.connection.execute(wanted).first()
    if found is None:
        raise UserError(_("This review is gone. Nothing was changed."))
    return _Known(*found)
