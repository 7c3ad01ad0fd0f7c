"""Reads the mail account of a shop and what was sent through it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, func, select

from storeapp.solicitation.smtp.account import MailAccount, from_text
from storeapp.solicitation.smtp.records import GOING, SENT
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import RequestMail

ACCOUNT = "mail_account"  # a setting of the shop


def account(conn: Connection) -> MailAccount:
    """The shop's mail account, an empty one that is off where there is none; named like the shop where left open."""
    kept = from_text(str(shop_setting(conn, ACCOUNT, "")))
    return kept if kept.name else replace(kept, name=str(shop_setting(conn, "shop_name", "")))


def sent_since(conn: Connection, since: str) -> int:
    """How many mails were handed over since a UTC text; those nobody knows of count."""
    table = RequestMail
    wanted = select(func.count()).where(table.begun_at >= since, table.state.in_((SENT, GOING)))
    return int(conn.execute(wanted).scalar_one())
