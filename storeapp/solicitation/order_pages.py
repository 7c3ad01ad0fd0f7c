"""Addresses of an order's page on its channel, and of a chat with its buyer, from the dated list of known ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from storeapp.kernel.paths import resource
from storeapp.solicitation.mail import LONGEST_ADDRESS

_NUMBER = re.compile(r"'?\s*\+\s*\d[\d\s().\-/]*")
_TRUNK = re.compile(r"\(\s*0\s*\)")  # the zero that is dialled at home only: +44 (0)20 …
DIGITS = range(8, 16)  # of a whole international number; ITU-T E.164 has 15 at most


@cache
def _known() -> Mapping[str, Any]:
    return tomllib.loads(resource("solicitation", "order_pages.toml").read_text("utf-8"))


def order_page(platform: str, number: str, seller: str) -> str:
    """The page of an order for the shop on its channel, "" where none is known.

    `seller`: the shop's own country there, "" where unknown.
    """
    for row in _known()["page"]:
        if row["platform"] != platform or (row["sellers"] and seller not in row["sellers"]):
            continue
        if re.fullmatch(row["number"], number, re.ASCII):
            return str(row["address"]).replace("{number}", number)
    return ""


def chats_on(platform: str) -> bool:
    """Whether buyers of such a platform may be written to in a chat outside of it, as far as is known."""
    return any(platform in row["platforms"] for row in _known()["chat"])


def international(phone: str) -> str:
    """A phone number's digits from the country's on, "" unless it is written with its country (+44 …)."""
    plain = _TRUNK.sub("", phone.strip())
    if not _NUMBER.fullmatch(plain):
        return ""
    digits = "".join(one for one in plain if one in "0123456789")
    return digits if len(digits) in DIGITS and digits[0] != "0" and len(set(digits)) > 1 else ""


def chat_page(platform: str, phone: str, text: str) -> str | None:
    """The address that opens a chat with the message written in it, "" where the number or platform gives none.

    None where it is longer than programs take.
    """
    digits = international(phone)
    found = next((row for row in _known()["chat"] if platform in row["platforms"]), None)
    if found is None or not digits:
        return ""
    address = str(found["address"]).replace("{phone}", digits).replace("{text}", quote(text, safe=""))
    return address if len(address) <= LONGEST_ADDRESS else None
