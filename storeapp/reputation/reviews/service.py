"""What the owner does with reviews: note what was answered and when, and what they are about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.review_kinds import KINDS, platforms_apart
from storeapp.kernel.text import _, plural
from storeapp.reputation.reviews.queries.listing import ids_of
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Channel, ReplyDraft, Review


def mark_replied(db: Database, review_id: int, text: str, at: datetime) -> Outcome[bool]:
    """Note that a reply stands on the channel since `at` (aware); its draft goes.

    An empty `text` takes the draft's, or leaves what is known: the reply may have been written elsewhere.
    """
    with db.write(_("Marked a reply as sent"), kind="work") as tx:
        review = find_review(tx, review_id)
        if at > db.clock.now():
            raise UserError(_("This time is still to come. Give the time at which the reply was sent."))
        posted = from_utc_text(review.posted_at) if review.posted_at else None
        if posted is not None and at < posted:
            raise UserError(_("The review is newer than this time. Give the time at which the reply was sent."))
        zone = ZoneInfo(review.time_zone) if review.time_zone else None
        day = at.astimezone(zone).date().isoformat()
        draft = tx.connection.execute(select(ReplyDraft.id, ReplyDraft.text).where(ReplyDraft.review_id == review_id))
        drafted = draft.first()
        kept = text.strip() or (drafted.text if drafted is not None else "") or review.reply
        changed = tx.update(Review, review_id, reply=kept, replied_at=utc_text(at), replied_on=day)
        if drafted is not None:
            tx.delete(ReplyDraft, [drafted.id])
        tx.rename(_("Marked the reply to {review} as sent").format(review=review))
        return tx.outcome(changed)


def unmark_replied(db: Database, review_id: int) -> Outcome[bool]:
    """Take the mark back: the review waits again, the text stays as a draft."""
    with db.write(_("Marked a reply as not sent")) as tx:
        review = find_review(tx, review_id)
        there = tx.connection.execute(select(ReplyDraft.id).where(ReplyDraft.review_id == review_id)).first()
        changed = tx.update(Review, review_id, reply="", replied_at=None, replied_on=None)
        if review.reply and there is None:
            tx.insert_one(ReplyDraft, review_id=review_id, text=review.reply, changed_at=tx.now)
        tx.rename(_("Marked the reply to {review} as not sent").format(review=review))
        return tx.outcome(changed)


@dataclass(frozen=True, slots=True)
class KnownReview:
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


def find_review(tx: Tx, review_id: int) -> KnownReview:
    """The review a verb is about; UserError if it is gone."""
    wanted = (
        select(Review.posted_at, Review.replied_on, Review.reply, Review.order_number, Channel.name, Channel.time_zone)
        .join(Channel, Channel.id == Review.channel_id)
        .where(Review.id == review_id)
    )
    found = tx.connection.execute(wanted).first()
    if found is None:
        raise UserError(_("This review is gone. Nothing was changed."))
    return KnownReview(*found)


def say_kind(db: Database, wanted: ReviewFilters, kind: str, progress: Progress | None = None) -> Outcome[int]:
    """Note the kind of all reviews that pass these filters, as one action; gives how many changed.

    Only those of channels that count kinds apart, and have this one: all others are what their platform has.
    """
    if kind not in KINDS:
        raise UserError(_("Reviews are about products, a seller or a shop. Nothing was changed."))
    with db.write(_("Said what reviews are about"), progress=progress) as tx:
        mine = select(Channel.id).where(Channel.platform.in_(platforms_apart(kind)))
        apart = [one for one in tx.connection.execute(mine).scalars() if one in wanted.channels or not wanted.channels]
        found = ids_of(tx.connection, replace(wanted, channels=tuple(apart))) if apart else []
        tx.progress.begin(_("Noting what reviews are about"), len(found))
        changed = tx.update_many(Review, ("kind",), ((number, kind) for number in found))
        tx.rename(plural("Said what {count} review is about", "Said what {count} reviews are about", changed))
        return tx.outcome(changed)
