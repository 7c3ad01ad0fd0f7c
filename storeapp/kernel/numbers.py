"""Numbers and amounts as a person types them: one reading for every field, and the one in which they are printed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money, exponent, symbol, to_minor
from storeapp.kernel.text import _

LONGEST = 40  # characters; no number of a shop is longer
_BLANKS = " \u00a0\u202f\u2009'’٬_"
_GROUPS = {mark: re.compile(rf"[0-9]{{1,3}}(?:{mark}[0-9]{{2,3}})*{mark}[0-9]{{3}}") for mark in (",", r"\.", " ")}
_DIGITS = re.compile(r"[0-9]+")
_MARKS = {"٫": ".", "．": ".", "，": ","}


class NotANumberError(ValueError):
    """The text is no number, or could be two different ones."""


def plain_digits(text: str) -> str:
    """A text with the digits of any script as 0 to 9, and the points and commas that belong to them as plain ones."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else _MARKS.get(sign, sign) for sign in text)


def number(typed: str, places: int | None = None) -> Decimal:
    """The number in a text: "1,250" is 1250 and "1,250.5" 1250.5 as the program prints them, "4,2" is 4.2.

    `places`: how many decimals there may be; None for any. A point before three digits ("1.250") is a decimal sign only
    where as many decimals may stand and the last one is no zero, which is never printed; elsewhere nobody can tell, and
    it is refused. Raises NotANumberError, for "nan", "inf" and "1e5" too.
    """
    plain = _plain(typed)
    minus = plain[:1] in "-−" and plain != ""
    plain = plain[1:].lstrip() if minus else plain
    marks = [mark for mark in plain if mark in ".,"]
    if len(set(marks)) == 2:
        last = max(plain.rfind("."), plain.rfind(","))
        whole, part = _ungrouped(plain[:last], "," if plain[last] == "." else "."), plain[last + 1 :]
    elif len(marks) > 1:
        whole, part = _ungrouped(plain, marks[0]), ""
    elif marks:
        whole, part = _one_mark(plain, marks[0], places)
    else:
        whole, part = _ungrouped(plain, ""), ""
    if part and not _DIGITS.fullmatch(part):
        raise NotANumberError(typed)
    if places is not None and len(part.rstrip("0")) > places:
        raise NotANumberError(typed)
    found = Decimal(f"{whole}.{part or 0}")
    return -found if minus else found


def grouped(digits: str) -> str:
    """A whole number that is kept as text, as a person reads it: `3,723`; any other text as it is."""
    return f"{int(digits):,}" if digits.isascii() and digits.isdecimal() else digits


def percent(typed: str) -> Decimal:
    """A number that may have a percent sign behind it; NotANumberError for anything else."""
    return number(unicodedata.normalize("NFKC", typed).strip().removesuffix("%"))


def amount(typed: str, currency: str) -> Money | None:
    """An amount of a currency, with or without its sign or code; None for an empty text.

    UserError where it is none: another sign, more decimals than the currency has, or a number that could be two.
    """
    text = typed.strip()
    if not text:
        return None
    mine = symbol(currency).strip()
    known = (mine, currency, currency[:2] + mine[-1:], mine[-1:])
    signs = "|".join(re.escape(sign) for sign in known if sign) or "(?!)"
    found = re.fullmatch(rf"([-−]?)\s*({signs})?\s*(.*?)\s*({signs})?", text, re.IGNORECASE | re.DOTALL)
    if found is not None and not (found[2] and found[4]):
        text = found[1] + found[3]
    try:
        value = number(text, exponent(currency))
    except NotANumberError:
        example = "1,250" if exponent(currency) == 0 else Money(125_050, currency).plain()
        message = _("“{value}” is not an amount of {currency}. Write it like {example}.")
        raise UserError(message.format(value=typed.strip(), currency=currency or "?", example=example)) from None
    return Money(to_minor(value, currency), currency)


def whole(typed: str) -> int | None:
    """A whole number as `number` reads it, None for an empty text; UserError where it is none."""
    if not typed.strip():
        return None
    try:
        return int(number(typed, 0))
    except NotANumberError:
        message = _("“{value}” is not a whole number. Write it like 1,250.")
        raise UserError(message.format(value=typed.strip())) from None


def _plain(typed: str) -> str:
    """Digits of any script as 0 to 9, full-width marks as plain ones, blanks between digits as one kind of blank."""
    if len(typed) > LONGEST:
        raise NotANumberError(typed)
    text = unicodedata.normalize("NFKC", typed.strip()).replace("، ", ",")
    return "".join(" " if sign in _BLANKS else sign for sign in plain_digits(text))


def _ungrouped(text: str, mark: str) -> str:
    """Digits without the marks or blanks between their groups; refused where the groups are no thousands."""
    marks = {sign for sign in text if not sign.isdigit()}
    if _DIGITS.fullmatch(text):
        return text
    if len(marks) != 1 or (mark and marks not in ({mark}, {" "})):
        raise NotANumberError(text)
    sign = marks.pop()
    if sign not in ",. " or not _GROUPS[r"\." if sign == "." else sign].fullmatch(text):
        raise NotANumberError(text)
    return text.replace(sign, "")


def _one_mark(text: str, mark: str, places: int | None) -> tuple[str, str]:
    """A text with one point or comma, as whole and decimals."""
    whole, _mark, part = text.partition(mark)
    grouped = len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0") and _DIGITS.fullmatch(whole)
    if grouped and mark == ",":
        return whole + part, ""
    if grouped and (part.endswith("0") if places is None else places < 3):
        raise NotANumberError(text)
    if not part and not whole:
        raise NotANumberError(text)
    return _ungrouped(whole, "") if whole else "0", part
