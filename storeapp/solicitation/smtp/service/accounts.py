"""Keeps the mail account, and its password in the system's key ring."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from storeapp.kernel import child
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.solicitation.smtp.account import MailAccount, checked, to_text
from storeapp.solicitation.smtp.queries import ACCOUNT
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting

CHILD = "mail"  # see __main__
WAITS = {"patience": 30.0, "last": 120.0}  # seconds the child waits for the server: for a word, for that after a mail
SILENCE = 200.0  # seconds without a word of the child: longer than it waits for the server


class PasswordNeeded(UserError):  # noqa: N818 - a question, not an error
    """No key ring has the password: the owner is asked for it, and it is kept nowhere."""

    def __init__(self) -> None:
        super().__init__(_("The password of the mail account isn't in this PC's key ring. Type it in to send."))


def set_account(db: Database, account: MailAccount) -> Outcome[MailAccount]:
    """Keep the account. UserError says what is wrong with one that is switched on."""
    with db.write(_("Changed the mail account")) as tx:
        tidy = checked(account)
        set_shop_setting(tx, ACCOUNT, to_text(tidy))
        return tx.outcome(tidy)


def keep_password(account: MailAccount, password: str) -> bool:
    """Put the password into the system's key ring; False where none works."""
    found: list[child.Word] = []
    child.run(CHILD, asked("keep", account, password), Progress(), found.append, SILENCE)
    return any(word.get("kept") for word in found)


def forget_password(account: MailAccount) -> None:
    """Take the password out of the key ring."""
    child.run(CHILD, asked("forget", account), Progress(), silence=SILENCE)


def check_line(account: MailAccount, password: str = "", progress: Progress | None = None) -> None:
    """Sign in at the server and leave again. UserError says why that can't be done, PasswordNeeded asks for it."""
    found: list[child.Word] = []
    child.run(CHILD, asked("check", account, password), progress or Progress(), found.append, SILENCE)
    if any("wants" in word for word in found):
        raise PasswordNeeded


def asked(what: str, account: MailAccount, password: str = "") -> dict[str, Any]:
    """The request to the process that sends."""
    return {"do": what, "account": asdict(account), "password": password, **WAITS}
