"""Reads what the shop's own site shows: each article that came out, as it came out there, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from storeapp.articles.drafts.places import SITE
from storeapp.articles.drafts.rules import title_or_headline
from storeapp.articles.library.queries import pictures as library_pictures
from storeapp.articles.library.queries import unlicensed
from storeapp.articles.library.rules import item_of
from storeapp.articles.markdown.blocks import pictures
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.markdown.targets import ArticlePicture
from storeapp.articles.publishing.formats import MOST_ACROSS, fitting
from storeapp.articles.publishing.queries import OWN_SHOPS, targets
from storeapp.articles.site.records import SiteArticle, SiteShop
from storeapp.kernel.clock import local_day
from storeapp.kernel.languages import languages_of
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, language, plural
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask
from storeapp.store.tables import Channel

# Keys of the shop's settings: where the site will be, the folder it is exported to, its first language.
ADDRESS, FOLDER, LANGUAGE = "site_address", "site_folder", "site_language"
IMAGES = "images"
_OUT = (
    "SELECT p.article_id, p.channel_id, p.outlet_id, p.variant_id, p.published_at, p.body, a.title AS name, "
    "a.body AS master, a.changed_at, a.language, a.topic, a.translation_of FROM publications p "
    "JOIN articles a ON a.id = p.article_id WHERE p.published_at IS NOT NULL AND p.cancelled_at IS NULL "
    "AND a.retired_at IS NULL ORDER BY p.article_id, p.published_at, p.id"
)


@dataclass(frozen=True, slots=True)
class SiteContent:
    """What a site is made of. `said`: whether the owner said its address; `first`: the language that the owner wants at
    its top, "" where that wasn't said; `notes`: what an owner should know of it.
    """

    shop: SiteShop
    articles: tuple[SiteArticle, ...]
    said: bool
    notes: tuple[str, ...]
    first: str = ""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the owner said of the site, "" for what wasn't; `articles`: how many came out and would be on it;
    `languages`: those that they are in, as far as it is said of them; `pairs`: how many say another one's words.
    """

    address: str
    folder: str
    language: str
    articles: int
    languages: tuple[str, ...]
    pairs: int


def site_content(conn: Connection, folder: Path, today: date) -> SiteContent:
    """The articles that came out and aren't retired, with their pictures in the shop's `folder`.

    An article is shown as it came out on the own site; where it came out elsewhere only, as it did there in its own
    words, else as it is now.
    """
    by_article: dict[int, list[Any]] = {}
    for row in ask(conn, _OUT):
        by_article.setdefault(row.article_id, []).append(row)
    chosen = [(_shown(rows), rows) for rows in by_article.values()]
    spoken = languages_of([(row.language and None) or body for (row, body, _day), _rows in chosen])
    links: dict[str, str] = {}
    found, refused, changed = [], 0, 0
    usual = language().replace("_", "-")
    for ((row, body, day), rows), told in zip(chosen, spoken, strict=True):
        allowed, gone = _pictures(conn, folder, body, today)
        refused += gone
        changed += body != row.master
        links.update(targets(conn, folder, body, SITE).links)
        first = _day(rows[0].published_at)
        found.append(
            SiteArticle(
                row.article_id, row.name, row.language or told or usual, body, row.topic, first, max(first, _day(day)),
                day, row.translation_of, allowed,
            )
        )  # fmt: skip
    notes = []
    if changed:
        notes.append(
            plural(
                "{count} article was changed since it came out. Publish it again to bring the new words there.",
                "{count} articles were changed since they came out. Publish them again to bring the new words there.",
                changed,
            )
        )
    if refused:
        notes.append(
            plural(
                "{count} picture was left out: nobody agreed to its use, or no longer.",
                "{count} pictures were left out: nobody agreed to their use, or no longer.",
                refused,
            )
        )
    said = str(shop_setting(conn, ADDRESS, "") or "")
    own = [one for one in links if not one.startswith("article:")]
    shop = _shop(conn, said, {one: links[one] for one in own})
    first = str(shop_setting(conn, LANGUAGE, "") or "")
    spoken_there = {one.language.replace("_", "-") for one in found}
    return SiteContent(shop, tuple(found), bool(said), tuple(notes), first if first in spoken_there else "")


def site_settings(conn: Connection) -> SiteSettings:
    """What was said of the site, and what would be on it."""
    said = [str(shop_setting(conn, key, "") or "") for key in (ADDRESS, FOLDER, LANGUAGE)]
    sql = (
        "SELECT a.language, count(*), count(a.translation_of) FROM articles a WHERE a.retired_at IS NULL "
        "AND EXISTS (SELECT 1 FROM publications p WHERE p.article_id = a.id AND p.published_at IS NOT NULL "
        "AND p.cancelled_at IS NULL) GROUP BY a.language ORDER BY a.language"
    )
    rows = [(str(row[0]).replace("_", "-"), int(row[1]), int(row[2])) for row in ask(conn, sql)]
    languages = tuple(dict.fromkeys(language for language, _count, _pairs in rows if language))
    return SiteSettings(said[0], said[1], said[2], sum(row[1] for row in rows), languages, sum(row[2] for row in rows))


def translation_choices(conn: Connection, article_id: int, most: int) -> list[tuple[int, str, str]]:
    """Articles that one may be the translation of, with title and language, the last written first, at most so many."""
    sql = (
        "SELECT o.id, o.title, substr(o.body, 1, 400) AS body, o.language FROM articles o, articles a WHERE a.id = :id "
        "AND o.id <> a.id AND o.language <> a.language AND o.retired_at IS NULL ORDER BY o.changed_at DESC, o.id DESC "
        "LIMIT :most"
    )
    return [
        (row.id, title_or_headline(row.title, row.body), row.language)
        for row in ask(conn, sql, id=article_id, most=most)
    ]


def _shown(rows: Sequence[Any]) -> tuple[Any, str, str]:
    """The publication whose words are shown, they, and since when they are so (UTC text)."""
    there = [row for row in rows if row.channel_id is None and row.outlet_id is None]
    same = there or [row for row in rows if row.variant_id is None]
    if same:
        return same[-1], same[-1].body, same[-1].published_at
    return rows[-1], rows[-1].master, rows[-1].changed_at


def _day(at: str) -> str:
    return local_day(at).isoformat()


def _pictures(conn: Connection, folder: Path, body: str, today: date) -> tuple[dict[str, ArticlePicture], int]:
    """The pictures of a text that may be shown, by reference, and how many may not."""
    numbers = {shown.address: item_of(shown.address) for shown in pictures(parse(body).blocks)}
    items = {address: number for address, number in numbers.items() if number is not None}
    if not items:
        return {}, 0
    why = unlicensed(conn, items.values(), _("Own site"), today)
    there = library_pictures(conn, folder, items.values())
    found = {}
    for address, number in items.items():
        picture = there.get(number)
        if picture is not None and number not in why:
            stem, _dot, ending = picture.src.rpartition(".")
            name = f"{stem}.{'jpg' if ending == 'jpg' else 'png'}"
            wide, high = fitting(picture.width, picture.height, MOST_ACROSS)
            found[address] = replace(picture, src=f"{IMAGES}/{name}", width=wide, height=high)
    return found, len(why)


def _shop(conn: Connection, said: str, links: Mapping[str, str]) -> SiteShop:
    rows = conn.execute(select(Channel.name, Channel.url, Channel.platform).order_by(Channel.id)).all()
    own = next((row.url for row in rows if row.platform in OWN_SHOPS and row.url), "")
    anywhere = own or next((row.url for row in rows if row.url), "")
    name = str(shop_setting(conn, "shop_name", "") or "") or next((row.name for row in rows), "") or _("Our articles")
    address = (said or own).rstrip("/")
    return SiteShop(name, "", anywhere, address, language().replace("_", "-"), links)
