"""The list of reviews narrowed to a theme: which themes there are, who is under them, and how many."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, case, func, select, text

from storeapp.reputation.reviews.records import ReviewFilters, ThemeName, Totals
from storeapp.reputation.reviews.theme_names import shown_name
from storeapp.store.sql import among
from storeapp.store.tables import Channel, RatingMonth, Review, ReviewTheme, Theme, ThemeMonth
from storeapp.store.tables.reputation_themes import ALL_PRODUCTS

SELDOM = 200  # a theme with less than one review in so many is fetched and sorted, not met by walking the list


_THEMES_OF = select(ReviewTheme.review_id, ReviewTheme.theme_id).where(
    text(f"review_themes.review_id IN {among('ids')}")  # one bind for hundreds of ids
)


def themes(conn: Connection) -> list[ThemeName]:
    """All themes in their order."""
    rows = conn.execute(select(Theme.id, Theme.name, Theme.starter).order_by(Theme.position, Theme.id))
    return [ThemeName(row.id, shown_name(row.starter, row.name), row.starter) for row in rows]


def themes_of_reviews(conn: Connection, ids: Sequence[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """The themes (id, name as shown) of each of these reviews."""
    found: dict[int, set[int]] = {}
    for review, theme in conn.execute(_THEMES_OF, {"ids": json.dumps(list(ids))}):
        found.setdefault(review, set()).add(theme)
    if not found:
        return {}
    known = [(one.id, one.name) for one in themes(conn)]
    return {review: tuple(one for one in known if one[0] in held) for review, held in found.items()}


def reviews_under(conn: Connection, theme_id: int) -> int:
    """How many reviews a theme has at all."""
    table = ThemeMonth
    wanted = select(func.coalesce(func.sum(table.reviews), 0))
    return int(conn.execute(wanted.where(table.theme_id == theme_id, table.product_id == ALL_PRODUCTS)).scalar_one())


def is_common(conn: Connection, theme_id: int) -> bool:
    """Whether so many reviews are under a theme that walking the list in its order soon meets enough of them."""
    everything = conn.execute(select(func.coalesce(func.sum(RatingMonth.reviews), 0))).scalar_one()
    return reviews_under(conn, theme_id) * SELDOM >= everything


def under(theme_id: int, walking: bool) -> ColumnElement[bool]:
    """The condition on reviews: `walking`: looked up for each review met, else all of them are fetched first."""
    table = ReviewTheme
    if walking:
        return select(table.id).where(table.theme_id == theme_id, table.review_id == Review.id).exists()
    return Review.id.in_(select(table.review_id).where(table.theme_id == theme_id))


def is_kept(wanted: ReviewFilters) -> bool:
    """Whether the kept sums of themes can count these reviews."""
    others = (wanted.has_text, wanted.has_photos, wanted.linked, wanted.edited, wanted.gone)
    named = (wanted.languages, wanted.reply, wanted.search, wanted.ids, wanted.kind)
    return all(one is None for one in others) and not any(named)


def kept_under(conn: Connection, wanted: ReviewFilters, first: str | None, last: str | None) -> Totals:
    """The reviews under the theme of `wanted` in whole months, from the kept sums."""
    table = ThemeMonth
    channels = wanted.channels or tuple(conn.execute(select(Channel.id)).scalars())
    conditions = [
        table.theme_id == wanted.theme,
        table.product_id == (ALL_PRODUCTS if wanted.product is None else wanted.product),
        table.channel_id.in_(channels),
    ]
    if wanted.stars:
        conditions.append(table.stars.in_(wanted.stars))
    if first is not None:
        conditions.append(table.month >= first)
    elif last is not None:
        conditions.append(table.month > "")
    if last is not None:
        conditions.append(table.month <= last)
    rated = case((table.stars > 0, table.reviews), else_=0)
    sums = select(func.sum(table.reviews), func.sum(rated), func.sum(table.reviews * table.stars)).where(*conditions)
    return Totals(*(number or 0 for number in conn.execute(sums).one()))
