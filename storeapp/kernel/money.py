"""Amounts as whole minor units with their currency; nothing is ever added across currencies unsaid."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units (cents) of `currency` (ISO 4217)."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} can't be added")
        return Money(self.minor + other.minor, self.currency)

    def plain(self) -> str:
        """Digits with a point and no sign of the currency: `1061.95`."""
        places = exponent(self.currency)
        return f"{Decimal(self.minor).scaleb(-places):.{places}f}"

    def __str__(self) -> str:
        places = exponent(self.currency)
        digits = f"{Decimal(abs(self.minor)).scaleb(-places):,.{places}f}"
        return ("−" if self.minor < 0 else "") + symbol(self.currency) + digits


@dataclass(frozen=True, slots=True)
class ItemsOnly(Money):
    """What the items of an order come to, where no file states the order's total; it says so."""

    def __str__(self) -> str:
        return _("{amount}, items only").format(amount=Money.__str__(self))


def order_total(total_minor: int | None, items_minor: int | None, currency: str) -> Money | None:
    """What an order came to: its total, else the sum of its items, marked; None where neither is known."""
    if total_minor is not None:
        return Money(total_minor, currency)
    return None if items_minor is None else ItemsOnly(items_minor, currency)


@cache
def _table() -> dict[str, dict[str, str | int | list[str]]]:
    with resource("currencies.toml").open("rb") as file:
        found: dict[str, dict[str, str | int | list[str]]] = tomllib.load(file)["currency"]
    return found


def codes() -> list[str]:
    """The codes of all known currencies."""
    return sorted(_table())


def exponent(currency: str) -> int:
    """Decimal places of a currency (ISO 4217); 2 where it is unknown."""
    return int(str(_table().get(currency, {}).get("exponent", 2)))


def symbol(currency: str) -> str:
    """The sign before an amount: `€`, `US$` ... or the code and a space."""
    return str(_table().get(currency, {}).get("symbol", currency + "\u00a0" if currency else ""))


def currency_beside(words: str, usual: str) -> str:
    """The currency that the words beside an amount name: `usual` where there are none or they fit it, such as $ for A$;
    "" where they name none that is known.
    """
    plain = words.strip().casefold()
    if not plain:
        return usual
    signs = {code: symbol(code).strip().casefold() for code in _table()}
    if usual in signs and (plain == signs[usual] or (len(plain) == 1 and signs[usual].endswith(plain))):
        return usual
    for code, sign in signs.items():
        same = plain in (code.casefold(), sign, code[:2].casefold() + sign[-1:])
        words_of_it = _table()[code].get("words")
        if same or (isinstance(words_of_it, list) and plain in words_of_it):
            return code
    return ""


def to_minor(amount: Decimal, currency: str) -> int:
    """A decimal amount in minor units, half a unit rounded up (away from zero)."""
    return int(amount.scaleb(exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def totals(amounts: Iterable[Money]) -> dict[str, Money]:
    """One sum per currency, by code."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money(0, amount.currency)) + amount
    return dict(sorted(sums.items()))
