"""What the sheet of publishing reads: the places of an article, and how a text stands at one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storeapp.articles.drafts.places import PlaceName, open_places, place_key, place_names
from storeapp.articles.drafts.queries import article
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.markdown.targets import Targets
from storeapp.articles.publishing.limits import OverLimit, PlaceLimit, over_limits
from storeapp.articles.publishing.queries import (
    OWN_SHOPS,
    limit_of,
    publications,
    stops,
    targets,
    typed_words,
    variants,
)
from storeapp.articles.publishing.records import PublicationRow, Stop, TypedWords, VariantRow
from storeapp.channels.outlets.queries import outlets
from storeapp.channels.queries import channels
from storeapp.kernel.clock import Clock
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class PublishDesk:
    """What is known of an article's ways out. `costs`: what a piece costs at a place, in minor units with currency;
    `typed`: what was typed for a place and never taken; `shop`: the web address of the shop's own site, "" if unknown.
    """

    article: ArticleDetail
    places: tuple[PlaceName, ...]
    variants: tuple[VariantRow, ...]
    publications: tuple[PublicationRow, ...]
    costs: dict[str, tuple[int, str]]
    typed: dict[str, TypedWords]
    shop: str


@dataclass(frozen=True, slots=True)
class PlaceCheck:
    """How a text stands at a place: what stops it, what is over the limits, and where its references lead."""

    place: str
    limit: PlaceLimit
    stops: tuple[Stop, ...]
    over: tuple[OverLimit, ...]
    targets: Targets


def publish_desk(conn: Any, article_id: int) -> PublishDesk | None:
    """The sheet's facts; the places the article is meant for come first. None where the article is gone."""
    known = article(conn, article_id)
    if known is None:
        return None
    meant = [place_key(one.channel_id, one.outlet_id) for one in known.places]
    places = open_places(place_names(conn).values())
    places.sort(key=lambda one: meant.index(one.key) if one.key in meant else len(meant))
    costs = {
        place_key(None, one.id): (one.cost_minor, one.cost_currency)
        for one in outlets(conn)
        if one.cost_minor is not None
    }
    shop = next((one.url for one in channels(conn) if one.url and one.platform in OWN_SHOPS), "")
    return PublishDesk(
        known, tuple(places), tuple(variants(conn, article_id)), tuple(publications(conn, article_id)), costs,
        typed_words(conn, article_id), shop,
    )  # fmt: skip


def place_check(
    conn: Any, folder: Path, article_id: int, place: str, text: tuple[str, str, tuple[str, ...]], clock: Clock
) -> PlaceCheck:
    """How a text (title, body, tags) of an article stands at a place today."""
    title, body, tags = text
    limit, lead = limit_of(conn, place), targets(conn, folder, body, place)
    over = over_limits(limit, title, body, tags, lead)
    return PlaceCheck(place, limit, tuple(stops(conn, article_id, place, body, clock)), tuple(over), lead)
