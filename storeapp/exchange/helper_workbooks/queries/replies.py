"""Reply to reviews: what buyers wrote, and an empty column for the reply. What comes back is a draft, never sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from storeapp.exchange.helper_workbooks.queries.task import Masks, RecordName, Task, TaskLook, Wanted
from storeapp.exchange.helper_workbooks.records import TaskColumn, TaskRow
from storeapp.kernel.targets import OpenReview
from storeapp.kernel.text import N_, _
from storeapp.messages.drafts import stopping, told
from storeapp.reputation.replies.queries import reply_desk
from storeapp.reputation.replies.service import draft_in
from storeapp.reputation.reviews.queries.listing import review_rows, rows_of
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store.last_changes import LastChange
from storeapp.store.listing import batches
from storeapp.store.tables import ReplyDraft, Review

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Tx

LONGEST = 5000  # characters; the rules of each platform are stricter, and are asked when it comes back


class Replies(Task):
    """Reviews of 1 to 3 stars without an answer, oldest first."""

    id = "replies"
    title = N_("Reply to reviews")
    takes = ("review",)
    about = N_("Write a reply to each review. The shop reads it before anything is sent.")

    def columns(self, conn: Connection, look: TaskLook) -> tuple[TaskColumn, ...]:
        del conn
        say = look.say
        return (
            TaskColumn("channel", say(N_("Channel")), width=14),
            TaskColumn("posted_on", say(N_("Date")), "date", width=12),
            TaskColumn("stars", say(N_("Stars")), "int", width=7),
            TaskColumn("product", say(N_("Product")), width=26),
            TaskColumn("buyer", say(N_("Buyer")), width=14, private=True),
            TaskColumn("text", say(N_("Review")), "long", width=50, needed=True),
            TaskColumn(
                "reply", say(N_("Your reply")), "long", True, 60, longest=LONGEST, needed=True,
                hint=say(N_("No phone numbers, addresses or promises. Name the problem and the next step.")),
            ),
        )  # fmt: skip

    def waiting(self, conn: Connection, limit: int) -> list[int]:
        wanted = ReviewFilters(reply="waiting", descending=False)
        return [row.id for row in review_rows(conn, wanted, 0, limit)]

    def rows(self, conn: Connection, records: Sequence[int], look: TaskLook) -> list[TaskRow]:
        texts, drafts, masks = _texts(conn, records), _drafts(conn, records), Masks(look)
        found = []
        for row in rows_of(conn, records):
            if row.replied_on is not None or row.replied_at is not None:
                continue
            title, text = texts[row.id]
            values = {
                "channel": row.channel,
                "posted_on": row.posted_on or "",
                "stars": "" if row.stars is None else str(row.stars),
                "product": row.label or row.product,
                "buyer": masks.name(row.customer_id or row.reviewer, row.customer or row.reviewer),
                "text": "\n".join(filter(None, (title, text))),
                "reply": drafts.get(row.id, ""),
            }
            found.append(TaskRow(row.id, values))
        return found

    def now(self, conn: Connection, records: Sequence[int], since: str) -> dict[int, dict[str, str]]:
        del since
        drafts = _drafts(conn, records)
        found = {}
        for batch in batches(records):
            for number, reply in conn.execute(select(Review.id, Review.reply).where(Review.id.in_(batch))):
                found[number] = {"reply": reply or drafts.get(number, "")}
        return found

    def changed(self, conn: Connection, records: Sequence[int], since: str) -> dict[tuple[int, str], LastChange]:
        found: dict[tuple[int, str], LastChange] = {}
        for batch in batches(records):
            draft = select(ReplyDraft.review_id, ReplyDraft.changed_at)
            drafted = draft.where(ReplyDraft.review_id.in_(batch), ReplyDraft.changed_at >= since)
            found |= {(number, "reply"): LastChange(at, "") for number, at in conn.execute(drafted)}
            sent = select(Review.id, Review.replied_at).where(Review.id.in_(batch), Review.replied_at >= since)
            found |= {(number, "reply"): LastChange(at or "", "") for number, at in conn.execute(sent)}
        return found

    def stops(self, conn: Connection, wanted: Wanted, now: datetime) -> dict[tuple[int, str], str]:
        found = {}
        for review, said in wanted.items():
            text = said.get("reply", "")
            desk = reply_desk(conn, review, now, now.date(), False)
            if desk is None:
                found[review, "reply"] = _("This review is gone.")
            elif desk.facts.replied:
                found[review, "reply"] = _("You replied to this review meanwhile.")
            elif text.strip():
                context = desk.context
                lines = told(text, context.checks.findings(text), context.overruled)
                if stop := stopping(lines):
                    found[review, "reply"] = stop[0].finding.sentence
        return found

    def keep(self, tx: Tx, wanted: Wanted) -> None:
        draft_in(tx, {review: said["reply"] for review, said in wanted.items() if "reply" in said})

    def names(self, conn: Connection, records: Sequence[int]) -> dict[int, RecordName]:
        called = {}
        for row in rows_of(conn, records):
            words = _("Review of {day}").format(day=row.posted_on) if row.posted_on else _("Review")
            called[row.id] = RecordName(row.platform, words, OpenReview(row.id))
        return called


def _texts(conn: Connection, records: Sequence[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for batch in batches(records):
        rows = conn.execute(select(Review.id, Review.title, Review.text).where(Review.id.in_(batch)))
        found |= {number: (title, text) for number, title, text in rows}
    return found


def _drafts(conn: Connection, records: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for batch in batches(records):
        rows = conn.execute(select(ReplyDraft.review_id, ReplyDraft.text).where(ReplyDraft.review_id.in_(batch)))
        found |= {row.review_id: row.text for row in rows}
    return found
