"""What the owner keeps for writing: templates and the signature."""

from __future__ import annotations

from sqlalchemy import func, select

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.messages.templates import LONGEST_NAME, MessageKind, check_template
from storeapp.store.comparing import settled
from storeapp.store.db import Database
from storeapp.store.shop_settings import change_shop_settings
from storeapp.store.tables import MessageTemplate


def save_template(
    db: Database,
    kind: MessageKind,
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
    check_template(kind, plain, language, body)
    table = MessageTemplate
    with db.write(_("Saved the template “{name}”").format(name=plain[:LONGEST_NAME])) as tx:
        same = select(table.id).where(table.kind == kind.id, table.language == language, table.name == plain)
        taken = tx.connection.execute(same).scalar()
        if taken is not None and taken != template_id:
            raise UserError(_("There is already a template of this name in this language. Choose another name."))
        values = {"language": language, "situation": situation, "name": plain, "body": body.strip()}
        if template_id is None:
            last = tx.connection.execute(select(func.coalesce(func.max(table.position), 0))).scalar_one()
            return tx.outcome(tx.insert_one(table, kind=kind.id, **values, position=last + 1))
        mine = select(table.id).where(table.id == template_id, table.kind == kind.id)
        if tx.connection.execute(mine).first() is None:
            raise UserError(_("This template is gone. Nothing was changed."))
        kept = settled(tx, table, template_id, _("template"), shown, values, value=template_id)
        tx.update(table, template_id, **kept)
        return tx.outcome(template_id)


def delete_template(db: Database, template_id: int) -> Outcome[bool]:
    """Remove one of the owner's own templates."""
    with db.write(_("Removed a template")) as tx:
        name = tx.connection.execute(select(MessageTemplate.name).where(MessageTemplate.id == template_id)).scalar()
        if name is None:
            raise UserError(_("This template is gone. Nothing was changed."))
        tx.rename(_("Removed the template “{name}”").format(name=name))
        return tx.outcome(tx.delete(MessageTemplate, [template_id]) > 0)


def set_signature(db: Database, name: str, role: str, contact: str, shown: Shown | None = None) -> Outcome[bool]:
    """Keep the name, role and public contact under messages.

    ChangedMeanwhile where the "name", "role" or "contact" is no longer as it was `shown`.
    """
    words = {"name": name, "role": role, "contact": contact}
    wanted = {part: " ".join(text.split())[:LONGEST_NAME] for part, text in words.items()}
    with db.write(_("Changed the signature under replies")) as tx:
        change_shop_settings(tx, _("signature"), shown, wanted, {part: f"reply_{part}" for part in wanted})
        return tx.outcome(True)
