"""What a channel's fields may hold."""

from __future__ import annotations

import tomllib

import pytest

from storeapp.channels.rules import PLATFORMS, ChannelFields, checked, platform_title
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource


def test_fields_are_tidied():
    fields = checked(ChannelFields("etsy", "  My   Etsy ", " eur", " Europe/Vienna ", "", " https://etsy.com/shop/a "))
    assert fields == ChannelFields("etsy", "My Etsy", "EUR", "Europe/Vienna", "", "https://etsy.com/shop/a")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        (ChannelFields("etsy", " "), "name"),
        (ChannelFields("etsy", "E", currency="EURO"), "EURO"),
        (ChannelFields("etsy", "E", time_zone="Vienna"), "Vienna"),
        (ChannelFields("etsy", "E", time_zone="../etc"), "../etc"),
        (ChannelFields("etsy", "E", url="etsy.com"), "https://"),
        (ChannelFields("etsy", "E", url="javascript:alert(1)"), "https://"),
    ],
)
def test_what_cant_be_kept_is_named(fields, named):
    with pytest.raises(UserError, match=named.replace(".", r"\.")):
        checked(fields)


def test_every_platform_has_a_title():
    assert all(platform_title(platform) for platform in PLATFORMS)
    assert platform_title("mystery") == "Mystery"


def test_every_platform_of_a_format_has_a_name_that_people_know():
    told = [
        tomllib.loads(path.read_text("utf-8")).get("platform", "own") for path in resource("formats").glob("*.toml")
    ]
    assert {"judgeme", "googleplay"} <= set(told)
    assert not set(told) - set(PLATFORMS)
