"""Short names of found records, for the search box: what it is, one line more, where it is from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storeapp.aftersales.rules import STATES
from storeapp.articles.drafts.queries import article_rows
from storeapp.articles.drafts.wording import status_words
from storeapp.kernel.text import _, plural
from storeapp.store.bulk import plain_rows
from storeapp.store.search import Hit

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_TEXT = 80  # characters of a review


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One record as the search box shows it; `platform` is "" where it belongs to no single channel."""

    kind: str
    id: int
    title: str
    detail: str
    platform: str


def record_names(conn: Connection, hits: Sequence[Hit], show_names: bool) -> list[FoundRecord]:
    """The hits in their order, those that are gone left out; customers by number unless `show_names`."""
    hits = _on_top(conn, hits)
    found: dict[tuple[str, int], FoundRecord] = {}
    for kind, read in _READERS.items():
        ids = [hit.id for hit in hits if hit.kind == kind]
        if ids:
            found.update({(kind, one.id): one for one in read(conn, ids, show_names)})
    return [found[hit.kind, hit.id] for hit in hits if (hit.kind, hit.id) in found]


def _on_top(conn: Connection, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, a case that is merged as the one on top, and that once."""
    cases = [hit.id for hit in hits if hit.kind == "cases"]
    top = dict(_rows(conn, "SELECT id, root_id FROM cases WHERE id IN ({ids})", cases)) if cases else {}
    told = (Hit(hit.kind, top.get(hit.id, hit.id)) if hit.kind == "cases" else hit for hit in hits)
    return list(dict.fromkeys(told))


def _rows(conn: Connection, sql: str, ids: Sequence[int]) -> list[Any]:
    return plain_rows(conn, sql.format(ids=",".join(str(int(number)) for number in ids)))


def _customers(conn: Connection, ids: Sequence[int], show_names: bool) -> list[FoundRecord]:
    rows = _rows(conn, "SELECT id, name, order_count, city, country FROM customers WHERE id IN ({ids})", ids)
    made = []
    for number, name, orders, city, country in rows:
        title = _("Customer {number}").format(number=number)
        detail = [plural("{count} order", "{count} orders", orders), city or country]
        made.append(FoundRecord("customers", number, name if show_names and name else title, _joined(detail), ""))
    return made


def _orders(conn: Connection, ids: Sequence[int], show_names: bool) -> list[FoundRecord]:
    sql = (
        "SELECT o.id, o.number, c.platform, o.placed_on, (SELECT coalesce(nullif(p.label, ''), l.title) "
        "FROM order_lines l LEFT JOIN products p ON p.id = l.product_id WHERE l.order_id = o.id ORDER BY l.id LIMIT 1) "
        "FROM orders o JOIN channels c ON c.id = o.channel_id WHERE o.id IN ({ids})"
    )
    return [
        FoundRecord("orders", number, _("Order {number}").format(number=name), _joined([title, day]), platform)
        for number, name, platform, day, title in _rows(conn, sql, ids)
    ]


def _products(conn: Connection, ids: Sequence[int], show_names: bool) -> list[FoundRecord]:
    rows = _rows(conn, "SELECT id, title, label, sku, category FROM products WHERE id IN ({ids})", ids)
    return [
        FoundRecord("products", number, label or title, _joined([title if label else "", sku, category]), "")
        for number, title, label, sku, category in rows
    ]


def _reviews(conn: Connection, ids: Sequence[int], show_names: bool) -> list[FoundRecord]:
    sql = (
        "SELECT r.id, r.stars, r.order_number, r.title, r.text, c.platform "
        "FROM reviews r JOIN channels c ON c.id = r.channel_id WHERE r.id IN ({ids})"
    )
    made = []
    for number, stars, order, title, text, platform in _rows(conn, sql, ids):
        words = _("Review of order {number}").format(number=order) if order else _("Review")
        if stars:
            words = f"{words}, {plural('{count} star', '{count} stars', stars)}"
        made.append(FoundRecord("reviews", number, words, " ".join((title or text).split())[:MOST_TEXT], platform))
    return made


def _cases(conn: Connection, ids: Sequence[int], show_names: bool) -> list[FoundRecord]:
    sql = (
        "SELECT k.id, k.title, k.state, coalesce(c.platform, '') FROM cases k "
        "LEFT JOIN channels c ON c.id = k.channel_id WHERE k.id IN ({ids})"
    )
    return [
        FoundRecord(
            "cases", number, title, _joined([_("Case {number}").format(number=number), _(STATES[state])]), platform
        )
        for number, title, state, platform in _rows(conn, sql, ids)
    ]


def _articles(conn: Connection, ids: Sequence[int], show_names: bool) -> list[FoundRecord]:
    return [
        FoundRecord("articles", row.id, row.title or _("Untitled"), _joined([status_words(row.status), row.topic]), "")
        for row in article_rows(conn, ids)
    ]


def _joined(parts: Sequence[str | None]) -> str:
    return _(", ").join(part for part in parts if part)


_READERS: dict[str, Callable[[Connection, Sequence[int], bool], list[FoundRecord]]] = {
    "customers": _customers,
    "orders": _orders,
    "products": _products,
    "reviews": _reviews,
    "cases": _cases,
    "articles": _articles,
}
