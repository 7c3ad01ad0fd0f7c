"""Addresses of an order's page on its channel, and of a chat with its buyer, from the dated list of known ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from storeapp.kernel.paths import resource
from storeapp.solicitation.mail import LONGEST_ADDRESS

_NUMBER = re.compile(r"\+?[0-9\s().\-/]*")


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat in which buyers can be written to: its id and the name it goes by everywhere."""

    id: str
    name: str


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


def chats_on(platform: str) -> tuple[Chat, ...]:
    """The chats in which buyers of such a platform may be written to outside of it, as far as is known."""
    return tuple(Chat(row["id"], row["name"]) for row in _known()["chat"] if platform in row["platforms"])


def international(phone: str, country: str = "") -> str:
    """A phone number's digits from the country's on, "" unless it is one number that is in use in its country.

    A number without a country is read as one is dialled in `country` (ISO, the buyer's; "" where unknown).
    """
    import phonenumbers  # only when a chat is looked at: it brings the numbering of the whole world

    plain = phone.strip().removeprefix("'").strip()
    if not _NUMBER.fullmatch(plain):
        return ""
    try:
        read = phonenumbers.parse(plain, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(read):
        return ""
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")


def spoken_number(digits: str) -> str:
    """Such digits as people read them: +49 170 1234567."""
    import phonenumbers

    read = phonenumbers.parse(f"+{digits}")
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def chat_page(chat: str, platform: str, digits: str, text: str) -> str | None:
    """The address that opens a chat (its id) with the message written in it, "" where the platform has it not.

    `digits`: as `international` gives them. None where the address is longer than programs take.
    """
    found = next((row for row in _known()["chat"] if row["id"] == chat and platform in row["platforms"]), None)
    if found is None or not digits:
        return ""
    address = str(found["address"]).replace("{phone}", digits).replace("{text}", quote(text, safe=""))
    return address if len(address) <= LONGEST_ADDRESS else None
