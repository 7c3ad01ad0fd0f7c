"""What the owner keeps while answering: drafts, templates, a signature, and why a stop was overruled."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.reputation.replies.templates import LONGEST_NAME, check_template
from storeapp.reputation.reviews.service import find_review
from storeapp.store.comparing import refuse_changed, settled
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import ReplyDraft, ReplyOverride, ReplyTemplate

LONGEST_REASON = 300


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


def overrule(db: Database, review_id: int, rules: list[str], text: str, reason: str) -> Outcome[int]:
    """Note why the owner sends a reply although rules stop it; gives how many rules were overruled."""
    why = " ".join(reason.split())
    if len(why) < 3:
        raise UserError(_("Give a reason in a few words. It is kept with the reply."))
    if len(why) > LONGEST_REASON:
        raise UserError(_("The reason is too long. Use at most {count} characters.").format(count=LONGEST_REASON))
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


def save_template(
    db: Database,
    template_id: int | None,
    language: str,
    situation: str,
    name: str,
    body: str,
    shown: Shown | None = None,
) -> Outcome[int]:
    """Add a template or change one; UserError says what is wrong with it. Gives its id.

    ChangedMeanwhile where a field of it is no longer as it was `shown`.
    """
    plain = " ".join(name.split())
    check_template(plain, language, body)
    table = ReplyTemplate
    with db.write(_("Saved the reply template “{name}”").format(name=plain[:LONGEST_NAME])) as tx:
        same = select(table.id).where(table.language == language, table.name == plain)
        taken = tx.connection.execute(same).scalar()
        if taken is not None and taken != template_id:
            raise UserError(_("There is already a template of this name in this language. Choose another name."))
        values = {"language": language, "situation": situation, "name": plain, "body": body.strip()}
        if template_id is None:
            last = tx.connection.execute(select(func.coalesce(func.max(table.position), 0))).scalar_one()
            return tx.outcome(tx.insert_one(table, **values, position=last + 1))
        if tx.connection.execute(select(table.id).where(table.id == template_id)).first() is None:
            raise UserError(_("This template is gone. Nothing was changed."))
        tx.update(
            table, template_id, **settled(tx, table, template_id, _("template"), shown, values, value=template_id)
        )
        return tx.outcome(template_id)


def delete_template(db: Database, template_id: int) -> Outcome[bool]:
    """Remove one of the owner's own templates."""
    with db.write(_("Removed a reply template")) as tx:
        name = tx.connection.execute(select(ReplyTemplate.name).where(ReplyTemplate.id == template_id)).scalar()
        if name is None:
            raise UserError(_("This template is gone. Nothing was changed."))
        tx.rename(_("Removed the reply template “{name}”").format(name=name))
        return tx.outcome(tx.delete(ReplyTemplate, [template_id]) > 0)


def set_signature(db: Database, name: str, role: str, contact: str) -> Outcome[bool]:
    """Keep the name, role and public contact under replies."""
    with db.write(_("Changed the signature under replies")) as tx:
        for key, value in (("reply_name", name), ("reply_role", role), ("reply_contact", contact)):
            set_shop_setting(tx, key, " ".join(value.split())[:LONGEST_NAME])
        return tx.outcome(True)
