"""What the owner keeps while answering: drafts, and why a stop was overruled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.messages.drafts import reason_to_overrule
from storeapp.reputation.reviews.service import find_review
from storeapp.store.comparing import refuse_changed
from storeapp.store.db import Database, Tx
from storeapp.store.tables import ReplyDraft, ReplyOverride


def keep_draft(db: Database, review_id: int, text: str, shown: Shown | None = None) -> Outcome[bool]:
    """Keep what is being written, without saying that it was sent; an empty text drops the draft.

    This happens with every rest of the hand: it is no action of its own, neither told in History nor undone there.
    ChangedMeanwhile where the draft is no longer the "text" that was `shown`.
    """
    with db.write(_("Drafted a reply")) as tx:
        tx.leave_no_record()
        find_review(tx, review_id)
        table: Any = ReplyDraft.__table__
        row = tx.connection.execute(select(table).where(ReplyDraft.review_id == review_id)).first()
        there, plain = (row.id, text.strip()) if row is not None else (None, text.strip())
        if row is not None:  # one that is gone was sent or thrown away, and what is typed since begins a new one
            refuse_changed(tx, table, there, _("reply"), shown, {"text": plain}, {"text": row.text}, row.changed_at)
        if shown is not None:
            plain = shown.instead.get("text", plain)
        if there is not None and not plain:
            changed = tx.delete(ReplyDraft, [there]) > 0
        elif there is not None:
            kept = tx.connection.execute(select(ReplyDraft.text).where(ReplyDraft.id == there)).scalar()
            if kept != plain:
                # A new row, so that undoing what made the old one finds it gone and takes no later words away.
                tx.delete(ReplyDraft, [there])
                tx.insert_one(ReplyDraft, review_id=review_id, text=plain, changed_at=tx.now)
            return Outcome(kept != plain)  # no list shows anything new
        else:
            changed = bool(plain)
            if plain:
                tx.insert_one(ReplyDraft, review_id=review_id, text=plain, changed_at=tx.now)
        return Outcome(changed, frozenset(tx.touched))


def draft_in(tx: Tx, drafts: Mapping[int, str]) -> int:
    """Put texts as the drafts of reviews (ids), inside a larger change that Undo takes back; "" drops a draft.

    Gives how many changed. UserError where a review is gone.
    """
    changed = 0
    for review_id, text in drafts.items():
        find_review(tx, review_id)
        plain = text.strip()
        row = tx.connection.execute(
            select(ReplyDraft.id, ReplyDraft.text).where(ReplyDraft.review_id == review_id)
        ).first()
        if row is not None and not plain:
            changed += tx.delete(ReplyDraft, [row.id])
        elif row is not None and row.text != plain:
            changed += tx.update(ReplyDraft, row.id, text=plain, changed_at=tx.now)
        elif row is None and plain:
            changed += tx.insert_one(ReplyDraft, review_id=review_id, text=plain, changed_at=tx.now) > 0
    return changed


def overrule(db: Database, review_id: int, rules: list[str], text: str, reason: str) -> Outcome[int]:
    """Note why the owner sends a reply although rules stop it; gives how many rules were overruled."""
    why = reason_to_overrule(reason, _("Give a reason in a few words. It is kept with the reply."))
    with db.write(_("Ignored a warning")) as tx:
        review = find_review(tx, review_id)
        listed = _(", ").join(rules)
        tx.rename(
            _("Ignored the warning {rules} for the reply to {review}: {why}").format(
                rules=listed, review=review, why=why
            )
        )
        rows = [(review_id, rule, text.strip(), why, tx.now) for rule in rules]
        made = tx.insert(ReplyOverride, ("review_id", "rule", "text", "reason", "decided_at"), rows)
        return tx.outcome(len(made))
