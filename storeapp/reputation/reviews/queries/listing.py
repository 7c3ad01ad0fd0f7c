"""The list of reviews, read in windows: ids in the order of an index first, then only the rows on screen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from storeapp.kernel.rows import dataclass
from storeapp.reputation.ratings.queries import channels, star_channels
from storeapp.reputation.ratings.rules import BAD, whole_months
from storeapp.reputation.reviews.queries.conditions import DRAFTED, WAITING, conditions_of
from storeapp.reputation.reviews.queries.theme_filter import is_common, is_kept, kept_under, themes_of_reviews
from storeapp.reputation.reviews.records import ReviewFilters, ReviewRow, Totals
from storeapp.store.sql import among
from storeapp.store.tables import (
    Channel,
    Customer,
    Product,
    RatingMonth,
    Review,
    ReviewAbsence,
    ReviewMonth,
)
from storeapp.store.tables.review_kinds import narrowed_to

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

    _Counter = ColumnElement[int] | InstrumentedAttribute[int]

EXCERPT = 300
_PLAIN_STARS: ColumnElement[int] = literal_column("+reviews.stars")
ROUTES = 8  # at most so many index ranges are merged; more values than that are filtered instead


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the list that one index gives in order: `extra` narrows it, None: the whole list."""

    wanted: ReviewFilters
    newest_first: bool
    extra: ColumnElement[bool] | None = None


def review_rows(
    conn: Connection, wanted: ReviewFilters, first: int, limit: int, backwards: bool = False
) -> list[ReviewRow]:
    """Rows `first` to `first + limit` of the list; `backwards`: counted from its end, last row first."""
    found: list[int] = []
    stretches = _stretches(conn, wanted)
    if backwards:
        stretches = [replace(one, newest_first=not one.newest_first) for one in reversed(stretches)]
    for place, stretch in enumerate(stretches):
        found += _ids(conn, stretch, first, limit - len(found))
        if len(found) >= limit:
            break
        if place < len(stretches) - 1:
            first = max(0, first - _size(conn, stretch)) if first else 0
    return rows_of(conn, found)


def _stretches(conn: Connection, wanted: ReviewFilters) -> list[_Stretch]:
    if wanted.sort == "stars":
        worst_first = [_Stretch(replace(wanted, stars=(one,)), True) for one in wanted.stars or (1, 2, 3, 4, 5, 0)]
        worst_first.sort(key=lambda one: (one.wanted.stars[0] == 0, one.wanted.stars[0]))
        return worst_first if not wanted.descending else _turned(worst_first)
    if wanted.sort == "wait":
        waiting = _Stretch(wanted, newest_first=False, extra=WAITING)
        others = _Stretch(wanted, True, or_(Review.replied_on.is_not(None), Review.stars > 3, Review.stars.is_(None)))
        longest_first = [waiting, others]
        return longest_first if wanted.descending else _turned(longest_first)
    return [_Stretch(wanted, wanted.descending)]


def _turned(stretches: list[_Stretch]) -> list[_Stretch]:
    """The same stretches the other way round; inside each the newest stay first, unrated ones stay last."""
    rated = [one for one in stretches if one.wanted.stars != (0,)]
    return list(reversed(rated)) + [one for one in stretches if one.wanted.stars == (0,)]


def _size(conn: Connection, stretch: _Stretch) -> int:
    if stretch.extra is None:
        return review_count(conn, stretch.wanted)
    return _counted(conn, [*conditions_of(stretch.wanted), stretch.extra]).reviews


def _ids(conn: Connection, stretch: _Stretch, first: int, limit: int) -> list[int]:
    if limit <= 0:
        return []
    table, theme = Review, stretch.wanted.theme
    walking = theme is not None and is_common(conn, theme)
    rest = [] if stretch.extra is None else [stretch.extra]
    routes = [
        select(table.id, table.posted_on).where(and_(*conditions_of(part, walking), *rest, text("1 = 1")))
        for part in _routes(stretch.wanted)
    ]
    # A search has few hits: fetch and sort them, rather than walk the whole index to meet them.
    few = bool(stretch.wanted.search or stretch.wanted.ids or stretch.wanted.gone or (theme and not walking))
    day: Any = func.coalesce(table.posted_on, "") if few else table.posted_on
    number: Any = table.id
    if len(routes) == 1:
        ordered: Any = routes[0]
    else:
        ordered = union_all(*routes)
        day, number = ordered.selected_columns.posted_on, ordered.selected_columns.id
    order = (day.desc(), number.desc()) if stretch.newest_first else (day, number)
    rows = conn.execute(ordered.order_by(*order).limit(limit).offset(first))
    return [row[0] for row in rows]


def _routes(wanted: ReviewFilters) -> Iterator[ReviewFilters]:
    """Split "stars 1, 2 or 3" into three questions: each walks its own index range in order, and they are merged."""
    if wanted.search or wanted.ids or wanted.gone or wanted.product is not None or wanted.reply == "waiting":
        yield wanted
    elif 1 < len(wanted.stars) <= ROUTES:
        for one in wanted.stars:
            yield replace(wanted, stars=(one,))
    elif not wanted.stars and 1 < len(wanted.channels) <= ROUTES:
        for channel in wanted.channels:
            yield replace(wanted, channels=(channel,))
    else:
        yield wanted


def review_totals(conn: Connection, wanted: ReviewFilters) -> Totals:
    """How many reviews the list holds and their stars: from the kept sums wherever the filters allow it."""
    return _totals(conn, wanted, stars=True)


def review_count(conn: Connection, wanted: ReviewFilters) -> int:
    """How many reviews the list holds: what their stars come to is never read, which may cost a look at each."""
    return _totals(conn, wanted, stars=False).reviews


def _totals(conn: Connection, wanted: ReviewFilters, stars: bool) -> Totals:
    value = _kept_counter(wanted)
    none = Totals(0, 0, 0)
    if value is None:
        return _counted(conn, conditions_of(wanted)) + (_apart(conn, wanted) if stars else none)
    # The kept sums know how far all ratings lie above their stars, not those with a text or a reply only.
    all_kept = wanted.theme is None and wanted.has_text is None and wanted.linked is None and not wanted.reply
    first, last, edges = whole_months(wanted.since, wanted.until)
    found = none
    if first is None or last is None or first <= last:
        under_theme = wanted.theme is not None
        found = kept_under(conn, wanted, first, last) if under_theme else _kept(conn, wanted, value, first, last)
    for since, until in edges:
        edge = replace(wanted, since=since, until=until)
        found += _counted(conn, conditions_of(edge))
        found += _apart(conn, edge) if stars and all_kept else none
    return found + _apart(conn, wanted) if stars and not all_kept else found


def list_totals(conn: Connection, wanted: ReviewFilters) -> Totals:
    """`review_totals`, with the average over the channels that rate in stars: no words are counted as stars."""
    found = review_totals(conn, wanted)
    asked = wanted.channels or [one.id for one in channels(conn)]
    chosen = tuple(one for one in star_channels(conn) if one in asked)
    if len(chosen) == len(asked):
        return found
    own = review_totals(conn, replace(wanted, channels=chosen)) if chosen else Totals(0, 0, 0)
    return replace(found, rated=own.rated, stars=own.stars)


def _kept_counter(wanted: ReviewFilters) -> _Counter | None:
    """The kept sum that counts these reviews, None where no such sum is kept."""
    if wanted.search or wanted.languages or wanted.has_photos is not None or wanted.edited is not None:
        return None
    if wanted.ids or wanted.gone is not None or (wanted.theme is not None and not is_kept(wanted)):
        return None
    chosen = [wanted.has_text is not None, wanted.linked is not None, bool(wanted.reply)]
    table = _sums(wanted)
    if sum(chosen) > 1 or wanted.reply == "draft":
        return None
    if wanted.has_text is not None:
        return table.with_text if wanted.has_text else table.reviews - table.with_text
    if wanted.linked is not None:
        return table.linked if wanted.linked else table.reviews - table.linked
    if wanted.reply:
        return table.replied if wanted.reply == "replied" else table.reviews - table.replied
    return table.reviews


def _sums(wanted: ReviewFilters) -> type[RatingMonth | ReviewMonth]:
    return RatingMonth if wanted.product is None else ReviewMonth


def _kept(conn: Connection, wanted: ReviewFilters, value: _Counter, first: str | None, last: str | None) -> Totals:
    table = _sums(wanted)
    stars = wanted.stars
    if wanted.reply == "waiting":
        stars = tuple(one for one in stars or BAD if one in BAD) or (-1,)
    # Naming every channel lets SQLite seek to the months in the unique index instead of reading all of it.
    channels = wanted.channels or tuple(conn.execute(select(Channel.id)).scalars())
    conditions: list[ColumnElement[bool]] = [table.channel_id.in_(channels)]
    if wanted.product is not None:
        conditions.append(ReviewMonth.product_id == wanted.product)
    if stars:
        conditions.append(table.stars.in_(stars))
    if wanted.kind:
        conditions.append(narrowed_to(table, wanted.kind))
    if first is not None:
        conditions.append(table.month >= first)
    elif last is not None:
        conditions.append(table.month > "")
    if last is not None:
        conditions.append(table.month <= last)
    rated = case((table.stars > 0, value), else_=0)
    sums = select(func.sum(value), func.sum(rated), func.sum(value * table.stars), func.sum(table.apart))
    row: list[int] = [number or 0 for number in conn.execute(sums.where(*conditions)).one()]
    count, with_stars, sum_of_stars, apart = row
    whole = wanted.has_text is None and wanted.linked is None and not wanted.reply
    return Totals(count, with_stars, sum_of_stars + (apart / 100 if whole else 0))


def _counted(conn: Connection, conditions: Sequence[ColumnElement[bool]]) -> Totals:
    wanted = select(func.count(), func.count(Review.stars), func.sum(Review.stars)).select_from(Review)
    reviews, rated, stars = conn.execute(wanted.where(and_(*conditions, text("1 = 1")))).one()
    return Totals(reviews, rated, stars or 0)


def _apart(conn: Connection, wanted: ReviewFilters) -> Totals:
    """What ratings between two stars add to a sum of whole stars: few rows, with a small index of their own."""
    conditions = conditions_of(wanted)
    if not (wanted.since or wanted.until or wanted.product or wanted.ids):
        # Named by id, and the stars with a plus, or SQLite walks all the reviews of those stars for them.
        conditions = conditions_of(replace(wanted, stars=()))
        conditions += [_PLAIN_STARS.in_(wanted.stars)] if wanted.stars else []
        conditions.append(Review.id.in_(select(text("few.id FROM reviews AS few WHERE few.apart <> 0"))))
    found = conn.execute(select(func.sum(Review.apart)).where(and_(*conditions, text("reviews.apart <> 0")))).scalar()
    return Totals(0, 0, (found or 0) / 100)


# Made once: putting such a statement together costs as much as running it.
_ROWS = (
    select(
        Review.id,
        Review.channel_id,
        Channel.platform,
        Channel.name,
        Review.stars,
        Review.rating,
        Review.scale,
        Review.product_id,
        func.coalesce(Product.title, ""),
        Review.title,
        func.substr(Review.text, 1, EXCERPT),
        Review.language,
        Review.posted_on,
        Review.posted_at,
        Review.edited_on,
        Review.replied_on,
        Review.replied_at,
        DRAFTED,
        Review.order_id,
        Review.order_number,
        Review.customer_id,
        func.coalesce(Customer.name, ""),
        Review.reviewer,
        Review.photos,
        ReviewAbsence.noticed_at,
        func.coalesce(Product.label, ""),
        Review.kind,
    )
    .join(Channel, Channel.id == Review.channel_id)
    .outerjoin(Product, Product.id == Review.product_id)
    .outerjoin(Customer, Customer.id == Review.customer_id)
    .outerjoin(ReviewAbsence, and_(ReviewAbsence.review_id == Review.id, ReviewAbsence.back_at.is_(None)))
    .where(text(f"reviews.id IN {among('ids')}"))  # one bind for hundreds of ids
)


def rows_of(conn: Connection, ids: Sequence[int]) -> list[ReviewRow]:
    """The rows of these reviews in this order; ids that are gone are left out."""
    under_themes = themes_of_reviews(conn, ids)
    rows: Sequence[Any] = conn.execute(_ROWS, {"ids": json.dumps(list(ids))}).all()
    found = {row[0]: ReviewRow(*(*row, under_themes.get(row[0], ()))) for row in rows}
    return [found[one] for one in ids if one in found]


def review_position(conn: Connection, wanted: ReviewFilters, review_id: int) -> int | None:
    """The row of a review in the list, None if it isn't in it."""
    here = select(Review.posted_on).where(*conditions_of(wanted), Review.id == review_id)
    if conn.execute(here).first() is None:
        return None
    before = 0
    for stretch in _stretches(conn, wanted):
        inside = conditions_of(stretch.wanted) + ([] if stretch.extra is None else [stretch.extra])
        found = conn.execute(select(Review.posted_on).where(*inside, Review.id == review_id)).first()
        if found is not None:
            return before + _counted(conn, [*inside, _above(found[0], review_id, stretch.newest_first)]).reviews
        before += _size(conn, stretch)
    return None


def _above(day: str | None, review_id: int, newest_first: bool) -> ColumnElement[bool]:
    """What stands above a review of this day where the days are in order."""
    if day is None:
        earlier = and_(Review.posted_on.is_(None), Review.id < review_id)
        later = or_(Review.posted_on.is_not(None), and_(Review.posted_on.is_(None), Review.id > review_id))
    else:
        same = Review.posted_on == day
        earlier = or_(Review.posted_on < day, Review.posted_on.is_(None), and_(same, Review.id < review_id))
        later = or_(Review.posted_on > day, and_(same, Review.id > review_id))
    return later if newest_first else earlier


class ReviewList:
    """The list as a workbench reads it."""

    def count(self, conn: Connection, wanted: ReviewFilters) -> int:
        """How many reviews it holds."""
        return review_count(conn, wanted)

    def rows(
        self, conn: Connection, wanted: ReviewFilters, first: int, limit: int, backwards: bool
    ) -> Sequence[ReviewRow]:
        """A window of it."""
        return review_rows(conn, wanted, first, limit, backwards)

    def position(self, conn: Connection, wanted: ReviewFilters, row_id: int) -> int | None:
        """Where a review stands in it."""
        return review_position(conn, wanted, row_id)


def ids_of(conn: Connection, wanted: ReviewFilters) -> list[int]:
    """The ids of all reviews of a list, in no order."""
    return list(conn.execute(select(Review.id).where(and_(*conditions_of(wanted), text("1 = 1")))).scalars())


def languages(conn: Connection) -> list[tuple[str, int]]:
    """The languages of the reviews with their number, the most frequent first; "" where it isn't known."""
    wanted = (
        select(Review.language, func.count()).group_by(Review.language).order_by(func.count().desc(), Review.language)
    )
    return [(language, count) for language, count in conn.execute(wanted)]


def bad_waiting(conn: Connection, since: str | None, limit: int, oldest_first: bool = True) -> list[ReviewRow]:
    """Reviews of 1 to 3 stars without a reply, posted since a day (None: ever)."""
    wanted = ReviewFilters(reply="waiting", since=since, descending=not oldest_first)
    return review_rows(conn, wanted, 0, limit)
