"""The filters of the list of reviews: what their chips say, and what their menus offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from storeapp.kernel.days import since_choices
from storeapp.kernel.language_names import language_name
from storeapp.kernel.rating_words import rates_in_words
from storeapp.kernel.review_kinds import kind_title, told_apart
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.qtkit.workbench.filter_bar import FilterBar, FilterMenu
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.ratings.rules import BAD
from storeapp.reputation.reviews.queries import theme_filter as reviews_theme_filter
from storeapp.reputation.reviews.queries.listing import languages
from storeapp.reputation.reviews.queries.one_review import product_title
from storeapp.reputation.reviews.records import ReviewFilters, ThemeName
from storeapp.reputation.reviews.ui.sentences import REPLIES, filter_chips, stars_words

STAR_CHOICES = (BAD, (5,), (4,), (3,), (2,), (1,), (0,))
WORD_CHOICES = (BAD, (5,), (3,), (1,), (0,))  # what words count as


class ReviewFilterBook:
    """What the filters of reviews are called. Channels, titles of products, themes and languages are told to it.

    `ask_languages` reads those that occur, once somebody looks for them.
    """

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self.channels: Sequence[ChannelName] = ()
        self.languages: Sequence[str] | None = None
        self.titles: dict[int, str] = {}
        self.themes: Mapping[int, str] = {}
        self.ask_languages: Callable[[], None] | None = None

    def platforms(self, filters: ReviewFilters) -> list[str]:
        """The platforms whose reviews can be in the list: of the channels chosen, else of all."""
        chosen = filters.channels
        return list(dict.fromkeys(one.platform for one in self.channels if not chosen or one.id in chosen))

    def in_stars(self, filters: ReviewFilters) -> bool:
        """Whether any of these reviews can have stars; on Taobao, say, there are words only."""
        platforms = self.platforms(filters)
        return not platforms or not all(rates_in_words(one) for one in platforms)

    def chips(self, filters: ReviewFilters) -> list[tuple[str, str]]:
        """(field, words) of each filter that is on."""
        names = {channel.id: channel.name for channel in self.channels}
        platforms = self.platforms(filters)
        return filter_chips(filters, names, self._title, self._today(), self.themes, platforms)

    def menus(self, filters: ReviewFilters) -> list[FilterMenu]:
        """The filters of these reviews, each with its choices."""
        platforms, in_stars = self.platforms(filters), self.in_stars(filters)
        stars = [(one, stars_words(one, platforms)) for one in (STAR_CHOICES if in_stars else WORD_CHOICES)]
        found = [
            FilterMenu("stars", _("Stars") if in_stars else _("Rating"), stars),
            FilterMenu("channels", _("Channel"), [((one.id,), one.name) for one in self.channels]),
            FilterMenu("reply", _("Reply"), [(key, _(text)) for key, text in REPLIES.items()]),
            FilterMenu("since", _("Time"), since_choices(self._today())),
            FilterMenu("theme", _("Theme"), list(self.themes.items())),
        ]
        if kinds := told_apart(platforms):
            found.append(FilterMenu("kind", _("About"), [(one, kind_title(one)) for one in kinds]))
        return [*found, self._languages_menu(), *_yes_or_no()]

    def _languages_menu(self) -> FilterMenu:
        known = self.languages
        choices = None if known is None else [((code,), language_name(code)) for code in known]
        return FilterMenu("languages", _("Language"), choices, _("Reading the languages"), self.ask_languages)

    def _title(self, product: int) -> str:
        return self.titles.get(product, "…")


def _yes_or_no() -> list[FilterMenu]:
    text: list[tuple[Any, str]] = [(True, _("With text")), (False, _("Stars only"))]
    photos: list[tuple[Any, str]] = [(True, _("With photos")), (False, _("Without photos"))]
    linked: list[tuple[Any, str]] = [(True, _("With its order")), (False, _("Without a known order"))]
    gone: list[tuple[Any, str]] = [(True, _("No longer on its channel")), (False, _("Still on its channel"))]
    return [
        FilterMenu("has_text", _("Text"), text),
        FilterMenu("has_photos", _("Photos"), photos),
        FilterMenu("linked", _("Order"), linked),
        FilterMenu("edited", _("Edited"), [(True, _("Edited by the buyer"))]),
        FilterMenu("gone", _("On the channel"), gone),
    ]


class FilterFacts:
    """Reads what the book can't know by itself: languages that occur, themes, and the name of a product."""

    def __init__(self, page: Page, book: ReviewFilterBook, bar: FilterBar) -> None:
        self._page, self._book, self._bar = page, book, bar
        book.ask_languages = self.ask_languages

    def ask_languages(self) -> None:
        """Read the languages for the menu."""
        self._page.ask_db(languages, self._show_languages, "reviews:languages")

    def ask_title(self, product: int | None) -> None:
        """Read the name of a product for its chip."""
        if product:
            self._page.ask_db(lambda conn: (product, product_title(conn, product)), self._show_title, "reviews:title")

    def ask_themes(self) -> None:
        """Read the themes for the menu and the chips."""
        self._page.ask_db(reviews_theme_filter.themes, self._show_themes, "reviews:themes")

    def know_channels(self, channels: Sequence[ChannelName]) -> None:
        """The channels that can be filtered by."""
        self._book.channels = channels
        self._bar.know()

    def _show_languages(self, found: list[tuple[str, int]]) -> None:
        self._book.languages = [code for code, _count in found]

    def _show_title(self, found: tuple[int, str]) -> None:
        product, title = found
        self._book.titles[product] = title
        self._bar.know()

    def _show_themes(self, found: Sequence[ThemeName]) -> None:
        self._book.themes = {one.id: one.name for one in found}
        self._bar.know()
