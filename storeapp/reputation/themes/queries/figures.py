"""What themes come up in reviews, how often, lately and before, and about which products: from kept sums alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select, text

from storeapp.kernel.rating_words import in_bad_and_good
from storeapp.reputation.ratings.queries import channels, span_asked
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.ratings.rules import Span, month_plus
from storeapp.reputation.reviews.queries.theme_filter import themes
from storeapp.reputation.reviews.records import ThemeName
from storeapp.reputation.reviews.theme_names import shown_name
from storeapp.reputation.themes.records import ReviewShare, ThemeProduct, ThemesFound, ThemeShare, ThemeWords
from storeapp.reputation.themes.starter_themes import words_of
from storeapp.store.bulk import json_ids
from storeapp.store.sql import each
from storeapp.store.tables import Channel, Product, RatingMonth, ReviewMonth, Theme, ThemeMonth
from storeapp.store.tables.reputation_themes import ALL_PRODUCTS

COMPLAINS, PRAISES = (1, 2), (5,)
LATELY, YEAR = 3, 12  # months
MOST_PRODUCTS = 5
# CROSS JOIN keeps this order: one seek a theme and channel, to the months wanted, whatever SQLite guesses.
_MENTIONS = text(
    "SELECT m.theme_id, m.month, m.stars, sum(m.reviews) "
    f"FROM {each('themes')} t CROSS JOIN {each('channels')} c "
    "CROSS JOIN theme_months m WHERE m.theme_id = t.value AND m.product_id = :product AND m.channel_id = c.value "
    "AND m.month >= :first AND m.month <= :last GROUP BY 1, 2, 3"
)


def theme_words(conn: Connection, theme_id: int) -> ThemeWords | None:
    """The words behind a theme; None if it is gone."""
    row = conn.execute(
        select(Theme.id, Theme.name, Theme.starter, Theme.words).where(Theme.id == theme_id)
    ).one_or_none()
    if row is None:
        return None
    name = ThemeName(row.id, shown_name(row.starter, row.name), row.starter)
    return ThemeWords(name, dict(words_of(row.starter, row.words)), bool(row.words))


def theme_shares(conn: Connection, asked: Asked, today: date) -> ThemesFound:
    """How often each theme comes up; costs the same whatever the number of reviews."""
    known = channels(conn)
    chosen = [one for one in known if not asked.channels or one.id in asked.channels]
    span = span_asked(conn, chosen, asked.months, today)
    recent = Span(month_plus(span.last, 1 - LATELY), span.last)
    before = Span(month_plus(recent.first, -YEAR), month_plus(recent.first, -1))
    first = "" if asked.months is None else min(span.first, before.first)
    shown = Span(month_plus(span.last, 1 - YEAR), span.last).months
    numbers = [one.id for one in chosen] or [0]
    texts = _ThemeCounts(span if asked.months else None, recent, before)
    for month, stars, count in _texts(conn, numbers, asked.product, first, span.last):
        texts.add(month, stars, count)
    counts = {one.id: _ThemeCounts(texts.span, recent, before) for one in themes(conn)}
    for theme, month, stars, count in _mentions(conn, list(counts), numbers, asked.product, first, span.last):
        counts[theme].add(month, stars, count)
    found = tuple(counts[one.id].share_of(texts, one, shown, len(counts)) for one in themes(conn))
    called = in_bad_and_good(list(dict.fromkeys(one.platform for one in chosen if one.newest_month)))
    found = tuple(replace(one, called=called) for one in found)
    ever = conn.execute(select(func.coalesce(func.sum(RatingMonth.with_text), 0))).scalar_one()
    return ThemesFound(span, found, texts.all, int(ever), called)


class _ThemeCounts:
    """Reviews by what they said, in a span (None: ever), lately and in the year before."""

    def __init__(self, span: Span | None, recent: Span, before: Span) -> None:
        self.span, self._recent, self._before = span, recent, before
        self.all = self.bad = self.good = self.recent = self.before = 0
        self.months: Counter[str] = Counter()

    def add(self, month: str, stars: int, count: int) -> None:
        """Count reviews of one month and star."""
        if self.span is None or self.span.first <= month <= self.span.last:
            self.all += count
            self.bad += count if stars in COMPLAINS else 0
            self.good += count if stars in PRAISES else 0
        if self._recent.first <= month <= self._recent.last:
            self.recent += count
        elif self._before.first <= month <= self._before.last:
            self.before += count
        self.months[month] += count

    def share_of(self, texts: _ThemeCounts, theme: ThemeName, months: Sequence[str], tested: int) -> ThemeShare:
        """These as a part of all; `tested` themes are looked at together."""
        return ThemeShare(
            theme,
            ReviewShare(self.bad, texts.bad),
            ReviewShare(self.good, texts.good),
            self.all,
            ReviewShare(self.recent, texts.recent),
            ReviewShare(self.before, texts.before),
            tuple(ReviewShare(self.months[month], texts.months[month]).share for month in months),
            tested,
        )


def _texts(
    conn: Connection, numbers: Sequence[int], product: int | None, first: str, last: str
) -> Sequence[tuple[str, int, int]]:
    table = RatingMonth if product is None else ReviewMonth
    wanted = (
        select(table.month, table.stars, func.sum(table.with_text))
        .where(table.channel_id.in_(numbers), table.month >= first, table.month <= last)
        .group_by(table.month, table.stars)
    )
    if product is not None:
        wanted = wanted.where(ReviewMonth.product_id == product)
    return [(row[0], row[1], row[2]) for row in conn.execute(wanted)]


def _mentions(
    conn: Connection, known: Sequence[int], numbers: Sequence[int], product: int | None, first: str, last: str
) -> Sequence[tuple[int, str, int, int]]:
    bound = {
        "themes": json_ids(known),
        "channels": json_ids(numbers),
        "product": ALL_PRODUCTS if product is None else product,
        "first": first,
        "last": last,
    }
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(_MENTIONS, bound)]


def theme_products(conn: Connection, theme_id: int, asked: Asked, span: Span) -> list[ThemeProduct]:
    """The products with most bad reviews under a theme in a span, or, where none is bad, with most reviews."""
    table = ThemeMonth
    numbers = asked.channels or tuple(conn.execute(select(Channel.id)).scalars())
    bad = func.sum(table.reviews).filter(table.stars.in_(COMPLAINS))
    wanted = (
        select(table.product_id, func.coalesce(bad, 0), func.sum(table.reviews))
        .where(table.theme_id == theme_id, table.product_id > 0, table.channel_id.in_(numbers))
        .group_by(table.product_id)
        .order_by(func.coalesce(bad, 0).desc(), func.sum(table.reviews).desc(), table.product_id)
        .limit(MOST_PRODUCTS)
    )
    if asked.months is not None:
        wanted = wanted.where(table.month >= span.first, table.month <= span.last)
    if asked.product is not None:
        wanted = wanted.where(table.product_id == asked.product)
    rows = conn.execute(wanted).all()
    named = select(Product.id, Product.title, Product.label).where(Product.id.in_([row[0] for row in rows]))
    titles = {number: (title, label) for number, title, label in conn.execute(named)}
    found = [(*row, *titles.get(row[0], ("", ""))) for row in rows]
    return [ThemeProduct(number, title, bad, reviews, label) for number, bad, reviews, title, label in found]
