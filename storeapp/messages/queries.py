"""What is read for a message: the owner's own templates and rules, and the signature."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from storeapp.kernel.clock import local_day
from storeapp.messages.templates import TemplateRow
from storeapp.rulebook.messages.owners import RuleChange, copy_from_json, owners_book
from storeapp.rulebook.messages.rules import MessageRule
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import MessageTemplate as TemplateTable
from storeapp.store.tables import OwnRule


def own_templates(conn: Connection, kind: str) -> list[TemplateRow]:
    """The owner's own templates of a kind of message, in their order."""
    table = TemplateTable
    columns = (table.id, table.language, table.situation, table.name, table.body)
    found = select(*columns).where(table.kind == kind).order_by(table.position, table.id)
    return [TemplateRow(*row) for row in conn.execute(found)]


def signature(conn: Connection) -> tuple[str, str, str]:
    """Name, role and public contact under messages; "" where the owner set none."""
    name, role, contact = (shop_setting(conn, key, "") for key in ("reply_name", "reply_role", "reply_contact"))
    return str(name), str(role), str(contact)


def rule_changes(conn: Connection) -> list[RuleChange]:
    """What the owner changed in the rule book of messages, in the order of the changes."""
    table = OwnRule
    columns = (table.rule, table.off, table.looked_on, table.own, table.changed_at)
    return [
        RuleChange(
            rule,
            bool(off),
            date.fromisoformat(looked_on) if looked_on else None,
            copy_from_json(own),
            local_day(changed_at),
        )
        for rule, off, looked_on, own, changed_at in conn.execute(select(*columns).order_by(table.id))
    ]


def owner_rules(conn: Connection) -> tuple[MessageRule, ...]:
    """The rules that texts of this shop are held against: hand them to `rulebook.messages.engine.check`."""
    return owners_book(rule_changes(conn))
