"""Finds amounts of money in a text of any language: the number, and the sign or word of its currency beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from storeapp.kernel.money import Money, exponent, to_minor
from storeapp.kernel.paths import resource
from storeapp.rulebook.messages.wordlists import Span

_RAND = re.compile(r"(?<![^\W\d_])R(?P<number>\d[\d.,]*\d|\d)(?!\w)")  # a letter that is a sign only in South Africa


@cache
def _codes() -> Mapping[str, str]:
    signs = tomllib.loads(resource("rulebook", "signs", "money.toml").read_text("utf-8"))["signs"]
    return {sign.lower(): code for sign, code in signs.items()}


@cache
def amount_pattern() -> re.Pattern[str]:
    """Finds an amount with its sign before or after it."""
    signs = "|".join(re.escape(sign) for sign in sorted(_codes(), key=len, reverse=True))
    before = rf"(?<![^\W\d_\u3400-\u9fff])(?P<before>{signs})\s?(?P<a>\d[\d.,]*\d|\d)"
    return re.compile(rf"{before}|(?P<b>\d[\d.,]*\d|\d)\s?(?P<after>{signs})(?![^\W\d\u3400-\u9fff])", re.IGNORECASE)


def amounts_in(text: str, currency: str) -> Iterator[tuple[Span, Money]]:
    """Where amounts stand, and what they are; `currency` where their sign is used by several."""
    for found in amount_pattern().finditer(text):
        money = money_of(found, currency)
        if money is not None:
            yield found.span(), money
    if currency == "ZAR":
        yield from ((one.span(), to_money(_plain(one["number"], 2), "ZAR")) for one in _RAND.finditer(text))


def money_of(found: re.Match[str], currency: str) -> Money | None:
    """The amount a match of `amount_pattern` names, None where nobody can tell its currency."""
    code = _codes()[(found["before"] or found["after"]).lower()] or currency
    return to_money(_plain(found["a"] or found["b"], exponent(code)), code) if code else None


def _plain(digits: str, places: int) -> str:
    cut = max(digits.rfind("."), digits.rfind(","))
    if cut >= 0 and places and 1 <= len(digits) - cut - 1 <= 2:
        whole = re.sub(r"\D", "", digits[:cut])
        return f"{whole or 0}.{digits[cut + 1 :]}"
    return re.sub(r"\D", "", digits)


def to_money(number: str, currency: str) -> Money:
    """A plain decimal number as money."""
    return Money(to_minor(Decimal(number), currency), currency)
