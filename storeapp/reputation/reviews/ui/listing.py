"""The list of reviews for the table: its columns, and the source that reads its windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storeapp.kernel.language_names import language_name
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.review_kinds import kind_title
from storeapp.kernel.text import N_, _
from storeapp.kernel.titles import short_name
from storeapp.qtkit.table import Column, Query
from storeapp.qtkit.table.widths import day_width
from storeapp.qtkit.workbench import asking
from storeapp.qtkit.workbench.asking import ListingSource, filters_of
from storeapp.reputation.ratings.queries import all_time, channels
from storeapp.reputation.reviews.queries.listing import ReviewList, languages, list_totals, review_count
from storeapp.reputation.reviews.records import ReviewFilters, ReviewRow, Totals
from storeapp.reputation.reviews.ui.sentences import Moment, buyer, day_of, reply_state, said, stars_said, stars_words

if TYPE_CHECKING:
    from sqlalchemy import Connection

PRODUCT = 168  # holds a short title of 24 letters
SORTS = {"posted": N_("Newest first"), "wait": N_("Longest wait first"), "stars": N_("Lowest rating first")}


def wanted_of(query: Query) -> ReviewFilters:
    """What the table asks for, in the room's own words. A column's id is the name of its filter and its order."""
    wanted = filters_of(ReviewFilters, query)
    sort = query.sort if query.sort in SORTS else "posted"
    # The head of the reply column sorts up first, which here means the longest wait.
    descending = not query.descending if sort == "wait" else query.descending if query.sort in SORTS else True
    return replace(wanted, sort=sort, descending=descending)


def query_of(wanted: ReviewFilters) -> Query:
    """The other way round."""
    query = asking.query_of(wanted)
    return replace(query, descending=not query.descending) if wanted.sort == "wait" else query


class ReviewSource(ListingSource[ReviewFilters]):
    """Reads reviews for a table. `totals` are those of the list that was counted last."""

    def __init__(self) -> None:
        super().__init__(ReviewList(), ReviewFilters)
        self.totals = Totals(0, 0, 0)

    def filters_of(self, query: Query) -> ReviewFilters:
        """The filters of this query."""
        return wanted_of(query)

    def query_of(self, filters: ReviewFilters) -> Query:
        """The query of these filters."""
        return query_of(filters)

    def count(self, conn: Connection, query: Query) -> int:
        """Number of reviews, from the kept sums where the filters allow it."""
        self.totals = list_totals(conn, wanted_of(query))
        return self.totals.reviews

    def stats(self, conn: Connection, query: Query, column: str) -> tuple[int, float] | None:
        """Rated reviews and the sum of their stars."""
        if column != "stars":
            return None
        totals = list_totals(conn, wanted_of(query))
        return totals.rated, totals.stars

    def values(self, conn: Connection, query: Query, column: str, limit: int) -> list[tuple[Any, str, int]]:
        """What the filter menu of a column offers, most frequent first."""
        if column == "channels":
            known = [(one.id, one.name) for one in channels(conn)]
            counts = all_time(conn, [number for number, _name in known])
            found = [(number, name, counts.get(number, 0)) for number, name in known]
            return sorted(found, key=lambda one: -one[2])[:limit]
        if column == "languages":
            return [(code, language_name(code), count) for code, count in languages(conn)[:limit]]
        platforms = [one.platform for one in channels(conn)]
        found = []
        for star in (5, 4, 3, 2, 1, 0):
            words = stars_words((star,), platforms)
            found.append((star, words, review_count(conn, ReviewFilters(stars=(star,)))))
        return [one for one in found if one[2]][:limit]


def columns(moment: Callable[[], Moment]) -> list[Column]:
    """The columns; `moment` gives the present one, so that waits grow while the list stands open."""

    def state(row: ReviewRow) -> tuple[str, str]:
        return reply_state(row, moment())[1:]

    def font(row: ReviewRow) -> str:
        return "medium" if row.waiting else "body"

    return [
        Column("stars", _("Rating"), "stars", 82, text=_stars_text, value=_stars, filterable=True),
        Column(
            "channels",
            _("Channel"),
            "channel",
            34,
            sortable=False,
            text=lambda row: row.channel,
            value=lambda row: (row.platform, ""),
            filterable=True,
            head="",
        ),
        _product_column(),
        Column("text", _("Review"), width=240, sortable=False, stretch=True, text=said, font=font),
        _themes_column(),
        Column(
            "buyer",
            _("Buyer"),
            width=120,
            sortable=False,
            hidden=True,
            text=lambda row: buyer(row, moment().show_names),
        ),
        Column("kind", _("About"), width=120, sortable=False, hidden=True, text=lambda row: kind_title(row.about)),
        Column("order", _("Order"), width=110, sortable=False, hidden=True, text=lambda row: row.order_number),
        Column(
            "languages",
            _("Language"),
            width=96,
            sortable=False,
            hidden=True,
            filterable=True,
            text=lambda row: language_name(row.language),
        ),
        Column(
            "posted",
            _("Date"),
            "date",
            day_width(),
            text=lambda row: day_of(row, moment().today),
            value=lambda row: row.posted_on,
            tone="text-2",
            font="small",
        ),
        Column("wait", _("Reply"), "state", 138, text=lambda row: reply_state(row, moment())[0], value=state),
    ]


def _product_column() -> Column:
    def short(row: ReviewRow) -> str:
        return short_name(row.product, row.label)

    return Column("product", _("Product"), width=PRODUCT, sortable=False, text=short, tip=lambda row: row.product)


def _themes_column() -> Column:
    def words(row: ReviewRow) -> str:
        return _(", ").join(name for _id, name in row.themes)

    return Column("themes", _("Themes"), "tags", 110, sortable=False, text=words, value=_theme_tags)


def _theme_tags(row: ReviewRow) -> list[tuple[str, str]]:
    """The first theme, and how many more there are."""
    names = [name for _id, name in row.themes]
    more = [(f"+{len(names) - 1}", "plain")] if len(names) > 1 else []
    return [(name, "plain") for name in names[:1]] + more


def _stars(row: ReviewRow) -> float | None:
    return shown_stars(row.exact, row.scale)


def _stars_text(row: ReviewRow) -> str:
    stars = _stars(row)
    if stars is not None:
        return stars_said(stars)
    return rating_words(row.platform, row.rating, row.scale) or _("No rating")
