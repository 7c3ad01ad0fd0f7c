"""The mail account that review requests go through: its server, and how fast. Its password is never part of it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from typing import Any

from storeapp.customers.matching import email_key
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _

TLS, STARTTLS = "tls", "starttls"  # encrypted from the first word on, or before the first one that matters
PORTS = {TLS: 465, STARTTLS: 587}
MOST_A_MINUTE, MOST_A_DAY, LONGEST = 60, 2_000, 200
PASSWORDS = {
    "app": N_("{name} wants an app password: its security settings make one. The one you sign in with is refused."),
    "code": N_("{name} wants an authorisation code: its mail settings make one. The one you sign in with is refused."),
    "often none": N_("{name} takes no password of other programs from many accounts. Try it with “Check the line”."),
}
SECURITY = {TLS: N_("TLS (port 465)"), STARTTLS: N_("STARTTLS (port 587)")}


@dataclass(frozen=True, slots=True)
class MailAccount:
    """An account of the owner's. `address` is written from, `name` is shown with it, `user` signs in at `host`.

    `a_minute`, `a_day`: at most so many mails, which keeps an account out of its provider's limits.
    """

    on: bool = False
    address: str = ""
    name: str = ""
    host: str = ""
    port: int = PORTS[TLS]
    security: str = TLS
    user: str = ""
    a_minute: int = 10
    a_day: int = 200


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's server, and what its password is (`password`: a key of PASSWORDS)."""

    name: str
    host: str
    port: int
    security: str
    password: str
    source: str
    certainty: str
    checked_on: str


@cache
def _providers() -> dict[str, Provider]:
    rows = tomllib.loads(resource("solicitation", "mail_servers.toml").read_text("utf-8"))["server"]
    return {
        domain: Provider(
            row["name"],
            row["host"],
            row["port"],
            row["security"],
            row["password"],
            row["source"],
            row["certainty"],
            row["checked_on"].isoformat(),
        )
        for row in rows
        for domain in row["domains"]
    }


def provider_of(address: str) -> Provider | None:
    """The provider of an address, by its domain; None where it isn't one of the known ones."""
    return _providers().get(address.rpartition("@")[2].strip().casefold())


def filled_in(account: MailAccount) -> MailAccount:
    """The account with its server by its provider, and the address as the user's name, where they are left open."""
    known = provider_of(account.address)
    if known is not None and not account.host:
        account = replace(account, host=known.host, port=known.port, security=known.security)
    return account if account.user else replace(account, user=account.address)


def checked(account: MailAccount) -> MailAccount:
    """The account, tidied; UserError says what is wrong with it. One that is off may be unfinished."""
    address, name, host, user = (
        " ".join(text.split()) for text in (account.address, account.name, account.host, account.user)
    )
    tidy = replace(account, address=address, name=name, host=host, user=user)
    tidy = filled_in(tidy) if address else tidy
    if any(len(text) > LONGEST for text in (address, name, host, user)):
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST))
    if tidy.security not in PORTS:
        raise ValueError(tidy.security)
    if not 1 <= tidy.port <= 65_535:
        raise UserError(_("A port is a number from 1 to 65535; mail servers use 465 or 587."))
    if not 1 <= tidy.a_minute <= MOST_A_MINUTE or not 1 <= tidy.a_day <= MOST_A_DAY:
        words = _("Send 1 to {minute} mails a minute, and 1 to {day} a day.")
        raise UserError(words.format(minute=MOST_A_MINUTE, day=f"{MOST_A_DAY:,}"))
    if tidy.on:
        if email_key(tidy.address) is None or not tidy.address.isprintable():
            raise UserError(_("“{value}” is no e-mail address.").format(value=tidy.address))
        if not tidy.host or any(one.isspace() or not one.isprintable() or one in "/@:" for one in tidy.host):
            raise UserError(
                _("Say the name of the mail server, such as smtp.example.com. Your provider's help has it.")
            )
    return tidy


def to_text(account: MailAccount) -> str:
    """As it is kept."""
    return json.dumps(asdict(account), ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> MailAccount:
    """The account that was kept; what another version kept beside it is left out."""
    kept: dict[str, Any] = json.loads(text) if text else {}
    known = {one.name for one in fields(MailAccount)}
    return MailAccount(**{name: value for name, value in kept.items() if name in known})
