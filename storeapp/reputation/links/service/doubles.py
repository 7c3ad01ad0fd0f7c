"""Says that two reviews are one, or two; and puts reviews together that came in twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from storeapp.evidence.service import move_in
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.reputation.links.doubled_reviews import doubles
from storeapp.reputation.reviews.revisions import FACTS, LINKS, Version, distinct, is_later, revised
from storeapp.store.db import Database, Tx
from storeapp.store.sql import ask
from storeapp.store.tables import (
    Base,
    ReplyDraft,
    Review,
    ReviewAbsence,
    ReviewLink,
    ReviewPair,
    ReviewVersion,
    ThemeMark,
)

KIND = "fold"  # not an edit by hand: the next import may change such a review again
TWO = "two"
# Where a review has at most one row of a kind, or one for each of these.
_ONE_EACH: Mapping[type[Base], tuple[str, ...]] = {
    ReplyDraft: (),
    ReviewAbsence: (),
    ReviewLink: ("order_id",),
    ThemeMark: ("theme_id",),
}


def same_review(db: Database, pair_id: int) -> Outcome[int]:
    """The later review is the earlier one, edited: fold it in. Gives the id of the review that stays.

    Its replies, links, cases, requests and versions go over; what it said before is kept as an earlier wording.
    """
    with db.write(_("Merged two versions of one review"), kind=KIND) as tx:
        pair = _pair(tx, pair_id)
        _fold(tx, pair.review_id, pair.earlier_id)
        return tx.outcome(int(pair.earlier_id))


def two_reviews(db: Database, pair_ids: Sequence[int]) -> Outcome[int]:
    """They are two: the question is not asked again. Gives their number."""
    with db.write(_("Noted that two reviews are different ones")) as tx:
        for pair_id in pair_ids:
            _pair(tx, pair_id)
            tx.update(ReviewPair, pair_id, state=TWO, decided_at=tx.now)
        return tx.outcome(len(pair_ids))


def fold_doubles(db: Database, progress: Progress | None = None) -> Outcome[int]:
    """Put all reviews together that came in twice, as one action; gives how many went into another."""
    with db.write(_("Merged reviews that were imported twice"), kind=KIND, progress=progress) as tx:
        found = doubles(tx.connection)
        tx.progress.begin(_("Merging reviews"), len(found))
        for later, earlier in found:
            _fold(tx, later, earlier)
            tx.progress.step(1)
        # What one import brought more often than those before it would now look like a double of the first one.
        spared = [(later, earlier, "double", TWO, tx.now, tx.now) for later, earlier in doubles(tx.connection)]
        tx.insert(ReviewPair, ("review_id", "earlier_id", "kind", "state", "found_at", "decided_at"), spared)
        tx.rename(
            plural("Merged {count} review with its duplicate", "Merged {count} reviews with their duplicates",
                   len(found))
        )  # fmt: skip
        return tx.outcome(len(found))


def _pair(tx: Tx, pair_id: int) -> Any:
    found = tx.connection.execute(
        select(ReviewPair.review_id, ReviewPair.earlier_id).where(ReviewPair.id == pair_id)
    ).first()
    if found is None:
        raise UserError(_("This question was answered already. Nothing was changed."))
    return found


def _fold(tx: Tx, later: int, earlier: int) -> None:
    """Give all that belongs to one review to another one, and delete it."""
    own, kept = _values(tx, later), _values(tx, earlier)
    newer = is_later(own, kept, own["newest_on"], kept["newest_on"])
    changes, version = revised(kept, own, newer, whole=True)
    if kept["reply"] and not own["reply"]:
        changes = {
            name: change for name, change in changes.items() if name not in ("reply", "replied_on", "replied_at")
        }
    values = {name: new for name, (_old, new) in changes.items()}
    if "customer_id" in values:
        values["merged_from"] = own["merged_from"]
        values["customer_id"] = own["person"]
    if values:
        tx.update(Review, earlier, **values)
    _leave_pairs(tx, later, earlier)
    for table in _children():
        _move(tx, table, later, earlier)
    for kind in ("removal", "review"):
        move_in(tx, kind, later, earlier)
    _settle_absence(tx, earlier, own["present"])
    if version is not None:
        _keep_version(tx, earlier, version)
    tx.delete(Review, [later])


def _values(tx: Tx, review_id: int) -> dict[str, Any]:
    names = (*FACTS, *LINKS[:2])
    row = ask(
        tx.connection,
        f"SELECT {', '.join(f'r.{name}' for name in names)}, coalesce(r.merged_from, r.customer_id), r.customer_id, "
        "r.merged_from, coalesce(b.newest_on, ''), NOT EXISTS (SELECT 1 FROM review_absences a "
        "WHERE a.review_id = r.id AND a.back_at IS NULL) FROM reviews r "
        "LEFT JOIN import_batches b ON b.id = r.source_batch WHERE r.id = :id",
        id=review_id,
    ).first()
    if row is None:
        raise UserError(_("This review is gone. Nothing was changed."))
    return dict(zip((*names, "customer_id", "person", "merged_from", "newest_on", "present"), row, strict=True))


def _children() -> Iterable[Table]:
    """The tables whose rows belong to a review, pairs apart."""
    for table in Base.metadata.sorted_tables:
        belongs = any(key.column.table.name == "reviews" for key in table.foreign_keys)
        if belongs and table.name != ReviewPair.__tablename__:
            yield table


def _move(tx: Tx, table: Table, later: int, earlier: int) -> None:
    each = next((columns for kind, columns in _ONE_EACH.items() if kind.__tablename__ == table.name), None)
    ids = list(tx.connection.execute(select(table.c.id).where(table.c.review_id == later)).scalars())
    for row_id in ids:
        if each is not None and _has_its_own(tx, table, row_id, earlier, each):
            if table.name == ReplyDraft.__tablename__:
                _join_drafts(tx, row_id, earlier)
            tx.delete(table, [row_id])
        else:
            tx.update(table, row_id, review_id=earlier)


def _has_its_own(tx: Tx, table: Table, row_id: int, earlier: int, columns: tuple[str, ...]) -> bool:
    same = "".join(f" AND o.{name} = m.{name}" for name in columns)
    found = ask(
        tx.connection,
        f"SELECT 1 FROM {table.name} o, {table.name} m WHERE m.id = :row AND o.review_id = :earlier{same}",
        row=row_id,
        earlier=earlier,
    )
    return found.first() is not None


def _join_drafts(tx: Tx, row_id: int, earlier: int) -> None:
    """No draft is lost: two that differ stand below each other."""
    draft = ReplyDraft
    mine = tx.connection.execute(select(draft.text).where(draft.id == row_id)).scalar_one()
    kept = tx.connection.execute(select(draft.id, draft.text).where(draft.review_id == earlier)).one()
    if mine.strip() and mine.strip() not in kept.text:
        tx.update(ReplyDraft, kept.id, text=f"{kept.text}\n\n{mine}".strip(), changed_at=tx.now)


def _leave_pairs(tx: Tx, later: int, earlier: int) -> None:
    """Questions about the folded review become questions about the one that stays, unless that is in them already."""
    pair = ReviewPair
    rows = tx.connection.execute(
        select(pair.id, pair.review_id, pair.earlier_id).where((pair.review_id == later) | (pair.earlier_id == later))
    ).all()
    tx.delete(ReviewPair, [row.id for row in rows if row.review_id == later or row.review_id == earlier])
    for row in rows:
        if row.earlier_id == later and row.review_id not in (later, earlier):
            known = select(pair.id).where(pair.review_id == row.review_id, pair.earlier_id == earlier)
            if tx.connection.execute(known).first() is None:
                tx.update(ReviewPair, row.id, earlier_id=earlier)
            else:
                tx.delete(ReviewPair, [row.id])


def _settle_absence(tx: Tx, review_id: int, present: bool) -> None:
    """A review that is there in another wording, or a second time, is not gone."""
    absence = ReviewAbsence
    if present:
        wanted = select(absence.id).where(absence.review_id == review_id, absence.back_at.is_(None))
        for row_id in tx.connection.execute(wanted).scalars().all():
            tx.update(ReviewAbsence, row_id, back_at=tx.now)


def _keep_version(tx: Tx, review_id: int, version: Any) -> None:
    table = ReviewVersion
    rows = tx.connection.execute(
        select(table.rating, table.title, table.text, table.posted_on).where(table.review_id == review_id)
    ).all()
    known = [Version(*row) for row in rows]
    if len(distinct([*known, version])) > len(distinct(known)):
        tx.insert_one(
            ReviewVersion, review_id=review_id, rating=version.rating, title=version.title, text=version.text,
            posted_on=version.posted_on, seen_at=tx.now,
        )  # fmt: skip
