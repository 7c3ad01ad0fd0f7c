"""Orders and reviews that a case may be about: those of its buyer, or what is found by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.kernel.rows import dataclass
from storeapp.store.bulk import LISTED, json_ids, plain_rows
from storeapp.store.search import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

MOST = 50
MOST_GUIDES = 5
_OF = "(SELECT id FROM cases WHERE root_id = (SELECT root_id FROM cases WHERE id = ?1))"
_BUYER = f"(SELECT customer_id FROM cases WHERE id IN {_OF} AND customer_id IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class Linkable:
    """An order or a review. `words`: the number of an order, what a review says; `about`: the product or the stars.

    `day`: ISO, "" where it is not known. `case`: the case on top that has this review already.
    """

    id: int
    words: str
    about: str
    day: str
    platform: str
    channel: str
    stars: int | None = None
    case: int | None = None


@dataclass(frozen=True, slots=True)
class CareGuide:
    """An article that helps with a product of the case; `url`: where it was published last, "" where it wasn't."""

    id: int
    title: str
    url: str


def guides_for(conn: Connection, case_id: int, language: str = "") -> list[CareGuide]:
    """How-to and care articles about the products of a case, those in the buyer's language first."""
    rows = plain_rows(
        conn,
        "SELECT a.id, a.title, a.language, coalesce((SELECT p.url FROM publications p WHERE p.article_id = a.id AND "
        "p.published_at IS NOT NULL AND p.url <> '' ORDER BY p.published_at DESC LIMIT 1), '') "
        "FROM articles a WHERE a.kind = 'howto' AND a.retired_at IS NULL AND trim(a.body) <> '' AND a.id IN "
        "(SELECT article_id FROM article_products WHERE product_id IN "
        f"(SELECT product_id FROM cases WHERE id IN {_OF} UNION SELECT l.product_id FROM case_orders n "
        "JOIN order_lines l ON l.order_id = n.order_id AND (n.order_line_id IS NULL OR n.order_line_id = l.id) "
        f"WHERE n.case_id IN {_OF})) ORDER BY a.id",
        case_id,
    )
    rows.sort(key=lambda row: row[2] != language)
    return [CareGuide(number, title, url) for number, title, _language, url in rows[:MOST_GUIDES]]


def orders_for(conn: Connection, case_id: int, words: str = "") -> list[Linkable]:
    """Orders that hold these words, without words those of the buyer; the newest first, none that the case has."""
    there = f"SELECT order_id FROM case_orders WHERE case_id IN {_OF}"
    if words.strip():
        ids = json_ids(_orders_found(conn, words))
        rows = plain_rows(
            conn, f"SELECT id FROM orders WHERE {LISTED.replace('?1', '?2')} AND id NOT IN ({there})", case_id, ids
        )
    else:
        rows = plain_rows(
            conn,
            f"SELECT id FROM orders WHERE customer_id IN {_BUYER} AND id NOT IN ({there}) "
            f"ORDER BY placed_on DESC, id DESC LIMIT {MOST}",
            case_id,
        )
    return _orders(conn, [number for (number,) in rows])


def _orders_found(conn: Connection, words: str) -> list[int]:
    """Orders with this number, then the newest ones of buyers and of products that the words find."""
    hits = find(conn, words, ("orders", "customers", "products"), MOST)
    found = [hit.id for hit in hits if hit.kind == "orders"]
    for kind, sql in (
        ("customers", f"SELECT id FROM orders WHERE customer_{LISTED} ORDER BY placed_on DESC, id DESC LIMIT {MOST}"),
        ("products", f"SELECT order_id FROM order_lines WHERE product_{LISTED} ORDER BY id DESC LIMIT {MOST}"),
    ):
        mine = [hit.id for hit in hits if hit.kind == kind]
        found += [number for (number,) in plain_rows(conn, sql, json_ids(mine))] if mine else []
    return list(dict.fromkeys(found))[:MOST]


def reviews_for(conn: Connection, case_id: int, words: str = "") -> list[Linkable]:
    """Reviews that hold these words, without words those of the case's orders and buyer; the newest first."""
    mine = f"SELECT review_id FROM cases WHERE id IN {_OF} AND review_id IS NOT NULL"
    if words.strip():
        ids = [hit.id for hit in find(conn, words, ("reviews",), MOST)]
        rows = plain_rows(conn, f"SELECT id FROM reviews WHERE {LISTED.replace('?1', '?2')} AND id NOT IN ({mine})",
                          case_id, json_ids(ids))  # fmt: skip
    else:
        orders = f"SELECT order_id FROM case_orders WHERE case_id IN {_OF}"
        rows = plain_rows(
            conn,
            f"SELECT id FROM reviews WHERE order_id IN ({orders}) AND id NOT IN ({mine}) UNION "
            f"SELECT id FROM reviews WHERE customer_id IN {_BUYER} AND id NOT IN ({mine}) LIMIT {MOST}",
            case_id,
        )
    return _reviews(conn, [number for (number,) in rows])


def _orders(conn: Connection, ids: Sequence[int]) -> list[Linkable]:
    found = plain_rows(
        conn,
        "SELECT o.id, o.number, coalesce((SELECT coalesce(nullif(p.label, ''), p.title, l.title) FROM order_lines l "
        "LEFT JOIN products p ON p.id = l.product_id WHERE l.order_id = o.id AND l.kind = '' ORDER BY l.id LIMIT 1), "
        "''), coalesce(o.placed_on, ''), c.platform, c.name FROM orders o JOIN channels c ON c.id = o.channel_id "
        f"WHERE o.{LISTED} ORDER BY o.placed_on DESC, o.id DESC",
        json_ids(ids),
    )
    return [Linkable(*row) for row in found]


def _reviews(conn: Connection, ids: Sequence[int]) -> list[Linkable]:
    found = plain_rows(
        conn,
        "SELECT r.id, trim(r.title || ' ' || r.text), coalesce(nullif(p.label, ''), p.title, ''), "
        "coalesce(r.posted_on, ''), c.platform, c.name, r.stars, "
        "(SELECT max(k.root_id) FROM cases k WHERE k.review_id = r.id) "
        "FROM reviews r JOIN channels c ON c.id = r.channel_id LEFT JOIN products p ON p.id = r.product_id "
        f"WHERE r.{LISTED} ORDER BY r.posted_on DESC, r.id DESC",
        json_ids(ids),
    )
    return [Linkable(*row) for row in found]
