"""When two rows that name the same order number mean the same order.

The platform's own id decides where both have one; else the year and the buyer beside the number. Marketplaces give a
number only once: there the number is that id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

# Whose order number is given once for all shops. A shop's own numbers start again: next year, or in the next shop.
NUMBERS_ARE_IDS = frozenset((
    "etsy", "ebay", "amazon", "taobao", "tmall", "jd", "pinduoduo", "youzan", "shopee", "lazada", "tokopedia", "tiktok",
    "ozon", "wildberries", "olist", "aliexpress", "mercadolibre", "yandex",
))  # fmt: skip
SAME_ID, SAME_BUYER, SAME_DAY, SAME_YEAR, MAY_BE, OTHER = 9, 5, 3, 2, 1, 0
_NEW_YEAR = 3  # days by which time zones and corrections may carry an order into the next year
_ALIKE = 0.85  # share of letters from which two names are one, spelt differently


@dataclass
class Seen:
    """What rows say of one order beside its number.

    `keys`: "email:a@b.c", "handle:annm" ..., the names by which the channel knows the buyer. "" and None: not said.
    """

    external_id: str = ""
    placed_on: str | None = None
    keys: set[str] = field(default_factory=set)
    name: str = ""

    @property
    def certainty(self) -> int:
        """How much there is to go by; rows that say most are placed first."""
        return 4 * bool(self.external_id) + 2 * bool(self.placed_on) + bool(self.keys or self.name)

    def add(self, other: Seen) -> None:
        """Learn from another row of the same order."""
        self.external_id = self.external_id or other.external_id
        self.placed_on = self.placed_on or other.placed_on
        self.name = self.name or other.name
        self.keys |= other.keys


def seen(
    external_id: str | None, placed_on: str | None, buyer: tuple[str | None, str | None], email: str | None,
    phone: str | None, name: str | None,
) -> Seen:  # fmt: skip
    """From the values of one staged row; `buyer` is the kind and key of the identity."""
    keys = {f"email:{email.strip().casefold()}"} if email else set()
    if phone:
        keys.add("phone:" + "".join(letter for letter in phone if letter.isdigit()).lstrip("0"))
    if buyer[0] and buyer[1]:
        keys.add(f"{buyer[0]}:{buyer[1].lstrip('+0') if buyer[0] == 'phone' else buyer[1]}")
    return Seen(external_id or "", placed_on, keys, _folded(name))


def sameness(one: Seen, other: Seen) -> int:
    """How sure two rows of one number mean the same order: OTHER for two orders, else the higher the surer."""
    if one.external_id and other.external_id:
        return SAME_ID if one.external_id == other.external_id else OTHER
    days = _days(one.placed_on, other.placed_on)
    if days is not None and days > _NEW_YEAR and (one.placed_on or "")[:4] != (other.placed_on or "")[:4]:
        return OTHER
    buyer = _same_buyer(one, other)
    if buyer is False:
        return OTHER
    if buyer:
        return SAME_BUYER + (days == 0)
    if days is None:
        return MAY_BE
    return SAME_DAY if days == 0 else SAME_YEAR


def _days(one: str | None, other: str | None) -> int | None:
    if not one or not other:
        return None
    return 0 if one == other else abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _same_buyer(one: Seen, other: Seen) -> bool | None:
    """None where nothing can be compared: a file without buyers, or masked ones."""
    if one.keys & other.keys:
        return True
    mine = {key.partition(":")[0] for key in one.keys}
    shared = mine & {key.partition(":")[0] for key in other.keys}
    if one.name and other.name:
        # A corrected address leaves the name as it was; two people who share a word of their names have two addresses.
        return one.name == other.name if shared else _alike(one.name, other.name)
    if not shared:
        return None
    kind = sorted(shared)[0] + ":"
    pairs = [(a, b) for a in one.keys if a.startswith(kind) for b in other.keys if b.startswith(kind)]
    return any(_close(a, b) for a, b in pairs)


def _alike(one: str, other: str) -> bool:
    first, second = set(one.split()), set(other.split())
    return first <= second or second <= first or _close(one, other)


def _close(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _folded(name: str | None) -> str:
    words = " ".join((name or "").casefold().split())
    return "" if "*" in words else words
