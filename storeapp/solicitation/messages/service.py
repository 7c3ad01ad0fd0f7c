"""What the owner keeps while writing requests: words of their own, why a rule was overruled, the postal address."""

from __future__ import annotations

from sqlalchemy import select

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.messages.drafts import reason_to_overrule
from storeapp.store.db import Database
from storeapp.store.tables import Order, RequestDraft, RequestOverride


def keep_draft(
    db: Database, order_id: int, step: str, subject: str, text: str, plain: tuple[str, str]
) -> Outcome[bool]:
    """Keep the owner's own words of a request; what is as the template has it (`plain`) is no draft.

    This happens with every rest of the hand: it is no action of its own, neither told in History nor undone there.
    """
    with db.write(_("Drafted a request")) as tx:
        tx.leave_no_record()
        if tx.connection.execute(select(Order.id).where(Order.id == order_id)).first() is None:
            raise UserError(_("This order is gone. Nothing was changed."))
        wanted = select(RequestDraft.id, RequestDraft.subject, RequestDraft.text).where(
            RequestDraft.order_id == order_id, RequestDraft.step == step
        )
        row = tx.connection.execute(wanted).first()
        words = subject.strip(), text.strip()
        free = words != (plain[0].strip(), plain[1].strip()) and any(words)
        if row is not None and (row.subject, row.text) == words:
            return Outcome(False)
        if row is not None:
            tx.delete(RequestDraft, [row.id])
        if free:
            tx.insert_one(
                RequestDraft, order_id=order_id, step=step, subject=words[0], text=words[1], changed_at=tx.now
            )
        return Outcome(free or row is not None)  # no list shows anything new


def overrule(db: Database, order_id: int, rules: list[str], text: str, reason: str) -> Outcome[int]:
    """Note why the owner sends a request although rules stop it; gives how many rules were overruled."""
    why = reason_to_overrule(reason, _("Give a reason in a few words. It is kept with the request."))
    with db.write(_("Ignored a warning")) as tx:
        number = tx.connection.execute(select(Order.number).where(Order.id == order_id)).scalar()
        if number is None:
            raise UserError(_("This order is gone. Nothing was changed."))
        words = _("Ignored the warning {rules} for the request about order {number}: {why}")
        tx.rename(words.format(rules=_(", ").join(rules), number=number, why=why))
        rows = [(order_id, rule, text.strip(), why, tx.now) for rule in rules]
        made = tx.insert(RequestOverride, ("order_id", "rule", "text", "reason", "decided_at"), rows)
        return tx.outcome(len(made))
