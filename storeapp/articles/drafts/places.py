"""Where articles come out: the shop's channels, places outside it, and its own site, each by one short key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storeapp.articles.drafts.rules import MeantPlace
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from sqlalchemy import Connection

SITE = "site"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One place: its key "channel:3", "outlet:5" or "site", its name, and the channel's platform, "" for the others.

    `kind`: that of the outlet, "channel" or "site". `open`: whether it is still used.
    """

    key: str
    name: str
    platform: str = ""
    kind: str = ""
    open: bool = True


def place_key(channel_id: int | None, outlet_id: int | None) -> str:
    """The key of a place by its columns; neither of them is the shop's own site."""
    if channel_id is not None:
        return f"channel:{channel_id}"
    return SITE if outlet_id is None else f"outlet:{outlet_id}"


def place_of(key: str) -> MeantPlace:
    """The columns of a place by its key."""
    kind, _colon, number = key.partition(":")
    if kind == "channel":
        return MeantPlace(channel_id=int(number))
    return MeantPlace(outlet_id=int(number)) if kind == "outlet" else MeantPlace()


def place_names(conn: Connection) -> dict[str, PlaceName]:
    """Every place by its key: the channels in their order, then the shop's own site, then the places outside."""
    found = [
        PlaceName(place_key(row[0], None), row[1], row[2], "channel")
        for row in ask(conn, "SELECT id, name, platform FROM channels ORDER BY id")
    ]
    found.append(PlaceName(SITE, _("Own site"), "", "site"))
    found += [
        PlaceName(place_key(None, row[0]), row[1], "", row[2], row[3] is None)
        for row in ask(conn, "SELECT id, name, kind, closed_on FROM outlets ORDER BY name, id")
    ]
    return {one.key: one for one in found}


def named_place(names: Mapping[str, PlaceName], key: str) -> PlaceName:
    """The place of a key, one that says so where it is gone."""
    return names.get(key) or PlaceName(key, _("A place that is gone"), "", "", open=False)


def open_places(names: Iterable[PlaceName]) -> list[PlaceName]:
    """Those that are still used."""
    return [one for one in names if one.open]
