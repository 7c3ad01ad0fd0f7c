"""Which platforms are known, and what a channel's own fields may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _
from storeapp.rulebook.regions import region_of, regions

PLATFORMS: dict[str, str] = {
    "own": N_("Own shop"),
    "etsy": "Etsy",
    "ebay": "eBay",
    "amazon": "Amazon",
    "shopify": "Shopify",
    "woocommerce": "WooCommerce",
    "taobao": N_("Taobao"),
    "tmall": N_("Tmall"),
    "jd": N_("JD"),
    "pinduoduo": N_("Pinduoduo"),
    "youzan": N_("Youzan"),
    "shopee": "Shopee",
    "lazada": "Lazada",
    "tiendanube": "Tiendanube / Nuvemshop",
    "tokopedia": "Tokopedia",
    "tiktok": "TikTok Shop",
    "ozon": "Ozon",
    "wildberries": "Wildberries",
    "olist": "Olist",
    "aliexpress": "AliExpress",
    "mercadolibre": "Mercado Libre",
    "yandex": N_("Yandex Market"),
    "trustpilot": "Trustpilot",
    "google": "Google",
    "googleplay": "Google Play",
    "judgeme": "Judge.me",
    "loox": "Loox",
    "okendo": "Okendo",
    "yotpo": "Yotpo",
    "other": N_("Another platform"),
}


@dataclass(frozen=True, slots=True)
class ChannelFields:
    """What the owner may set: a unique name, an ISO 4217 code, an IANA time zone, a locale, a URL; "" where unknown."""

    platform: str
    name: str
    currency: str = ""
    time_zone: str = ""
    locale: str = ""
    url: str = ""
    region: str = ""  # of the platform's rules, "" to go by locale and currency


class HasPlatform(Protocol):
    """Anything with an id that is of a platform."""

    @property
    def id(self) -> int: ...

    @property
    def platform(self) -> str: ...


Row = TypeVar("Row", bound=HasPlatform)


def meant(channels: Sequence[Row], platform: str, before: int | None = None) -> list[Row]:
    """The channels that a file of a platform may belong to; "other" is a file that says none.

    `before`: the channel that files of its format went into so far, where the platform has no channel of its own.
    """
    same = [row for row in channels if row.platform == platform]
    if platform == "other":
        # A shop with one channel of its own: a file without a platform is of that one.
        same = list(channels) if len(channels) == 1 and channels[0].platform in ("own", "other") else []
    return same or [row for row in channels if row.id == before]


def platform_title(platform: str) -> str:
    """The platform's name as the owner knows it."""
    return _(PLATFORMS.get(platform, platform.capitalize() or PLATFORMS["other"]))


def platform_called(name: str) -> str:
    """The platform of that name, "" if none is called so."""
    wanted = name.strip().casefold()
    return next((key for key in PLATFORMS if wanted in {key, platform_title(key).casefold()}), "")


def checked(fields: ChannelFields) -> ChannelFields:
    """The fields tidied up; UserError names the one that can't be kept."""
    name = " ".join(fields.name.split())
    if not name:
        raise UserError(_("A channel needs a name. Nothing was changed."))
    currency = fields.currency.strip().upper()
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        raise UserError(_("“{value}” is not a currency code. Use three letters, like EUR.").format(value=currency))
    time_zone = fields.time_zone.strip()
    if time_zone:
        try:
            ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as why:
            message = _("“{value}” is not a time zone. Use a name like Europe/Vienna.")
            raise UserError(message.format(value=time_zone)) from why
    url = fields.url.strip()
    if url and not re.match(r"https?://\S+$", url):
        raise UserError(_("“{value}” is not a web address. It starts with https://").format(value=url))
    region = fields.region.strip().upper()
    if region and region not in {one.id for one in regions()}:
        raise UserError(_("“{value}” is not a region of the rule book. Nothing was changed.").format(value=region))
    return ChannelFields(fields.platform or "other", name, currency, time_zone, fields.locale.strip(), url, region)


def seat_of(region: str, locale: str, currency: str) -> tuple[str, tuple[str, ...]]:
    """The shop's country on a channel ("" where only a larger region is known), and all countries of its region."""
    found = region or region_of(locale, currency)
    countries = next((one.countries for one in regions() if one.id == found), ())
    country = locale.replace("-", "_").rpartition("_")[2].upper()
    if len(countries) == 1:
        return countries[0], countries
    return (country if country in countries else ""), countries
