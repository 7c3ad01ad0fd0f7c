"""What a code is, how codes are read from rows and made, and what they cost for each review. Pure."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.reputation.trust.pasted import day_of, day_orders, looks_like_day

LONGEST, LONGEST_WORTH = 64, 100
MOST = 5_000  # codes at once
PARTS = re.compile(r"[;,|\n]")  # between the codes of one order: Etsy repeats one, Shopify and WooCommerce list several
_CODE = re.compile(r"[^\s;,|]{2,64}")
_HEAD = re.compile(
    r"\b(codes?|coupons?|vouchers?|gutschein\w*|cup[oó]n|cupom|промокод|kode)\b|优惠码|优惠券|折扣码", re.IGNORECASE
)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without those that are taken for one another
RANDOM = 6  # letters that nobody guesses: one of a billion


@dataclass(frozen=True, slots=True)
class NewCoupon:
    """A code as it comes in. `worth`: what it gives, in the owner's words; `until_on`: its last ISO day."""

    code: str
    worth: str = ""
    until_on: str | None = None


@dataclass(frozen=True, slots=True)
class ReadCodes:
    """Codes read from rows, and (number of the row, why) of those that are none."""

    coupons: tuple[NewCoupon, ...]
    refused: tuple[tuple[int, str], ...] = field(default=())


def key_of(code: str) -> str:
    """By what a code is found: shops take small and capital letters for the same."""
    return unicodedata.normalize("NFKC", code).strip().casefold()


def codes_shown(text: str) -> frozenset[str]:
    """The keys of the codes that an order shows, several where it lists them."""
    return frozenset(filter(None, (key_of(part) for part in PARTS.split(text))))


def read_codes(text: str) -> ReadCodes:
    """Codes of pasted rows or of a table: the code first, then what it gives and its last day, in any order.

    One code a row; a head is passed over. UserError where there are none, or more than can be taken.
    """
    rows = [row for row in csv.reader(io.StringIO(text), dialect=_dialect(text)) if any(cell.strip() for cell in row)]
    start = 1
    if rows and _HEAD.search(" ".join(rows[0])) and not re.search(r"\d", rows[0][0]):
        rows, start = rows[1:], 2
    if len(rows) > MOST:
        raise UserError(_("These are too many codes. Bring at most {count} at once.").format(count=f"{MOST:,}"))
    orders = day_orders(cell for row in rows for cell in row[1:] if looks_like_day(cell))
    found: dict[str, NewCoupon] = {}
    refused = []
    for number, row in enumerate(rows, start):
        cells = [" ".join(cell.split()) for cell in row]
        why = _why_not(cells[0])
        if why:
            refused.append((number, why))
            continue
        written = next((one for one in cells[1:] if looks_like_day(one)), "")
        day = day_of(written, orders) if written else None
        if written and day is None:
            refused.append((number, _("Write its day such as 2026-07-16.")))
            continue
        worth = next((one for one in cells[1:] if one and one != written), "")[:LONGEST_WORTH]
        found[key_of(cells[0])] = NewCoupon(cells[0], worth, day.isoformat() if day else None)
    if not found and not refused:
        raise UserError(_("There is no code in it. Paste one code a row."))
    return ReadCodes(tuple(found.values()), tuple(refused))


def made_codes(prefix: str, count: int, taken: Collection[str], choose: Callable[[Sequence[str]], str]) -> list[str]:
    """New codes such as LUMEN-7K3FQ2, none of them among `taken` (keys). `choose` picks a letter nobody foresees."""
    begin = prefix.strip().upper()
    if re.search(r"[\s;,|]", begin) or not begin.isprintable():
        raise UserError(_("A code has no blanks, commas or semicolons."))
    if len(begin) > LONGEST - RANDOM - 1:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST - RANDOM - 1))
    if not 1 <= count <= MOST:
        raise UserError(_("Make between 1 and {count} codes.").format(count=f"{MOST:,}"))
    found: dict[str, str] = {}
    while len(found) < count:
        code = "-".join(filter(None, (begin, "".join(choose(ALPHABET) for _place in range(RANDOM)))))
        if key_of(code) not in taken:
            found.setdefault(key_of(code), code)
    return list(found.values())


def cost_of_review(discounts_minor: int, reviews: int) -> int | None:
    """What each review cost in discounts, in minor units; None without a review."""
    return round(discounts_minor / reviews) if reviews else None


def _why_not(code: str) -> str:
    if not code:
        return _("The first cell is empty.")
    if len(code) > LONGEST:
        return _("The code is too long. Use at most {count} characters.").format(count=LONGEST)
    if not _CODE.fullmatch(code) or not code.isprintable():
        return _("A code has no blanks, commas or semicolons.")
    return ""


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.strip("\n").partition("\n")[0]
    sign = max(("\t", ";", ","), key=first.count)

    class Rows(csv.excel):
        delimiter = sign

    return Rows
