"""What is read for a message: the owner's own templates, and the signature."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storeapp.messages.templates import TemplateRow
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import MessageTemplate as TemplateTable


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
