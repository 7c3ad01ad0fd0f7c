"""Who a row is about: the identity by which one channel knows a buyer, and what else the row says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from storeapp.customers.matching import email_key, phone_key
from storeapp.exchange.foreign.texts import buyer, email, masked, phone

Column = Sequence[Any]
Identity = tuple[str | None, str | None, str | None]  # kind, value as given, key for matching

NOBODY: Identity = (None, None, None)


def spread_people(got: dict[str, Any], count: int) -> None:
    """Work out names and contacts in place: buyer → name and handle, first and last name → name."""
    if "customers.buyer" in got:
        pairs = _memoised(buyer, got["customers.buyer"])
        if "customers.handle" in got:  # then a bare buyer is a name, not a second user name
            pairs = [(name, handle) if name else (handle, None) for name, handle in pairs]
        got["customers.handle"] = _first(got.get("customers.handle"), [handle for _name, handle in pairs])
        got["customers.name"] = _first(got.get("customers.name"), [name for name, _handle in pairs])
    if "customers.first_name" in got or "customers.last_name" in got:
        first = got.get("customers.first_name") or [None] * count
        last = got.get("customers.last_name") or [None] * count
        whole = [" ".join(filter(None, pair)) or None for pair in zip(first, last, strict=True)]
        got["customers.name"] = _first(got.get("customers.name"), whole)
    if "customers.name" in got:
        got["customers.name"] = [None if name and masked(name) else name for name in got["customers.name"]]
    if "customers.email" in got:
        got["customers.email"] = _memoised(email, got["customers.email"])
        got["customers.email_key"] = _keys(email_key, got["customers.email"])
    if "customers.phone" in got:
        pairs = _memoised(phone, got["customers.phone"])
        got["customers.phone"], got["customers.phone_digits"] = [p[0] for p in pairs], [p[1] for p in pairs]
        got["customers.phone_key"] = _keys(phone_key, got["customers.phone"])


def identities(got: Mapping[str, Any], count: int) -> list[Identity]:
    """The strongest identity of each row: account, user name, e-mail, phone; nobody where all are blank or masked."""
    present = [name for name in ("account", "order_account", "handle", "email", "phone") if f"customers.{name}" in got]
    if not present:
        return [NOBODY] * count
    if present == ["order_account"]:
        return [
            ("order_account", value, value.casefold()) if value else NOBODY for value in got["customers.order_account"]
        ]
    empty: Column = [None] * count
    columns = [got.get(f"customers.{name}", empty) for name in ("account", "handle", "email", "phone", "order_account")]
    phones = got.get("customers.phone_digits", empty)
    memo: dict[tuple[Any, ...], Identity] = {}
    found = []
    for row in zip(*columns, phones, strict=True):
        if row not in memo:
            memo[row] = _strongest(*row)
        found.append(memo[row])
    return found


def handle_key(handle: str) -> str:
    """The key of a user name. The name beside it is no part of it: people change their names, not their user names."""
    return " ".join(handle.casefold().split())


def _strongest(
    account: str | None,
    handle: str | None,
    mail: str | None,
    number: str | None,
    order_account: str | None,
    digits: str | None,
) -> Identity:
    if account and not masked(account):
        return "account", account, account.casefold()
    if handle and not masked(handle):
        return "handle", handle, handle_key(handle)
    if mail:
        return "email", mail, mail.casefold()
    if number and digits:
        return "phone", number, digits
    if order_account:
        return "order_account", order_account, order_account.casefold()
    return NOBODY


def aliases(got: Mapping[str, Any], who: Sequence[Identity]) -> list[Identity]:
    """A second name of the same person in the same row: the order's account, or the user name beside an account."""
    count = len(who)
    accounts = got.get("customers.order_account") or [None] * count
    handles = got.get("customers.handle") or [None] * count
    found: list[Identity] = []
    for identity, account, handle in zip(who, accounts, handles, strict=True):
        if account and identity[0] not in {None, "order_account"}:
            found.append(("order_account", account, account.casefold()))
        elif handle and identity[0] == "account" and not masked(handle):
            found.append(("handle", handle, handle_key(handle)))
        else:
            found.append(NOBODY)
    return found


def _keys(key_of: Callable[[str | None], str | None], values: Column) -> list[str | None]:
    """What contacts are found by; "" for one that has no key, so that a contact and its key come from one row."""
    return _memoised(lambda value: None if value is None else key_of(value) or "", values)


def _memoised(read: Any, values: Column) -> list[Any]:
    memo: dict[Any, Any] = {}
    for value in values:
        if value not in memo:
            memo[value] = read(value)
    return [memo[value] for value in values]


def _first(given: Column | None, made: Column) -> list[Any]:
    return list(made) if given is None else [a or b for a, b in zip(given, made, strict=True)]
