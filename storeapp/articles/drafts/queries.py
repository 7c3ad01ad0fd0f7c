"""Reads articles: the list, one whole, its versions; what is published is asked of publications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from storeapp.articles.drafts.places import named_place, place_key, place_names
from storeapp.articles.drafts.records import (
    ArticleCounts,
    ArticleDetail,
    ArticleFilters,
    ArticleRow,
    ArticleVersionRow,
    ArticleVersionText,
)
from storeapp.articles.drafts.rules import STATUSES, MeantPlace, status_of, title_or_headline
from storeapp.store.bulk import LISTED, json_ids, plain_rows
from storeapp.store.search import match_query, match_sql
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import among, ask

SPELLING = "spelling_words"  # key of the words that the owner taught, in the shop's settings

MOST_PRODUCTS = 1000  # in one list to choose from

_OUT = "SELECT min(p.published_at) FROM publications p WHERE p.article_id = articles.id AND p.published_at IS NOT NULL"
_IS_OUT = "EXISTS (SELECT 1 FROM publications p WHERE p.article_id = articles.id AND p.published_at IS NOT NULL)"
_STATUS = {
    "": "retired_at IS NULL",
    "all": "id IS NOT NULL",
    "draft": f"retired_at IS NULL AND ready_at IS NULL AND NOT {_IS_OUT}",
    "ready": f"retired_at IS NULL AND ready_at IS NOT NULL AND NOT {_IS_OUT}",
    "published": f"retired_at IS NULL AND {_IS_OUT}",
    "retired": "retired_at IS NOT NULL",
}
_SORTS = {"changed": "changed_at", "added": "added_at", "title": "title", "words": "words"}
_PLANNED = (
    "SELECT min(p.planned_on) FROM publications p WHERE p.article_id = articles.id AND p.planned_on IS NOT NULL "
    "AND p.published_at IS NULL AND p.cancelled_at IS NULL"
)
_PRODUCTS = (
    "SELECT n.article_id, n.product_id, coalesce(nullif(t.label, ''), t.title) FROM article_products n "
    f"JOIN products t ON t.id = n.product_id WHERE n.article_id IN {among('ids')} ORDER BY n.id"
)
_COLUMNS = (
    "id, title, language, kind, body, words, topic, goal, readers, angle, ask, country, relation, word_goal, person, "
    "added_at, changed_at, ready_at, retired_at, translation_of"
)


def article(conn: Connection, article_id: int) -> ArticleDetail | None:
    """One article whole, None where it is gone."""
    row = ask(conn, f"SELECT {_COLUMNS}, ({_OUT}) FROM articles WHERE id = :id", id=article_id).first()
    if row is None:
        return None
    status = status_of(row.ready_at, row[-1], row.retired_at)
    products = tuple((product, name) for _id, product, name in ask(conn, _PRODUCTS, ids=json_ids([article_id])))
    sql = "SELECT channel_id, outlet_id FROM article_places WHERE article_id = :id ORDER BY id"
    places = tuple(MeantPlace(*place) for place in ask(conn, sql, id=article_id))
    kept = ask(conn, "SELECT count(*) FROM article_versions WHERE article_id = :id", id=article_id).scalar_one()
    names = _names_of(conn, places)
    whole = [*row, status, products, places, names, _called(conn, row.translation_of), int(kept)]
    return ArticleDetail(*whole)


def _names_of(conn: Connection, places: Sequence[MeantPlace]) -> tuple[str, ...]:
    if not places:
        return ()
    known = place_names(conn)
    return tuple(named_place(known, place_key(one.channel_id, one.outlet_id)).name for one in places)


def _called(conn: Connection, article_id: int | None) -> str:
    """What an article is called, "" for none or one that is gone."""
    if article_id is None:
        return ""
    row = ask(conn, "SELECT title, substr(body, 1, 2000) FROM articles WHERE id = :id", id=article_id).first()
    return title_or_headline(row[0], row[1]) if row is not None else ""


def articles(
    conn: Connection, wanted: ArticleFilters | None = None, first: int = 0, limit: int = 200, backwards: bool = False
) -> list[ArticleRow]:
    """A window of the list, `backwards` from its end."""
    wanted = wanted or ArticleFilters()
    if wanted.search.strip() and not match_query(wanted.search):
        return []
    where, values = _where(wanted)
    falling = "DESC" if wanted.descending != backwards else "ASC"
    order = f"{_SORTS.get(wanted.sort, 'changed_at')} {falling}, id {falling}"
    sql = f"SELECT id FROM articles WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :first"
    return article_rows(conn, [row[0] for row in ask(conn, sql, **values, limit=limit, first=first)])


def article_rows(conn: Connection, ids: Sequence[int]) -> list[ArticleRow]:
    """The lines of these articles in this order; those that are gone are left out."""
    sql = (
        "SELECT id, title, substr(body, 1, 2000), kind, language, topic, words, word_goal, added_at, changed_at, "
        f"ready_at, retired_at, ({_OUT}), ({_PLANNED}) FROM articles WHERE {LISTED}"
    )
    products: dict[int, list[str]] = {}
    for number, _product, name in ask(conn, _PRODUCTS, ids=json_ids(ids)):
        products.setdefault(number, []).append(name)
    found = {}
    for row in plain_rows(conn, sql, json_ids(ids)):
        number, ready, retired, out, planned = row[0], *row[-4:]
        status, named = status_of(ready, out, retired), title_or_headline(*row[1:3])
        names = ", ".join(products.get(number, ()))
        values = [number, named, status, *row[3:-4], out, planned, names]
        found[number] = ArticleRow(*values)
    return [found[number] for number in ids if number in found]


def article_count(conn: Connection, wanted: ArticleFilters | None = None) -> int:
    """How many articles the list holds."""
    wanted = wanted or ArticleFilters()
    if wanted.search.strip() and not match_query(wanted.search):
        return 0
    where, values = _where(wanted)
    return int(ask(conn, f"SELECT count(*) FROM articles WHERE {where}", **values).scalar_one())


def article_position(conn: Connection, wanted: ArticleFilters, article_id: int) -> int | None:
    """The row of an article in a list, from 0; None if it isn't in it."""
    where, values = _where(wanted)
    column = _SORTS.get(wanted.sort, "changed_at")
    own = ask(conn, f"SELECT {column}, id FROM articles WHERE {where} AND id = :own", **values, own=article_id).first()
    if own is None:
        return None
    before = ">" if wanted.descending else "<"
    sql = f"SELECT count(*) FROM articles WHERE {where} AND ({column}, id) {before} (:value, :own)"
    return int(ask(conn, sql, **values, value=own[0], own=article_id).scalar_one())


def article_counts(conn: Connection) -> ArticleCounts:
    """Articles by status."""
    return ArticleCounts(*(article_count(conn, ArticleFilters(status=status)) for status in STATUSES))


def article_languages(conn: Connection) -> list[str]:
    """The languages that articles are written in."""
    found = ask(conn, "SELECT DISTINCT language FROM articles WHERE language <> '' ORDER BY language")
    return list(found.scalars())


def versions(conn: Connection, article_id: int) -> list[ArticleVersionRow]:
    """The versions that were kept of an article, the newest first."""
    sql = "SELECT id, at, name, title, words FROM article_versions WHERE article_id = :id ORDER BY at, id"
    rows = [ArticleVersionRow(row[0], number, *row[1:]) for number, row in enumerate(ask(conn, sql, id=article_id), 1)]
    return rows[::-1]


def version(conn: Connection, version_id: int) -> ArticleVersionText | None:
    """One version with its text."""
    sql = "SELECT id, article_id, at, name, title, body FROM article_versions WHERE id = :id"
    row = ask(conn, sql, id=version_id).first()
    return ArticleVersionText(*row) if row is not None else None


def taught_words(conn: Connection) -> frozenset[str]:
    """Words that the owner taught the spelling, folded."""
    return frozenset(shop_setting(conn, SPELLING, ()))


def product_words(conn: Connection) -> list[str]:
    """Titles and short names of products, whose words are spelt as the shop spells them."""
    return [word for row in ask(conn, "SELECT title, label FROM products ORDER BY id") for word in row if word]


def product_choices(conn: Connection) -> list[tuple[int, str]]:
    """Products to choose from by name, at most MOST_PRODUCTS."""
    name = "coalesce(nullif(label, ''), title)"
    sql = f"SELECT id, {name} AS name FROM products ORDER BY name, id LIMIT :most"
    return [(row[0], row[1]) for row in ask(conn, sql, most=MOST_PRODUCTS)]


def product_lines(conn: Connection, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and SKU of these products by their ids; those that are gone are left out."""
    sql = f"SELECT id, coalesce(nullif(label, ''), title), sku FROM products WHERE id IN {among('ids')}"
    return {row[0]: (row[1], row[2]) for row in ask(conn, sql, ids=json_ids(list(ids)))}


def _where(wanted: ArticleFilters) -> tuple[str, dict[str, Any]]:
    parts, values = [_STATUS[wanted.status]], dict[str, Any]()
    for name in ("kind", "language"):
        if getattr(wanted, name):
            parts.append(f"{name} = :{name}")
            values[name] = getattr(wanted, name)
    if wanted.product is not None:
        parts.append("id IN (SELECT article_id FROM article_products WHERE product_id = :product)")
        values["product"] = wanted.product
    if wanted.search.strip():
        parts.append(f"id IN {match_sql('articles')}")
        values["search"] = match_query(wanted.search)
    return " AND ".join(parts), values
