"""What the owner does with a review: note what was answered and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Channel, Review


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
