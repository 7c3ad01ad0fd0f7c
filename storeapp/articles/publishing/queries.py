"""Reads an article's ways out: its variants, what stops it, where it came out, and what was kept of that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from storeapp.articles.checks.queries import checker
from storeapp.articles.drafts.places import named_place, place_key, place_names, place_of
from storeapp.articles.library.queries import pictures as library_pictures
from storeapp.articles.library.queries import unlicensed
from storeapp.articles.library.rules import item_of
from storeapp.articles.markdown.blocks import addresses, pictures
from storeapp.articles.markdown.links import record_of
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.markdown.targets import ArticlePicture, Targets
from storeapp.articles.publishing.limits import PlaceLimit, limit_for
from storeapp.articles.publishing.master import master_change
from storeapp.articles.publishing.records import (
    KeptFile,
    PublicationArchive,
    PublicationRow,
    Stop,
    TypedWords,
    VariantRow,
)
from storeapp.kernel.clock import Clock
from storeapp.kernel.text import _
from storeapp.store import attachment_files
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask
from storeapp.store.tables import Article, ArticleVariant, Channel, Listing, Outlet, Publication, PublicationFile
from storeapp.store.unsaved_text import unsaved_texts

OWN_SHOPS = ("own", "shopify", "woocommerce", "youzan")  # platforms that are a shop's own site
LIMITS_KEY = "article_limits"  # of the owner's own numbers in the shop's settings, by place
TYPED_FOR = "variant:{article}:"  # of what is typed and unsaved, before the place


def variants(conn: Connection, article_id: int) -> list[VariantRow]:
    """The variants of an article, each with what of the article changed since."""
    wanted = select(ArticleVariant.__table__).where(ArticleVariant.article_id == article_id)
    rows = conn.execute(wanted.order_by(ArticleVariant.id)).all()
    master: Any = conn.execute(select(Article.title, Article.body).where(Article.id == article_id)).first()
    return [_variant(row, master) for row in rows] if master is not None else []


def variant_at(conn: Connection, article_id: int, place: str) -> VariantRow | None:
    """The variant for a place, None where it takes the article as it is."""
    return next((one for one in variants(conn, article_id) if one.place == place), None)


def planned_there(conn: Connection, article_id: int, place: str) -> int | None:
    """What of an article is planned for a place and didn't come out: the id of the earliest, None for nothing."""
    meant, table = place_of(place), Publication
    wanted = select(table.id).where(
        table.article_id == article_id,
        table.channel_id.is_(None) if meant.channel_id is None else table.channel_id == meant.channel_id,
        table.outlet_id.is_(None) if meant.outlet_id is None else table.outlet_id == meant.outlet_id,
        table.published_at.is_(None),
        table.cancelled_at.is_(None),
    )
    found = conn.execute(wanted.order_by(table.planned_on, table.id).limit(1)).scalar()
    return int(found) if found is not None else None


def _variant(row: Any, master: Any) -> VariantRow:
    change = master_change(row.based_on_title, row.based_on_body, master.title, master.body)
    place, tags = place_key(row.channel_id, row.outlet_id), tuple(json.loads(row.tags))
    return VariantRow(row.id, row.article_id, place, row.title, row.body, tags, row.changed_at, change)


def typed_words(conn: Connection, article_id: int) -> dict[str, TypedWords]:
    """What was typed for places of an article and never taken, as when the program was stopped suddenly."""
    start = TYPED_FOR.format(article=article_id)
    found = {name: words for name, words in unsaved_texts(conn).items() if name.startswith(start)}
    return {name.removeprefix(start): TypedWords(*json.loads(words)) for name, words in found.items()}


def limit_of(conn: Connection, place: str) -> PlaceLimit:
    """What a place takes, with the owner's own numbers before those that are known."""
    return known_limit(conn, place, shop_setting(conn, LIMITS_KEY, {}).get(place, {}))


def known_limit(conn: Connection, place: str, own: Mapping[str, int] | None = None) -> PlaceLimit:
    """What a place takes as the rows have it, behind the `own` numbers."""
    meant = place_of(place)
    wanted = select(Outlet.url).where(Outlet.id == meant.outlet_id)
    if meant.channel_id is not None:
        wanted = select(Channel.url).where(Channel.id == meant.channel_id)
    url = str(conn.execute(wanted).scalar() or "")
    return limit_for(named_place(place_names(conn), place).name, url, own)


def stops(conn: Connection, article_id: int, place: str, body: str, clock: Clock) -> list[Stop]:
    """What keeps a text of an article from coming out at a place today: rules, and pictures nobody may use there."""
    found: list[Stop] = []
    checks = checker(conn, article_id, clock, place_of(place))
    if checks is not None:
        for one in checks.check(body).blockers:
            found.append(Stop("check", one.sentence, one.why, one.span))
    numbers = {shown.address: item_of(shown.address) for shown in pictures(parse(body).blocks)}
    named = [number for number in numbers.values() if number is not None]
    name = named_place(place_names(conn), place).name
    for why in unlicensed(conn, named, name, clock.today()).values():
        found.append(Stop("picture", _("A picture may not be used there: {why}").format(why=why)))
    there = known_pictures(conn, named)
    gone = sum(number not in there for number in named)
    if gone:
        found.append(Stop("picture", _("A picture of the text is no longer in the library.")))
    return found


def known_pictures(conn: Connection, ids: Iterable[int]) -> set[int]:
    """Of some items of the library those that are there."""
    numbers = sorted(set(ids))
    rows = ask(conn, "SELECT id FROM library_items WHERE id IN :ids", ids=numbers) if numbers else ()
    return {row[0] for row in rows}


def publications(conn: Connection, article_id: int) -> list[PublicationRow]:
    """Where an article came out, the newest first."""
    table, names = Publication, place_names(conn)
    wanted = select(table.__table__).where(table.article_id == article_id, table.published_at.is_not(None))
    return [_published(row, names) for row in conn.execute(wanted.order_by(table.published_at.desc(), table.id.desc()))]


def archive_of(conn: Connection, folder: Path, publication_id: int) -> PublicationArchive | None:
    """What was published, with its files in the shop's folder; None where it did not come out."""
    row: Any = conn.execute(select(Publication.__table__).where(Publication.id == publication_id)).first()
    if row is None or row.published_at is None:
        return None
    files = select(PublicationFile.__table__).where(PublicationFile.publication_id == publication_id)
    kept = tuple(
        KeptFile(one.address, one.name, attachment_files.place_of(folder, one.sha256, one.ending))
        for one in conn.execute(files.order_by(PublicationFile.id))
    )
    return PublicationArchive(_published(row, place_names(conn)), row.body, json.loads(row.archive), kept)


def _published(row: Any, names: Mapping[str, Any]) -> PublicationRow:
    place = named_place(names, place_key(row.channel_id, row.outlet_id))
    return PublicationRow(
        row.id, row.article_id, place.key, place.name, row.title, row.published_at, row.url, row.tracking_link,
        row.coupon, row.cost_minor, row.currency,
    )  # fmt: skip


def targets(conn: Connection, folder: Path, body: str, place: str = "", link: str = "") -> Targets:
    """Where the references of a text lead when it comes out at a place: products on that channel or another, articles
    where they came out, partners, and pictures of the library. `link`: where products lead instead, tracked.
    """
    document = parse(body)
    named = [(one, *record) for one in addresses(document.blocks) if (record := record_of(one)) is not None]
    links, items = {}, {}
    for address, kind, key in named:
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else None
        if number is None:
            continue
        to = ""
        if kind == "product":
            to = link or _product_address(conn, number, place)
        elif kind == "article":
            to = _article_address(conn, number, place)
        elif kind == "partner":
            to = str(conn.execute(select(Outlet.url).where(Outlet.id == number)).scalar() or "")
        elif kind == "picture":
            items[address] = number
        if to:
            links[address] = to
    there = library_pictures(conn, folder, items.values())
    shown: dict[str, ArticlePicture] = {key: there[number] for key, number in items.items() if number in there}
    return Targets(links, shown)


def _product_address(conn: Connection, product_id: int, place: str) -> str:
    """Where a product is sold: on the channel in question, else in the own shop, else anywhere."""
    meant = place_of(place or "site")
    wanted = (
        select(Listing.channel_id, Listing.url, Channel.platform)
        .join(Channel.__table__, Channel.id == Listing.channel_id)
        .where(Listing.product_id == product_id, Listing.url != "")
        .order_by(Listing.id)
    )
    rows = conn.execute(wanted).all()
    best = min(rows, key=lambda row: (row.channel_id != meant.channel_id, row.platform not in OWN_SHOPS), default=None)
    return str(best.url) if best is not None else ""


def _article_address(conn: Connection, article_id: int, place: str) -> str:
    """Where an article came out last, at the same place if it did there."""
    rows = [one for one in publications(conn, article_id) if one.url]
    rows.sort(key=lambda one: one.place != place)
    return rows[0].url if rows else ""
